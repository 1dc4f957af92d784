import Commerce
import Office
import Testing

@testable import Orders

@Suite("The shop's own delivery") struct OwnDeliveryTests {
  /// A packed posting whose parcel has a number of the post.
  private static func packed() throws -> (OrdersHouse, Browser, PostingID) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 1)])
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    #expect(!(try browser.get(path).text.contains("\(path)/delivery")), "the platform's reports")
    #expect(try browser.post("\(path)/delivery", [("step", "left")]).status == 409)
    let number = [("carrier", "5"), ("tracking", "RR473124829GB")]
    #expect(try browser.post("\(path)/parcels", number).status == 303)
    return (house, browser, try house.posting("48001-1"))
  }

  @Test("row 64: the warehouse marks by hand that it has left and was delivered, with the time")
  func delivered() throws {
    let (house, browser, id) = try Self.packed()
    let path = "/orders/\(id)"
    let page = try browser.get(path).text
    #expect(page.contains("\(path)/delivery") && page.contains("value=\"left\""))
    #expect(!page.contains("value=\"delivered\""))
    for (at, words) in [
      ("soon", "such as"), ("2026-11-30 12:00", ""), ("2026-11-20 12:00", "not so far yet"),
    ] {
      let answer = try browser.post("\(path)/delivery", [("step", "left"), ("at", at)])
      #expect(answer.status == 422 && answer.text.contains(at), "\(at)")
      #expect(answer.text.contains(words))
    }
    #expect(try browser.post("\(path)/delivery", [("step", "flown")]).status == 422)
    house.clock.advance(milliseconds: 3 * 3_600_000)
    let left = [("step", "left"), ("at", "2026-11-23 16:00")]
    #expect(try browser.post("\(path)/delivery", left).status == 303)
    var posting = try #require(try house.store().posting(id))
    #expect(posting.state == .delivering && house.clock.now() - .minutes(90) == posting.since)
    #expect(try house.pieces(of: 7) == (8, 0))
    #expect(try browser.post("\(path)/delivery", left).status == 409, "sent twice")
    let viewer = try house.browser("viewer@one.example")
    #expect(try viewer.post("\(path)/delivery", [("step", "delivered")]).status == 403)
    #expect(try !viewer.get(path).text.contains("\(path)/delivery"))
    #expect(try browser.post("\(path)/delivery", [("step", "delivered")]).status == 303)
    posting = try #require(try house.store().posting(id))
    #expect(posting.state == .delivered && posting.milestones.delivered == house.clock.now())
    #expect(try house.cards(path)[0].status == .delivered)
    #expect(try !browser.get(path).text.contains("\(path)/delivery"))
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 64: what was not accepted is in the warehouse again, still promised to its buyer")
  func refused() throws {
    let (house, browser, id) = try Self.packed()
    let path = "/orders/\(id)"
    #expect(
      try browser.post("\(path)/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
        .status == 303)
    #expect(try house.pieces(of: 7) == (8, 0))
    #expect(try browser.get(path).text.contains("value=\"refused\""))
    #expect(try browser.post("\(path)/delivery", [("step", "refused")]).status == 303)
    #expect(try house.state(of: id) == .notAccepted && house.pieces(of: 7) == (9, 1))
    #expect(try browser.post("\(path)/offering").status == 303)
    #expect(try browser.post("\(path)/delivery", [("step", "left")]).status == 303)
    #expect(try house.state(of: id) == .delivering)
    #expect(try house.miscounts().isEmpty)
  }
}
