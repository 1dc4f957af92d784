/// Addresses that the benchmark finds as a reader would: by following links.
struct BenchPages {
  /// Requests for the first page of the list of all orders, one for each session.
  var lists: [[UInt8]] = []
  /// The next page behind it.
  var next: [[UInt8]] = []
  /// What waits for the seller: the page that opens first.
  var open: [[UInt8]] = []
  /// An order's own page.
  var orders: [[UInt8]] = []
  var stylesheet: [UInt8] = []

  static let list = "/orders?tab=all"

  init(_ client: HTTPClient, _ requests: BenchRequests, cookies: [String]) throws {
    for cookie in cookies {
      let request = requests.get(Self.list, cookie: cookie)
      let page = try Self.text(client, request, Self.list)
      lists.append(request)
      open.append(requests.get("/orders", cookie: cookie))
      if let path = Self.link(in: page, before: "\" rel=\"next\"") {
        next.append(requests.get(path, cookie: cookie))
      }
      let postings = Self.links(in: page, beginning: "/orders/").filter {
        $0.dropFirst("/orders/".count).allSatisfy(\.isNumber)
      }
      for path in postings.prefix(10) {
        orders.append(requests.get(path, cookie: cookie))
      }
    }
    let page = try Self.text(client, requests.get("/sign-in"), "/sign-in")
    guard let path = Self.links(in: page, beginning: "/assets/app.").first else {
      throw HTTPClientError.broken("/sign-in names no stylesheet")
    }
    stylesheet = requests.get(path)
  }

  /// The value of a hidden field.
  static func value(_ name: String, in page: String) -> String? {
    quoted("name=\"\(name)\" value=\"", in: page[...])
  }

  /// What stands between `beginning` and the next quotation mark.
  static func quoted(_ beginning: String, in text: Substring) -> String? {
    text.firstRange(of: beginning).map { String(text[$0.upperBound...].prefix { $0 != "\"" }) }
  }

  private static func text(
    _ client: HTTPClient, _ request: [UInt8], _ path: String
  ) throws -> String {
    let reply = try client.exchange(request)
    guard reply.status == 200 else {
      throw HTTPClientError.broken("\(path) answers \(reply.status)")
    }
    return String(decoding: reply.body, as: UTF8.self)
  }

  /// The paths of links that begin so and go on with digits or a name.
  private static func links(in page: String, beginning: String) -> [String] {
    page.split(separator: "href=\"").dropFirst().compactMap { rest in
      let path = rest.prefix { $0 != "\"" }
      let tail = path.dropFirst(beginning.count)
      guard path.hasPrefix(beginning), !tail.isEmpty, !tail.contains("/") else { return nil }
      return String(path)
    }
  }

  /// The path of the link that such text follows.
  private static func link(in page: String, before mark: String) -> String? {
    guard let end = page.firstRange(of: mark)?.lowerBound else { return nil }
    guard let start = page[..<end].split(separator: "href=\"").last else { return nil }
    return start.split(separator: "&amp;").joined(separator: "&")
  }
}
