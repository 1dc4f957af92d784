import Commerce
import Testing

/// The preview's and the ledger's arithmetic of one sold piece, against sums done by hand.
@Suite struct FeeQuoteTests {
  private static func money(_ minor: Int64) -> Money { Money(minor: minor, currency: .rub) }

  private static func table(
    commission: Int64 = 1_250, share: Int64 = 333, cost: Int64 = 15_000
  ) throws -> FeeTable {
    try #require(
      FeeTable(
        from: LocalDate(daysSince1970: 20_454), commission: Percent(basisPoints: commission),
        returnShare: Percent(basisPoints: share), returnCost: money(cost),
        steps: [
          FeeTable.Step(upTo: 500, fee: money(6_500)),
          FeeTable.Step(upTo: 2_000, fee: money(11_000)),
          FeeTable.Step(upTo: nil, fee: money(120_000)),
        ]))
  }

  struct Sale: Sendable {
    let price: Int64
    let weight: Int64
    let cost: Int64?
    let commission: Int64
    let logistics: Int64
    let margin: Int64
  }

  /// Returns are 15 000 x 3.33 % = 499.5, half up 500, in each of them.
  @Test(
    "row 18: price less commission, logistics, expected returns and cost, to the kopeck",
    arguments: [
      // 249 000 x 12.5 % = 31 125; 249 000 - 31 125 - 11 000 - 500 - 91 000 = 115 375.
      Sale(
        price: 249_000, weight: 1_250, cost: 91_000, commission: 31_125, logistics: 11_000,
        margin: 115_375),
      // 99 x 12.5 % = 12.375, rounded 12; a sale that loses money.
      Sale(
        price: 99, weight: 500, cost: nil, commission: 12, logistics: 6_500, margin: -6_913),
      // 100 004 x 12.5 % = 12 500.5, half up 12 501.
      Sale(
        price: 100_004, weight: 501, cost: 0, commission: 12_501, logistics: 11_000,
        margin: 76_003),
      Sale(
        price: 1_000_000, weight: 2_001, cost: 100_000, commission: 125_000, logistics: 120_000,
        margin: 654_500),
    ])
  func parts(sale: Sale) throws {
    let quote = try FeeQuote(
      price: Self.money(sale.price), weight: sale.weight, cost: sale.cost.map(Self.money),
      Self.table())
    #expect(quote.commission == Self.money(sale.commission))
    #expect(quote.logistics == Self.money(sale.logistics))
    #expect(quote.returns == Self.money(500))
    #expect(quote.margin == Self.money(sale.margin))
  }

  @Test("row 18: the parts of any sale add up to its price")
  func addsUp() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let table = try Self.table(
        commission: .random(in: 0...10_000, using: &random),
        share: .random(in: 0...10_000, using: &random),
        cost: .random(in: 0...1_000_000, using: &random))
      let cost = Self.money(.random(in: 0...1_000_000_000_000, using: &random))
      let price = Self.money(.random(in: 1...1_000_000_000_000, using: &random))
      let quote = try FeeQuote(
        price: price, weight: .random(in: 1...1_000_000, using: &random), cost: cost, table)
      let parts = [quote.commission, quote.logistics, quote.returns, cost, quote.margin]
      #expect(try Money.sum(parts, in: .rub) == price)
    }
  }

  @Test("row 18: steps that do not rise, end closed or mix currencies make no table")
  func refuses() {
    let first = FeeTable.Step(upTo: 500, fee: Self.money(1))
    let open = FeeTable.Step(upTo: nil, fee: Self.money(2))
    let foreign = FeeTable.Step(upTo: nil, fee: Money(minor: 2, currency: .usd))
    for steps in [[], [first], [first, first, open], [open, open], [first, foreign]] {
      let table = FeeTable(
        from: .earliest, commission: .zero, returnShare: .zero, returnCost: Self.money(0),
        steps: steps)
      #expect(table == nil)
    }
  }

  @Test("row 18: a price in another currency than the fees is refused, and so is an overflow")
  func currencies() throws {
    let table = try Self.table()
    #expect(throws: MoneyError.currencyMismatch(.usd, .rub)) {
      try FeeQuote(price: Money(minor: 1, currency: .usd), weight: 1, cost: nil, table)
    }
    #expect(throws: MoneyError.overflow) {
      try FeeQuote(
        price: Self.money(.min), weight: 1, cost: Self.money(.max), table)
    }
  }
}
