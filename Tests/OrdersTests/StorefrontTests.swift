import Commerce
import Foundation
import HTTP
import Office
import Orders
import Testing

@Suite("Orders through the Storefront API") struct StorefrontTests {
  /// Body, status, and what the answer names.
  static let hostile: [(body: String, status: Int, names: String)] = [
    ("", 400, "malformed"), ("{", 400, "malformed"), ("[]", 400, "malformed"),
    ("null", 400, "malformed"), ("{\"paid\":true,\"paid\":true}", 400, "malformed"),
    ("\u{FEFF}{}", 400, "malformed"), ("{}", 422, "buyer.name"),
    (edit("\"paid\":true", "\"paid\":1"), 422, "paid"),
    (edit("\"paid\":true", "\"paid\":true,\"price\":1"), 422, "price"),
    (edit("\"RU\"", "\"Russia\""), 422, "buyer.address.country"),
    (edit("\"RU\"", "\"ru\""), 422, "buyer.address.country"),
    (edit("\"Kazan\"", "\"\""), 422, "buyer.address.city"),
    (edit("\"Kazan\"", "\"Ka\\u0000zan\""), 422, "buyer.address.city"),
    (edit("\"Kazan\"", "[\"Kazan\"]"), 422, "buyer.address.city"),
    (edit("anna@example.org", "anna"), 422, "buyer.email"),
    (edit("anna@example.org", "a@b\\r\\nBcc: c@d.example"), 422, "buyer.email"),
    (edit("+7 900 123-45-41", "call me"), 422, "buyer.phone"),
    (edit("Anna Sergeeva", String(repeating: "a", count: 201)), 422, "buyer.name"),
    (edit("\"quantity\":1", "\"quantity\":0"), 422, "lines[0].quantity"),
    (edit("\"quantity\":1", "\"quantity\":-1"), 422, "lines[0].quantity"),
    (edit("\"quantity\":1", "\"quantity\":1.5"), 422, "lines[0].quantity"),
    (edit("\"quantity\":1", "\"quantity\":\"1\""), 422, "lines[0].quantity"),
    (edit("\"quantity\":1", "\"quantity\":1e30"), 422, "lines[0].quantity"),
    (edit("\"quantity\":1", "\"quantity\":10001"), 422, "lines[0].quantity"),
    (edit("\"product_id\":7", "\"product_id\":999"), 422, "lines[0].product_id"),
    (edit("\"product_id\":7", "\"product_id\":0"), 422, "lines[0].product_id"),
    (ShopFront.body([]), 422, "lines"),
    (ShopFront.body([(7, 1), (7, 1)]), 422, "lines[1].product_id"),
    (ShopFront.body((1...101).map { ($0, 1) }), 422, "lines"),
    (ShopFront.body([(7, 1)], more: "\"currency\":\"EUR\","), 422, "lines[0].product_id"),
    (ShopFront.body([(7, 1)], more: "\"currency\":\"XXQ\","), 422, "currency"),
    (ShopFront.body([(7, 1)], more: "\"shipping\":\"-1\","), 422, "shipping"),
    (ShopFront.body([(7, 1)], more: "\"shipping\":\"1.001\","), 422, "shipping"),
    (ShopFront.body([(7, 1)], more: "\"shipping\":5,"), 422, "shipping"),
    (ShopFront.body([(7, 1)], more: "\"language\":\"xx\","), 422, "language"),
    (ShopFront.body([(7, 1), (9, 1)]), 422, "lines[1].product_id"),
    (ShopFront.body([(8, 2)]), 422, "lines[0].quantity"),
    (ShopFront.body([(7, 6)]), 409, "lines[0].quantity"),
  ]

  private static func edit(_ old: String, _ new: String) -> String {
    let body = ShopFront.body([(7, 1)])
    precondition(body.contains(old))
    return body.replacingOccurrences(of: old, with: new)
  }

  @Test("an address has 200 letters in any script")
  func longAddress() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let street = String(repeating: "набережная ", count: 18) + "д"
    let body = Self.edit("ul. Primernaya 12, flat 48", street)
    #expect(try house.front().post("/storefront/v1/orders", body).status == 201)
  }

  @Test("a bad order is refused by name and leaves nothing")
  func refusals() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    try house.stock(8, pieces: 5, price: Int64.max)
    try house.stock(9, of: house.other, pieces: 5, currency: "EUR")
    let front = try house.front()
    for (body, status, names) in Self.hostile {
      let answer = try front.post("/storefront/v1/orders", body)
      #expect(answer.status == status, "\(body.prefix(200)) -> \(answer.text)")
      #expect(answer.text.contains(names), "\(body.prefix(200)) -> \(answer.text)")
    }
    #expect(try house.pieces(of: 7) == (5, 0))
    #expect(try house.postings().isEmpty)
    #expect(try house.miscounts().isEmpty)
  }

  @Test(
    "a product is named by a number or by its digits in a text",
    arguments: [
      ("7", 201), ("\"7\"", 201), ("\"07\"", 422), ("\"\"", 422), ("\"-7\"", 422), ("0", 422),
      ("7.5", 422), ("true", 422), ("null", 422), ("99999999999999999999", 422),
    ])
  func productNames(_ name: String, _ status: Int) throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let body = ShopFront.body([(7, 1)])
      .replacing("\"product_id\":7", with: "\"product_id\":\(name)")
    let answer = try house.front().post("/storefront/v1/orders", body)
    #expect(answer.status == status)
    #expect(try house.postings().count == (status == 201 ? 1 : 0))
  }

  @Test("keys, media types and methods")
  func doors() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let front = try house.front()
    let body = ShopFront.body([(7, 1)])
    #expect(try front.post("/storefront/v1/orders", body, key: nil).status == 401)
    #expect(try front.post("/storefront/v1/orders", body, key: "sd_wrong").status == 401)
    #expect(try front.post("/storefront/v1/orders", body, type: "text/xml").status == 415)
    #expect(try front.post("/storefront/v1/orders", body, token: "").status == 422)
    #expect(try front.get("/storefront/v1/orders").status == 405)
    for number in ["1", "0", "-1", "x", "48001-1", "99999999999999999999"] {
      #expect(try front.get("/storefront/v1/orders/\(number)").status == 404)
    }
    let report = "{\"code\":\"delivered\"}"
    #expect(try front.post("/storefront/v1/postings/48001-1/events", report).status == 404)
  }

  @Test("a repeat answers byte for byte; the same key with another body is refused")
  func repeats() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let front = try house.front()
    let first = try front.order([(7, 1)], token: "once")
    let again = try front.order([(7, 1)], token: "once")
    #expect(first.status == 201 && again.status == 201)
    #expect(first.text == again.text)
    #expect(try house.pieces(of: 7).reserved == 1)
    #expect(try front.order([(7, 2)], token: "once").status == 422)
    #expect(try house.postings().count == 1)
  }

  @Test("goods of two sellers and two warehouses become postings that sum to the order")
  func splits() throws {
    let house = try OrdersHouse()
    try house.stock(1, warehouse: 1, pieces: 5, price: 100)
    try house.stock(2, warehouse: 2, pieces: 5, price: 200)
    try house.stock(3, warehouse: 1, pieces: 5, price: 300)
    try house.stock(4, of: house.other, warehouse: 3, pieces: 5, price: 1)
    let answer = try house.front().order(
      [(1, 1), (2, 1), (3, 1), (4, 1)], more: "\"shipping\":\"1.00\",")
    #expect(answer.status == 201, "\(answer.text)")
    let postings = answer.json["order"]?["postings"]?.array ?? []
    #expect(postings.map { $0["number"]?.string } == ["48001-1", "48001-2", "48001-3"])
    #expect(postings.map { $0["goods"]?["amount"]?.string } == ["4.00", "2.00", "0.01"])
    #expect(postings.map { $0["shipping"]?["amount"]?.string } == ["0.67", "0.33", "0.00"])
    #expect(answer.json["order"]?["total"]?["amount"]?.string == "7.01")
    for product in Int64(1)...4 { #expect(try house.pieces(of: product) == (5, 1)) }
    let shown = try house.front().get("/storefront/v1/orders/48001")
    #expect(shown.json["order"]?["postings"]?.array?.count == 3)
    #expect(!shown.text.contains("Sergeeva"))
  }

  @Test("a hundred buyers of one piece: one order, the others learn that none is left")
  func oversell() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 1)
    let answers = try Crowd.run(100) { try house.front().order([(7, 1)]) }
    #expect(answers.count { $0.status == 201 } == 1)
    let refused = answers.filter { $0.status == 409 }
    #expect(refused.count == 99)
    #expect(
      refused.allSatisfy {
        let field = $0.json["error"]?["fields"]?.array?.first
        return field?["field"]?.string == "lines[0].quantity" && field?["available"]?.integer == 0
      })
    #expect(try house.pieces(of: 7) == (1, 1))
    #expect(try house.miscounts().isEmpty)
  }

  @Test("the carrier's reports move the posting; what the state forbids is 409 with the state")
  func tracking() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let front = try house.front()
    _ = try front.order([(7, 1)])
    let path = "/storefront/v1/postings/48001-1/events"
    let early = try front.post(path, "{\"code\":\"delivered\"}")
    #expect(early.status == 409)
    #expect(early.json["error"]?["state"]?.string == "awaiting_confirmation")
    let browser = try house.browser()
    try browser.ship("48001-1")
    // A slip in the year: nothing was delivered before it was ordered.
    let slip = try front.post(path, "{\"code\":\"delivered\",\"at\":\"2025-11-23T11:00:00Z\"}")
    #expect(slip.status == 422 && slip.text.contains("before the order"))
    let steps: [(String, Int, String)] = [
      ("accepted", 200, "delivering"), ("out_for_delivery", 200, "delivering"),
      ("teleported", 422, "code"), ("delivered", 200, "delivered"),
      ("in_transit", 409, "delivered"),
    ]
    for (code, status, names) in steps {
      let answer = try front.post(path, "{\"code\":\"\(code)\",\"at\":\"2026-11-23T11:00:00Z\"}")
      #expect(answer.status == status, "\(code): \(answer.text)")
      #expect(answer.text.contains(names))
    }
    #expect(
      try front.post(path, "{\"code\":\"delivered\",\"at\":\"2027-01-01T00:00:00Z\"}").status == 422
    )
  }

  @Test("the buyer withdraws before shipping, and not after")
  func withdrawal() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    let front = try house.front()
    for _ in 0..<2 { _ = try front.order([(7, 1)]) }
    let first = try front.post("/storefront/v1/orders/48001/cancellation", "{}")
    #expect(first.status == 200, "\(first.text)")
    #expect(first.text.contains("cancelled"))
    #expect(try house.pieces(of: 7) == (5, 1))
    try house.browser().ship("48002-1")
    #expect(try front.post("/storefront/v1/orders/48002/cancellation", "{}").status == 409)
    #expect(try house.pieces(of: 7) == (4, 0))
  }
}

/// Runs a body on many threads at once.
enum Crowd {
  private final class Results<T: Sendable>: @unchecked Sendable {
    // Guarded by `lock`.
    var all: [Result<T, any Error>] = []
    let lock = NSLock()
  }

  static func run<T: Sendable>(
    _ count: Int, _ body: @escaping @Sendable () throws -> T
  ) throws -> [T] {
    let results = Results<T>()
    let group = DispatchGroup()
    for _ in 0..<count {
      group.enter()
      Thread.detachNewThread {
        let result = Result { try body() }
        results.lock.withLock { results.all.append(result) }
        group.leave()
      }
    }
    group.wait()
    return try results.all.map { try $0.get() }
  }
}

extension Browser {
  /// Confirms, packs and hands over.
  func ship(_ number: String) throws {
    let path = try path(of: number)
    _ = try post("\(path)/confirmation")
    _ = try post("\(path)/packing")
    let form = try get("\(path)/shipment").text
    let tracking = try #require(form.firstMatch(of: /value="(SD\d+)"/)).1
    let answer = try post("\(path)/shipment", [("carrier", "1"), ("tracking", String(tracking))])
    #expect(answer.status == 303, "\(answer.text)")
  }
}
