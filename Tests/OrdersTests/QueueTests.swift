import Commerce
import SQL
import Testing

@testable import Office
@testable import Orders

@Suite("Queues of orders") struct QueueTests {
  @Test(
    "row 1: every queue of orders has as many rows as its number says, whatever happened",
    arguments: 1...3 as ClosedRange<UInt64>)
  func counts(_ seed: UInt64) throws {
    let house = try OrdersHouse()
    var random = SplitMix(seed: seed)
    let acts = try house.acts()
    for product in Int64(1)...3 { try house.stock(product, pieces: 500) }
    for _ in 0..<30 {
      _ = try house.front().order([(Int64.random(in: 1...3, using: &random), 2)])
    }
    for _ in 0..<10 {
      _ = try house.archived(in: PostingState.allCases.randomElement(using: &random) ?? .lost)
    }
    let commands: [PostingCommand] = [
      .confirm, .confirm, .hold, .resume, .pack, .unpack, .ship, .refuse, .offerAgain, .warn, .warn,
      .turnBack, .comeBack, .inspect, .cancel, .split,
    ]
    for _ in 0..<250 {
      guard let id = try house.postings().randomElement(using: &random),
        let command = commands.randomElement(using: &random)
      else { continue }
      do {
        if command == .split {
          try house.office.kernel.database.writer.write { transaction in
            _ = try acts.split(
              id, [1: 1], by: Actor(kind: .member, name: ""), version: nil, at: house.clock.now(),
              in: transaction.seller(house.shopScope))
          }
        } else {
          try house.perform(command, on: id, acts)
        }
      } catch is IllegalCommand {} catch is ImpossibleParts {}
    }
    #expect(try house.miscounts().isEmpty)
    try house.expectQueues(atLeast: 5)
  }

  @Test("row 1: a missed deadline puts a posting among the late until it leaves the shop")
  func late() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 1)])
    let browser = try house.browser()
    #expect(try !browser.get("/orders").text.contains("tab=late"))
    let id = try house.posting("48001-1")
    let due = try #require(try house.store().posting(id)).due
    house.clock.advance(milliseconds: due.milliseconds - house.clock.now().milliseconds + 60_000)
    try house.fireTimers()
    let list = try browser.get("/orders?tab=late").text
    #expect(list.contains("48001-1") && list.contains("href=\"/orders?tab=late\""))
    try house.expectQueues(atLeast: 2)
    #expect(
      try browser.post("/orders/\(id)/cancellation", [("reason", "buyer_asked")]).status == 303)
    #expect(try !browser.get("/orders").text.contains("tab=late"))
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 1: an objection is a task of the platform until it is decided, and check counts it")
  func contests() throws {
    let task = OrdersModule.contestTask
    #expect(task.counter == ContestActs.counter && task.path == "/contests")
    let house = try OrdersHouse()
    let id = try house.archived(in: .awaitingPackaging)
    let owner = try house.browser("owner@one.example")
    _ = try owner.post("/orders/\(id)/cancellation", [("reason", "damage")])
    let plea = [("metric", "cancellation"), ("plea", "The carrier broke it, see the photo.")]
    #expect(try owner.post("/orders/\(id)/contest", plea).status == 303)
    let counters = try Counters.platform(in: house.office.kernel.database.makeReader().open)
    #expect(counters[task.counter] == 1)
    let page = try house.staff(.support).get("/contests").text
    #expect(page.matches(of: /<form class="card"/).count == 1)
    #expect(try house.differences().isEmpty)
  }
}

extension OrdersHouse {
  /// Each task of the orders list against the rows behind it, on all pages.
  func expectQueues(atLeast least: Int) throws {
    let store = try store()
    let counters = try Counters.all(in: store.rows)
    var busy = 0
    for task in OrdersModule.orderTasks {
      let name = task.path.split(separator: "=").last.map(String.init) ?? ""
      let tab = try #require(OrdersTab(rawValue: name))
      let rows = try ListFilterTests.walk(PostingFilter(shelf: tab.shelf, size: 4), store)
      #expect(Int64(rows.count) == counters[task.counter] ?? 0, "\(task.path)")
      if rows.isEmpty { continue }
      busy += 1
      if let deadline = task.deadline {
        let first = try #require(try store.posting(PostingID(raw: rows[0])))
        #expect(try deadline(store.rows)?.end == first.due, "\(task.path)")
      }
    }
    #expect(busy >= least, "\(busy)")
  }
}
