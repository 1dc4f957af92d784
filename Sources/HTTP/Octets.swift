/// Octet classes and comparisons of the HTTP grammar (RFC 9110, 5.6). Nothing here knows Unicode.
enum Octet {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0a
  static let carriageReturn: UInt8 = 0x0d
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let percent: UInt8 = 0x25
  static let asterisk: UInt8 = 0x2a
  static let plus: UInt8 = 0x2b
  static let comma: UInt8 = 0x2c
  static let dash: UInt8 = 0x2d
  static let dot: UInt8 = 0x2e
  static let slash: UInt8 = 0x2f
  static let colon: UInt8 = 0x3a
  static let semicolon: UInt8 = 0x3b
  static let equals: UInt8 = 0x3d
  static let question: UInt8 = 0x3f
  static let backslash: UInt8 = 0x5c
  static let ampersand: UInt8 = 0x26

  static func isDigit(_ octet: UInt8) -> Bool { octet &- 0x30 < 10 }
  static func isAlpha(_ octet: UInt8) -> Bool { (octet | 0x20) &- 0x61 < 26 }
  static func isBlank(_ octet: UInt8) -> Bool { octet == space || octet == tab }

  /// `tchar` (RFC 9110, 5.6.2), as two 64-bit sets: one test instead of nineteen comparisons.
  static func isToken(_ octet: UInt8) -> Bool { tokens.contains(octet) }
  /// `pchar` without `%` (RFC 3986, 3.3), and the slash between segments.
  static func isPath(_ octet: UInt8) -> Bool { paths.contains(octet) }
  /// RFC 3986's query without `%`, and the octets browsers leave bare there (WHATWG URL, 4.1).
  static func isQuery(_ octet: UInt8) -> Bool { queries.contains(octet) }

  /// What a field value or a quoted string may hold (RFC 9110, 5.5): no control but the tab.
  static func isText(_ octet: UInt8) -> Bool {
    (octet >= space && octet != 0x7f) || octet == tab
  }

  static func lowercase(_ octet: UInt8) -> UInt8 {
    octet &- 0x41 < 26 ? octet | 0x20 : octet
  }

  static func hexValue(_ octet: UInt8) -> UInt8? {
    if isDigit(octet) { return octet &- 0x30 }
    let letter = (octet | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  private static let alphanumeric =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let tokens = OctetSet(alphanumeric + "!#$%&'*+-.^_`|~")
  private static let paths = OctetSet(alphanumeric + "-._~!$&'()*+,;=:@/")
  private static let queries = OctetSet(alphanumeric + "-._~!$&'()*+,;=:@/?[]{}|\\^`")
}

/// A set of ASCII octets.
struct OctetSet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ members: String) {
    for octet in members.utf8 {
      if octet < 64 { low |= 1 << UInt64(octet) } else { high |= 1 << UInt64(octet & 63) }
    }
  }

  func contains(_ octet: UInt8) -> Bool {
    guard octet < 128 else { return false }
    return ((octet < 64 ? low : high) >> UInt64(octet & 63)) & 1 == 1
  }
}

extension Span<UInt8> {
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { other in
      for index in indices where self[index] != other[index] { return false }
      return true
    }
  }

  /// `text` must be lowercase.
  func equalsIgnoringCase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { other in
      for index in indices where Octet.lowercase(self[index]) != other[index] { return false }
      return true
    }
  }

  func slice(_ range: Range<Int>) -> String {
    String(decoding: array(range), as: UTF8.self)
  }

  func array(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBufferPointer { Array($0) }
  }

  func firstIndex(of octet: UInt8, in range: Range<Int>) -> Int? {
    for index in range where self[index] == octet { return index }
    return nil
  }

  /// The range without blanks at its ends (OWS of RFC 9110, 5.6.3).
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, Octet.isBlank(self[lower]) { lower += 1 }
    while lower < upper, Octet.isBlank(self[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  /// The trimmed members of a comma-separated list (RFC 9110, 5.6.1); empty members are left out.
  func forEachMember(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = range.lowerBound
    while start <= range.upperBound {
      let end = firstIndex(of: Octet.comma, in: start..<range.upperBound) ?? range.upperBound
      let member = trimmed(start..<end)
      if !member.isEmpty { body(member) }
      start = end + 1
    }
  }

  /// 1*DIGIT that fits; nothing else (no sign, no blanks).
  func decimal(_ range: Range<Int>) -> Int64? {
    guard !range.isEmpty else { return nil }
    var value: Int64 = 0
    for index in range {
      guard Octet.isDigit(self[index]) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(self[index] &- 0x30))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }
}

extension StaticString {
  func equalsIgnoringCase(_ other: StaticString) -> Bool {
    guard utf8CodeUnitCount == other.utf8CodeUnitCount else { return false }
    return withUTF8Buffer { mine in
      other.withUTF8Buffer { theirs in
        zip(mine, theirs).allSatisfy { Octet.lowercase($0) == Octet.lowercase($1) }
      }
    }
  }
}

extension [UInt8] {
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  mutating func append(decimal value: Int64) {
    guard value > 9 else { return append(UInt8(truncatingIfNeeded: 0x30 + Swift.max(0, value))) }
    var divisor: Int64 = 10
    while value / divisor > 9 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
      divisor /= 10
    }
  }
}
