import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Deliveries and stock-takes, as the pages work with them.
@Suite struct InboundTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func pieces(_ path: String) throws -> StockChange {
    try #require(try shop.balances(path).first).pieces
  }

  /// A delivery of 50 that was announced.
  private func announced(_ path: String) throws -> String {
    let place = try #require(try shop.balances(path).first).warehouse
    let inbound = try shop.client.post("/inbound", as: shop.owner).location
    let fields = [
      ("warehouse", "\(place)"), ("expected", "2026-12-01"), ("supplier", "Kiln"),
      ("add", "KOI-TP09"), ("add_quantity", "50"),
    ]
    #expect(
      try shop.client.post("\(inbound)/announcement", fields, as: shop.owner).status == 303)
    return inbound
  }

  private func receive(
    _ inbound: String, _ path: String, _ good: String, _ held: String, _ bad: String,
    _ reason: String
  ) throws -> Answer {
    let id = shop.id(path)
    return try shop.client.post(
      "\(inbound)/receipt",
      [
        ("received_\(id)", good), ("quarantine_\(id)", held), ("damaged_\(id)", bad),
        ("reason_\(id)", reason),
      ], as: shop.owner)
  }

  private func open(_ inbound: String) throws -> [Int64] {
    let id = try #require(InboundID(text: inbound.split(separator: "/").last ?? ""))
    return try shop.client.rows(of: shop.seller) {
      try InboundStore(rows: $0).lines(of: id).map(\.open)
    }
  }

  @Test("row 40: 48 of 50 leave 2 open with a reason; closing takes them out with another")
  func differences() throws {
    let path = try shop.onSale()
    let inbound = try announced(path)
    #expect(try pieces(path) == StockChange(onHand: 10, inbound: 50))
    let refused = try receive(inbound, path, "45", "2", "1", "")
    #expect(refused.status == 422 && refused.input("received_\(shop.id(path))") == "45")
    let named = try #require(try shop.product(path)).title
    #expect(refused.text.contains("Reason of a difference: \(named)"))
    #expect(try receive(inbound, path, "45", "2", "1", "two short").status == 303)
    #expect(
      try pieces(path) == StockChange(onHand: 55, inbound: 2, quarantine: 2, damaged: 1))
    #expect(try open(inbound) == [2])
    #expect(try shop.client.get(inbound, as: shop.owner).text.contains("two short"))
    let close = [("reason", "the supplier has no more")]
    #expect(try shop.client.post("\(inbound)/closing", [], as: shop.owner).status == 422)
    #expect(try shop.client.post("\(inbound)/closing", close, as: shop.owner).status == 303)
    #expect(try pieces(path).inbound == 0)
    #expect(try shop.client.post("\(inbound)/closing", close, as: shop.owner).status == 409)
    #expect(try shop.wrongCounts().isEmpty)
    let ledger = try shop.client.get("\(path)/stock", as: shop.owner).text
    #expect(ledger.contains("the supplier has no more") && ledger.contains("two short"))
  }

  @Test("row 40: what has come is booked once where the form is sent twice")
  func twice() throws {
    let path = try shop.onSale()
    let inbound = try announced(path)
    let page = try shop.client.get(inbound, as: shop.owner)
    let forms = page.document.forms(at: inbound)
    var form = try #require(forms.first { $0.action == "\(inbound)/receipt" })
    form["received_\(shop.id(path))"] = "20"
    form["reason_\(shop.id(path))"] = "the rest tomorrow"
    #expect(try shop.send(form).status == 303)
    let again = try shop.send(form)
    #expect(again.status == 422 && again.text.contains("30 are open now"))
    #expect(again.input("received_\(shop.id(path))") == "20")
    #expect(try open(inbound) == [30])
    form["open_\(shop.id(path))"] = again.input("open_\(shop.id(path))")
    #expect(try shop.send(form).status == 303)
    #expect(try open(inbound) == [10])
  }

  @Test("row 40: what comes in full closes the delivery, and more than expected comes in as well")
  func more() throws {
    let path = try shop.onSale()
    let inbound = try announced(path)
    #expect(try receive(inbound, path, "53", "", "", "three too many").status == 303)
    #expect(try pieces(path) == StockChange(onHand: 63))
    #expect(try receive(inbound, path, "1", "", "", "again").status == 409)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 40: a draft says what is wrong with it and keeps what was typed")
  func drafts() throws {
    let path = try shop.onSale()
    let place = try #require(try shop.balances(path).first).warehouse
    let inbound = try shop.client.post("/inbound", as: shop.owner).location
    var fields = [
      ("warehouse", "\(place)"), ("expected", ""), ("supplier", "Kiln"), ("add", "nothing"),
      ("add_quantity", "5"),
    ]
    let unknown = try shop.client.post(inbound, fields, as: shop.owner)
    #expect(unknown.status == 422 && unknown.input("supplier") == "Kiln")
    fields[3].1 = ""
    fields[4].1 = ""
    #expect(
      try shop.client.post("\(inbound)/announcement", fields, as: shop.owner).status == 422)
    #expect(try shop.client.post("\(inbound)/removal", as: shop.owner).status == 303)
    #expect(try shop.client.get(inbound, as: shop.owner).status == 404)
    #expect(try pieces(path) == StockChange(onHand: 10))
  }

  // MARK: stock-takes

  private func begin(_ path: String) throws -> String {
    let place = try #require(try shop.balances(path).first).warehouse
    let fields = [("warehouse", "\(place)"), ("what", "stocked"), ("prefix", "")]
    return try shop.client.post("/counts", fields, as: shop.owner).location
  }

  private func sell(_ path: String, _ pieces: Int64) throws {
    let stock = Stock(kernel: shop.client.kernel)
    let (now, posting) = (shop.client.clock.now(), PostingID(raw: 7))
    try shop.client.write(in: shop.seller) { tx in
      let held = try stock.reserve(
        shop.id(path), quantity: pieces, for: posting, at: now, in: tx)
      try stock.ship(held, for: posting, at: now, in: tx)
    }
  }

  @Test("row 38: a stock-take is counted, counted again, approved by another; sales stay sold")
  func takes() throws {
    let path = try shop.onSale()
    let take = try begin(path)
    let count = "count_\(shop.id(path))"
    let worker = try shop.client.signIn(.warehouse, of: shop.seller)
    #expect(try shop.client.get("\(take)/sheet", as: worker).text.contains("KOI-TP09"))
    #expect(try shop.client.post("\(take)/finish", [(count, "")], as: worker).status == 422)
    #expect(try shop.client.post(take, [(count, "8")], as: worker).status == 303)
    try sell(path, 3)
    // The same number in the form is no new count.
    #expect(try shop.client.post("\(take)/finish", [(count, "8")], as: worker).status == 303)
    #expect(try shop.client.get(take, as: worker).text.contains("\u{2212}2"))
    #expect(try shop.client.post("\(take)/approval", as: worker).status == 403)
    #expect(try shop.balances(path).map(\.onHand) == [7])
    #expect(try shop.client.post("\(take)/approval", as: shop.owner).status == 303)
    #expect(try shop.balances(path).map(\.onHand) == [5])
    #expect(try shop.client.post("\(take)/approval", as: shop.owner).status == 409)
    #expect(try shop.balances(path).map(\.onHand) == [5])
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 38: a second count replaces the first, as of its own moment")
  func recount() throws {
    let path = try shop.onSale()
    let take = try begin(path)
    let count = "count_\(shop.id(path))"
    _ = try shop.client.post("\(take)/finish", [(count, "8")], as: shop.owner)
    try sell(path, 3)
    #expect(try shop.client.post(take, [(count, "7")], as: shop.owner).status == 303)
    #expect(try shop.client.get(take, as: shop.owner).text.contains("Every counted line"))
    _ = try shop.client.post("\(take)/approval", as: shop.owner)
    #expect(try shop.balances(path).map(\.onHand) == [7])
  }

  @Test("row 38: fewer than are promised can't be approved, and a cancelled take books nothing")
  func refuses() throws {
    let path = try shop.onSale()
    let take = try begin(path)
    let count = "count_\(shop.id(path))"
    _ = try shop.client.post("\(take)/finish", [(count, "4")], as: shop.owner)
    let stock = Stock(kernel: shop.client.kernel)
    let now = shop.client.clock.now()
    _ = try shop.client.write(in: shop.seller) {
      try stock.reserve(
        shop.id(path), quantity: 5, for: PostingID(raw: 9), at: now, in: $0)
    }
    #expect(try shop.client.post("\(take)/approval", as: shop.owner).status == 422)
    #expect(try shop.client.post("\(take)/cancellation", as: shop.owner).status == 303)
    #expect(try shop.client.post("\(take)/approval", as: shop.owner).status == 409)
    #expect(try shop.balances(path).map(\.onHand) == [10])
  }

  @Test("row 38: nothing to count, a bad count and another shop's sheet are refused")
  func bad() throws {
    let path = try shop.onSale()
    let place = try #require(try shop.balances(path).first).warehouse
    let none = [("warehouse", "\(place)"), ("what", "all"), ("prefix", "NO-SUCH")]
    #expect(try shop.client.post("/counts", none, as: shop.owner).status == 422)
    let take = try begin(path)
    let named = try #require(try shop.product(path)).title
    for text in ["-1", "1.5", "many", "99999999999999999999"] {
      let answer = try shop.client.post(take, [("count_\(shop.id(path))", text)], as: shop.owner)
      #expect(answer.status == 422 && answer.input("count_\(shop.id(path))") == text)
      #expect(answer.text.contains("\(named): Write a whole number"))
    }
    let other = try shop.client.signIn(.owner, of: try shop.client.addSeller("Other"))
    #expect(try shop.client.get(take, as: other).status == 404)
    #expect(try shop.client.post("\(take)/approval", as: other).status == 404)
  }
}
