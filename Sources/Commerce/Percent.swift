/// A share in basis points, hundredths of a percent: 1250 is 12.5 %. May be negative or above 100
/// %.
public struct Percent: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Hundredths of a percent.
  public let basisPoints: Int64

  /// 0 %
  public static let zero = Percent(basisPoints: 0)
  /// 100 %
  public static let whole = Percent(basisPoints: 10_000)

  /// From hundredths of a percent.
  public init(basisPoints: Int64) {
    self.basisPoints = basisPoints
  }

  /// From tenths of a percent.
  public init(tenths: Int64) {
    self.init(basisPoints: tenths * 10)
  }

  /// Reads "12", "12.5", "12,25" or "-3 %": at most two digits after the decimal sign.
  public init(parsing text: some StringProtocol) throws(MoneyError) {
    var octets = AmountParser.octets(of: text)
    while octets.last == UInt8(ascii: " ") { octets.removeLast() }
    if octets.last == UInt8(ascii: "%") { octets.removeLast() }
    basisPoints = try AmountParser.parse(octets, digits: 2)
  }

  /// `part` of `whole`, or nil when `whole` is 0 or the result does not fit.
  public init?(_ part: Int64, of whole: Int64, rounding: Rounding = .halfUp) {
    guard whole != 0 else { return nil }
    let n = Int128(part) * 10_000 * (whole < 0 ? -1 : 1)
    guard let value = Int64(exactly: rounding.divide(n, by: Int128(whole.magnitude))) else {
      return nil
    }
    basisPoints = value
  }

  /// "12.5", for forms and files: no grouping, "." and no percent sign.
  public var description: String {
    ByteText { $0.append(plain: basisPoints, digits: 2, trimsZeros: true) }.string
  }

  public static func < (a: Percent, b: Percent) -> Bool { a.basisPoints < b.basisPoints }
}
