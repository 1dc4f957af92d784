import Commerce
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

@Suite("Timers of postings") struct TimerTests {
  @Test("row 57: an unpaid order waits half an hour, then its pieces are free again")
  func expiry() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let placed = try house.front().unpaid([(7, 2)])
    #expect(placed.status == 201, "\(placed.text)")
    let id = try #require(try house.postings().first)
    #expect(try house.state(of: id) == .awaitingPayment)
    #expect(try house.pieces(of: 7) == (5, 2))
    try house.pass(.minutes(29))
    #expect(try house.state(of: id) == .awaitingPayment)
    try house.pass(.minutes(2))
    #expect(try house.state(of: id) == .cancelled)
    #expect(try house.store().posting(id)?.payment == .expired)
    #expect(try house.pieces(of: 7) == (5, 0))
    let late = try house.front().pays("48001", "paid")
    #expect(late.status == 409)
    #expect(late.json["error"]?["state"]?.string == "expired")
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 57: a payment in time starts the work, and tells the shop then and not before")
  func payment() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().unpaid([(7, 2)])
    let id = try #require(try house.postings().first)
    let acts = try house.acts()
    #expect(throws: IllegalCommand.self) { try house.perform(.confirm, on: id, acts) }
    try house.office.runDueJobs()
    #expect(try house.office.kernel.sentMails(limit: 9).isEmpty)
    for (word, status) in [("authorized", 200), ("failed", 200), ("paid", 200), ("paid", 409)] {
      #expect(try house.front().pays("48001", word).status == status, "\(word)")
    }
    #expect(try house.state(of: id) == .awaitingConfirmation)
    #expect(try house.store().posting(id)?.milestones.paid == house.clock.now())
    try house.office.runDueJobs()
    #expect(try !house.office.kernel.sentMails(limit: 9).isEmpty)
    try house.pass(.minutes(40))
    #expect(try house.state(of: id) == .awaitingConfirmation)
    for word in ["unknown", "expired", ""] {
      #expect(try house.front().pays("48001", word).status == 422, "\(word)")
    }
  }

  @Test("row 57: a warning at the deadline, the end a working day later, each once")
  func overdue() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().order([(7, 2)])
    let id = try #require(try house.postings().first)
    try house.pass(.hours(4) + .minutes(1))
    var posting = try #require(try house.store().posting(id))
    #expect(posting.state == .awaitingConfirmation)
    #expect(posting.late == posting.due)
    #expect(posting.timer?.kind == .lapse)
    #expect(posting.version == 1, "a form that is open is not wrong for a warning")
    for _ in 0..<3 { try house.fireTimers() }
    #expect(try house.store().events(of: id).count { $0.kind == .late } == 1)
    try house.pass(.hours(24))
    posting = try #require(try house.store().posting(id))
    #expect(posting.state == .cancelled)
    #expect(posting.timer == nil)
    #expect(try house.pieces(of: 7) == (5, 0))
    let gone = try house.store().rows.all(Cancellation.ofPosting, id.raw)
    #expect(gone.map(\.reason) == [.overdue] && gone.map(\.initiator) == [.timer])
    #expect(gone.first?.goods == posting.goods)
  }

  @Test(
    "row 57: after days of standing still it catches up in order, and nobody loses a posting unwarned"
  )
  func downtime() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 500)
    for _ in 0..<230 { _ = try house.front().order([(7, 1)]) }
    _ = try house.front().unpaid([(7, 1)])
    try house.pass(.days(9))
    let ids = try house.postings()
    let states = try ids.map { try house.state(of: $0) }
    #expect(states.count { $0 == .awaitingConfirmation } == 230)
    #expect(states.count { $0 == .cancelled } == 1)
    try house.fireTimers()
    #expect(try ids.compactMap { try house.store().posting($0)?.late }.count == 230)
    try house.pass(.hours(25))
    #expect(try ids.allSatisfy { try house.state(of: $0) == .cancelled })
    #expect(try house.miscounts().isEmpty)
    #expect(try house.pieces(of: 7) == (500, 0))
  }

  @Test("row 57: what is delivered is completed when the time for a return is over")
  func completion() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().order([(7, 2)])
    let id = try #require(try house.postings().first)
    let acts = try house.acts()
    for command in [PostingCommand.confirm, .pack, .ship, .move, .deliver] {
      try house.perform(command, on: id, acts)
    }
    try house.pass(.days(13))
    #expect(try house.state(of: id) == .delivered)
    try house.pass(.days(1) + .minutes(1))
    #expect(try house.state(of: id) == .completed)
    #expect(try house.store().posting(id)?.timer == nil)
  }

  @Test("what the carrier does not take is in the warehouse again, and can be offered again")
  func refused() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().order([(7, 2)])
    let id = try #require(try house.postings().first)
    let acts = try house.acts()
    for command in [PostingCommand.confirm, .pack, .unpack, .pack, .ship] {
      try house.perform(command, on: id, acts)
    }
    #expect(try house.pieces(of: 7) == (3, 0))
    try house.perform(.refuse, on: id, acts)
    #expect(try house.pieces(of: 7) == (5, 2))
    try house.perform(.offerAgain, on: id, acts)
    try house.perform(.ship, on: id, acts)
    for command in [PostingCommand.turnBack, .comeBack, .inspect] {
      try house.perform(command, on: id, acts)
    }
    #expect(try house.state(of: id) == .closed)
    #expect(try house.pieces(of: 7) == (5, 0))
    #expect(try house.miscounts().isEmpty)
  }
}

extension OrdersHouse {
  /// Time goes by, and the timers look.
  func pass(_ duration: Duration) throws {
    clock.advance(milliseconds: duration.components.seconds * 1_000)
    try fireTimers()
  }

  func fireTimers() throws {
    let timers = PostingTimers(acts: try acts())
    let database = office.kernel.database
    while try timers.fire(PlatformScope(), database, at: clock.now()) == PostingTimers.batch {}
  }
}

extension ShopFront {
  func unpaid(_ lines: [(Int64, Int64)]) throws -> Answer {
    let body = Self.body(lines).replacing("\"paid\":true", with: "\"paid\":false")
    return try post("/storefront/v1/orders", body)
  }

  func pays(_ order: String, _ state: String) throws -> Answer {
    try post("/storefront/v1/orders/\(order)/payment", "{\"state\":\"\(state)\"}")
  }
}
