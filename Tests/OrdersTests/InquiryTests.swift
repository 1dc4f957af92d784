import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Buyers who ask for their parcel") struct InquiryTests {
  private static let promise = "\"deliver_by\":\"2026-11-25T21:00:00Z\","

  /// A posting that left with the post on Monday and was promised for Wednesday, by Moscow's clock.
  private static func travelling(
    language: String = "ru"
  ) throws -> (house: OrdersHouse, browser: Browser, id: PostingID, page: String) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 20)
    let more = "\(promise)\"language\":\"\(language)\","
    #expect(try house.front().order([(7, 1)], more: more).status == 201)
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    let leaving = [("carrier", "5"), ("tracking", "RR473124829GB")]
    #expect(try browser.post("\(path)/shipment", leaving).status == 303)
    let id = try house.posting("48001-1")
    let token = try house.link(of: id).split(separator: "/").last ?? ""
    return (house, browser, id, "/t/\(token)")
  }

  @Test("row 65: a late parcel is asked for once; the shop answers by mail and on the page")
  func asked() throws {
    let (house, browser, id, page) = try Self.travelling()
    let buyer = try house.browser("viewer@one.example")
    let early = try buyer.get(page).text
    #expect(early.contains("should be with you by 25 November") && !early.contains("<textarea"))
    #expect(try buyer.post(page, [("text", "Where?")]).status == 303)
    #expect(try house.inquiry(of: id) == nil && house.counters()[Inquiry.counter] ?? 0 == 0)
    house.clock.advance(milliseconds: 3 * 86_400_000)
    #expect(try buyer.get(page).text.contains("<textarea"))
    let long = String(repeating: "a", count: Inquiry.longest + 1)
    let refused = try buyer.post(page, [("text", long)])
    #expect(refused.status == 422 && refused.text.contains(long))
    #expect(try buyer.post(page, [("text", "a\u{202E}b")]).status == 422)
    #expect(try buyer.post(page, [("text", "x"), ("more", "y")]).status == 422)
    #expect(try house.inquiry(of: id) == nil)
    let words = "It is <b>Anna's</b> present!"
    for _ in 0..<2 { #expect(try buyer.post(page, [("text", words)]).status == 303) }
    let inquiry = try #require(try house.inquiry(of: id))
    #expect(inquiry.cause == .late && inquiry.due == house.clock.now() + .hours(48))
    #expect(try house.counters()[Inquiry.counter] == 1)
    let asked = try buyer.get(page).text
    #expect(asked.contains("The shop answers by mail") && !asked.contains("<textarea"))
    #expect(!asked.contains("present"), "a forwarded link gives nothing away")
    try house.office.runDueJobs()
    let notices = try house.office.kernel.sentMails(limit: 100).filter {
      $0.subject.contains("Where is the parcel of 48001-1")
    }
    #expect(notices.contains { $0.to.contains("owner@one.example") }, "\(notices)")
    let told = try house.browser("owner@one.example").get("/notices").text
    #expect(told.contains("Where is the parcel of 48001-1?"))
    let escaped = "It is &lt;b&gt;Anna"
    #expect(try browser.get("/inquiries").text.contains(escaped))
    let order = try browser.get("/orders/\(id)").text
    #expect(order.contains(escaped) && order.contains("The buyer asked where the parcel is"))
    let viewer = try house.browser("viewer@one.example")
    #expect(try !viewer.get("/orders/\(id)").text.contains(escaped))
    #expect(try viewer.get("/inquiries").status == 403)
    #expect(try viewer.post("/orders/\(id)/inquiry", [("answer", "x")]).status == 403)
    #expect(try browser.post("/orders/\(id)/inquiry", [("answer", " ")]).status == 422)
    let tooLong = try browser.post("/orders/\(id)/inquiry", [("answer", long)])
    #expect(tooLong.status == 422 && tooLong.text.contains(long))
    let answer = "Оно в Казани & будет завтра."
    #expect(try browser.post("/orders/\(id)/inquiry", [("answer", answer)]).status == 303)
    #expect(try browser.post("/orders/\(id)/inquiry", [("answer", answer)]).status == 409)
    try house.office.runDueJobs()
    let mails = try house.office.kernel.sentMails(limit: 100).filter {
      $0.subject == "О посылке по вашему заказу 48001"
    }
    #expect(mails.count == 1 && mails[0].text.contains(answer) && mails[0].text.contains(page))
    #expect(try buyer.get(page).text.contains("Оно в Казани &amp; будет завтра."))
    #expect(try buyer.post(page, [("text", words)]).status == 303)
    #expect(try house.inquiry(of: id)?.outcome == .answered)
    #expect(try browser.get("/inquiries").text.contains("Nobody is waiting"))
    #expect(try house.counters()[Inquiry.counter] == 0 && house.differences().isEmpty)
  }

  @Test("row 65: a day after the answer the buyer of a parcel that is still late asks again")
  func askedAgain() throws {
    let (house, browser, id, page) = try Self.travelling(language: "en")
    let front = try house.front()
    let buyer = try house.browser("viewer@one.example")
    house.clock.advance(milliseconds: 3 * 86_400_000)
    #expect(try buyer.post(page, [("text", "Where is it?")]).status == 303)
    house.clock.advance(milliseconds: 72 * 3_600_000)
    #expect(try buyer.post(page, [("text", "Hello?")]).status == 303)
    #expect(try InquiryStore(rows: house.store().rows).words(of: id) == "Where is it?")
    #expect(try browser.post("/orders/\(id)/inquiry", [("answer", "In Kazan.")]).status == 303)
    #expect(try buyer.get(page).text.contains("you can ask again from tomorrow"))
    house.clock.advance(milliseconds: 86_400_000 - 1)
    let path = "/storefront/v1/postings/48001-1/inquiry"
    let early = try front.post(path, "{}")
    #expect(early.status == 200 && early.text.contains("\"answered\""))
    #expect(try house.inquiry(of: id)?.isOpen == false)
    house.clock.advance(milliseconds: 1)
    let shown = try front.get("/storefront/v1/orders/48001").json["order"]?["postings"]?.array?
      .first
    #expect(shown?["can_inquire"]?.bool == true)
    let form = try buyer.get(page).text
    #expect(form.contains("<textarea") && form.contains("In Kazan."))
    #expect(try front.post(path, "{}").status == 201)
    let again = try #require(try house.inquiry(of: id))
    #expect(again.isOpen && again.asked == house.clock.now() && again.answer == "In Kazan.")
    #expect(try InquiryStore(rows: house.store().rows).words(of: id).isEmpty)
    #expect(try house.counters()[Inquiry.counter] == 1 && house.differences().isEmpty)
    let waiting = try buyer.get(page).text
    #expect(!waiting.contains("<textarea") && waiting.contains("In Kazan."))
    #expect(try browser.get("/orders/\(id)").text.contains("Your last answer"))
    #expect(try browser.post("/orders/\(id)/inquiry", [("answer", "In Tula.")]).status == 303)
    let order = try browser.get("/orders/\(id)").text
    #expect(order.contains("The buyer was answered: In Kazan."), "no answer is forgotten")
    #expect(try house.counters()[Inquiry.counter] == 0 && house.differences().isEmpty)
    let news = "{\"code\":\"delivered\"}"
    house.clock.advance(milliseconds: 2 * 86_400_000)
    #expect(try front.post("/storefront/v1/postings/48001-1/events", news).status == 200)
    #expect(try !buyer.get(page).text.contains("<textarea"))
    #expect(try front.post(path, "{}").status == 409)
    #expect(try house.inquiry(of: id)?.isOpen == false)
  }

  @Test("row 65: the shop front asks for the buyer, with a key against repeats")
  func program() throws {
    let (house, _, id, _) = try Self.travelling()
    let front = try house.front()
    let path = "/storefront/v1/postings/48001-1/inquiry"
    let early = try front.post(path, "{}")
    #expect(early.status == 409 && early.json["error"]?["promised_at"]?.string != nil)
    let shown = try front.get("/storefront/v1/orders/48001").json["order"]?["postings"]?.array?
      .first
    #expect(shown?["can_inquire"]?.bool == false && shown?["inquiry"] == .null)
    #expect(shown?["promised_at"]?.string == "2026-11-25T21:00:00.000Z")
    house.clock.advance(milliseconds: 3 * 86_400_000)
    let late = try front.get("/storefront/v1/orders/48001").json["order"]?["postings"]?.array?.first
    #expect(late?["can_inquire"]?.bool == true)
    let long = String(repeating: "я", count: Inquiry.longest + 1)
    for body in ["{\"text\":\"\(long)\"}", "{\"text\":7}", "{\"words\":\"x\"}"] {
      #expect(try front.post(path, body).status == 422, "\(body.prefix(20))")
    }
    #expect(try front.post("/storefront/v1/postings/48009-1/inquiry", "{}").status == 404)
    #expect(try front.post(path, "{}", key: nil).status == 401)
    let body = "{\"text\":\"Where is it?\"}"
    let first = try front.post(path, body, token: "ask-1")
    #expect(first.status == 201 && first.text.contains("\"open\""))
    let again = try front.post(path, body, token: "ask-1")
    #expect(again.status == 201 && again.text == first.text)
    let other = try front.post(path, body, token: "ask-2")
    #expect(other.status == 200 && other.json == first.json)
    #expect(!first.text.contains("Where is it"))
    #expect(try house.counters()[Inquiry.counter] == 1)
    let known = try front.get("/storefront/v1/orders/48001").json["order"]?["postings"]?.array?
      .first
    #expect(known?["inquiry"]?["state"]?.string == "open")
    #expect(known?["can_inquire"]?.bool == false)
    #expect(try house.inquiry(of: id)?.isOpen == true && house.differences().isEmpty)
  }

  @Test("row 65: the parcel's arrival answers by itself, and so does its loss")
  func ended() throws {
    for ending in [Inquiry.Outcome.delivered, .lost] {
      let (house, browser, id, page) = try Self.travelling(language: "en")
      house.clock.advance(milliseconds: 30 * 86_400_000)
      try house.startWatch()
      #expect(try house.front().post("/storefront/v1/postings/48001-1/inquiry", "{}").status == 201)
      let order = try browser.get("/orders/\(id)").text
      #expect(order.contains("id=\"inquiry\"") && order.contains("Report as lost"))
      #expect(try browser.get("/inquiries").text.contains("48001-1"))
      if ending == .lost {
        #expect(try browser.post("/orders/\(id)/loss").status == 303)
      } else {
        let news = "{\"code\":\"delivered\"}"
        let events = "/storefront/v1/postings/48001-1/events"
        #expect(try house.front().post(events, news).status == 200)
      }
      #expect(try house.inquiry(of: id)?.outcome == ending)
      #expect(try house.counters()[Inquiry.counter] == 0 && house.differences().isEmpty)
      #expect(try browser.get(page).text.contains("You asked"))
      #expect(try browser.post("/orders/\(id)/inquiry", [("answer", "x")]).status == 409)
      #expect(try browser.get("/inquiries").text.contains("Nobody is waiting"))
    }
  }

  @Test("row 65: a parcel without news can be asked for; what is not on its way can't")
  func doors() {
    let now = OrdersHouse.monday
    for state in PostingState.allCases {
      for trouble in ParcelTrouble.allCases {
        for promised in [nil, now, now + .milliseconds(1)] {
          let door = InquiryDoor(state, promised: promised, [.none, trouble], now: now)
          let isLate = promised == now || trouble == .late
          let expected: InquiryDoor =
            state != .handedOver && state != .delivering
            ? .shut : isLate ? .open(.late) : trouble == .stuck ? .open(.stuck) : .early(promised)
          #expect(door == expected)
        }
      }
    }
  }

  @Test("row 1: waiting buyers are listed by their deadlines, page by page, as many as counted")
  func queue() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    for _ in 0..<53 {
      try house.ask(of: house.archived(in: .delivering))
      house.clock.advance(milliseconds: 1_000)
    }
    let first = try browser.get("/inquiries").text
    let rows = first.matches(of: /<th scope="row"><a href="\/orders\/[0-9]+#inquiry"/).count
    #expect(rows == 50)
    let next = first.firstMatch(of: /\/inquiries\?after=[0-9.]+/).map { String($0.output) }
    let second = try browser.get(try #require(next)).text
    #expect(second.matches(of: /#inquiry"/).count == 3)
    #expect(try house.counters()[Inquiry.counter] == 53)
    #expect(try browser.get("/inquiries?after=x.y").status == 200)
    let task = OrdersModule.inquiryTask
    let deadline = try task.deadline?(house.store().rows)
    #expect(deadline?.start == OrdersHouse.monday)
  }
}

extension OrdersHouse {
  func inquiry(of posting: PostingID) throws -> Inquiry? {
    try InquiryStore(rows: store().rows).inquiry(of: posting)
  }

  /// Its buyer was promised this moment, and asks in it.
  func ask(of posting: PostingID) throws {
    let (acts, now) = (try acts(), clock.now())
    try office.kernel.database.writer.write { transaction in
      let tx = transaction.seller(shopScope)
      try PromiseStore.keep(now, to: posting, in: tx)
      _ = try InquiryActs(acts: acts).ask(posting, "", at: now, in: tx)
    }
  }
}
