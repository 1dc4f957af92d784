import Commerce
import Documents
import Glibc
import HTTP
import Office

/// Why a file can't be imported, for the person who chose it.
struct ImportFault: Error, Sendable {
  let message: Message

  init(_ key: String, _ values: [String: String] = [:]) {
    message = Message("imports.fault.\(key)", values)
  }
}

/// One row of a file as it was written.
struct ImportLine: Sendable {
  /// Of the file, 1 or more.
  let number: Int
  /// nil where a field is not UTF-8.
  let fields: [String?]

  func text(_ index: Int) -> String {
    guard fields.indices.contains(index) else { return "" }
    return fields[index] ?? ""
  }
}

/// A file that was uploaded, in the data folder: what rows come from until the import is forgotten.
struct ImportFile: Sendable {
  typealias Format = SheetFormat

  static let mostRows = 200_000
  static let mostColumns = 300
  /// Rows that are shown beside the headings while the columns are named.
  static let sampled = 3

  let path: String
  let format: Format

  init(_ configuration: Configuration, seller: Int64, _ id: ImportID, _ format: Format) {
    path = "\(configuration.data)/imports/\(seller)/\(id).\(format.rawValue)"
    self.format = format
  }

  /// What the first octets say. Throws `ImportFault` for what is neither.
  static func format(of body: Body) throws -> Format {
    let head = try body.read(at: 0, count: 8)
    if head.isEmpty { throw ImportFault("empty") }
    if head.starts(with: [0x50, 0x4B]) { return .xlsx }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw ImportFault("oldExcel") }
    if head.starts(with: [0x1F, 0x8B]) || head.starts(with: Array("%PDF".utf8)) {
      throw ImportFault("kind")
    }
    return .csv
  }

  /// Copies what was uploaded; nothing is left where that fails.
  func store(_ body: Body) throws {
    try Files.makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    let number = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw Failure.unavailable }
    let file = FileDescriptor(owning: number)
    do {
      switch body {
      case .empty: break
      case .bytes(let bytes): try file.write(bytes.span)
      case .file(let spooled): try spooled.copy(into: file)
      }
    } catch {
      unlink(path)
      throw Failure.unavailable
    }
  }

  func remove() { unlink(path) }

  /// The headings and the first rows after them. Throws `ImportFault`.
  func head() throws -> (headings: [String], rows: [ImportLine]) {
    var lines: [ImportLine] = []
    do {
      try each { line in
        lines.append(line)
        if lines.count > Self.sampled { throw Enough() }
      }
    } catch is Enough {}
    guard let first = lines.first else { throw ImportFault("empty") }
    var headings: [String] = []
    for (index, field) in first.fields.enumerated() {
      guard let field else {
        throw ImportFault("encoding", ["line": "1", "column": "\(index + 1)"])
      }
      headings.append(FormReader.trimmed(field))
    }
    while headings.last?.isEmpty == true { headings.removeLast() }
    guard headings.count > 1 else { throw ImportFault("oneColumn") }
    guard lines.count > 1 else { throw ImportFault("noRows") }
    return (headings, Array(lines.dropFirst()))
  }

  private struct Enough: Error {}

  /// Every row that has something in it, the headings first. Throws `ImportFault` and whatever
  /// `body` throws.
  func each(_ body: (ImportLine) throws -> Void) throws {
    var rows = 0
    func take(_ line: ImportLine) throws {
      if line.fields.allSatisfy({ $0?.isEmpty == true }) { return }
      rows += 1
      if rows > Self.mostRows + 1 {
        throw ImportFault("tooManyRows", ["max": Locale.en.number(Int64(Self.mostRows))])
      }
      try body(line)
    }
    do {
      switch format {
      case .csv:
        var options = CSVOptions()
        options.fieldCountLimit = Self.mostColumns
        try CSVFile.read(path, options: options) { row in try take(Self.line(row)) }
      case .xlsx:
        var options = XLSXOptions()
        options.columnLimit = Self.mostColumns
        try XLSXFile.read(path, options: options) { row in
          try take(ImportLine(number: row.number, fields: row.cells))
        }
      }
    } catch let error as CSVError {
      throw Self.fault(error)
    } catch let error as XLSXError {
      throw Self.fault(error)
    } catch is GzipError {
      throw ImportFault("gone")
    }
  }

  private static func line(_ row: CSVRow) -> ImportLine {
    let fields = (0..<row.count).map { index in
      (try? row.text(index)).map(CSVFormula.unguarded)
    }
    return ImportLine(number: row.line, fields: fields)
  }

  private static func fault(_ error: CSVError) -> ImportFault {
    let place = ["line": "\(error.line)", "column": "\(error.field)"]
    switch error.reason {
    case .utf16: return ImportFault("utf16")
    case .notUTF8: return ImportFault("encoding", place)
    case .strayQuote, .textAfterQuote: return ImportFault("quote", place)
    case .unclosedQuote: return ImportFault("unclosed", place)
    case .fieldTooLong, .rowTooLong: return ImportFault("tooLong", place)
    case .tooManyFields, .missingField:
      return ImportFault("tooManyColumns", ["max": "\(mostColumns)"])
    }
  }

  private static func fault(_ error: XLSXError) -> ImportFault {
    switch error {
    case .file: ImportFault("gone")
    case .notWorkbook: ImportFault("notWorkbook")
    case .damaged: ImportFault("damaged")
    case .encrypted: ImportFault("encrypted")
    case .entities: ImportFault("entities")
    case .tooLarge(let limit): ImportFault("tooLarge", ["max": "\(limit >> 20)"])
    case .tooManyColumns(let limit): ImportFault("tooManyColumns", ["max": "\(limit)"])
    case .tooManyRows: ImportFault("tooManyRows", ["max": Locale.en.number(Int64(mostRows))])
    case .textTooLong: ImportFault("cellTooLong")
    case .outOfMemory: ImportFault("damaged")
    }
  }
}
