import Commerce
import Documents
import HTTP
import Office

/// Writes rows as CSV or as a workbook into a file without a name, piece by piece: memory does not
/// grow with the rows.
final class SheetFile {
  private static let piece = 128 << 10

  private let file: FileDescriptor
  private let format: ImportFile.Format
  private var csv = CSVWriter(byteOrderMark: true)
  private let workbook: XLSXWriter?

  init(_ format: ImportFile.Format, sheet: String, _ configuration: Configuration) throws {
    self.format = format
    do {
      file = try FileDescriptor.temporary(in: configuration.data)
    } catch {
      throw Failure.unavailable
    }
    workbook = format == .xlsx ? try XLSXWriter(sheet: sheet) : nil
  }

  func row(_ cells: [XLSXWriter.Cell]) throws {
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
  func response(named name: String) throws -> Response {
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
