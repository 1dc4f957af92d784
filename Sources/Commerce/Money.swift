/// Why a calculation with money, or the reading of it, did not work.
public enum MoneyError: Error, Hashable, Sendable {
  /// The result does not fit 64 bits of minor units.
  case overflow
  /// Amounts of two currencies cannot be added.
  case currencyMismatch(Currency, Currency)
  /// The text is not an amount.
  case malformed
  /// The text has more digits after the decimal sign than the currency has (`allowed`).
  case tooPrecise(allowed: Int)
}

/// An exact amount: minor units of one currency. All arithmetic is checked.
public struct Money: Hashable, Sendable, CustomStringConvertible {
  /// Minor units (kopecks, cents); negative for what is owed.
  public let minor: Int64
  /// What the minor units are of.
  public let currency: Currency

  /// From minor units, as the database holds them.
  public init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// Nothing, in `currency`.
  public static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency: currency) }

  /// Whether the amount is nothing.
  public var isZero: Bool { minor == 0 }
  /// Whether the amount is below nothing.
  public var isNegative: Bool { minor < 0 }

  /// The sum; throws `overflow` or `currencyMismatch`.
  public func adding(_ other: Money) throws(MoneyError) -> Money {
    try checked(other, minor.addingReportingOverflow(other.minor))
  }

  /// The difference; throws `overflow` or `currencyMismatch`.
  public func subtracting(_ other: Money) throws(MoneyError) -> Money {
    try checked(other, minor.subtractingReportingOverflow(other.minor))
  }

  /// This amount `count` times; throws `overflow`.
  public func times(_ count: Int64) throws(MoneyError) -> Money {
    try checked(self, minor.multipliedReportingOverflow(by: count))
  }

  /// The amount with the other sign; throws `overflow` for the one that has no opposite.
  public func negated() throws(MoneyError) -> Money { try times(-1) }

  /// This share of the amount, rounded to whole minor units; throws `overflow`.
  public func percent(_ share: Percent, rounding: Rounding = .halfUp) throws(MoneyError) -> Money {
    try scaled(by: share.basisPoints, over: 10_000, rounding: rounding)
  }

  /// `minor * numerator / denominator`, exact until the one rounding; throws `overflow`, also for a
  /// denominator below 1.
  public func scaled(by numerator: Int64, over denominator: Int64, rounding: Rounding = .halfUp)
    throws(MoneyError) -> Money
  {
    guard denominator > 0 else { throw .overflow }
    let product = Int128(minor) * Int128(numerator)
    guard let value = Int64(exactly: rounding.divide(product, by: Int128(denominator))) else {
      throw .overflow
    }
    return Money(minor: value, currency: currency)
  }

  /// The sum of all, zero of `currency` for none; throws `overflow` or `currencyMismatch`.
  public static func sum(_ all: some Sequence<Money>, in currency: Currency) throws(MoneyError)
    -> Money
  {
    var total = Money.zero(currency)
    for money in all { total = try total.adding(money) }
    return total
  }

  private func checked(_ other: Money, _ result: (partialValue: Int64, overflow: Bool))
    throws(MoneyError) -> Money
  {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
    guard !result.overflow else { throw .overflow }
    return Money(minor: result.partialValue, currency: currency)
  }
}
