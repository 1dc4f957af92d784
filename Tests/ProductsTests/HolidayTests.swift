import Commerce
import HTTP
import Office
import OfficeTesting
import Testing

@testable import Products

/// Holidays of a shop and calendars of warehouses.
@Suite struct HolidayTests {
  let shop: Shop

  init() throws { shop = try Shop(isAlone: true) }

  private func isSellable(_ path: String) throws -> Bool {
    let stock = Stock(kernel: shop.client.kernel)
    let key = try shop.client.addKey()
    let listed = try shop.client.send(
      .get, "/storefront/v1/products", [("Authorization", "Bearer \(key)")])
    let isListed = listed.text.contains("KOI-TP09")
    let sellable = try shop.client.platformWrite { try stock.sellable(shop.id(path), in: $0) }
    #expect((sellable != nil) == isListed)
    return isListed
  }

  @Test("row 45: the shop closes before an order comes, for exactly the days that are set")
  func pauses() throws {
    let path = try shop.onSale()
    // The clock of the test stands at Mon 23 Nov 2026, 14:05 UTC.
    let days = [("from", "2026-11-24"), ("until", "2026-11-25")]
    #expect(try shop.client.post("/stock/pause", days, as: shop.owner).status == 303)
    #expect(try isSellable(path))
    shop.client.advance(.hours(10))
    #expect(try !isSellable(path))
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("The shop is on holiday") && !page.contains("Buyers can buy it"))
    shop.client.advance(.hours(47))
    #expect(try !isSellable(path))
    shop.client.advance(.hours(1))
    #expect(try isSellable(path))
    #expect(try shop.product(path)?.state == .onSale)
  }

  @Test("row 45: holidays end at once when the owner says so, and bad days are refused")
  func ends() throws {
    let path = try shop.onSale()
    for (from, until) in [
      ("2026-11-25", "2026-11-24"), ("2026-11-20", "2026-11-22"), ("", "2026-11-24"),
      ("soon", "2026-11-24"), ("2026-02-30", "2026-11-24"),
    ] {
      let days = [("from", from), ("until", until)]
      let answer = try shop.client.post("/stock/pause", days, as: shop.owner)
      #expect(answer.status == 422 && answer.input("from") == from, "\(from) \(until)")
    }
    let today = [("from", "2026-11-23"), ("until", "2026-11-23")]
    #expect(try shop.client.post("/stock/pause", today, as: shop.owner).status == 303)
    #expect(try !isSellable(path))
    #expect(try shop.client.post("/stock/pause/removal", as: shop.owner).status == 303)
    #expect(try isSellable(path))
    let worker = try shop.client.signIn(.warehouse, of: shop.seller)
    #expect(try shop.client.post("/stock/pause", today, as: worker).status == 403)
  }

  @Test("row 45: a warehouse keeps its days, its cut-off, its days off; only an empty one closes")
  func warehouses() throws {
    let path = try shop.onSale()
    let place = "/warehouses/\(try #require(try shop.balances(path).first).warehouse)"
    let good = [
      ("name", "North"), ("address", "Gate 2"), ("time_zone", "Europe/Moscow"),
      ("cut_off", "16:30"), ("day_1", "1"), ("day_5", "1"),
    ]
    #expect(try shop.client.post(place, good, as: shop.owner).status == 303)
    for (field, text) in [
      ("name", ""), ("time_zone", "../etc/passwd"), ("cut_off", "24:00"), ("cut_off", "now"),
    ] {
      let bad = good.map { $0.0 == field ? (field, text) : $0 }
      #expect(try shop.client.post(place, bad, as: shop.owner).status == 422, "\(field) \(text)")
    }
    let noDays = Array(good.prefix(4))
    #expect(try shop.client.post(place, noDays, as: shop.owner).status == 422)
    let off = [("date", "2026-12-31"), ("holiday", "New Year")]
    #expect(try shop.client.post("\(place)/holidays", off, as: shop.owner).status == 303)
    let page = try shop.client.get(place, as: shop.owner)
    #expect(page.input("cut_off") == "16:30" && page.text.contains("New Year"))
    #expect(try shop.client.post("\(place)/closing", as: shop.owner).status == 409)
    let second = try shop.client.post("/warehouses", [("name", "Second")], as: shop.owner).location
    #expect(try shop.client.post("\(second)/default", as: shop.owner).status == 303)
    #expect(try shop.client.post("\(place)/closing", as: shop.owner).status == 409)
    #expect(try shop.client.post("\(place)/default", as: shop.owner).status == 303)
    #expect(try shop.client.post("\(second)/closing", as: shop.owner).status == 303)
    #expect(try shop.client.get(second, as: shop.owner).status == 404)
  }
}
