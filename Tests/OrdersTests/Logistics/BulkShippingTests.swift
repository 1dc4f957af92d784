import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Hand-over by list") struct BulkShippingTests {
  private static func packed(_ count: Int) throws -> (OrdersHouse, Browser) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5_000)
    let browser = try house.browser()
    let front = try house.front()
    for index in 1...count {
      _ = try front.order([(7, 1)])
      let id = try house.posting("\(48_000 + index)-1")
      _ = try browser.post("/orders/\(id)/confirmation")
      #expect(try browser.post("/orders/\(id)/packing").status == 303)
    }
    return (house, browser)
  }

  /// Numbers of Boxline, each with its check digit.
  private static func number(_ serial: Int) -> String {
    TrackingFormat(pattern: "BX9999999999#", check: .luhn).number(serial: Int64(serial)) ?? ""
  }

  @Test("row 55: each line has its result; what is wrong stops nobody else; nothing doubles")
  func lines() throws {
    let (house, browser) = try Self.packed(4)
    let text = """
      posting;carrier;tracking
      48001-1;Boxline;\(Self.number(1))
      48002-1;boxline;\(Self.number(1))
      48003-1;Boxline;BX12345678901
      48003-1;Post;RR473124829GB
      48009-1;Boxline;\(Self.number(5))
      48004-1;Nobody;\(Self.number(6))
      48005-1;;\(Self.number(7))
      """
    let made = try browser.post("/shipments", [("lines", text)])
    #expect(made.status == 303, "\(made.text)")
    let preview = try browser.get(made.location).text
    for word in [
      "check digit", "line 4 already", "no such posting", "No open carrier",
      "has this number already", "Fill in this field",
    ] {
      #expect(preview.contains(word), "\(word)")
    }
    #expect(try house.pieces(of: 7).reserved == 4)
    #expect(try browser.post("\(made.location)/run").status == 303)
    #expect(try browser.post("\(made.location)/run").status == 303)
    #expect(try house.pieces(of: 7) == (4_999, 3))
    let again = try browser.post("/shipments", [("lines", text)])
    #expect(try browser.get(again.location).text.contains("nothing to do"))
    _ = try browser.post("\(again.location)/run")
    #expect(try house.pieces(of: 7) == (4_999, 3))
    try house.office.runDueJobs()
    #expect(try house.mails().count == 1)
    #expect(try browser.post("/shipments", [("lines", "")]).status == 422)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 55: 1,000 lines are handed over by a job, and sent again they double nothing")
  func thousand() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    for _ in 0..<1_000 { _ = try house.archived(in: .awaitingDelivery) }
    let numbers = try house.store().rows.all(Self.numbers)
    #expect(numbers.count == 1_000)
    let text = numbers.enumerated().map { "\($1);Boxline;\(Self.number($0 + 1))" }
      .joined(separator: "\n")
    let made = try browser.post("/shipments", [("lines", text)])
    #expect(made.status == 303, "\(made.text)")
    #expect(try browser.post("\(made.location)/run").status == 303)
    #expect(try house.counter(.transit) == 0)
    try house.office.runDueJobs()
    #expect(try house.counter(.transit) == 1_000)
    let again = try browser.post("/shipments", [("lines", text)])
    #expect(try browser.get(again.location).text.contains("nothing to do"))
    _ = try browser.post("\(again.location)/run")
    try house.office.runDueJobs()
    #expect(try house.counter(.transit) == 1_000)
    #expect(try house.miscounts().isEmpty)
    let more = text + "\n48000-1;Boxline;1"
    #expect(try browser.post("/shipments", [("lines", more)]).status == 422)
  }

  private static let numbers = Query<String>("select number from posting order by id limit 2000")
}

extension OrdersHouse {
  func counter(_ tab: PostingTab) throws -> Int64 {
    try Counters.all(in: store().rows)[tab.counter] ?? 0
  }

  func posting(_ number: String) throws -> PostingID {
    PostingID(raw: try #require(try store().rows.first(ShipLineSQL.posting, number)).id)
  }
}
