import Commerce
import Documents
import HTTP
import SQL
import Template

/// What a sheet is written or read as.
public enum SheetFormat: String, Sendable, SQLConvertible {
  public typealias Raw = String
  case csv, xlsx
}

/// Writes rows as CSV or as a workbook into a file without a name, piece by piece: memory does not
/// grow with the rows. A text that spreadsheets would run as a formula stays a text in both.
public final class SheetFile {
  private static let piece = 128 << 10

  private let file: FileDescriptor
  private let format: SheetFormat
  private var csv = CSVWriter(byteOrderMark: true)
  private let workbook: XLSXWriter?

  /// - Parameter sheet: the name of the workbook's only sheet.
  /// - Throws: `Failure.unavailable` where there is no room for the file.
  public init(_ format: SheetFormat, sheet: String, _ configuration: Configuration) throws {
    self.format = format
    do {
      file = try FileDescriptor.temporary(in: configuration.data)
    } catch {
      throw Failure.unavailable
    }
    workbook = format == .xlsx ? try XLSXWriter(sheet: sheet) : nil
  }

  /// Writes the next row.
  public func row(_ cells: [XLSXWriter.Cell]) throws {
    switch format {
    case .xlsx:
      try workbook?.row(cells)
      if let bytes = workbook?.drain(), !bytes.isEmpty { try put(bytes) }
    case .csv:
      for cell in cells {
        switch cell {
        case .empty: csv.field("")
        case .text(let text), .number(let text): csv.field(text)
        }
      }
      csv.endRow()
      if csv.bytes.count > Self.piece { try put(csv.drain()) }
    }
  }

  /// The finished file as an answer that browsers save.
  public func response(named name: String) throws -> Response {
    if let bytes = try workbook?.finish() { try put(bytes) }
    try put(csv.drain())
    var response = Response(.ok, .file(file, range: 0..<(try file.size())))
    let type =
      format == .csv
      ? "text/csv; charset=utf-8"
      : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers.append("Content-Type", type)
    response.headers.append(
      "Content-Disposition", "attachment; filename=\"\(name).\(format.rawValue)\"")
    return response
  }

  private func put(_ bytes: [UInt8]) throws {
    if bytes.isEmpty || format == .xlsx && bytes == [0xEF, 0xBB, 0xBF] { return }
    do { try file.write(bytes.span) } catch { throw Failure.unavailable }
  }
}

/// A list as files.
public struct SheetLinks: View {
  public let csv: URLText
  public let xlsx: URLText

  public init(csv: URLText, xlsx: URLText) {
    self.csv = csv
    self.xlsx = xlsx
  }

  /// What the list shows, with its tab, search and filters.
  public init(of list: ListRequest, at path: String) {
    let query = list.query.isEmpty ? "" : "?\(list.query)"
    csv = URLText(path: "\(path).csv\(query)")
    xlsx = URLText(path: "\(path).xlsx\(query)")
  }

  public static let fields: [Field<SheetLinks>] = [
    .url("csv") { $0.csv },
    .url("xlsx") { $0.xlsx },
  ]
}
