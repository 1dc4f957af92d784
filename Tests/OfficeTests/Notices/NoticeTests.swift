import Commerce
import HTTP
import OfficeTesting
import SQL
import Testing

@testable import Office

@Suite("Notices") struct NoticeTests {
  @Test(
    "row 152: the unread count equals the unread rows, whatever is told and read",
    arguments: [1, 2, 3])
  func counts(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let house = try NoticeHouse()
    let viewer = try house.client.signIn(.viewer, of: house.shop)
    let other = try house.client.addSeller("Second Shop")
    let stranger = try house.client.signIn(.owner, of: other)
    let people = [(house.owner, house.shop), (viewer, house.shop), (stranger, other)]
    for _ in 0..<60 {
      let (person, shop) = people[Int.random(in: 0..<3, using: &random)]
      switch Int.random(in: 0..<6, using: &random) {
      case 0...2:
        let object = Int64.random(in: 1...4, using: &random)
        try house.tell(Bool.random(using: &random) ? .rang : .burnt, object, in: shop)
      case 3:
        let rows = try house.rows(of: person, in: shop)
        guard let row = rows.randomElement(using: &random) else { continue }
        let way = Bool.random(using: &random) ? "opening" : "reading"
        _ = try house.client.post("/notices/\(row.id)/\(way)", as: person)
      case 4:
        let last = try house.rows(of: person, in: shop).randomElement(using: &random)?.id.raw ?? 0
        _ = try house.client.post("/notices/reading", [("last", "\(last)")], as: person)
      default:
        // Somebody else's notice is nobody's.
        let row = try house.rows(of: people[0].0).first
        let answer = try house.client.post("/notices/\(row?.id.raw ?? 7)/reading", as: stranger)
        #expect(answer.status == 404)
      }
      for (person, shop) in people {
        let unread = try house.rows(of: person, in: shop).count { !$0.isRead }
        #expect(try house.count(of: person, in: shop) == Int64(unread))
      }
    }
    #expect(try house.client.office.inspect { _ in } == [])
    let page = try house.client.get("/notices?tab=unread", as: viewer)
    let unread = try house.rows(of: viewer).count { !$0.isRead }
    #expect(page.text.contains("Notices, \(unread) unread"))
  }

  @Test("row 152: what is about one thing stands together, newest first, and is read together")
  func groups() throws {
    let house = try NoticeHouse()
    for object in [1, 2, 1, 3, 1] as [Int64] {
      house.client.advance(.seconds(1))
      try house.tell(object == 1 ? .burnt : .rang, object)
    }
    let page = try house.client.get("/notices", as: house.owner)
    #expect(page.status == 200)
    #expect(page.text.split(separator: "<h2>").count - 1 == 3)
    #expect(page.text.split(separator: "Earlier about the same").count - 1 == 1)
    let rows = try house.rows(of: house.owner)
    let first = try #require(rows.first { $0.objectID == 1 })
    let answer = try house.client.post("/notices/\(first.id)/opening", as: house.owner)
    #expect(answer.status == 303 && answer.location == "/orders/1")
    #expect(try house.rows(of: house.owner).count { !$0.isRead } == 2)
    let filtered = try house.client.get("/notices?kind=orders.placed", as: house.owner)
    #expect(filtered.text.split(separator: "<h2>").count - 1 == 2)
  }

  @Test("row 152: an open page hears of its own reader's notices alone")
  func live() throws {
    let house = try NoticeHouse()
    let viewer = try house.client.signIn(.viewer, of: house.shop)
    _ = try house.choose(viewer, off: ["centre_orders_placed"])
    var settings = ServerConfiguration()
    settings.broadcast = house.kernel.broadcast
    let server = Server(house.client.office, configuration: settings)
    try server.start()
    defer { server.wait() }
    func listener(_ person: Person) throws -> WireConnection {
      let connection = try WireConnection(port: server.port)
      try connection.send(
        "GET /notices/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(person.cookieHeader)\r\n\r\n")
      #expect(try connection.text(upTo: "retry: 2000\n\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
      return connection
    }
    let mine = try listener(house.owner)
    let other = try listener(viewer)
    try house.tell(.rang, 1)
    #expect(try mine.text(upTo: "data: \n\n") == "event: notice\ndata: \n\n")
    server.stop()
    #expect(try other.rest().isEmpty)
  }

  @Test("row 150: a notice that fails half-way is told once, when it is tried again")
  func once() throws {
    let house = try NoticeHouse()
    try house.happen(.rang, 1)
    // A look at the queue: the act left one row and told nobody yet.
    #expect(try house.rows(of: house.owner).isEmpty)
    try house.client.office.runDueJobs()
    try house.client.office.runDueJobs()
    #expect(try house.rows(of: house.owner).count == 1)
    #expect(try house.mails(to: house.owner).count == 1)
    let subject = try house.mails(to: house.owner).first?.subject ?? ""
    #expect(subject.hasPrefix("New posting 1-1, 2") && subject.hasSuffix("RUB"))
  }
}

@Suite("What people choose to be told") struct NoticeChoiceTests {
  @Test("row 151: each person has each event by each channel as they chose", arguments: [1, 2, 3])
  func choices(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let house = try NoticeHouse()
    let people = try [house.owner, house.client.signIn(.viewer, of: house.shop)]
    for round in 1...8 as ClosedRange<Int64> {
      var chosen: [Set<String>] = []
      for person in people {
        let fields = ["centre_orders_placed", "mail_orders_placed", "centre_orders_withdrawn"]
        let off = Set(fields.filter { _ in Bool.random(using: &random) })
        #expect(try house.choose(person, off: off).status == 303)
        chosen.append(off)
      }
      let before = try people.map { (try house.rows(of: $0).count, try house.mails(to: $0).count) }
      try house.tell(.rang, round)
      try house.tell(.burnt, round)
      for (index, person) in people.enumerated() {
        let off = chosen[index]
        let rows = ["centre_orders_placed", "centre_orders_withdrawn"].count { !off.contains($0) }
        let mails = off.contains("mail_orders_placed") ? 1 : 2
        #expect(try house.rows(of: person).count - before[index].0 == rows)
        #expect(try house.mails(to: person).count - before[index].1 == mails)
      }
    }
  }

  @Test("row 151: quiet hours delay what is not critical, and it comes as one mail when they end")
  func quiet() throws {
    // 14:05 UTC is 17:05 in Moscow.
    let house = try NoticeHouse()
    let quiet = ("17:00", "19:30")
    #expect(try house.choose(house.owner, quiet: quiet, zone: "Europe/Moscow").status == 303)
    for object in 1...3 as ClosedRange<Int64> { try house.tell(.rang, object) }
    #expect(try house.mails(to: house.owner).isEmpty)
    #expect(try house.count(of: house.owner) == 3)
    try house.tell(.burnt, 4)
    #expect(try house.mails(to: house.owner).map(\.subject).count == 1)
    house.client.advance(.minutes(144))
    try house.client.office.runDueJobs()
    #expect(try house.mails(to: house.owner).count == 1)
    house.client.advance(.minutes(2))
    try house.client.office.runDueJobs()
    let digest = try #require(try house.mails(to: house.owner).last)
    #expect(digest.subject == "3 notices of your quiet hours")
    for object in 1...3 { #expect(digest.text.contains("New posting \(object)-1")) }
    #expect(!digest.text.contains("4-1"))
    try house.tell(.rang, 5)
    #expect(try house.mails(to: house.owner).count == 3)
    house.client.advance(.days(2))
    try house.client.office.runDueJobs()
    #expect(try house.mails(to: house.owner).count == 3)
  }

  @Test("row 151: quiet hours follow the person's clock, also when clocks are moved")
  func clocks() throws {
    let berlin = try TimeZoneRules.load("Europe/Berlin")
    func at(_ text: String) throws -> Instant { try #require(Instant(iso: text)) }
    let night = QuietHours(from: 22 * 60, to: 7 * 60, zone: berlin)
    // Summer time ends on 25 Oct 2026 at 01:00 UTC.
    #expect(try night.end(at: at("2026-10-24T20:00:00Z")) == at("2026-10-25T06:00:00Z"))
    #expect(try night.end(at: at("2026-10-24T19:59:59Z")) == nil)
    #expect(try night.end(at: at("2026-10-25T05:59:59Z")) == at("2026-10-25T06:00:00Z"))
    #expect(try night.end(at: at("2026-10-25T06:00:00Z")) == nil)
    // The hour from two to three is there twice; the end is never in the past.
    let short = QuietHours(from: 60, to: 150, zone: berlin)
    for minute in 0..<240 as Range<Int64> {
      let now = try at("2026-10-24T23:00:00Z") + .minutes(minute)
      if let end = short.end(at: now) { #expect(end > now && end - now <= .minutes(150)) }
    }
    let none = QuietHours(from: 60, to: 60, zone: berlin)
    #expect(try none.end(at: at("2026-10-25T00:00:00Z")) == nil)
  }

  @Test(
    "row 151: hours that are no hours come back with what was typed",
    arguments: [
      ("22:00", ""), ("", "7:00"), ("25:00", "07:00"), ("22:60", "07:00"), ("x", "07:00"),
      ("07:00", "07:00"),
    ])
  func badHours(from: String, to: String) throws {
    let house = try NoticeHouse()
    let answer = try house.choose(house.owner, quiet: (from, to))
    #expect(answer.status == 422 && answer.input("quiet_from") == from)
    let zone = try house.choose(house.owner, quiet: ("22:00", "07:00"), zone: "../etc/passwd")
    #expect(zone.status == 422)
  }

  @Test("row 151: the link of a mail ends that kind for that person, without a sign-in")
  func unsubscribe() throws {
    let house = try NoticeHouse()
    try house.tell(.rang, 1)
    let mail = try #require(try house.mails(to: house.owner).first)
    let link = try #require(mail.text.split(separator: "\n").first { $0.contains("/unsubscribe/") })
    let path = "/" + link.split(separator: "/").dropFirst(2).joined(separator: "/")
    #expect(try house.client.get(path).status == 200)
    try house.tell(.rang, 2)
    #expect(try house.mails(to: house.owner).count == 2, "a look at the page ends nothing")
    let forged = path.replacing("orders.placed", with: "orders.withdrawn")
    #expect(try house.client.get(forged).status == 404)
    #expect(try house.client.get(path + "x").status == 404)
    // As a mail program does it (RFC 8058).
    let answer = try house.client.post(
      path, type: "application/x-www-form-urlencoded", Array("List-Unsubscribe=One-Click".utf8))
    #expect(answer.status == 200)
    try house.tell(.rang, 3)
    try house.tell(.burnt, 3)
    #expect(try house.mails(to: house.owner).count == 3)
    #expect(try house.count(of: house.owner) == 4)
  }
}
