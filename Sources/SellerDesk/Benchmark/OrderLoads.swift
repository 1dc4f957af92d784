import Commerce

/// The list of orders as a seller narrows it.
final class OrderLoads {
  private let requests: BenchRequests
  private let cookies: [String]
  private var chance = Chance(seed: 17)

  static let tabs = [
    "", "tab=all", "tab=new", "tab=pack", "tab=ship", "tab=transit", "tab=delivered",
    "tab=cancelled",
  ]
  static let filters = [
    "carrier=1", "carrier=4", "least=60", "most=15", "least=20&most=25", "from=2026-01-01",
    "until=2026-06-30", "carrier=1&least=40", "from=2026-05-01&until=2026-05-31", "tag=gift",
  ]

  init(_ requests: BenchRequests, cookies: [String]) {
    self.requests = requests
    self.cookies = cookies
  }

  private func list(_ query: String) -> [UInt8] {
    requests.get(query.isEmpty ? "/orders" : "/orders?\(query)", cookie: chance.pick(cookies))
  }

  func tab() -> [UInt8] { list(chance.pick(Self.tabs) ?? "") }

  /// Any filter in any tab.
  func filter() -> [UInt8] {
    let tab = chance.pick(Self.tabs) ?? ""
    let filter = chance.pick(Self.filters) ?? ""
    return list(tab.isEmpty ? filter : "\(tab)&\(filter)")
  }

  /// Any tab or filter from any time on.
  func deep() -> [UInt8] {
    let query = chance.pick(Self.tabs + Self.filters) ?? ""
    let age = Int64.random(in: 0..<SeedPlan.span, using: &chance)
    return list("\(query.isEmpty ? "tab=open" : query)&after=a\(SeedPlan.end.milliseconds - age).0")
  }
}
