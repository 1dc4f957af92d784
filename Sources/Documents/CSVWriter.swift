/// Writes CSV (RFC 4180): CRLF at the end of each row, quotes only where they are needed.
///
/// The text grows in `bytes`; a caller that streams takes it out with `drain` now and then.
public struct CSVWriter: Sendable {
  /// What was written and not drained.
  public private(set) var bytes: [UInt8]
  private let delimiter: UInt8
  private let isFormulaSafe: Bool
  private var isRowOpen = false
  /// Nothing but at most one empty field is in the row.
  private var isRowBlank = true

  /// - Parameters:
  ///   - delimiter: the octet between fields; one of "," ";" and tab can be detected by readers.
  ///   - formulaSafe: puts "'" before a text that a spreadsheet would run as a formula, and before
  ///     one that would be taken for so guarded; `CSVFormula.unguarded` undoes exactly that. Numbers
  ///     such as "-5" stay as they are.
  ///   - byteOrderMark: begins with the mark by which Excel knows UTF-8.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","), formulaSafe: Bool = true, byteOrderMark: Bool = false
  ) {
    self.delimiter = delimiter
    isFormulaSafe = formulaSafe
    bytes = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
  }

  /// Writes one row.
  public mutating func row(_ fields: [String]) {
    for text in fields { field(text) }
    endRow()
  }

  /// Writes the next field of the row.
  public mutating func field(_ text: String) {
    if isRowOpen { bytes.append(delimiter) }
    if isRowOpen || !text.isEmpty { isRowBlank = false }
    isRowOpen = true
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Writes the next field of the row, a whole number.
  public mutating func field(_ number: Int64) { field(String(number)) }

  /// Ends the row. A row without fields, or with one that is empty, is written as an empty pair of
  /// quotes, because a blank line is no row.
  public mutating func endRow() {
    if isRowBlank { bytes.append(contentsOf: [34, 34]) }
    bytes.append(contentsOf: [13, 10])
    (isRowOpen, isRowBlank) = (false, true)
  }

  /// Takes out what was written so far.
  public mutating func drain() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    let guardsFormula = isFormulaSafe && CSVFormula.needsGuard(text)
    let isQuoted = guardsFormula || needsQuotes(text)
    guard isQuoted else { return bytes.append(contentsOf: text) }
    bytes.append(UInt8(ascii: "\""))
    if guardsFormula { bytes.append(UInt8(ascii: "'")) }
    for octet in text {
      if octet == UInt8(ascii: "\"") { bytes.append(octet) }
      bytes.append(octet)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return first == 32 || last == 32
      || text.contains { $0 == delimiter || $0 == 34 || $0 == 10 || $0 == 13 }
  }
}
