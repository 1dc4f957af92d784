import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("Service metrics") struct ServiceTests {
  @Test("row 52: what the cancel page previews is what the metrics then are, whatever came before")
  func preview() throws {
    var random = SplitMix(seed: 5)
    let house = try OrdersHouse()
    try house.stock(7, pieces: 1_000)
    let acts = try house.acts()
    for day in 0..<6 {
      for _ in 0..<9 { _ = try house.front().order([(7, 1)]) }
      for id in try house.postings().suffix(9) {
        let isGivenUp = Int.random(in: 0..<4, using: &random) == 0
        let steps: [PostingCommand] = isGivenUp ? [.cancel] : [.confirm, .pack, .ship, .move]
        for step in steps {
          try house.perform(step, on: id, acts, detail: isGivenUp ? "damage" : "accepted")
        }
      }
      _ = try house.front().order([(7, 1)])
      let id = try #require(try house.postings().last)
      let today = try house.today()
      let reason: CancelReason = day % 2 == 0 ? .outOfStock : .buyerAsked
      let judgement =
        reason.fault == .seller ? Judgement(metric: .cancellation, isCounted: true) : nil
      let preview = try ServiceStore(rows: house.store().rows).preview(judgement, today: today)
      let text = try house.browser().get("/orders/\(id)/cancellation").text
      let posted = try house.browser().post(
        "/orders/\(id)/cancellation", [("reason", reason.rawValue)])
      #expect(posted.status == 303)
      house.clock.advance(milliseconds: 86_400_000)
      let after = try ServiceStore(rows: house.store().rows).metrics(today: house.today())
      #expect(after == preview)
      if judgement != nil {
        let rate = after.rate(.cancellation, 0)
        #expect(text.contains("(\(rate.counted) of \(rate.base))"), "\(rate)")
        #expect(
          try house.browser().get("/orders/service").text
            .contains("(\(rate.counted) of \(rate.base))"))
      }
    }
    try house.expectService()
  }

  @Test("row 66: today does not count, and neither does what is older than the window")
  func windows() {
    let days = (0..<80).map { day in
      ServiceDay(day: 1_000 + day, metric: .tracking, base: 10, counted: 1)
    }
    let metrics = ServiceMetrics(days, today: 1_079)
    #expect(metrics.rate(.tracking, 0) == ServiceRate(base: 140, counted: 14))
    #expect(metrics.rate(.tracking, 1) == ServiceRate(base: 600, counted: 60))
    #expect(metrics.rate(.cancellation, 1) == ServiceRate())
    #expect(ServiceMetrics(days, today: 1_000).rate(.tracking, 1) == ServiceRate())
  }

  @Test("row 66: zones begin at their limits, and few postings are not judged")
  func zones() {
    let table: [(Int64, Int64, ServiceZone?)] = [
      (9, 9, nil), (1_000, 9, .green), (1_000, 10, .blue), (1_000, 24, .blue),
      (1_000, 25, .yellow), (1_000, 40, .orange), (1_000, 59, .orange), (1_000, 60, .red),
      (10, 10, .red), (10, 0, .green),
    ]
    for (base, counted, zone) in table {
      let rate = ServiceRate(base: base, counted: counted)
      #expect(rate.zone(of: .cancellation) == zone, "\(counted) of \(base)")
    }
    for metric in ServiceMetric.allCases {
      #expect(metric.limits == metric.limits.sorted() && metric.limits.count == 4)
    }
  }

  @Test(
    "row 66: late hand-over, late delivery and missing scans count once, by the day they happen")
  func lateness() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    let acts = try house.acts()
    for _ in 0..<2 { _ = try house.front().order([(7, 1)]) }
    let ids = try house.postings()
    for id in ids {
      try house.perform(.confirm, on: id, acts)
      try house.perform(.pack, on: id, acts)
    }
    try house.perform(.ship, on: ids[0], acts)
    try house.perform(.move, on: ids[0], acts, detail: "accepted")
    try house.pass(.hours(25))
    try house.perform(.ship, on: ids[1], acts)
    try house.perform(.refuse, on: ids[1], acts)
    try house.perform(.offerAgain, on: ids[1], acts)
    try house.perform(.ship, on: ids[1], acts)
    try house.pass(.hours(25))
    try house.perform(.move, on: ids[1], acts, detail: "accepted")
    try house.perform(.deliver, on: ids[0], acts)
    try house.pass(.days(15))
    try house.perform(.deliver, on: ids[1], acts)
    house.clock.advance(milliseconds: 86_400_000)
    let metrics = try ServiceStore(rows: house.store().rows).metrics(today: house.today())
    #expect(metrics.rate(.lateHandover, 1) == ServiceRate(base: 2, counted: 1))
    #expect(metrics.rate(.tracking, 1) == ServiceRate(base: 2, counted: 1))
    #expect(metrics.rate(.lateDelivery, 1) == ServiceRate(base: 2, counted: 1))
    #expect(metrics.rate(.cancellation, 1) == ServiceRate(base: 2, counted: 0))
    try house.expectService()
  }

  @Test("row 66: counted items are listed; an objection that is upheld takes one out, another not")
  func contests() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 99)
    let acts = try house.acts()
    for _ in 0..<3 { _ = try house.front().order([(7, 1)]) }
    let ids = try house.postings()
    for id in ids { try house.perform(.cancel, on: id, acts, detail: "out_of_stock") }
    house.clock.advance(milliseconds: 86_400_000)
    let browser = try house.browser()
    let page = try browser.get("/orders/service?metric=cancellation").text
    for number in ["48001-1", "48002-1", "48003-1"] { #expect(page.contains(number)) }
    let path = "/orders/\(ids[0])/contest"
    #expect(try browser.get("\(path)?metric=cancellation").status == 200)
    #expect(try browser.get("\(path)?metric=tracking").status == 404)
    let plea = ("plea", "The supplier's lorry burned, case 17")
    #expect(
      try browser.post(path, [("metric", "cancellation"), ("plea", "no")]).status == 422)
    #expect(try browser.post(path, [("metric", "cancellation"), plea]).status == 303)
    #expect(try browser.post(path, [("metric", "cancellation"), plea]).status == 303, "once only")
    #expect(
      try browser.post("/orders/\(ids[1])/contest", [("metric", "cancellation"), plea]).status
        == 303)
    #expect(try browser.get("/contests").status == 403)
    let support = try house.staff(.support)
    #expect(try support.get("/contests").text.contains("lorry burned"))
    let decide = { (number: String, decision: String) in
      try support.post(
        "/contests",
        [
          ("number", number), ("metric", "cancellation"), ("decision", decision),
          ("verdict", "Seen the papers"),
        ]
      ).status
    }
    #expect(try decide("48001-1", "uphold") == 303)
    #expect(try decide("48001-1", "uphold") == 303, "settled already")
    #expect(try decide("48002-1", "reject") == 303)
    #expect(try decide("48003-1", "uphold") == 303, "nobody objected")
    #expect(try decide("1-1", "uphold") == 404)
    let rate = try ServiceStore(rows: house.store().rows).metrics(today: house.today())
      .rate(.cancellation, 1)
    #expect(rate == ServiceRate(base: 3, counted: 2))
    let after = try browser.get("/orders/service").text
    #expect(after.contains("Does not count") && after.contains("objection refused"))
    #expect(after.contains("Seen the papers"))
    try house.expectService()
  }
}

extension OrdersHouse {
  private static let counted = Query<Int64>("select coalesce(sum(counted), 0) from service_day")
  private static let items = Query<Int64>("select count(*) from service_item where state <> 2")

  func today() throws -> Int64 {
    try ServiceStore(rows: store().rows).day(of: clock.now(), office.kernel)
  }

  /// Each counted number stands for a listed posting.
  func expectService() throws {
    let rows = try store().rows
    #expect(try rows.one(Self.counted) == rows.one(Self.items))
  }
}
