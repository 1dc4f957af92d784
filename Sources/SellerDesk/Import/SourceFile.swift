import Documents
import Glibc

/// The columns that are read of a file, by their names in the header.
protocol SourceColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A CSV file of the folder, plain or compressed.
struct SourceFile: Sendable {
  let path: String
  /// As it is named in reports.
  let name: String

  /// - Parameter name: without `.csv`; the plain file is taken before the compressed one.
  init(_ name: String, in folder: String) throws(ImportError) {
    let found = ["\(name).csv", "\(name).csv.gz"].first { access("\(folder)/\($0)", R_OK) == 0 }
    guard let found else {
      throw ImportError("\(folder) has no readable \(name).csv or \(name).csv.gz")
    }
    self.name = found
    path = "\(folder)/\(found)"
  }

  /// Calls `body` for every row. A `RowProblem` that it throws is reported, and the row left out.
  /// - Throws: `ImportError` where the text is no CSV from a line on, or a column is missing;
  ///   whatever else `body` throws.
  func forEachRow<Column: SourceColumn>(
    _ columns: Column.Type, _ log: ImportLog, _ body: (SourceRow<Column>) throws -> Void
  ) throws {
    var header: SourceHeader<Column>?
    do {
      try CSVFile.read(path, options: CSVOptions(delimiter: UInt8(ascii: ","))) { row in
        guard let header else {
          header = try SourceHeader(row, of: name)
          return
        }
        do {
          try body(SourceRow(row, header))
        } catch let problem as RowProblem {
          log.report(problem, in: name, line: row.line)
        }
      }
    } catch let error as CSVError {
      throw ImportError("\(name):\(error.line): \(error.reason); from there on it can't be read")
    } catch let error as GzipError {
      throw ImportError("\(path): \(error)")
    }
    if header == nil { throw ImportError("\(name) is empty") }
  }
}

/// Where the columns stand.
struct SourceHeader<Column: SourceColumn>: Sendable {
  let positions: [Column: Int]
  let count: Int

  init(_ row: CSVRow, of name: String) throws {
    let titles = try row.texts()
    var positions: [Column: Int] = [:]
    for column in Column.allCases {
      guard let position = titles.firstIndex(of: column.rawValue) else {
        throw ImportError("\(name):\(row.line): the column \(column.rawValue) is missing")
      }
      positions[column] = position
    }
    self.positions = positions
    count = titles.count
  }
}
