import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Claims against carriers") struct ClaimTests {
  /// A posting whose parcel the post has lost, today.
  private static func lost() throws -> (OrdersHouse, Browser, PostingID) {
    let (house, browser, id) = try LossTests.stuck()
    let card = try browser.get("/orders/\(id)").text
    #expect(!card.contains("Claim against the carrier"))
    let news = "{\"code\":\"lost\"}"
    let events = "/storefront/v1/postings/48001-1/events"
    #expect(try house.front().post(events, news).status == 200)
    return (house, browser, id)
  }

  @Test("row 64: what is lost is claimed by the carrier's terms, filed with its number, settled")
  func claimed() throws {
    let (house, browser, id) = try Self.lost()
    let task = OrdersModule.claimTask
    #expect(try house.counters()[task.counter] == 1)
    let deadline = try task.deadline?(house.store().rows)
    #expect(deadline?.end == OrdersHouse.monday + .days(30))
    #expect(try browser.get(task.path).text.contains("/orders/\(id)/claim"))
    #expect(try browser.get("/orders/\(id)").text.contains("Claim against the carrier"))
    let treasurer = try house.staff(.treasurer)
    let losses = try treasurer.get("/losses").text
    #expect(losses.contains("claim by Wed 23 Dec"))
    let page = "/orders/\(id)/claim"
    #expect(try browser.get(page).text.contains("value=\"4980.00\""))
    #expect(try browser.post("\(page)/settlement", settlement()).status == 409)
    for (name, value) in [
      ("filed_on", ""), ("filed_on", "yesterday"), ("filed_on", "2026-11-22"),
      ("filed_on", "2026-11-24"), ("reference", ""), ("claimed", "0"), ("claimed", "-1"),
      ("claimed", "1.001"), ("reference", String(repeating: "x", count: 61)),
    ] {
      let answer = try browser.post(page, filing([name: value]))
      #expect(answer.status == 422 && answer.text.contains("href=\"#\(name)\""), "\(name) \(value)")
    }
    #expect(try house.counters()[task.counter] == 1)
    let care = try house.browser("care@one.example")
    #expect(try care.get(page).status == 403 && care.post(page, filing()).status == 403)
    #expect(try browser.post(page, filing()).status == 303)
    #expect(try browser.post(page, filing()).status == 409)
    #expect(try house.counters()[task.counter] == 0)
    #expect(try browser.get("/claims").text.contains("Nothing is to be claimed"))
    #expect(try browser.get("/claims?tab=filed").text.contains("P-17 &lt;b&gt;"))
    #expect(try treasurer.get("/losses").text.contains("claimed 23 Nov"))
    for received in ["", "-5", "x"] {
      let answer = try browser.post("\(page)/settlement", settlement(["received": received]))
      #expect(answer.status == 422, "\(received)")
    }
    #expect(try browser.post("\(page)/settlement", settlement()).status == 303)
    #expect(try browser.post("\(page)/settlement", settlement()).status == 409)
    let claim = try #require(try house.store().rows.first(ClaimSQL.byPosting, id.raw))
    #expect(claim.state == .settled && claim.claimed?.minor == 498_000)
    #expect(claim.received?.minor == 0 && claim.reference == "P-17 <b>")
    #expect(try browser.get("/orders/\(id)").text.contains("Settled"))
    #expect(try browser.get("/claims?tab=filed").text.contains("No carrier owes an answer"))
    let closed = try browser.get("/claims?tab=settled").text
    #expect(closed.contains("P-17 &lt;b&gt;") && closed.contains("0.00"))
    #expect(try house.differences().isEmpty)
  }

  @Test("row 64: the platform says within how many days a carrier takes claims")
  func terms() throws {
    let house = try OrdersHouse()
    let admin = try house.staff(.admin)
    let form = [
      ("name", "Post"), ("pattern", "AA99999999#AA"), ("check", "s10"), ("stuck", "5"),
      ("active", "1"),
    ]
    for days in ["", "0", "366", "x"] {
      #expect(try admin.post("/carriers/5", form + [("claim", days)]).status == 422, "\(days)")
    }
    #expect(try admin.post("/carriers/5", form + [("claim", "10")]).status == 303)
    #expect(try admin.get("/carriers/5").text.contains("name=\"claim\" type=\"text\" value=\"10\""))
    let id = try house.archived(in: .delivering)
    let acts = try house.acts()
    try house.office.kernel.database.writer.write { transaction in
      _ = try transaction.seller(house.shopScope).run(Self.byPost, id.raw)
    }
    try house.perform(.lose, on: id, acts)
    let claim = try #require(try house.store().rows.first(ClaimSQL.byPosting, id.raw))
    #expect(claim.due == house.clock.now() + .days(10) && claim.carrier == 5)
    #expect(
      try house.browser().get("/orders/\(house.archived(in: .awaitingPackaging))/claim").status
        == 200)
    #expect(try house.differences().isEmpty)
  }

  private static let byPost = Command(
    "update main.posting set carrier_id = 5 where seller_id = current_seller() and id = ?")

  private func filing(_ changes: [String: String] = [:]) -> [(String, String)] {
    [("filed_on", "2026-11-23"), ("reference", "P-17 <b>"), ("claimed", "4980.00")].map {
      ($0.0, changes[$0.0] ?? $0.1)
    }
  }

  private func settlement(_ changes: [String: String] = [:]) -> [(String, String)] {
    [("settled_on", "2026-11-23"), ("received", "0")].map { ($0.0, changes[$0.0] ?? $0.1) }
  }
}
