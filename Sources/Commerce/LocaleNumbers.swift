extension Locale {
  /// "1 240", grouped by U+202F.
  public func number(_ n: Int64) -> String { ByteText { append(number: n, to: &$0) }.string }

  /// `scaled / 10^digits` with all `digits` (0...18) shown: decimal(12345, digits: 1) is "1 234.5".
  public func decimal(_ scaled: Int64, digits: Int) -> String {
    ByteText { append(decimal: scaled, digits: digits, to: &$0) }.string
  }

  /// The amount with its currency's digits and no code: "1 240.50".
  public func money(_ money: Money) -> String { ByteText { append(money: money, to: &$0) }.string }

  /// The amount with its ISO code behind it: "1 240.50 RUB", in ru "1 240,50 RUB". CLDR puts the
  /// code first in en and zh; the product writes it behind everywhere, as in its tables.
  public func moneyWithCode(_ money: Money) -> String {
    ByteText { append(moneyWithCode: money, to: &$0) }.string
  }

  /// "12.5%", in ru "12,5 %"; at most two digits after the decimal sign, none that are zero.
  public func percent(_ share: Percent) -> String {
    ByteText { append(percent: share, to: &$0) }.string
  }

  /// `number` without a `String`: allocates only when `out` has no room.
  public func append(number n: Int64, to out: inout [UInt8]) {
    out.append(grouped: n, digits: 0, decimalSign: decimalSign)
  }

  /// `decimal` without a `String`: allocates only when `out` has no room.
  public func append(decimal scaled: Int64, digits: Int, to out: inout [UInt8]) {
    out.append(grouped: scaled, digits: digits, decimalSign: decimalSign)
  }

  /// `money` without a `String`: allocates only when `out` has no room.
  public func append(money: Money, to out: inout [UInt8]) {
    out.append(grouped: money.minor, digits: money.currency.digits, decimalSign: decimalSign)
  }

  /// `moneyWithCode` without a `String`: allocates only when `out` has no room.
  public func append(moneyWithCode money: Money, to out: inout [UInt8]) {
    append(money: money, to: &out)
    out.append("\u{A0}")
    out.append(code: money.currency)
  }

  /// `percent` without a `String`: allocates only when `out` has no room.
  public func append(percent share: Percent, to out: inout [UInt8]) {
    out.append(
      grouped: share.basisPoints, digits: 2, decimalSign: decimalSign, trimsZeros: true)
    out.append(self == .ru ? "\u{A0}%" : "%")
  }

  var decimalSign: UInt8 { self == .ru ? UInt8(ascii: ",") : UInt8(ascii: ".") }
}

extension [UInt8] {
  /// Appends `scaled / 10^digits` grouped by U+202F, behind U+2212 when negative.
  mutating func append(
    grouped scaled: Int64, digits: Int, decimalSign: UInt8, trimsZeros: Bool = false
  ) {
    if scaled < 0 { append("\u{2212}") }
    append(
      magnitude: scaled.magnitude, digits: digits, decimalSign: decimalSign,
      trimsZeros: trimsZeros)
  }

  mutating func append(
    magnitude: UInt64, digits: Int, decimalSign: UInt8, trimsZeros: Bool = false
  ) {
    let parts = DecimalParts(magnitude, digits: digits, trimsZeros: trimsZeros)
    var scale = parts.wholeScale
    var place = parts.wholeDigits
    while place > 0 {
      append(UInt8(truncatingIfNeeded: 48 + parts.whole / scale % 10))
      scale /= 10
      place -= 1
      if place > 0 && place % 3 == 0 { append("\u{202F}") }
    }
    append(fraction: parts, decimalSign: decimalSign)
  }

  /// Appends `scaled / 10^digits` with "-" and ".", without groups.
  mutating func append(plain scaled: Int64, digits: Int, trimsZeros: Bool = false) {
    if scaled < 0 { append(UInt8(ascii: "-")) }
    let parts = DecimalParts(scaled.magnitude, digits: digits, trimsZeros: trimsZeros)
    var scale = parts.wholeScale
    while scale > 0 {
      append(UInt8(truncatingIfNeeded: 48 + parts.whole / scale % 10))
      scale /= 10
    }
    append(fraction: parts, decimalSign: UInt8(ascii: "."))
  }

  private mutating func append(fraction parts: DecimalParts, decimalSign: UInt8) {
    guard parts.digits > 0 else { return }
    append(decimalSign)
    var scale = parts.unit / 10
    while scale > 0 {
      append(UInt8(truncatingIfNeeded: 48 + parts.fraction / scale % 10))
      scale /= 10
    }
  }
}

/// A magnitude cut at its decimal sign.
private struct DecimalParts {
  let whole: UInt64
  let fraction: UInt64
  /// Digits of the fraction, after trimming.
  let digits: Int
  /// 10^digits
  let unit: UInt64
  /// 10^(wholeDigits - 1)
  let wholeScale: UInt64
  let wholeDigits: Int

  init(_ magnitude: UInt64, digits: Int, trimsZeros: Bool) {
    var (value, digits) = (magnitude, min(max(digits, 0), 18))
    while trimsZeros && digits > 0 && value % 10 == 0 {
      value /= 10
      digits -= 1
    }
    var unit: UInt64 = 1
    for _ in 0..<digits { unit *= 10 }
    whole = value / unit
    fraction = value % unit
    self.digits = digits
    self.unit = unit
    (wholeScale, wholeDigits) = Self.measure(whole)
  }

  private static func measure(_ whole: UInt64) -> (scale: UInt64, digits: Int) {
    var (scale, count): (UInt64, Int) = (1, 1)
    while whole / scale >= 10 {
      scale *= 10
      count += 1
    }
    return (scale, count)
  }
}
