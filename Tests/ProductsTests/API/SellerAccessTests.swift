import Commerce
import HTTP
import Office
import OfficeTesting
import Testing

@testable import Products

@Suite("The Seller API lets in") struct SellerAccessTests {
  private static let list = "/v3/product/list"

  private func check(_ answer: Answer, _ status: Int, _ code: Int64, _ text: String) {
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.json["code"]?.integer == code, "\(answer.text)")
    #expect(answer.json["message"]?.string?.contains(text) == true, "\(answer.text)")
    #expect(answer.json["details"]?.array?.isEmpty == true)
    #expect(answer.headers["Content-Type"] == "application/json")
    #expect(answer.headers["x-o3-trace-id"]?.isEmpty == false)
  }

  @Test("a program with its shop's number and a live key, and says why it refuses others")
  func keys() throws {
    let shop = try Shop(isAlone: true)
    let client = shop.client
    let other = try client.addSeller("Northern Books")
    let program = try client.program(of: shop.seller)
    let strange = try client.program(of: other)
    #expect(try program.call(Self.list).status == 200)
    let tries: [([(name: String, value: String)], Int, Int64, String)] = [
      ([], 401, 16, "headers are required"),
      ([("Client-Id", program.id)], 401, 16, "headers are required"),
      ([("Api-Key", program.key)], 401, 16, "headers are required"),
      ([("Client-Id", program.id), ("Api-Key", program.key + "x")], 403, 7, "Invalid Api-Key"),
      ([("Client-Id", "\(other)"), ("Api-Key", program.key)], 403, 7, "Invalid Api-Key"),
      ([("Client-Id", program.id), ("Api-Key", strange.key)], 403, 7, "Invalid Api-Key"),
      ([("Client-Id", "-1"), ("Api-Key", program.key)], 403, 7, "Invalid Api-Key"),
      ([("Client-Id", "1e3"), ("Api-Key", program.key)], 403, 7, "Invalid Api-Key"),
      (
        [("Client-Id", "99999999999999999999999"), ("Api-Key", program.key)], 403, 7,
        "Invalid Api-Key"
      ),
      (
        [("Client-Id", program.id), ("Api-Key", String(repeating: "k", count: 5_000))], 403, 7,
        "Invalid Api-Key"
      ),
    ]
    for (headers, status, code, text) in tries {
      check(try client.send(.post, Self.list, headers), status, code, text)
    }
  }

  @Test("a key only while it lives, from its addresses, for what it was made for")
  func limits() throws {
    let shop = try Shop(isAlone: true)
    let client = shop.client
    let brief = try client.program(
      of: shop.seller, expiresAt: OfficeClient.start + .seconds(60))
    #expect(try brief.call(Self.list).status == 200)
    client.advance(.seconds(60))
    check(try brief.call(Self.list), 403, 7, "deactivated")

    let ended = try client.program(of: shop.seller)
    #expect(try ended.call(Self.list).status == 200)
    try client.revoke(ended, of: shop.seller)
    check(try ended.call(Self.list), 403, 7, "deactivated")

    let far = try client.program(of: shop.seller, addresses: "192.0.2.0/24 2001:db8::/32")
    check(try far.call(Self.list), 403, 7, "specific IP addresses")
    let near = try client.program(of: shop.seller, addresses: "192.0.2.1 127.0.0.0/8")
    #expect(try near.call(Self.list).status == 200)

    let reader = try client.program(of: shop.seller, rights: [.readProducts])
    #expect(try reader.call(Self.list).status == 200)
    for path in [
      "/v2/products/stocks", "/v1/product/import/prices", "/v3/product/import",
      "/v1/product/archive",
    ] { check(try reader.call(path), 403, 7, "missing a required role") }
  }

  @Test("50 calls of a shop in a second, and tells when to come again")
  func rates() throws {
    let shop = try Shop(isAlone: true)
    let other = try shop.client.addSeller("Northern Books")
    let programs = [
      try shop.client.program(of: shop.seller), try shop.client.program(of: shop.seller),
    ]
    for call in 0..<50 {
      let answer = try programs[call % 2].call(Self.list)
      #expect(answer.status == 200)
      #expect(answer.headers["RateLimit-Remaining"] == "\(49 - call)")
    }
    let over = try programs[0].call(Self.list)
    check(over, 429, 8, "rate limit per second")
    #expect(over.headers["Retry-After"] == "1")
    #expect(over.headers["RateLimit-Limit"] == "50")
    #expect(try shop.client.program(of: other).call(Self.list).status == 200)
    // A client that spreads its calls is never refused, wherever the seconds of the clock end.
    for _ in 0..<60 {
      shop.client.advance(.milliseconds(20))
      #expect(try programs[0].call(Self.list).status == 200)
    }
    #expect(try programs[0].call(Self.list).status == 429)
    shop.client.advance(.seconds(1))
    let rested = try programs[0].call(Self.list)
    #expect(rested.status == 200 && rested.headers["RateLimit-Remaining"] == "49")
  }

  @Test("nobody to a path that it does not have, and answers in its own words")
  func unknownPaths() throws {
    let shop = try ProgramShop()
    for path in ["/v1/nothing", "/v5/product/list", "/v9/", "/v3/product/list/more"] {
      check(try shop.program.call(path), 404, 5, "Not found")
    }
    let wrong = try shop.shop.client.send(
      .get, Self.list, [("Client-Id", shop.program.id), ("Api-Key", shop.program.key)])
    check(wrong, 405, 12, "Method")
    // What is no version of the API is a page.
    #expect(try shop.program.call("/v/product/list").headers["Content-Type"] != "application/json")
  }

  @Test("whatever real clients send: no type, no body, nulls, numbers as texts, unknown fields")
  func tolerance() throws {
    let shop = try ProgramShop()
    _ = try shop.make(["TOL-1", "TOL-2", "TOL-3"])
    let none: [(name: String, value: String)] = []
    let bodies = [
      "", "{}", "null", " \r\n", #"{"filter":null,"last_id":null,"limit":null}"#,
      #"{"filter":{"visibility":"ALL","offer_id":null,"product_id":[]},"last_id":"","limit":"10"}"#,
      #"{"filter":{"visibility":["ALL"]},"limit":10.0,"surplus":{"a":[1]}}"#,
      #"{"filter":{"visibility":""},"limit":5000}"#,
    ]
    for body in bodies {
      for headers in [none, [("Content-Type", "application/octet-stream")], [("Accept", "*/*")]] {
        let answer = try shop.program.call(Self.list, body, headers: headers)
        #expect(answer.json["result"]?["items"]?.array?.count == 3, "\(body): \(answer.text)")
      }
    }
    #expect(try shop.program.call("/v1/description-category/tree", "", headers: none).status == 200)
  }

  @Test("no malformed body, and names the field")
  func malformed() throws {
    let shop = try ProgramShop()
    let cases = [
      (Self.list, "{", "Malformed"), (Self.list, "[]", "object"), (Self.list, "7", "object"),
      (Self.list, #"{"limit":1,"limit":2}"#, "Malformed"),
      (Self.list, #"{"limit":"many"}"#, "limit"), (Self.list, #"{"limit":1.5}"#, "limit"),
      (Self.list, #"{"limit":1e30}"#, "limit"), (Self.list, #"{"filter":[]}"#, "filter"),
      (Self.list, #"{"last_id":"x"}"#, "last_id"),
      (Self.list, #"{"filter":{"visibility":"SOME"}}"#, "visibility"),
      (Self.list, #"{"filter":{"product_id":["x"]}}"#, "product_id"),
      ("/v3/product/import", "{}", "items"), ("/v3/product/import", #"{"items":[1]}"#, "items[0]"),
      ("/v2/products/stocks", #"{"stocks":[{"offer_id":"a"}]}"#, "stocks[0].stock"),
      ("/v2/products/stocks", #"{"stocks":{"a":1}}"#, "stocks"),
      ("/v1/product/archive", #"{"product_id":[]}"#, "product_id"),
      ("/v1/description-category/tree", #"{"language":"FR"}"#, "language"),
    ]
    for (path, body, name) in cases {
      let answer = try shop.program.call(path, body)
      check(answer, 400, 3, name)
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(try shop.program.call(Self.list, deep).status == 400)
    let many = (0..<101).map { _ in #"{"offer_id":"a","stock":1,"warehouse_id":1}"# }
    let long = "{\"stocks\":[\(many.joined(separator: ","))]}"
    check(try shop.program.call("/v2/products/stocks", long), 400, 3, "100 items")
  }
}
