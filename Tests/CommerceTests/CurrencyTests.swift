import Commerce
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: [
    ("RUB", 2, 100), ("USD", 2, 100), ("CNY", 2, 100), ("JPY", 0, 1), ("BHD", 3, 1000),
    ("CLF", 4, 10_000), ("VES", 2, 100), ("ISK", 0, 1),
  ])
  func `minor units`(_ code: String, _ digits: Int, _ perUnit: Int64) throws {
    let currency = try #require(Currency(code: code))
    #expect(currency.code == code)
    #expect(currency.digits == digits)
    #expect(currency.minorPerUnit == perUnit)
  }

  @Test(arguments: ["rub", "RU", "RUBB", "", "XXX", "XAU", "XTS", "ZZZ", "DEM", "РУБ", "BGN"])
  func `what is no current currency with minor units`(_ code: String) {
    #expect(Currency(code: code) == nil)
  }

  @Test func `the table is in order and without doubles`() {
    let codes = Currency.all.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(codes.count == 165)
    #expect([Currency.rub, .usd, .eur, .cny, .brl].allSatisfy(Currency.all.contains))
  }
}
