import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("The page of a posting") struct PostingPageTests {
  private static let personal = [
    "Sergeeva", "900 123", "anna@example.org", "Primernaya", "420000", "Ring twice",
  ]

  @Test("row 48: no page shows a buyer to a role that may not see one, in no language")
  func masks() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 2)], more: "\"note\":\"Ring twice, please\",")
    let id = try #require(try house.postings().first)
    #expect(
      try house.browser().post("/orders/\(id)/hold", [("reason", "address")]).status == 303)
    let pages =
      [
        "", "/hold", "/parts", "/lines", "/cancellation", "/shipment", "?x=1", "/contest?metric=x",
      ].map { "/orders/\(id)\($0)" } + ["/orders", "/orders?tab=all", "/orders/service"]
    for role in ["viewer", "accountant", "catalogue", "care", "warehouse"] {
      let browser = try house.browser("\(role)@one.example")
      let mayReveal = ["care", "warehouse"].contains(role)
      for page in pages {
        for language in ["en", "ru", "zh"] {
          let text = try browser.get(page, language: language).text
          let hidden = mayReveal ? Array(Self.personal.dropLast()) : Self.personal
          for word in hidden where text.tells(word) {
            Issue.record("\(role) reads \(word) on \(page)")
          }
        }
      }
      let shown = try browser.post("/orders/\(id)/recipient", [("reason", "buyer")])
      #expect(shown.status == (mayReveal ? 200 : 403), "\(role)")
      for word in Self.personal.prefix(5) {
        #expect(shown.text.tells(word) == mayReveal, "\(role): \(word)")
      }
    }
  }

  @Test("row 48: the sum says whether it is paid, still to be paid or to be paid back")
  func money() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    _ = try house.front().order([(7, 2)])
    let id = try #require(try house.postings().first)
    let browser = try house.browser()
    #expect(try browser.get("/orders/\(id)").text.contains("Paid by the buyer"))
    #expect(
      try browser.post("/orders/\(id)/cancellation", [("reason", "damage")]).status == 303)
    let page = try browser.get("/orders/\(id)").text
    #expect(!page.contains("Paid by the buyer"))
    #expect(page.contains("Paid, to be paid back") && page.contains(">To be paid back<"))
    let strings = house.office.kernel.wording.strings
    for state in PostingState.allCases {
      for payment in PaymentState.allCases {
        let words = PaymentWords(state: state, payment: payment)
        #expect(strings.contains(words.totalLabel) && strings.contains(words.payingLabel))
        if words.totalLabel == "orders.money.total" {
          #expect(payment.isSettled || payment == .chargeback, "\(state) \(payment)")
        }
      }
    }
  }

  @Test("row 48: every event has an actor and a time, lines their discount, the page its next step")
  func timeline() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9, price: 100_00)
    let body = ShopFront.body([(7, 2)])
      .replacing("\"quantity\":2", with: "\"quantity\":2,\"discount\":\"12.50\"")
    #expect(try house.front().post("/storefront/v1/orders", body).status == 201)
    let id = try #require(try house.postings().first)
    let browser = try house.browser()
    let page = try browser.get("/orders/\(id)").text
    #expect(page.contains("12.50 discount") && page.contains("187.50"))
    #expect(page.contains("action=\"/orders/\(id)/confirmation\""))
    #expect(page.contains("cancelled automatically as the fault of the shop"))
    for _ in 0..<2 {
      _ = try browser.post("/orders/\(id)/hold", [("reason", "stock")])
      _ = try browser.post("/orders/\(id)/resumption")
    }
    try browser.ship("48001-1")
    try house.perform(.move, on: id, house.acts(), detail: "accepted")
    try house.perform(.deliver, on: id, house.acts(), detail: "delivered")
    let store = try house.store()
    let posting = try #require(try store.posting(id))
    let timeline = Timeline(posting, try store.events(of: id))
    #expect(timeline.entries.count >= 10)
    for entry in timeline.entries {
      #expect(entry.actor != nil && entry.at.milliseconds > 0, "\(entry.label.key)")
    }
    let strings = house.office.kernel.wording.strings
    for kind in [
      PostingEvent.Kind.unpacked, .split, .merged, .joined, .refused, .late, .completed,
      .linesCancelled, .offeredAgain,
    ] {
      #expect(strings.contains("postings.event.\(kind.rawValue)"), "\(kind)")
    }
    for reason in HoldReason.allCases {
      #expect(strings.contains("holds.event.held.\(reason.rawValue)"))
    }
    for answer in HoldAnswer.allCases {
      #expect(strings.contains("holds.event.resumed.\(answer.rawValue)"))
    }
    for reason in CancelReason.allCases {
      #expect(strings.contains("orders.event.cancelled.\(reason.rawValue)"), "\(reason)")
    }
    for state in PaymentState.allCases { #expect(strings.contains(state.label)) }
    for unmet in PostingGuard.allCases {
      #expect(strings.contains("postings.unmet.\(unmet.rawValue)"))
    }
  }

  @Test("the platform cancels by number, with a reason for the audit, before shipping only")
  func revocation() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    for _ in 0..<2 { _ = try house.front().order([(7, 1)]) }
    let support = try house.staff(.support)
    let post = { (number: String, reason: String) in
      try support.post("/revocations", [("number", number), ("reason", reason)]).status
    }
    #expect(try support.get("/revocations").status == 200)
    #expect(try post("48001-1", "short") == 422)
    #expect(try post("1-1", "Called back by the maker") == 422)
    #expect(try post("48001-1", "Called back by the maker") == 303)
    #expect(try post("48001-1", "Called back by the maker") == 409)
    let browser = try house.browser()
    try browser.ship("48002-1")
    #expect(try post("48002-1", "Called back by the maker") == 409)
    let id = try #require(try house.postings().first)
    let gone = try house.store().rows.all(Cancellation.ofPosting, id.raw)
    #expect(gone.map(\.initiator) == [.platform] && gone.first?.reason.fault == .platform)
    #expect(try browser.get("/orders/\(id)").text.contains("Cancelled by the marketplace"))
    #expect(try browser.get("/revocations").status == 403)
    #expect(try house.pieces(of: 7) == (8, 0))
  }
}
