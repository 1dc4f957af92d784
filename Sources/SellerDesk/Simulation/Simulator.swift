import Commerce
import Office

/// A seeded crowd of buyers that uses the Storefront API over real HTTP, like a shop front: it
/// looks at the goods, orders and pays at once or later, answers what shops ask, sometimes thinks
/// better of it, asks where late parcels are, and the carriers it hands the parcels to report where
/// they are.
final class Simulator {
  /// One line of the shop window.
  private struct Offer {
    let product: Int64
    let available: Int64
  }

  private let client: HTTPClient
  private let key: String
  private let session: UInt64
  private var chance: Chance
  private var offers: [Offer] = []
  private var watched: [String]
  /// What those who write in other languages than English do it in, by order.
  private var languages: [String: Locale] = [:]
  private var steps = 0

  /// Parcels looked after at a time; older ones are left alone.
  private static let watchLimit = 200

  /// - Parameters:
  ///   - address: `http://HOST:PORT`.
  ///   - key: a Storefront API key.
  ///   - seed: the same seed gives the same crowd.
  ///   - watching: the languages of orders that were placed before, by their numbers.
  init(
    _ address: String, key: String, seed: UInt64, watching: [String: Locale] = [:]
  ) throws(HTTPClientError) {
    client = try HTTPClient(address)
    self.key = key
    watched = watching.keys.sorted()
    languages = watching
    chance = Chance(seed: seed)
    session = UInt64(bitPattern: Instant.now().milliseconds)
  }

  /// One moment of the crowd: somebody orders, and one parcel moves on.
  /// - Returns: what happened, for the terminal; nil where nothing did.
  func step() throws -> String? {
    steps += 1
    if offers.isEmpty || steps % 50 == 0 { try look() }
    let ordered = try order()
    if steps % 2 == 0 { try follow() }
    return ordered
  }

  private func look() throws {
    var found: [Offer] = []
    var path = "/storefront/v1/products?limit=200"
    while found.count < 2_000 {
      let reply = try get(path)
      for product in reply["products"]?.array ?? [] {
        guard let id = Self.number(product["id"]), let free = product["available"]?.integer,
          free > 0
        else { continue }
        found.append(Offer(product: id, available: free))
      }
      guard let next = reply["next"]?.string else { break }
      path = "/storefront/v1/products?limit=200&after=\(next)"
    }
    offers = found
  }

  private func order() throws -> String? {
    guard let lines = basket() else { return nil }
    let buyer = Crowd.someone(&chance)
    var fields: [(String, JSON)] = [
      ("buyer", buyer.json), ("language", .string(buyer.language.rawValue)),
      ("lines", .array(lines)),
      ("paid", .bool(!chance.happens(15))),
      ("shipping", .string(chance.pick(["0", "199.00", "299.00"]) ?? "0")),
    ]
    if chance.happens(8) { fields.append(("note", .string(buyer.wish))) }
    if chance.happens(40) { fields.append(("deliver_by", .string(promise().description))) }
    let reply = try post("/storefront/v1/orders", .object(fields))
    guard reply.status == 201, let order = try? JSON(parsing: reply.body),
      let number = order["order"]?["number"]?.string
    else {
      if reply.status == 409 { offers.removeAll() }
      return nil
    }
    watched.append(number)
    languages[number] = buyer.language
    if watched.count > Self.watchLimit { languages[watched.removeFirst()] = nil }
    return "order \(number)"
  }

  /// Most in some days; some by courier, within the hour.
  private func promise() -> Instant {
    chance.happens(30)
      ? .now() + .minutes(Int64.random(in: 20...60, using: &chance))
      : .now() + .days(Int64.random(in: 2...9, using: &chance))
  }

  private func basket() -> [JSON]? {
    guard !offers.isEmpty else { return nil }
    let wanted = chance.happens(70) ? 1 : Int.random(in: 2...3, using: &chance)
    var chosen: Set<Int64> = []
    return (0..<wanted).compactMap { _ in
      guard let offer = chance.pick(offers), chosen.insert(offer.product).inserted else {
        return nil
      }
      let pieces = chance.happens(80) ? 1 : min(offer.available, 3)
      return .object([
        ("product_id", .integer(offer.product)), ("quantity", .integer(pieces)),
      ])
    }
  }

  /// Looks after one order: the carrier scans its parcels, or the buyer changes their mind.
  private func follow() throws {
    guard let number = chance.pick(watched) else { return }
    let order = try get("/storefront/v1/orders/\(number)")
    let postings = order["order"]?["postings"]?.array ?? []
    for posting in postings {
      guard let name = posting["number"]?.string, let state = posting["state"]?.string else {
        continue
      }
      let language = languages[number] ?? .en
      // Of late parcels the carrier says little.
      let asked = posting["inquiry"]?["state"]?.string
      if posting["can_inquire"]?.bool == true, asked == nil || chance.happens(10) {
        if chance.happens(40) { try ask(for: name, language) }
      } else if asked != "open" || chance.happens(2) {
        try report(on: name, in: state)
      }
      if let link = posting["question_url"]?.string, chance.happens(50) {
        try answer(link, language)
      }
    }
    if postings.contains(where: { $0["state"]?.string == "awaiting_payment" }), chance.happens(60) {
      _ = try post("/storefront/v1/orders/\(number)/payment", .object([("state", "paid")]))
    }
    let isNew = postings.allSatisfy { $0["state"]?.string == "awaiting_confirmation" }
    if isNew, chance.happens(3) {
      _ = try post("/storefront/v1/orders/\(number)/cancellation", .object([]))
      watched.removeAll { $0 == number }
    }
  }

  private func report(on posting: String, in state: String) throws {
    let code: String? =
      switch state {
      case "handed_over": "accepted"
      case "delivering": chance.pick(["in_transit", "out_for_delivery", "delivered"])
      default: nil
      }
    guard let code else { return }
    let path = "/storefront/v1/postings/\(posting)/events"
    _ = try post(path, .object([("code", .string(code))]))
  }

  /// Where is my parcel?
  private func ask(for posting: String, _ language: Locale) throws {
    let words = chance.happens(70) ? Crowd.question(in: language, &chance) : ""
    _ = try post(
      "/storefront/v1/postings/\(posting)/inquiry", .object([("text", .string(words))]))
  }

  /// Presses a button of the buyer's page, as a browser does.
  private func answer(_ link: String, _ language: Locale) throws {
    guard let start = link.firstRange(of: "/q/")?.lowerBound else { return }
    let path = String(link[start...])
    let page = String(decoding: try client.send("GET", path).body, as: UTF8.self)
    let words = Crowd.answers[language] ?? ""
    let typed = words.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    var fields = "answer=changed&text=\(typed.joined())"
    if page.contains("value=\"right\"") { fields = "answer=right" }
    if chance.happens(8) { fields = "answer=cancel" }
    _ = try client.send(
      "POST", path,
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin"),
      ], body: Array(fields.utf8))
  }

  /// A number, also where it is written as a text.
  private static func number(_ value: JSON?) -> Int64? {
    value?.integer ?? value?.string.flatMap { Int64($0) }
  }

  private func get(_ path: String) throws -> JSON {
    let reply = try client.send("GET", path, headers: [("Authorization", "Bearer \(key)")])
    return try JSON(parsing: reply.body)
  }

  private func post(_ path: String, _ body: JSON) throws -> HTTPReply {
    let token = "sim-\(session)-\(steps)-\(chance.next())"
    return try client.send(
      "POST", path,
      headers: [
        ("Authorization", "Bearer \(key)"), ("Content-Type", "application/json"),
        ("Idempotency-Key", token),
      ], body: body.bytes)
  }
}
