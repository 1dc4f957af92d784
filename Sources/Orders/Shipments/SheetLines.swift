import Commerce
import Documents
import HTTP
import Office

/// Lines of fields, pasted or in a file, parted by ";" "," or tabs.
enum SheetLines {
  static let mostLines = 1_000
  static let mostBytes = 1 << 20

  struct Line: Sendable, Hashable {
    /// Where it stands, from 1.
    let number: Int
    let fields: [String]

    func field(_ index: Int) -> String { fields.indices.contains(index) ? fields[index] : "" }
  }

  /// What was uploaded, else what was pasted; adds to the form what is wrong about it.
  /// - Parameter isHeader: whether a first line names the columns.
  static func read(
    _ form: inout FormReader, file: String, text: String, isHeader: (Line) -> Bool
  ) -> [Line] {
    let pasted = form.fields.first(text) ?? ""
    var bytes = Array(pasted.utf8)
    if let upload = form.fields.files(file).first {
      guard let content = try? upload.content.bytes(upTo: mostBytes) else {
        form.add(file, "shipments.error.tooLarge")
        return []
      }
      if !content.isEmpty { bytes = content }
    }
    guard bytes.count <= mostBytes else {
      form.add(text, "shipments.error.tooLarge")
      return []
    }
    var lines: [Line] = []
    do {
      var reader = CSVReader()
      let take: (CSVRow) throws -> Void = { row in
        lines.append(
          Line(number: row.line, fields: try row.texts().map { FormText.trimmed($0) }))
      }
      try reader.push(bytes, row: take)
      try reader.finish(row: take)
    } catch {
      form.add(text, "shipments.error.unreadable")
      return []
    }
    lines.removeAll { $0.fields.allSatisfy(\.isEmpty) }
    if let first = lines.first, isHeader(first) { lines.removeFirst() }
    if lines.isEmpty { form.add(text, "shipments.error.nothing") }
    if lines.count > mostLines {
      form.add(text, "shipments.error.tooMany", ["max": Locale.en.number(Int64(mostLines))])
      return []
    }
    return lines
  }
}
