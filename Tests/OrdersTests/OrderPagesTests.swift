import Commerce
import HTTP
import Office
import Testing

@testable import Orders

@Suite("Pages of orders") struct OrderPagesTests {
  /// A house with one order, and the page of its posting.
  static func house() throws -> (OrdersHouse, String) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    _ = try house.front().order([(7, 2)], more: "\"note\":\"Ring twice, please\",")
    return (house, try house.browser().path(of: "48001-1"))
  }

  @Test("each act needs its state; a second click is 409 and shows the present state")
  func doubleClick() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser()
    for (act, state) in [("packing", "To confirm"), ("shipment", "To confirm")] {
      let shipment = [("carrier", "5"), ("tracking", "RR473124829GB")]
      let answer = try browser.post("\(path)/\(act)", act == "shipment" ? shipment : [])
      #expect(answer.status == 409)
      #expect(answer.text.contains(state), "\(answer.text)")
    }
    #expect(try browser.post("\(path)/confirmation", [("version", "1")]).status == 303)
    let again = try browser.post("\(path)/confirmation", [("version", "1")])
    #expect(again.status == 409)
    #expect(again.text.contains("To pack"))
    #expect(again.text.contains("action=\"\(path)/packing\""), "the next act, at once")
    #expect(again.text.contains("href=\"\(path)/cancellation\""))
    #expect(again.text.contains("name=\"version\" value=\"2\""))
    #expect(!again.text.contains("action=\"\(path)/confirmation\""))
    #expect(try browser.post("\(path)/packing", [("version", "1")]).status == 409)
    #expect(try browser.post("\(path)/packing", [("version", "x")]).status == 400)
    #expect(try browser.post("\(path)/packing", [("version", "2")]).status == 303)
  }

  @Test("row 47: the tab of new postings holds unpaid ones, and says so in every language")
  func unpaid() throws {
    let house = try OrdersHouse()
    let id = try house.archived(in: .awaitingPayment)
    let words = ["en": "unpaid ones wait", "ru": "неоплаченные ждут", "zh": "未付款的等待"]
    for (language, word) in words {
      let page = try house.browser().get("/orders?tab=new", language: language).text
      #expect(page.contains(word) && page.contains("/orders/\(id)"), "\(language)")
    }
  }

  @Test("roles see and do what they may")
  func roles() throws {
    let (house, path) = try Self.house()
    let table: [(String, Int, Int)] = [
      ("warehouse", 200, 303), ("care", 200, 403), ("viewer", 200, 403),
      ("accountant", 200, 403), ("catalogue", 403, 403),
    ]
    for (role, sees, acts) in table.reversed() {
      let browser = try house.browser("\(role)@one.example")
      #expect(try browser.get("/orders").status == sees, "\(role)")
      #expect(try browser.get(path).status == sees, "\(role)")
      #expect(try browser.post("\(path)/confirmation").status == acts, "\(role)")
    }
  }

  @Test("another shop's posting does not exist, on every route")
  func otherShop() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser("owner@two.example")
    for page in ["", "/shipment", "/cancellation"] {
      #expect(try browser.get(path + page).status == 404, "\(page)")
    }
    let acts: [(String, [(String, String)])] = [
      ("confirmation", []), ("packing", []), ("cancellation", [("reason", "damage")]),
      ("shipment", [("carrier", "5"), ("tracking", "RR473124829GB")]),
      ("recipient", [("reason", "buyer")]), ("notes", [("note", "x")]),
      ("tags", [("tag", "x")]), ("tags/removal", [("tag", "x")]), ("assignee", []),
    ]
    for (act, fields) in acts {
      let answer = try browser.post("\(path)/\(act)", fields)
      #expect(answer.status == 404, "\(act)")
    }
    let id = String(path.split(separator: "/")[1])
    let many = [("id", id), ("act", "confirm"), ("scope", "page")]
    #expect(try browser.post("/orders/bulk", many).status == 404)
    for kind in PaperKind.allCases {
      let fields = [("kind", kind.rawValue), ("id", id)]
      #expect(try browser.post("/prints", fields).status == 404, "\(kind)")
    }
    #expect(!(try browser.get("/orders?tab=all&q=48001").text.contains("48001-1")))
  }

  @Test("the buyer is masked until a reason is given, then shown once and logged")
  func masking() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser()
    for personal in ["Sergeeva", "900 123", "anna@", "Primernaya"] {
      #expect(!(try browser.get(path).text.contains(personal)))
      #expect(!(try browser.get("/orders").text.contains(personal)))
    }
    let without = try browser.post("\(path)/recipient")
    #expect(without.status == 422 && !without.text.contains("Sergeeva"))
    let shown = try browser.post("\(path)/recipient", [("reason", "carrier")])
    #expect(shown.status == 200)
    for personal in ["Anna Sergeeva", "+7 900 123-45-41", "anna@example.org", "Primernaya 12"] {
      #expect(shown.text.contains(personal))
    }
    #expect(!(try browser.get(path).text.contains("Sergeeva")))
    #expect(try browser.get(path).text.contains("the carrier asked"))
    let viewer = try house.browser("viewer@one.example")
    #expect(!(try viewer.get(path).text.contains("Ring twice")))
    #expect(try viewer.post("\(path)/recipient", [("reason", "carrier")]).status == 403)
  }

  @Test("the tracking number is checked against its carrier, and against other postings")
  func shipment() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    let browser = try house.browser()
    for _ in 0..<2 { _ = try house.front().order([(7, 1)]) }
    let paths = try ["48001-1", "48002-1"].map { try browser.path(of: $0) }
    for path in paths {
      _ = try browser.post("\(path)/confirmation")
      _ = try browser.post("\(path)/packing")
    }
    let table: [(carrier: String, number: String, status: Int, says: String)] = [
      ("5", "", 422, "Tracking number: Fill in this field"),
      ("5", "RR47312482", 422, "CD123456785AB"),
      ("5", "RR473124820GB", 422, "check digit"), ("99", "RR473124829GB", 422, "field__err"),
      ("5", "<b>RR</b>", 422, "&lt;b&gt;"), ("5", " rr 473124829 gb ", 303, ""),
    ]
    for row in table {
      let answer = try browser.post(
        "\(paths[0])/shipment", [("carrier", row.carrier), ("tracking", row.number)])
      #expect(answer.status == row.status, "\(row)")
      #expect(answer.text.contains(row.says), "\(row)")
    }
    let twice = try browser.post(
      "\(paths[1])/shipment", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(twice.status == 422)
    #expect(twice.text.contains("48001-1"))
    #expect(try browser.get("/orders?tab=all&q=rr473124829gb").text.contains("48001-1"))
  }

  @Test("cancelling asks why, frees the pieces, and is refused once shipped")
  func cancellation() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser()
    #expect(try browser.get("\(path)/cancellation").text.contains("Cancel posting 48001-1?"))
    let unsaid = try browser.post("\(path)/cancellation")
    #expect(unsaid.status == 422)
    #expect(unsaid.text.contains("Reason: Fill in this field"))
    #expect(try browser.post("\(path)/cancellation", [("reason", "whim")]).status == 422)
    #expect(try house.pieces(of: 7) == (5, 2))
    #expect(try browser.post("\(path)/cancellation", [("reason", "damage")]).status == 303)
    #expect(try house.pieces(of: 7) == (5, 0))
    #expect(try browser.post("\(path)/cancellation", [("reason", "damage")]).status == 409)
    let page = try browser.get(path).text
    #expect(page.contains("Nothing was sent."))
    #expect(!page.contains("\(path)/slip"), "there is nothing to pack any more")
    try house.office.runDueJobs()
    let mail = try house.office.kernel.sentMails(limit: 9).first {
      $0.subject.contains("cancelled")
    }
    #expect(mail?.text.contains("RUB") == true)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("notes are for the staff; empty and too long ones are refused and kept as typed")
  func notes() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser()
    #expect(try browser.post("\(path)/notes", [("note", " ")]).status == 422)
    let long = String(repeating: "é", count: 1_100)
    let refused = try browser.post("\(path)/notes", [("note", long)])
    #expect(refused.status == 422 && refused.text.contains(long))
    #expect(try browser.post("\(path)/notes", [("note", "<i>Top shelf</i>")]).status == 303)
    #expect(try browser.get(path).text.contains("&lt;i&gt;Top shelf"))
  }

  @Test("a list in every tab and language; hostile queries fall back")
  func lists() throws {
    let (house, _) = try Self.house()
    let browser = try house.browser()
    for language in ["en", "ru", "zh"] {
      for tab in OrdersTab.allCases {
        #expect(try browser.get("/orders?tab=\(tab)", language: language).status == 200)
      }
    }
    let hostile = [
      "tab=x", "after=x", "after=1.2.3", "after=b-1.9223372036854775807", "carrier=x",
      "carrier=9999999999999999999999", "size=1000000", "q=%25%27%22%3B--", "q=%00", "q=48001",
      "q=48001-1", "q=of-7", "q=OF-7", "q=TEAPOT", "q=%F0%9F%AB%96",
    ]
    for query in hostile {
      let answer = try browser.get("/orders?tab=all&\(query)")
      #expect(answer.status == 200 || query == "q=%00" && answer.status == 400, "\(query)")
      let finds = ["q=48001", "q=48001-1", "q=OF-7", "q=of-7", "q=TEAPOT", "tab=x"].contains(query)
      if finds { #expect(answer.text.contains("48001-1"), "\(query)") }
    }
  }

  @Test("many at once: confirm those that can be, print what is packed, refuse by name")
  func bulk() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    for _ in 0..<3 { _ = try house.front().order([(7, 1)]) }
    let browser = try house.browser()
    let ids = try (1...3).map { try browser.path(of: "4800\($0)-1").split(separator: "/")[1] }
    let fields = ids.map { ("id", String($0)) }
    for chosen in [Array(fields.prefix(2)), fields] {
      let made = try browser.post("/orders/bulk", chosen + [("act", "confirm")])
      #expect(made.status == 303)
      #expect(try browser.post("\(made.location)/run").status == 303)
    }
    #expect(try house.state(of: PostingID(raw: Int64(ids[2]) ?? 0)) == .awaitingPackaging)
    #expect(try browser.post("/orders/bulk", [("act", "confirm")]).status == 422)
    #expect(try browser.post("/orders/bulk", fields).status == 422)
    let refused = try browser.post("/prints", fields + [("kind", "label")])
    #expect(refused.status == 409)
    #expect(refused.text.matches(of: /48003-1[^<]*tracking number/).count == 1, "\(refused.text)")
    let slips = try browser.post("/prints", fields + [("kind", "packing")])
    #expect(slips.status == 303)
    let printed = try browser.get(slips.location)
    #expect(printed.text.matches(of: /class="sheet"/).count == 3)
    for number in 1...3 { #expect(printed.text.contains("4800\(number)-1")) }
  }

  @Test("paging forwards and back shows every posting once")
  func paging() throws {
    let house = try OrdersHouse()
    for state in Array(repeating: PostingState.delivered, count: 60) {
      _ = try house.archived(in: state)
    }
    let store = try house.store()
    for shelf in [PostingFilter.Shelf.tab(.delivered), .all] {
      var filter = PostingFilter(shelf: shelf, size: 25)
      var pages: [[PostingID]] = []
      while true {
        let page = try store.page(filter)
        pages.append(page.rows.map(\.id))
        #expect(page.hasNewer == (pages.count > 1))
        guard let older = page.older else { break }
        filter.cursor = older
      }
      #expect(pages.map(\.count) == [25, 25, 10])
      #expect(Set(pages.joined()).count == 60)
      filter.cursor = try store.page(filter).newer
      #expect(try store.page(filter).rows.map(\.id) == pages[1])
    }
  }

  @Test("the buyer's page opens by its link only, and names nobody")
  func trackingPage() throws {
    let (house, path) = try Self.house()
    let browser = try house.browser()
    try browser.ship("48001-1")
    let link = try #require(try browser.get(path).text.firstMatch(of: /href="(\/t\/[^"]+)"/)).1
    let page = try browser.get(String(link))
    #expect(page.status == 200)
    #expect(page.text.contains("48001") && page.text.contains("SD00000000017"))
    for personal in ["Sergeeva", "Kazan", "Primernaya", "anna@"] {
      #expect(!page.text.contains(personal))
    }
    let cut = String(link.dropLast(2))
    for forged in [cut + "xx", cut, "/t/1.1.x", "/t/a.b.c", "/t/-1.-1.x", "/t/.", "/t/x"] {
      #expect(try browser.get(forged).status == 404, "\(forged)")
    }
  }
}
