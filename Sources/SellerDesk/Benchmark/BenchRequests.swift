import Commerce
import Office

/// The requests of the benchmark, as octets.
final class BenchRequests {
  private let host: String
  private let plan: SeedPlan
  private let key: String
  private let run = SessionToken().text
  private var chance = Chance(seed: 7)
  private var placed = 0

  init(host: String, plan: SeedPlan, key: String) {
    self.host = host
    self.plan = plan
    self.key = key
  }

  /// A page as a browser asks for it.
  func get(_ path: String, cookie: String? = nil) -> [UInt8] {
    let cookie = cookie.map { "Cookie: \($0)\r\n" } ?? ""
    return Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(cookie)\r\n".utf8)
  }

  /// One of the requests, at random.
  func any(_ requests: [[UInt8]]) -> [UInt8] { chance.pick(requests) ?? [] }

  func signIn() -> [UInt8] {
    let shop = Int.random(in: plan.shops, using: &chance)
    let body = "email=owner%40shop\(shop).bench.example&password=\(BenchOffice.password)"
    return post("/sign-in", "Content-Type: application/x-www-form-urlencoded\r\n", Array(body.utf8))
  }

  /// An order of one piece of any goods, with a key of its own.
  func order() -> [UInt8] {
    placed += 1
    let buyer = Crowd.buyer(&chance)
    let body = JSON.object([
      ("buyer", buyer.json), ("currency", .string(SeedPlan.currency)), ("shipping", "2.50"),
      ("paid", .bool(true)),
      (
        "lines",
        .array([
          .object([("product_id", .integer(plan.product(&chance).raw)), ("quantity", .integer(1))])
        ])
      ),
    ])
    let headers =
      "Content-Type: application/json\r\nAuthorization: Bearer \(key)\r\n"
      + "Idempotency-Key: \(run)-\(placed)\r\n"
    return post("/storefront/v1/orders", headers, body.bytes)
  }

  /// A form as a browser posts it from our own page.
  func form(_ path: String, _ body: String, cookie: String) -> [UInt8] {
    post(
      path,
      "Cookie: \(cookie)\r\nSec-Fetch-Site: same-origin\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n", Array(body.utf8))
  }

  /// A form with a file, as a browser posts it.
  func upload(_ path: String, _ file: [UInt8], token: String, cookie: String) -> [UInt8] {
    let mark = "----bench"
    let head =
      "--\(mark)\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(token)\r\n--\(mark)\r\n"
      + "Content-Disposition: form-data; name=\"file\"; filename=\"goods.csv\"\r\n"
      + "Content-Type: text/csv\r\n\r\n"
    return post(
      path,
      "Cookie: \(cookie)\r\nSec-Fetch-Site: same-origin\r\n"
        + "Content-Type: multipart/form-data; boundary=\(mark)\r\n",
      Array(head.utf8) + file + Array("\r\n--\(mark)--\r\n".utf8))
  }

  /// A call of a shop's program that sets stock.
  func stocks(of shop: StockShop, _ body: [UInt8]) -> [UInt8] {
    post(
      "/v2/products/stocks",
      "Client-Id: \(shop.id)\r\nApi-Key: \(shop.key)\r\nContent-Type: application/json\r\n",
      body)
  }

  private func post(_ path: String, _ headers: String, _ body: [UInt8]) -> [UInt8] {
    Array(
      "POST \(path) HTTP/1.1\r\nHost: \(host)\r\n\(headers)Content-Length: \(body.count)\r\n\r\n"
        .utf8) + body
  }
}
