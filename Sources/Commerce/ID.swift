/// The identity of one `Entity`: a positive number made by the application (see `IDGenerator`).
public struct ID<Entity>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 1 or more when it came from `IDGenerator` or from text.
  public let raw: Int64

  /// Takes a number that is already trusted, as one read from the database.
  public init(raw: Int64) {
    self.raw = raw
  }

  /// Reads 1...Int64.max in decimal, without sign, spaces or leading zeros; else nil.
  public init?(text: some StringProtocol) {
    guard let value = Int64(strictDecimal: text.utf8), value > 0 else { return nil }
    raw = value
  }

  /// The decimal digits, as they stand in an address.
  public var description: String { String(raw) }

  public static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }
}

extension Int64 {
  /// Nil unless every octet is a digit, the first is not 0 (except "0" itself) and the value fits.
  init?(strictDecimal digits: some Collection<UInt8>) {
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
      return nil
    }
    self.init(digits: digits)
  }

  /// Nil unless every octet is a digit, there is at least one, and the value fits.
  init?(digits: some Collection<UInt8>) {
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for octet in digits {
      guard octet &- 48 < 10 else { return nil }
      let (shifted, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = shifted.addingReportingOverflow(Int64(octet &- 48))
      guard !tooBig, !carried else { return nil }
      value = sum
    }
    self = value
  }
}
