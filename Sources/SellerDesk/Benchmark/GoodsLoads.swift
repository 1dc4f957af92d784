import Commerce
import HTTP
import Office

/// The requests of the shop with very many goods.
final class GoodsLoads {
  private let client: HTTPClient
  private let requests: BenchRequests
  private let plan: SeedPlan
  private let owner: String
  private let moderator: String
  private var chance = Chance(seed: 11)
  private var drafts: [Draft] = []

  /// A product whose form is saved again and again.
  private struct Draft {
    let path: String
    let token: String
    var version: Int
  }

  static let tabs = [
    "", "tab=drafts", "tab=review", "tab=fixes", "tab=onsale", "tab=ready",
    "tab=hidden", "tab=archived",
  ]
  static let filters = [
    "category=11", "category=91", "stock=low", "stock=none", "stock=ok", "tab=onsale&category=12",
    "tab=onsale&stock=low", "category=11&stock=none", "tab=hidden&stock=low",
  ]
  static let sorts = ["edited", "name", "cheapest", "dearest", "least", "most"]
  static let ranges = [
    "brand=Brand+3", "brand=Maker+77", "price_from=100&price_to=300", "price_to=2",
    "brand=Brand+5&price_from=500", "tab=onsale&price_from=890", "category=12&brand=Maker+9",
  ]

  init(
    _ client: HTTPClient, _ requests: BenchRequests, _ plan: SeedPlan, owner: String,
    moderator: String
  ) throws {
    self.client = client
    self.requests = requests
    self.plan = plan
    self.owner = owner
    self.moderator = moderator
  }

  private func list(_ query: String) -> [UInt8] {
    requests.get(query.isEmpty ? "/products" : "/products?\(query)", cookie: owner)
  }

  func tab() -> [UInt8] { list(chance.pick(Self.tabs) ?? "") }

  func filter() -> [UInt8] { list(chance.pick(Self.filters) ?? "") }

  /// A brand or a range of prices, alone or with another filter.
  func range() -> [UInt8] { list(chance.pick(Self.ranges) ?? "") }

  /// Any tab or filter in another order than that of making.
  func sorted() -> [UInt8] {
    let query = chance.pick(Self.tabs + Self.filters + Self.ranges) ?? ""
    return list("\(query)&sort=\(chance.pick(Self.sorts) ?? "")")
  }

  /// The list by price from any price on.
  func sortedDeep() -> [UInt8] {
    let query = chance.pick(Self.tabs + Self.filters) ?? ""
    let number = Int.random(in: 0..<max(1, plan.goods), using: &chance)
    let price = Int.random(in: 100...90_000, using: &chance)
    return list("\(query)&sort=cheapest&after=\(plan.goodsProduct(number))~\(price)")
  }

  /// Any tab or filter from any place of the list on.
  func deep() -> [UInt8] {
    let query = chance.pick(Self.tabs + Self.filters) ?? ""
    let number = Int.random(in: 0..<max(1, plan.goods), using: &chance)
    return list("\(query)&after=\(plan.goodsProduct(number))")
  }

  func search() -> [UInt8] {
    let text = PercentDecoding.encode(GoodsText.typed(&chance, of: plan.goods))
    return requests.get("/search?q=\(text)", cookie: owner)
  }

  func queue() -> [UInt8] { requests.get("/moderation", cookie: moderator) }

  /// Reads the forms of some drafts as a browser does.
  func openForms() throws {
    for number in stride(from: 0, to: min(plan.goods, 2_000), by: 20) {
      let path = "/products/\(plan.goodsProduct(number))"
      let reply = try client.exchange(requests.get(path, cookie: owner))
      let page = String(decoding: reply.body, as: UTF8.self)
      guard let token = BenchPages.value("_token", in: page),
        let version = BenchPages.value("version", in: page).flatMap({ Int($0) })
      else { throw HTTPClientError.broken("\(path) has no form") }
      drafts.append(Draft(path: path, token: token, version: version))
    }
  }

  /// The next draft's form with another price, as the browser sends it.
  func save() -> [UInt8] {
    guard !drafts.isEmpty else { return [] }
    var draft = drafts.removeFirst()
    let fields = [
      ("_token", draft.token), ("version", "\(draft.version)"), ("category", "11"),
      ("title", "Чайник керамический \(draft.version)"), ("brand", "Koivu"),
      ("description", "Stoneware teapot, thrown and glazed by hand."), ("weight", "1250"),
      ("price", "\(100 + draft.version).00"), ("offer_id", draft.path.dropFirst(10).description),
      ("attribute_material", "stoneware"), ("attribute_volume", "900"),
    ]
    let body = fields.map { "\($0.0)=\(PercentDecoding.encode($0.1))" }.joined(separator: "&")
    draft.version += 1
    drafts.append(draft)
    return requests.form(draft.path, body, cookie: owner)
  }
}
