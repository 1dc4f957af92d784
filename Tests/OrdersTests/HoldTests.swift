import Commerce
import HTTP
import Office
import Testing

@testable import Orders

@Suite("Holds and questions to buyers") struct HoldTests {
  /// A house with one new posting and the buyer's link to its question.
  private static func house() throws -> (OrdersHouse, Browser, PostingID, String) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().order([(7, 2)])
    let id = try #require(try house.postings().first)
    let link = QuestionLink.token(seller: house.shop.raw, posting: id, house.office.kernel)
    return (house, try house.browser(), id, "/q/\(link)")
  }

  @Test("row 51: a question to the buyer stops the deadline; the answer starts it where it stopped")
  func answered() throws {
    let (house, browser, id, link) = try Self.house()
    try house.pass(.hours(1))
    let due = try #require(try house.store().posting(id)).due
    #expect(due - house.clock.now() == .hours(3))
    #expect(try browser.get("/orders/\(id)/hold").text.contains("48 h of 48"))
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "address")]).status == 303)
    var posting = try #require(try house.store().posting(id))
    #expect(posting.state == .onHold && posting.timer?.kind == .resume)
    #expect(posting.due == house.clock.now() + .hours(48))
    try house.office.runDueJobs()
    let mail = try #require(
      try house.office.kernel.sentMails(limit: 9).first { $0.subject.contains("question") })
    #expect(mail.text.contains(link))
    let asked = try house.front().get("/storefront/v1/orders/48001")
      .json["order"]?["postings"]?.array?.first?["question_url"]?.string
    #expect(asked?.hasSuffix(link) == true, "a shop front can show the buyer the question")
    try house.pass(.hours(20))
    #expect(try house.state(of: id) == .onHold)
    let visitor = try house.browser("viewer@one.example")
    let page = try visitor.get(link)
    #expect(page.status == 200 && page.text.contains("Kazan, "))
    for personal in ["Sergeeva", "Primernaya", "anna@", "900 123", "420000"] {
      #expect(!page.text.tells(personal))
    }
    let wrong = try visitor.post(
      link,
      [
        ("answer", "changed"), ("street", "Lenina 1"), ("city", "Tula"), ("postcode", "30"),
        ("country", "RU"),
      ])
    #expect(wrong.status == 422 && wrong.text.contains("999999"))
    #expect(wrong.text.contains("Lenina 1"), "what was typed is kept")
    let right = try visitor.post(
      link,
      [
        ("answer", "changed"), ("street", "Lenina 1"), ("city", "Tula"), ("postcode", "300000"),
        ("country", "ru"),
      ])
    #expect(right.status == 303)
    posting = try #require(try house.store().posting(id))
    #expect(posting.state == .awaitingConfirmation && posting.city == "Tula")
    #expect(posting.due == house.clock.now() + .hours(3))
    #expect(posting.timer == PostingTimer(kind: .warn, at: posting.due))
    let to = try house.store().recipient(of: id)
    #expect(to?.street == "Lenina 1" && to?.country == "RU" && to?.postcode == "300000")
    #expect(try visitor.get(link).text.contains("no open question"))
    #expect(try visitor.post(link, [("answer", "right")]).status == 303)
    #expect(try house.store().events(of: id).count { $0.kind == .resumed } == 1)
    #expect(try browser.get("/orders/\(id)").text.contains("The buyer corrected it"))
  }

  @Test("row 51: without an answer the clock goes on after 48 hours, and stops no second time")
  func silence() throws {
    let (house, browser, id, _) = try Self.house()
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "phone")]).status == 303)
    try house.pass(.hours(49))
    var posting = try #require(try house.store().posting(id))
    #expect(posting.state == .awaitingConfirmation)
    #expect(posting.due == house.clock.now() + .hours(4))
    #expect(try browser.get("/orders/\(id)").text.contains("No answer in time"))
    #expect(try browser.get("/orders/\(id)/hold").text.contains("0 h of 48"))
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "phone")]).status == 303)
    #expect(try house.store().posting(id)?.due == posting.due, "the pause is used up")
    try house.pass(.hours(5))
    posting = try #require(try house.store().posting(id))
    #expect(posting.state == .onHold && posting.late != nil && posting.timer?.kind == .lapse)
    try house.pass(.hours(25))
    #expect(try house.state(of: id) == .cancelled)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 51: two questions share the 48 hours; what is asked of the shop itself stops nothing")
  func reasons() throws {
    let (house, browser, id, _) = try Self.house()
    let due = try #require(try house.store().posting(id)).due
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "stock")]).status == 303)
    #expect(try house.store().posting(id)?.due == due)
    #expect(try browser.post("/orders/\(id)/resumption").status == 303)
    #expect(try house.store().posting(id)?.due == due)
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "address")]).status == 303)
    try house.pass(.hours(30))
    #expect(try browser.post("/orders/\(id)/resumption").status == 303)
    #expect(try browser.post("/orders/\(id)/confirmation").status == 303)
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "phone")]).status == 303)
    let posting = try #require(try house.store().posting(id))
    #expect(posting.due == house.clock.now() + .hours(18))
    #expect(try browser.post("/orders/\(id)/confirmation").status == 303)
    let packing = try #require(try house.store().posting(id))
    #expect(packing.state == .awaitingPackaging)
    #expect(
      packing.due == house.clock.now() + .hours(24), "a hold gives no more time than there was")
    try house.office.runDueJobs()
    let asked = try house.office.kernel.sentMails(limit: 20).filter {
      $0.subject.contains("question")
    }
    #expect(asked.isEmpty, "what was settled before the mail left is not asked any more")
  }

  @Test("row 51: words and numbers are checked; the buyer may cancel; a stranger's link is none")
  func answers() throws {
    let (house, browser, id, link) = try Self.house()
    let visitor = try house.browser("viewer@one.example")
    for (fields, status) in [
      ([("reason", "question")], 422), ([("reason", "whim")], 422), ([], 422),
      ([("reason", "question"), ("question", String(repeating: "x", count: 1_001))], 422),
      ([("reason", "question"), ("question", "Left or right?")], 303),
    ] as [([(String, String)], Int)] {
      #expect(try browser.post("/orders/\(id)/hold", fields).status == status)
    }
    #expect(try visitor.get(link).text.contains("Left or right?"))
    #expect(try visitor.post(link, [("answer", "right")]).status == 422, "words are asked for")
    #expect(
      try visitor.post(link, [("answer", "changed"), ("text", "Left, <b>please</b>")]).status == 303
    )
    #expect(try browser.get("/orders/\(id)").text.contains("Left, &lt;b&gt;please"))
    #expect(!(try visitor.get("/orders/\(id)").text.contains("Left, &lt;b&gt;")), "not for viewers")
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "phone")]).status == 303)
    for bad in ["", "12", "7777777", "call me", String(repeating: "1", count: 50)] {
      #expect(
        try visitor.post(link, [("answer", "changed"), ("phone", bad)]).status == 422, "\(bad)")
    }
    #expect(
      try visitor.post(link, [("answer", "changed"), ("phone", "+7 901 555-12-34")]).status == 303)
    #expect(try house.store().recipient(of: id)?.phone == "+7 901 555-12-34")
    #expect(try browser.post("/orders/\(id)/hold", [("reason", "address")]).status == 303)
    #expect(try visitor.post(link, [("answer", "cancel")]).status == 303)
    #expect(try house.state(of: id) == .cancelled)
    #expect(try house.pieces(of: 7) == (5, 0))
    for forged in ["/q/x", "/q/1.1.x", link + "A", String(link.dropLast())] {
      #expect(try visitor.get(forged).status == 404)
      #expect(try visitor.post(forged, [("answer", "right")]).status == 404)
    }
    let tracking = house.office.kernel.token(of: TrackingLink(seller: house.shop.raw, posting: id))
    #expect(try visitor.get("/q/\(tracking)").status == 404, "one link opens one kind of page")
  }
}
