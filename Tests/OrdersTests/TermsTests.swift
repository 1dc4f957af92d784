import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Terms of the platform") struct TermsTests {
  @Test("row 47: the platform says how long a shop has, and how long after the warning is the end")
  func terms() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 1)])
    let old = try #require(try house.store().posting(house.posting("48001-1")))
    #expect(old.due == house.clock.now() + .hours(4))
    let admin = try house.staff(.admin)
    #expect(try house.browser("owner@one.example").get("/terms").status == 403)
    for (hours, days) in [("0", "1"), ("4", "11"), ("", "1"), ("x", "2"), ("73", "1")] {
      let answer = try admin.post("/terms", [("confirm_hours", hours), ("lapse_days", days)])
      #expect(answer.status == 422, "\(hours) \(days)")
    }
    #expect(try admin.post("/terms", [("confirm_hours", "9"), ("lapse_days", "3")]).status == 303)
    let page = try admin.get("/terms").text
    #expect(page.contains("value=\"9\"") && page.contains("value=\"3\""))
    _ = try house.front().order([(7, 1)])
    let id = try house.posting("48002-1")
    let due = house.clock.now() + .hours(9)
    #expect(try house.store().posting(id)?.due == due)
    #expect(try house.store().posting(old.id)?.due == old.due, "what began keeps its deadline")
    let shown = try house.browser().get("/orders/\(id)").text
    #expect(shown.contains("Thu 26 Nov"), "the end is said in advance")
    try house.pass(.hours(10))
    let warned = try #require(try house.store().posting(id))
    #expect(warned.late == due && warned.timer?.kind == .lapse)
    #expect(warned.timer?.at == house.clock.now() + .days(3))
    try house.pass(.hours(71))
    #expect(try house.state(of: id) == .awaitingConfirmation)
    try house.pass(.hours(2))
    #expect(try house.state(of: id) == .cancelled)
  }

  @Test("row 47: three working days after a Friday end on Wednesday, whatever lies between")
  func weekend() throws {
    let house = try OrdersHouse()
    let moscow = house.office.kernel.zones.rules("Europe/Moscow")
    var deadlines = Deadlines.standard
    deadlines.times = FiveDays(zone: moscow)
    let rows = try house.store().rows
    let friday = try #require(Instant(iso: "2026-11-27T12:00:00Z"))
    let place = WarehouseID(raw: 1)
    let one = try deadlines.lapse(after: friday, at: place, in: rows)
    #expect(one == Instant(iso: "2026-11-30T21:00:00Z"))
    let admin = try house.staff(.admin)
    _ = try admin.post("/terms", [("confirm_hours", "4"), ("lapse_days", "3")])
    let three = try deadlines.lapse(after: friday, at: place, in: house.store().rows)
    #expect(three == Instant(iso: "2026-12-02T21:00:00Z"))
  }
}

private struct FiveDays: WorkingTimes {
  let zone: TimeZoneRules

  func calendar(
    of warehouse: WarehouseID, in rows: SellerReader
  ) throws(SQLError) -> WorkingCalendar? {
    WorkingCalendar(zone: zone, workingDays: Set(1...5))
  }
}
