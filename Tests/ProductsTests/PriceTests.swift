import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// The four prices of a listing and the guard before them.
@Suite struct PriceTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  struct Change: Sendable, CustomTestStringConvertible {
    let old: Int64?
    let new: Int64?
    var cost: Int64?
    var reason: PriceGuard.Reason?

    var testDescription: String { "\(old ?? 0) -> \(new ?? 0)" }
  }

  @Test(
    "row 17: a price is held when it falls by more than 40 %, rises by more than 100 % or is below cost",
    arguments: [
      Change(old: 10_000, new: 6_000), Change(old: 10_000, new: 20_000),
      Change(old: 10_000, new: 5_999, reason: .fell(Percent(basisPoints: 4_001))),
      Change(old: 10_000, new: 100, reason: .fell(Percent(basisPoints: 9_900))),
      Change(old: 10_000, new: 20_001, reason: .rose(Percent(basisPoints: 10_001))),
      Change(old: 10_000, new: 10_000, cost: 12_000), Change(old: nil, new: 1),
      Change(old: nil, new: 900, cost: 910, reason: .belowCost),
      Change(old: 1_000, new: 900, cost: 910, reason: .belowCost),
      Change(old: 10_000, new: nil, cost: 12_000),
      Change(old: 1, new: .max, reason: .rose(Percent(basisPoints: .max))),
    ])
  func guards(change: Change) {
    let reason = PriceGuard.reason(from: change.old, to: change.new, cost: change.cost)
    if change.new == .max {
      #expect(reason == nil || reason != .belowCost)
    } else {
      #expect(reason == change.reason)
    }
  }

  @Test("row 17: a price 99 % lower waits until it is typed again; the old one sells meanwhile")
  func waits() throws {
    let path = try shop.onSale(["cost": ""])
    try shop.save(
      path, ["cost": "", "price": "24.90", "price_before": "27.90", "price_min": "20"])
    let held = try #require(try shop.product(path))
    #expect(held.terms.price == 249_000)
    #expect(held.asked == AskedPrice(price: 2_490, before: 2_790, least: 2_000))
    #expect(held.state == .onSale)
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.text.contains("99% lower"))
    #expect(page.text.contains("40"))

    let wrong = try shop.client.post(
      "\(path)/price-confirmation", [("price_again", "249.00")], as: shop.owner)
    #expect(wrong.status == 422)
    #expect(wrong.text.contains("href=\"#price_again\""))
    #expect(try shop.product(path)?.terms.price == 249_000)

    let right = try shop.client.post(
      "\(path)/price-confirmation", [("price_again", "24.90")], as: shop.owner)
    #expect(right.status == 303)
    let now = try #require(try shop.product(path))
    #expect(now.terms.price == 2_490 && now.terms.priceBefore == 2_790)
    #expect(now.asked == nil)
  }

  @Test("row 17: a held price is dropped, or gone when an ordinary one is saved")
  func drops() throws {
    let path = try shop.onSale()
    try shop.save(path, ["price": "9999", "price_before": ""])
    #expect(try shop.product(path)?.asked?.price == 999_900)
    try shop.save(path, ["brand": "Koivu Home"])
    #expect(try shop.product(path)?.asked?.price == 999_900, "another edit keeps it waiting")
    #expect(try shop.client.post("\(path)/price-refusal", as: shop.owner).status == 303)
    #expect(try shop.product(path)?.asked == nil)
    #expect(try shop.client.post("\(path)/price-refusal", as: shop.owner).status == 409)
    try shop.save(path, ["price": "9999", "price_before": ""])
    try shop.save(path, ["price": "2500"])
    let product = try #require(try shop.product(path))
    #expect(product.asked == nil && product.terms.price == 250_000)
  }

  @Test("row 16: whatever is typed, no price in force is below the minimum", arguments: 1...4)
  func minimum(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let path = try shop.onSale()
    let amount = { () -> String in
      let value = dice.next() % 4_000
      return value < 400 ? "" : "\(value)"
    }
    for _ in 0..<25 {
      let fields = [
        "price": amount(), "price_before": amount(), "price_min": amount(), "cost": amount(),
      ]
      try shop.save(path, fields)
      if dice.next() % 3 == 0, let asked = try shop.product(path)?.asked {
        let text = "\(asked.price / 100).\(asked.price % 100 + 100)".replacing(".1", with: ".")
        _ = try shop.client.post(
          "\(path)/price-confirmation", [("price_again", text)], as: shop.owner)
      }
      let terms = try #require(try shop.product(path)).terms
      if let price = terms.price, let least = terms.priceMin { #expect(least <= price) }
      if let price = terms.price, let before = terms.priceBefore { #expect(before > price) }
    }
    #expect(try shop.wrongCounts().isEmpty)
  }
}
