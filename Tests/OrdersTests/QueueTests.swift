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
    for turn in 0..<10 {
      var recipient = Recipient.anna
      if turn % 3 == 0 { recipient = recipient.without(phone: true) }
      _ = try house.archived(
        in: PostingState.allCases.randomElement(using: &random) ?? .lost, to: recipient)
    }
    let commands: [PostingCommand] = [
      .confirm, .confirm, .hold, .resume, .pack, .unpack, .ship, .refuse, .offerAgain, .warn, .warn,
      .turnBack, .comeBack, .inspect, .cancel, .split, .lose,
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
          let isAnswer = command == .resume && Bool.random(using: &random)
          try house.perform(command, on: id, acts, by: isAnswer ? .buyer : nil)
        }
      } catch is IllegalCommand {} catch is ImpossibleParts {}
    }
    #expect(try house.miscounts().isEmpty && house.differences().isEmpty)
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

  @Test("row 1: a red check is a queue until it is mended; an answer is one until somebody goes on")
  func checked() throws {
    let house = try OrdersHouse()
    let id = try house.archived(in: .awaitingConfirmation, to: .anna.without(phone: true))
    _ = try house.archived(in: .awaitingDelivery, to: .anna.without(phone: true))
    let abroad = try house.archived(in: .awaitingPackaging, to: .anna.without(phone: false))
    let browser = try house.browser()
    let red = try browser.get("/orders?tab=red").text
    #expect(red.contains("/orders/\(id)") && red.contains("/orders/\(abroad)"))
    try house.expectQueues(atLeast: 2)
    #expect(try house.counters()["orders.queue.red"] == 2)
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "phone")]).status == 303)
    #expect(try house.counters()["orders.queue.red"] == 2, "the buyer has not answered")
    let link = QuestionLink.token(seller: house.shop.raw, posting: id, house.office.kernel)
    let answer = [("answer", "changed"), ("phone", "+7 901 555-12-34")]
    #expect(try house.browser("viewer@one.example").post("/q/\(link)", answer).status == 303)
    try house.expectQueues(atLeast: 3)
    #expect(try !browser.get("/orders?tab=red").text.contains("/orders/\(id)"))
    #expect(try browser.get("/orders?tab=answered").text.contains("/orders/\(id)"))
    #expect(try browser.post("/orders/\(id)/confirmation").status == 303)
    #expect(try !browser.get("/orders").text.contains("tab=answered"))
    #expect(
      try browser.post("/orders/\(abroad)/cancellation", [("reason", "address")]).status == 303)
    #expect(try !browser.get("/orders").text.contains("tab=red"))
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 1: money that went back makes a posting red, while it waits and nowhere else")
  func disputed() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    for _ in 0..<2 { _ = try house.front().order([(7, 1)]) }
    let word = "{\"state\":\"chargeback\"}"
    #expect(try house.front().post("/storefront/v1/orders/48001/payment", word).status == 200)
    #expect(try house.counters()["orders.queue.red"] == 1)
    let back = "{\"state\":\"chargeback_won\"}"
    #expect(try house.front().post("/storefront/v1/orders/48001/payment", back).status == 200)
    #expect(try house.counters()["orders.queue.red"] == 0)
    _ = try house.browser().pack("48002-1")
    #expect(try house.front().post("/storefront/v1/orders/48002/payment", word).status == 200)
    try house.expectQueues(atLeast: 2)
    #expect(try house.counters()["orders.queue.red"] == 0)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 1: an open hand-over act is a task until it is closed or dropped, and check counts it")
  func manifests() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 1)])
    let browser = try house.browser()
    _ = try browser.pack("48001-1")
    for carrier in [1, 5] {
      let act = [("warehouse", "1"), ("carrier", "\(carrier)")]
      for _ in 0..<2 { #expect(try browser.post("/manifests", act).status == 303) }
    }
    let task = try #require(LogisticsContents.tasks.first { $0.counter == Manifest.counter })
    let acts = try ManifestStore(rows: house.store().rows).page(before: nil, limit: 9)
    #expect(try house.counters()[task.counter] == 2 && acts.count == 2)
    #expect(try browser.get(task.path).text.matches(of: /<th scope="row"/).count == 2)
    #expect(try browser.get("/manifests").text.contains("2 open hand-over acts"))
    for act in acts {
      if act.carrier == 1 {
        _ = try browser.post("/manifests/\(act.id)/parcels", [("all", "1")])
        let closing = [("driver", "Ivan")]
        #expect(try browser.post("/manifests/\(act.id)/closing", closing).status == 303)
      } else {
        #expect(try browser.post("/manifests/\(act.id)/discard").status == 303)
      }
    }
    #expect(try browser.get(task.path).text.contains("No act is open"))
    #expect(try house.counters()[task.counter] == 0 && house.differences().isEmpty)
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

extension Recipient {
  /// Without a phone number, or without a street.
  func without(phone: Bool) -> Recipient {
    Recipient(
      name: name, phone: phone ? "" : self.phone, email: email, country: country,
      postcode: postcode, city: city, street: phone ? street : "")
  }
}

extension OrdersHouse {
  func counters() throws -> [String: Int64] { try Counters.all(in: store().rows) }

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
