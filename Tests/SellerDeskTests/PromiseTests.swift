import Commerce
import Office
import OfficeTesting
import SQL
import SellerDesk
import Testing

/// What is promised to buyers keeps to the calendar of the warehouse that has the goods.
@Suite struct PromiseTests {
  private static let due = Query<Int64>("select due_at from posting order by id desc limit 1")

  @Test("row 45: a deadline skips the days on which the warehouse does not work")
  func skips() throws {
    let house = try TestHouse(Modules.boot)
    let owner = try house.surfer(.owner)
    let product = try owner.product(offer: "TEA-1", approvedBy: house.surfer(.moderator))
    let front = try house.front()
    let due = {
      #expect(try front.order([(product, 1)]).status == 201)
      let at = try house.client.rows(of: house.first) { try $0.one(Self.due) }
      return Instant(milliseconds: at).description
    }
    // Monday, 14:05.
    #expect(try due() == "2026-11-23T18:05:00.000Z")
    let links = try owner.get("/warehouses").document.links
    let warehouse = try #require(links.first { $0.hasPrefix("/warehouses/") })
    // Works from Wednesday to Friday; that Wednesday is a day off.
    let fields = [
      ("name", "Main"), ("address", ""), ("time_zone", "Europe/Moscow"), ("cut_off", "16:00"),
      ("day_3", "1"), ("day_4", "1"), ("day_5", "1"),
    ]
    #expect(try owner.post(warehouse, fields).status == 303)
    let off = [("date", "2026-11-25"), ("holiday", "Stock-take")]
    #expect(try owner.post("\(warehouse)/holidays", off).status == 303)
    // Thursday begins in Moscow at 21:00 of Wednesday here.
    #expect(try due() == "2026-11-26T01:00:00.000Z")
  }

  @Test("row 47: packing is due at the cut-off of the next working day, and the rule is announced")
  func cutOff() throws {
    let house = try TestHouse(Modules.boot)
    let owner = try house.surfer(.owner)
    let product = try owner.product(offer: "TEA-1", approvedBy: house.surfer(.moderator))
    let links = try owner.get("/warehouses").document.links
    let warehouse = try #require(links.first { $0.hasPrefix("/warehouses/") })
    let fields = [
      ("name", "Main"), ("address", ""), ("time_zone", "Europe/Moscow"), ("cut_off", "18:00"),
      ("day_1", "1"), ("day_3", "1"), ("day_4", "1"),
    ]
    #expect(try owner.post(warehouse, fields).status == 303)
    #expect(try house.front().order([(product, 1)]).status == 201)
    let posting = try owner.posting("48001-1")
    #expect(
      try owner.post("/orders/\(posting)/confirmation", [("version", "1")]).status == 303)
    let at = try house.client.rows(of: house.first) { try $0.one(Self.due) }
    // Monday 17:05 there is before the cut-off; Tuesday is closed, so Wednesday at six.
    #expect(Instant(milliseconds: at).description == "2026-11-25T15:00:00.000Z")
    let page = try owner.get("/orders/\(posting)").text
    #expect(page.contains("cancelled automatically as the fault of the shop"))
  }
}
