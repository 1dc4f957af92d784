import Commerce
import Documents

/// A row of a source file, its fields read as what they should be.
struct SourceRow<Column: SourceColumn> {
  private let row: CSVRow
  private let header: SourceHeader<Column>

  init(_ row: CSVRow, _ header: SourceHeader<Column>) throws(RowProblem) {
    guard row.count == header.count else {
      throw RowProblem(
        field: "", reason: "has not as many fields as the header", value: "\(row.count)")
    }
    self.row = row
    self.header = header
  }

  /// The line of the file, 1 or more.
  var line: Int { row.line }

  func problem(_ column: Column, _ reason: String) -> RowProblem {
    RowProblem(
      field: column.rawValue, reason: reason, value: String(decoding: bytes(column), as: UTF8.self))
  }

  func isEmpty(_ column: Column) -> Bool { bytes(column).isEmpty }

  func key(_ column: Column) throws(RowProblem) -> SourceKey {
    guard let key = SourceKey(bytes(column)) else {
      throw problem(column, "is no identity of 32 hexadecimal digits")
    }
    return key
  }

  /// Text of at most `limit` bytes, without marks that no page can show.
  func text(_ column: Column, limit: Int) throws(RowProblem) -> String {
    let bytes = bytes(column)
    guard bytes.count <= limit else { throw problem(column, "is longer than \(limit) bytes") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem(column, "is not UTF-8")
    }
    guard !bytes.contains(where: { $0 < 32 && $0 != 10 && $0 != 13 && $0 != 9 || $0 == 127 })
    else { throw problem(column, "has control characters") }
    return text
  }

  /// A whole number; nil for an empty field.
  func number(_ column: Column, _ range: ClosedRange<Int64>) throws(RowProblem) -> Int64? {
    let bytes = bytes(column)
    if bytes.isEmpty { return nil }
    guard bytes.count <= 18, bytes.allSatisfy({ (48...57).contains($0) }) else {
      throw problem(column, "is no whole number")
    }
    let value = bytes.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    guard range.contains(value) else {
      throw problem(column, "is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// An amount with a point and at most two digits behind it, in minor units.
  func amount(_ column: Column) throws(RowProblem) -> Int64 {
    let parts = bytes(column).split(separator: 46, omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first, (1...13).contains(whole.count),
      parts.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } })
    else { throw problem(column, "is no amount") }
    let cents = parts.count == 2 ? Array(parts[1]) : [48]
    guard (1...2).contains(cents.count) else { throw problem(column, "is no amount") }
    let digits = whole + cents + (cents.count == 1 ? [48] : [])
    return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// A moment as a clock of the zone showed it, `2017-02-28 14:56:37`; nil for an empty field.
  func moment(_ column: Column, _ zone: TimeZoneRules) throws(RowProblem) -> Instant? {
    let bytes = bytes(column)
    if bytes.isEmpty { return nil }
    guard let local = LocalDateTime(source: bytes) else {
      throw problem(column, "is no date with a time")
    }
    return zone.instant(local)
  }

  private func bytes(_ column: Column) -> ArraySlice<UInt8> {
    header.positions[column].map { row.bytes($0) } ?? []
  }
}

extension LocalDateTime {
  /// Reads `2017-02-28 14:56:37`, nothing else.
  fileprivate init?(source bytes: ArraySlice<UInt8>) {
    guard bytes.count == 19 else { return nil }
    var fields: [Int] = []
    for (octet, mark) in zip(bytes, "0000-00-00 00:00:00".utf8) {
      if mark != 48 {
        guard octet == mark else { return nil }
        fields.append(0)
      } else {
        guard (48...57).contains(octet) else { return nil }
        if fields.isEmpty { fields.append(0) }
        fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(octet - 48)
      }
    }
    guard let date = LocalDate(year: fields[0], month: fields[1], day: fields[2]) else {
      return nil
    }
    self.init(date: date, hour: fields[3], minute: fields[4], second: fields[5])
  }
}
