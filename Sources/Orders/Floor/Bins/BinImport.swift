import Commerce
import Documents
import Office
import SQL

/// Takes a pasted or uploaded list of bins: whole, or not at all.
struct BinImport {
  private(set) var lines: [BinLine] = []
  private(set) var problems: [BinLineProblem] = []

  /// Reads the text: CSV with `;`, `,` or tab; a first line that names the columns is skipped.
  init(_ bytes: [UInt8]) {
    var lines: [BinLine] = []
    var problems: [BinLineProblem] = []
    var reader = CSVReader()
    func take(_ row: CSVRow) throws {
      let fields = try row.texts()
      if lines.isEmpty, problems.isEmpty, Self.isHead(fields) { return }
      do { lines.append(try BinLine(fields, line: row.line)) } catch { problems.append(error) }
      if lines.count + problems.count > BinForm.mostLines {
        throw BinLineProblem(line: row.line, key: "bins.import.many")
      }
    }
    do {
      try reader.push(bytes, row: take)
      try reader.finish(row: take)
    } catch let problem as BinLineProblem {
      problems.append(problem)
    } catch {
      let line = (error as? CSVError)?.line ?? 1
      problems.append(BinLineProblem(line: line, key: "bins.import.unreadable"))
    }
    self.lines = lines
    self.problems = problems
  }

  private static func isHead(_ fields: [String]) -> Bool {
    ["offer_id", "offer", "sku"].contains(FormReader.trimmed(fields.first ?? "").lowercased())
  }

  /// Writes the lines; where one names no product, throws the problems of all such lines.
  mutating func write(
    to place: WarehouseID, _ floor: any WarehouseFloor, in tx: SellerTransaction
  ) throws {
    var found: [(ProductID, BinLine)] = []
    for line in lines {
      if let item = try floor.item(named: line.offer, in: tx.reader) {
        found.append((item.product, line))
      } else {
        problems.append(
          BinLineProblem(line: line.line, key: "bins.import.unknown", value: line.offer))
      }
    }
    guard problems.isEmpty else { throw BinImportRefused(problems: problems) }
    let known = try BinStore(rows: tx.reader).bins(of: found.map(\.0), in: place)
    for (product, line) in found {
      let old = known[product] ?? .none
      let name = line.bin.isEmpty ? old.name : line.bin
      let isSame = name == old.name
      let bin = Bin(
        name, spare: line.spare.isEmpty ? old.spare : line.spare,
        zone: line.zone.isEmpty && isSame ? old.zone : line.zone)
      if bin != old { try BinStore.put(bin, of: product, in: place, tx) }
      if let handling = line.handling { try BinStore.set(handling, of: product, in: tx) }
    }
  }
}

/// Nothing was written, for these reasons.
struct BinImportRefused: Error {
  let problems: [BinLineProblem]
}
