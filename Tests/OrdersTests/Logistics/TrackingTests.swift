import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("What is heard of parcels") struct TrackingTests {
  /// A posting that left with the post, in one parcel, on Monday at half past two.
  private static func travelling(
    _ clock: Clock = Clock(fixed: OrdersHouse.monday)
  ) throws -> (OrdersHouse, Browser, String) {
    let house = try OrdersHouse(clock: clock)
    try house.stock(7, pieces: 20)
    _ = try house.front().order([(7, 1)])
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    let answer = try browser.post(
      "\(path)/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(answer.status == 303)
    return (house, browser, path)
  }

  private static func body(_ events: [(id: String, code: String, at: String)]) -> String {
    let items = events.map {
      """
      {"event_id":"\($0.id)","tracking_number":"RR473124829GB","code":"\($0.code)","at":"\($0.at)"}
      """
    }
    return "{\"events\":[\(items.joined(separator: ","))]}"
  }

  @Test("row 64: events come in any order and more than once; the latest by its own time holds")
  func unordered() throws {
    let (house, _, path) = try Self.travelling()
    let carrier = try house.carrier(5)
    house.clock.advance(milliseconds: 3 * 86_400_000)
    let first = try carrier.post(
      "/carrier/v1/events",
      Self.body([
        ("3", "out_for_delivery", "2026-11-25T08:00:00Z"),
        ("1", "accepted", "2026-11-23T18:00:00Z"),
        ("2", "at_customs", "2026-11-24T09:00:00Z"),
        ("3", "out_for_delivery", "2026-11-25T08:00:00Z"),
      ]))
    #expect(first.status == 200, "\(first.text)")
    let results = first.json["results"]?.array?.compactMap { $0["result"]?.string }
    #expect(results == ["accepted", "accepted", "accepted", "known"])
    let card = try house.cards(path)[0]
    #expect(card.status == .withCourier)
    #expect(card.heard == Instant(iso: "2026-11-25T08:00:00Z"))
    #expect(try house.state(of: card.posting) == .delivering)
    let events = try ParcelNewsStore(rows: house.store().rows).events(of: card.posting, 1)
    #expect(events.map(\.key) == ["3", "2", "1"])
    let again = try carrier.post(
      "/carrier/v1/events", Self.body([("4", "delivered", "2026-11-26T08:00:00Z")]))
    #expect(again.status == 200)
    #expect(try house.state(of: card.posting) == .delivered)
    let late = try carrier.post(
      "/carrier/v1/events", Self.body([("5", "in_transit", "2026-11-24T20:00:00Z")]))
    #expect(late.text.contains("accepted"))
    let early = try carrier.post(
      "/carrier/v1/events", Self.body([("6", "in_transit", "2025-11-24T20:00:00Z")]))
    #expect(early.text.contains("too_early"))
    #expect(try house.state(of: card.posting) == .delivered)
    #expect(try house.cards(path)[0].status == .delivered)
  }

  @Test("row 64: a carrier's key opens its own parcels and nothing else; fields are checked")
  func key() throws {
    let (house, _, path) = try Self.travelling()
    let post = try house.carrier(5)
    let other = try house.carrier(4)
    let body = Self.body([("1", "accepted", "2026-11-23T11:00:00Z")])
    #expect(try other.post("/carrier/v1/events", body).text.contains("unknown_parcel"))
    #expect(try other.get("/carrier/v1/parcels/RR473124829GB").status == 404)
    #expect(try post.post("/carrier/v1/events", body).text.contains("accepted"))
    let shown = try post.get("/carrier/v1/parcels/rr473124829gb")
    #expect(shown.status == 200 && shown.json["status"]?.string == "accepted")
    for personal in ["Anna", "Kazan", "420000", "Primernaya", "900"] {
      #expect(!shown.text.tells(personal))
    }
    let front = try house.front()
    #expect(try front.post("/carrier/v1/events", body).status == 403)
    #expect(try post.post("/storefront/v1/orders", "{}").status == 403)
    #expect(try front.post("/carrier/v1/events", body, key: nil).status == 401)
    let wrong: [(String, Int)] = [
      ("{}", 422), ("{\"events\":[]}", 422), ("{\"events\":[{}]}", 422), ("[]", 400), ("x", 400),
      (Self.body([("1", "teleported", "2026-11-23T11:00:00Z")]), 422),
      (Self.body([("1", "accepted", "2027-11-23T11:00:00Z")]), 422),
      (Self.body([("1", "accepted", "yesterday")]), 422),
    ]
    for (body, status) in wrong {
      #expect(try post.post("/carrier/v1/events", body).status == status, "\(body)")
    }
    #expect(try house.cards(path)[0].status == .accepted)
  }

  @Test("row 64: no event for N days raises a task and one message to the buyer, once")
  func stuck() throws {
    let (house, browser, path) = try Self.travelling()
    let posting = try house.cards(path)[0].posting
    try house.startWatch()
    #expect(try house.lateMails().isEmpty)
    house.clock.advance(milliseconds: 5 * 86_400_000 - 60_000)
    try house.office.runDueJobs()
    #expect(try house.trouble() == (stuck: 0, late: 0))
    house.clock.advance(milliseconds: 11 * 60_000)
    try house.office.runDueJobs()
    #expect(try house.trouble() == (stuck: 1, late: 0))
    #expect(try house.lateMails().count == 1)
    let link = try house.link(of: posting)
    #expect(try house.lateMails().allSatisfy { $0.text.contains(link) })
    #expect(try browser.get("/parcels?tab=stuck").text.contains("48001-1"))
    // Something is heard, then nothing again: the task comes back, the message does not.
    _ = try house.carrier(5).post(
      "/carrier/v1/events", Self.body([("1", "accepted", "\(house.clock.now())")]))
    #expect(try house.trouble() == (stuck: 0, late: 0))
    house.clock.advance(milliseconds: 6 * 86_400_000)
    for _ in 0..<3 { try house.office.runDueJobs() }
    #expect(try house.trouble() == (stuck: 1, late: 0))
    #expect(try house.lateMails().count == 1)
    // Long past the promised day it is late; delivered, nobody looks after it any more.
    house.clock.advance(milliseconds: 30 * 86_400_000)
    try house.office.runDueJobs()
    #expect(try house.trouble() == (stuck: 0, late: 1))
    #expect(try house.lateMails().count == 1)
    #expect(try browser.get("/parcels").text.contains("48001-1"))
    _ = try house.carrier(5).post(
      "/carrier/v1/events", Self.body([("2", "delivered", "\(house.clock.now())")]))
    #expect(try house.trouble() == (stuck: 0, late: 0))
    house.clock.advance(milliseconds: 30 * 86_400_000)
    try house.office.runDueJobs()
    #expect(try house.lateMails().count == 1)
    #expect(try house.trouble() == (stuck: 0, late: 0))
  }

  @Test("row 59: the rate is what was delivered in time of what was delivered, over 90 days")
  func punctuality() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 20)
    let browser = try house.browser()
    let carrier = try house.carrier(5)
    let numbers = ["RR473124829GB", "RR123456785GB", "RR000000005GB"].filter {
      (try? TrackingFormat(pattern: "AA99999999#AA", check: .s10).validate($0)) != nil
    }
    #expect(numbers.count >= 2)
    for (index, number) in numbers.enumerated() {
      _ = try house.front().order([(7, 1)])
      let path = try browser.pack("4800\(index + 1)-1")
      let answer = try browser.post(
        "\(path)/shipment", [("carrier", "5"), ("tracking", number)])
      #expect(answer.status == 303, "\(answer.text)")
    }
    // The first comes on the second day, the others a month later.
    for (index, number) in numbers.enumerated() {
      house.clock.advance(milliseconds: index == 1 ? 30 * 86_400_000 : 86_400_000)
      let body = """
        {"events":[{"event_id":"d","tracking_number":"\(number)","code":"delivered",\
        "at":"\(house.clock.now())"}]}
        """
      #expect(try carrier.post("/carrier/v1/events", body).text.contains("accepted"))
      #expect(try carrier.post("/carrier/v1/events", body).text.contains("known"))
    }
    let zone = ZoneID(raw: 11)
    let day = LocalDate(daysSince1970: Int(house.clock.now().seconds / 86_400))
    let store = PunctualityStore(rows: try house.store().rows)
    let found = try store.record(until: day)[5, zone]
    #expect(found == Punctuality(delivered: Int64(numbers.count), onTime: 1))
    #expect(try browser.get("/shipping").text.contains("Post (UPU S10)"))
    let later = try store.record(until: day.adding(days: 90))[5, zone]
    #expect(later == nil)
  }

  @Test("row 59: what came from elsewhere counts for its carrier as it counts for the shop")
  func archived() throws {
    let house = try OrdersHouse()
    let now = house.clock.now()
    var posting = ArchivedPosting(
      seller: house.shop, state: .delivered, milestones: Milestones(placed: now, paid: now),
      recipient: .anna, lines: [.teapot(7)], shippingMinor: 0, carrier: 5, trackingNumber: nil)
    posting.milestones.delivered = now
    posting.id = try house.archived(in: .delivered)
    let (clean, taken, kernel) = (PastFaults(), posting, house.office.kernel)
    var overdue = PastFaults()
    overdue.isOverdue = true
    let faults = [clean, overdue, clean]
    try house.write { tx in
      let archive = OrderArchive()
      for fault in faults { try archive.judge(taken, fault, kernel, in: tx) }
    }
    let day = LocalDate(daysSince1970: Int(now.seconds / 86_400))
    let found = try PunctualityStore(rows: try house.store().rows).record(until: day)
    #expect(found[5, ZoneID(raw: 11)] == Punctuality(delivered: 3, onTime: 2))
    #expect(try house.browser().get("/shipping").text.contains("66.67"))
  }

  @Test("row 64: a carrier's keys have names, are shown once, and are revoked one by one")
  func keys() throws {
    let house = try OrdersHouse()
    let admin = try house.staff(.admin)
    let page = "/carriers/5"
    let nameless = try admin.post("\(page)/keys", [("key_name", " ")])
    #expect(nameless.status == 422 && nameless.text.contains("id=\"key_name-e\""))
    let programs = try ["Depot <1>", "Courier app"].map { name in
      let made = try admin.post("\(page)/keys", [("key_name", name)])
      let key = try #require(made.text.firstMatch(of: /sd_[\w-]{32}/)).output
      #expect(try made.status == 200 && !admin.get(page).text.contains(key))
      return ShopFront(house: house, local: try house.office.makeLocal(.worker), key: String(key))
    }
    let list = try admin.get(page).text
    #expect(list.contains("Depot &lt;1&gt;") && list.contains("Courier app"))
    let newest = try #require(list.firstMatch(of: /name="key" value="(\d+)"/)).output.1
    #expect(try programs.map { try $0.get("/carrier/v1/parcels/none").status } == [404, 404])
    #expect(try admin.post("\(page)/keys/revocation", [("key", String(newest))]).status == 303)
    #expect(try programs.map { try $0.get("/carrier/v1/parcels/none").status } == [404, 401])
    let rest = try admin.get(page).text
    #expect(rest.contains("Depot &lt;1&gt;") && !rest.contains("Courier app"))
  }

  @Test("row 64: events by hand and by list, each line for itself, none twice")
  func byHand() throws {
    let (house, browser, path) = try Self.travelling()
    let page = "\(path)/tracking"
    let table: [([(String, String)], Int)] = [
      ([("part", "1"), ("status", "teleported")], 422),
      ([("part", "2"), ("status", "customs")], 422),
      ([("part", "1"), ("status", "customs"), ("at", "yesterday")], 422),
      ([("part", "1"), ("status", "customs"), ("at", "2027-01-01 10:00")], 422),
      (
        [("part", "1"), ("status", "customs"), ("at", "2026-11-23 14:00"), ("place", "Hub 4")], 303
      ),
      // A slip in the year.
      ([("part", "1"), ("status", "delivered"), ("at", "2025-11-23 14:00")], 422),
      ([("part", "1"), ("status", "customs"), ("at", "2026-11-23 14:00")], 422),
    ]
    for (fields, status) in table {
      let answer = try browser.post(page, fields)
      #expect(answer.status == status, "\(fields): \(answer.text)")
    }
    #expect(try browser.get(page).text.contains("Hub 4"))
    let lines = """
      number;status;time
      RR473124829GB;out_for_delivery;2026-11-23 14:20;Hub 5
      RR473124829GB;out_for_delivery;2026-11-23 14:20;Hub 5
      RR999999999GB;delivered;2026-11-23 14:20
      RR473124829GB;eaten;2026-11-23 14:20
      RR473124829GB;delivered;noon
      RR473124829GB;delivered;2025-11-23 14:20
      """
    let answer = try browser.post("/parcels/events", [("lines", lines)])
    #expect(answer.status == 200, "\(answer.text)")
    for word in [
      "1 of 6 taken", "before the order", "Known already", "No parcel of the shop",
      "Unknown status", "Unreadable time",
    ] {
      #expect(answer.text.contains(word), "\(word)")
    }
    #expect(try house.cards(path)[0].status == .withCourier)
    // What was refused can be mended where it was pasted.
    #expect(answer.text.contains("RR473124829GB;eaten;2026-11-23 14:20"))
    #expect(try browser.post("/parcels/events", [("lines", "")]).status == 422)
    let many = String(repeating: "RR1;delivered;2026-11-23 14:20\n", count: 1_001)
    #expect(try browser.post("/parcels/events", [("lines", many)]).status == 422)
  }

  @Test("row 65: the buyer's page holds no value of the personal table, whatever happens")
  func privacy() throws {
    let (house, browser, path) = try Self.travelling()
    let posting = try house.cards(path)[0].posting
    _ = try browser.post(
      "\(path)/tracking",
      [("part", "1"), ("status", "with_courier"), ("place", "Kazan, ul. Primernaya 12")])
    _ = try browser.post(
      "\(path)/tracking/number", [("new_part", "1"), ("new_number", "RR123456785GB")])
    _ = try browser.post("\(path)/notes", [("note", "Anna Sergeeva called from +7 900 123-45-41")])
    house.clock.advance(milliseconds: 40 * 86_400_000)
    try house.startWatch()
    let token = try house.link(of: posting).split(separator: "/").last ?? ""
    let personal = try house.personalValues(of: posting)
    #expect(personal.count >= 6)
    for language in ["en", "ru", "zh"] {
      let page = try browser.get("/t/\(token)", language: language)
      #expect(page.status == 200 && page.text.contains("RR123456785GB"))
      for value in personal { #expect(!page.text.tells(value), "\(language): \(value)") }
    }
    #expect(try browser.get("/t/\(token)").text.contains("takes longer than promised"))
  }
}

extension OrdersHouse {
  /// A program of that carrier.
  func carrier(_ id: Int64) throws -> ShopFront {
    let key = "sd_test_key_of_carrier_\(id)"
    let reader = try self.reader()
    if try reader.open.first(Self.hasKey, id) == nil {
      try office.kernel.database.writer.write { transaction in
        _ = try APIKeyStore.add(
          id: 9_000 + id, name: "carrier", scope: .carrier, subject: id, at: clock.now(),
          in: transaction, key: key)
      }
    }
    return ShopFront(house: self, local: try office.makeLocal(.worker), key: key)
  }

  private static let hasKey = Query<Int64>(
    "select id from api_key where scope = 'carrier' and subject = ? and subject > 0")

  /// Looks after parcels from now on, as at the start of the server.
  func startWatch() throws {
    let kernel = office.kernel
    try kernel.database.writer.write { transaction in
      _ = try kernel.jobs.enqueue(TrackingWatch.job, nil, key: "every", in: transaction)
    }
    try office.runDueJobs()
  }

  func trouble() throws -> (stuck: Int64, late: Int64) {
    let counters = try Counters.all(in: store().rows)
    return (counters["parcels.stuck"] ?? 0, counters["parcels.late"] ?? 0)
  }

  func lateMails() throws -> [StoredMail] {
    try office.kernel.sentMails(limit: 100).filter { $0.subject.contains("takes longer") }
  }

  func mails() throws -> [StoredMail] {
    try office.kernel.sentMails(limit: 100).filter { $0.subject.contains("on its way") }
  }

  func link(of posting: PostingID) throws -> String {
    office.kernel.link(to: TrackingLink(seller: shop.raw, posting: posting))
  }

  private static let personal = Query(
    """
    select name, phone, email, postcode, city, street from posting_recipient where posting_id = ?
    """
  ) {
    (name: String, phone: String, mail: String, postcode: String, city: String, street: String) in
    [name, phone, mail, postcode, city, street]
  }

  /// Every value of the personal table, and the words that they are made of.
  func personalValues(of posting: PostingID) throws -> [String] {
    let values = try store().rows.one(Self.personal, posting.raw)
    return values.flatMap { [$0] + $0.split(separator: " ").map(String.init) }
      .filter { $0.utf8.count >= 4 }
  }
}

@Suite("What the buyer was promised") struct PromiseTests {
  @Test("row 58 and 64: the promised day reaches the rules, the page and the watch")
  func promise() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 20)
    let promised = "2026-11-26T00:00:00Z"
    let answer = try house.front().order([(7, 1)], more: "\"deliver_by\":\"\(promised)\",")
    #expect(answer.status == 201, "\(answer.text)")
    #expect(
      try house.front().order([(7, 1)], more: "\"deliver_by\":\"soon\",").status == 422)
    let browser = try house.browser()
    let owner = try house.browser("owner@one.example")
    try owner.rule("In a hurry", "2", [("max_days", "3")])
    let path = try browser.pack("48001-1")
    #expect(try browser.get("\(path)/shipment").text.contains("“In a hurry” proposes"))
    let shipped = try browser.post(
      "\(path)/shipment",
      [("carrier", "5"), ("tracking", "RR473124829GB"), ("reason", "nearer")])
    #expect(shipped.status == 303, "\(shipped.text)")
    #expect(try browser.get("\(path)/tracking").text.contains("Promised to the buyer by"))
    try house.startWatch()
    house.clock.advance(milliseconds: 3 * 86_400_000)
    try house.office.runDueJobs()
    #expect(try house.trouble() == (stuck: 0, late: 1))
    #expect(try house.lateMails().count == 1)
  }

  @Test("row 53: what was promised of a posting holds for its part, and for what it is merged into")
  func parts() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 20)
    _ = try house.front().order([(7, 3)], more: "\"deliver_by\":\"2026-11-26T00:00:00Z\",")
    let browser = try house.browser()
    let path = try browser.path(of: "48001-1")
    let part = try browser.post("\(path)/parts", [("line_1", "1")]).location
    let promise = { (path: String) -> Instant? in
      let rows = try house.store().rows
      let id = path.split(separator: "/").last.flatMap { PostingID(text: $0) }
      return try id.flatMap { try PromiseStore(rows: rows).promise(of: $0) }
    }
    #expect(try promise(part) == promise(path))
    #expect(try promise(part) != nil)
    let other = String(part.split(separator: "/").last ?? "")
    #expect(try browser.post("\(path)/merging", [("other", other)]).status == 303)
    #expect(try promise(path) != nil)
  }
}
