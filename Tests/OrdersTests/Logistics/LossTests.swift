import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Lost parcels") struct LossTests {
  /// A posting of two pieces with a parcel of the post, of which nothing is heard.
  static func stuck() throws -> (OrdersHouse, Browser, PostingID) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 2)])
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    let leaving = [("carrier", "5"), ("tracking", "RR473124829GB")]
    #expect(try browser.post("\(path)/shipment", leaving).status == 303)
    return (house, browser, try house.posting("48001-1"))
  }

  @Test("row 64: a parcel without news is reported lost; the buyer gets the money and is told once")
  func silent() throws {
    let (house, browser, id) = try Self.stuck()
    let early = try browser.post("/orders/\(id)/loss")
    #expect(early.status == 409 && early.text.contains("No parcel of this posting is missing"))
    #expect(try browser.get("/orders/\(id)/loss").text.contains("No parcel of it is missing"))
    #expect(try !browser.get("/orders/\(id)").text.contains("/loss\""))
    house.clock.advance(milliseconds: 30 * 86_400_000)
    try house.startWatch()
    var trouble = try house.trouble()
    #expect(trouble.stuck + trouble.late == 1)
    #expect(try browser.get("/orders/\(id)").text.contains("/orders/\(id)/loss\""))
    #expect(try browser.get("/orders/\(id)/loss").text.contains("claim the loss"))
    #expect(try house.browser("care@one.example").post("/orders/\(id)/loss").status == 403)
    #expect(try browser.post("/orders/\(id)/loss", [("version", "1")]).status == 409)
    #expect(try browser.post("/orders/\(id)/loss").status == 303)
    #expect(try house.state(of: id) == .lost && house.pieces(of: 7) == (7, 0))
    trouble = try house.trouble()
    #expect(trouble == (stuck: 0, late: 0), "nobody waits for news any more")
    try house.expectQueues(atLeast: 1)
    #expect(try browser.post("/losses", [("number", "48001-1")]).status == 403)
    let treasurer = try house.staff(.treasurer)
    #expect(try treasurer.get("/losses").text.contains("48001-1"))
    for _ in 0..<2 {
      #expect(try treasurer.post("/losses", [("number", "48001-1")]).status == 303)
    }
    #expect(try treasurer.post("/losses", [("number", "48009-1")]).status == 404)
    #expect(try treasurer.get("/losses").text.contains("Nothing is lost"))
    #expect(try house.state(of: id) == .cancelled && house.pieces(of: 7) == (7, 0))
    let rows = try house.store().rows.all(Cancellation.ofPosting, id.raw)
    #expect(rows.map(\.reason) == [.lost] && rows.first?.initiator == .platform)
    #expect(CancelReason.lost.fault == .carrier && rows.first?.goods.minor == 498_000)
    try house.office.runDueJobs()
    let told = try house.office.kernel.sentMails(limit: 50).filter {
      $0.subject.contains("is lost")
    }
    #expect(told.count == 1 && told.first?.text.contains("980.00") == true)
    let page = try browser.get("/orders/\(id)").text
    #expect(page.contains("Reported as lost") && page.contains("Closed as lost"))
    let today = try ServiceStore(rows: house.store().rows).day(
      of: house.clock.now(), house.office.kernel)
    let metrics = try ServiceStore(rows: house.store().rows).metrics(today: today + 1)
    #expect(metrics.rate(.cancellation, 1).counted == 0, "it is not the shop's fault")
    #expect(try house.differences().isEmpty)
  }

  @Test("row 63: what the carrier did not find at the hand-over is written off and paid back")
  func missing() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 2)])
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    let id = try house.posting("48001-1")
    let act = try browser.post("/manifests", [("warehouse", "1"), ("carrier", "1")]).location
    _ = try browser.post("\(act)/parcels", [("all", "1")])
    _ = try browser.post("\(act)/closing", [("driver", "Ivan")])
    let number = try house.cards(path)[0].number
    _ = try browser.post("\(act)/acceptance", [("missing", number), ("extra", "")])
    #expect(try house.state(of: id) == .notAccepted && house.pieces(of: 7) == (9, 2))
    #expect(try browser.get("/orders/\(id)/loss").text.contains("written off as lost"))
    #expect(try browser.post("/orders/\(id)/loss").status == 303)
    #expect(try house.state(of: id) == .lost && house.pieces(of: 7) == (7, 0))
    let support = try house.staff(.support)
    #expect(try support.post("/losses", [("number", "48001-1")]).status == 403)
    #expect(try house.staff(.admin).post("/losses", [("number", "48001-1")]).status == 303)
    #expect(try house.state(of: id) == .cancelled && house.pieces(of: 7) == (7, 0))
    #expect(try house.differences().isEmpty)
  }
}
