import Commerce
import Glibc
import Office
import SQL

private enum SessionSQL {
  static let forget = SQL.Command("delete from session where agent = 'sellerdesk bench'")
  static let insert = SQL.Command(
    """
    insert into session (hash, member_id, shop, created_at, expires_at, address, agent)
    values (?1, ?2, ?3, ?4, ?5, '127.0.0.0', 'sellerdesk bench')
    """)
}

/// The marketplace of the benchmark before its server starts: made where it is missing, with
/// sessions of many owners and a key of the shop front.
struct BenchOffice {
  let plan: SeedPlan
  /// `session=...`, one for each of the first shops; the shops' numbers are their places.
  let cookies: [String]
  /// Of the shop with very many goods: its owner, then a moderator; empty without such a shop.
  let goodsCookies: [String]
  let key: String
  /// Shops whose programs set stock; none without the shop with very many goods.
  let stockShops: [StockShop]
  /// How long the marketplace took to make; nil where it was there.
  let seedSeconds: Double?

  static let password = "sellerdesk-demo"
  private static let sessions = 200

  init(_ configuration: Configuration, _ plan: SeedPlan, say: (String) -> Void) throws {
    self.plan = plan
    let folder = BenchFolder(path: configuration.data)
    seedSeconds = folder.holds(plan) ? nil : try Self.make(configuration, plan, folder, say)
    let database = try Modules.boot.open(configuration)
    defer { database.close() }
    let shops = plan.shops.prefix(Self.sessions).map { (Int64($0), Int64($0)) }
    let staff = plan.hasGoods ? plan.goodsStaff.map { ($0.member, $0.shop) } : []
    let opened = try Self.openSessions(database, shops + staff)
    cookies = Array(opened.prefix(shops.count))
    goodsCookies = Array(opened.dropFirst(shops.count))
    stockShops = plan.goods > 0 ? try plan.openStockShops(database) : []
    key = try Accounts(database: database).addKey(name: "bench", scope: .storefront, at: .now())
  }

  private static func make(
    _ configuration: Configuration, _ plan: SeedPlan, _ folder: BenchFolder,
    _ say: (String) -> Void
  ) throws -> Double {
    let start = MonotonicClock.nanoseconds()
    let lock = try DataLock(configuration.data)
    defer { withExtendedLifetime(lock) {} }
    try folder.begin()
    let office = try Modules.boot.office(configuration, isForBulk: true)
    defer { office.kernel.database.close() }
    try office.kernel.database.startCheckpoints()
    try withoutActuallyEscaping(say) { say in
      try BenchSeed(kernel: office.kernel, plan: plan, say: say).make()
      if plan.hasGoods { try GoodsSeed(kernel: office.kernel, plan: plan, say: say).make() }
    }
    office.kernel.database.close()
    try folder.finish(plan)
    let seconds = Double(MonotonicClock.nanoseconds() - start) / 1e9
    say("made \(plan.orders) orders of \(plan.sellers) sellers in \(Int(seconds)) s")
    return seconds
  }

  /// Tokens are new on every run: only their digests are stored.
  private static func openSessions(
    _ database: Database, _ people: [(member: Int64, shop: Int64)]
  ) throws -> [String] {
    let tokens = people.map { ($0, SessionToken().text) }
    let now = Instant.now()
    try database.writer.write { transaction in
      try transaction.open.run(SessionSQL.forget)
      for (person, token) in tokens {
        try transaction.open.run(
          SessionSQL.insert, SHA256.hash(Array(token.utf8)), person.member, person.shop,
          now.milliseconds, (now + .days(14)).milliseconds)
      }
    }
    return tokens.map { "session=\($0.1)" }
  }
}
