import Commerce
import Office
import Orders
import Products
import SQL

private enum SeedSQL {
  static let insertSeller = SQL.Command(
    """
    insert into seller
      (id, name, state, currency, time_zone, country, postcode, city, address, created_at)
    values (?, ?, 'active', ?, 'Europe/Berlin', 'DE', '10115', 'Berlin', 'Musterweg 1', ?)
    """)
  static let insertMember = SQL.Command(
    "insert into member (id, email, name, password, created_at) values (?, ?, ?, ?, ?)")
  static let insertMembership = SQL.Command(
    "insert into membership (member_id, shop, role) values (?, ?, 'owner')")
}

/// Makes the benchmark's marketplace, shop by shop: rows that lie together are written together.
struct BenchSeed {
  let kernel: Kernel
  let plan: SeedPlan
  let say: (String) -> Void

  /// Shops in a transaction.
  private static let batch = 4

  func make() throws {
    guard let currency = Currency(code: SeedPlan.currency) else { return }
    guard let hash = PasswordHasher().hash(BenchOffice.password) else {
      throw BootError("The password can't be hashed on this system.")
    }
    let products = ProductArchive(kernel: kernel)
    let orders = OrderArchive()
    var told = MonotonicClock.nanoseconds()
    var done = 0
    try Array(plan.shops).inBatches(of: Self.batch) { shops in
      try kernel.database.writer.write { transaction in
        for shop in shops {
          try insert(shop, hash, products, in: transaction)
          let tx = transaction.platform(Operator.platform)
          try orders.insert(numbered(plan.orders(of: shop, currency), in: tx), in: tx)
        }
      }
      done += shops.reduce(0) { $0 + plan.count(of: $1) }
      if MonotonicClock.nanoseconds() - told > 2_000_000_000 {
        told = MonotonicClock.nanoseconds()
        say("made \(done) of \(plan.orders) orders")
      }
      if Interruption.hasCome() { throw BootError("Stopped; the half-made database is not used.") }
    }
  }

  /// What is packed has a carrier's number, since its label is printed.
  private func numbered(
    _ orders: [ArchivedOrder], in tx: PlatformTransaction
  ) throws(SQLError) -> [ArchivedOrder] {
    var orders = orders
    for place in orders.indices where orders[place].postings[0].state == .awaitingDelivery {
      orders[place].postings[0].carrier = SeedPlan.carrier
      orders[place].postings[0].trackingNumber = try OrderArchive.nextTrackingNumber(
        of: SeedPlan.carrier, in: tx)
    }
    return orders
  }

  private func insert(
    _ shop: Int, _ hash: String, _ products: ProductArchive, in transaction: Transaction
  ) throws {
    let id = plan.seller(shop).raw
    let now = kernel.clock.now()
    try transaction.open.run(
      SeedSQL.insertSeller, id, "Shop \(shop)", SeedPlan.currency, now.milliseconds)
    try transaction.open.run(
      SeedSQL.insertMember, id, SeedPlan.email(shop), "Owner \(shop)", hash, now.milliseconds)
    try transaction.open.run(SeedSQL.insertMembership, id, id)
    let rows = transaction.seller(Operator.platform.entering(seller: id))
    let warehouse = try products.addWarehouse(named: "Berlin", in: rows)
    for number in 0..<SeedPlan.productsPerSeller {
      var listing = ProductArchive.Listing(
        category: CategoryID(raw: 91), title: SeedPlan.title(number),
        offerID: SeedPlan.offer(number, of: shop), createdAt: now)
      listing.price = SeedPlan.price(number)
      listing.weight = 300 + Int64(number) * 40
      listing.stock = 1_000_000_000
      _ = try products.insert(
        listing, id: plan.product(number, of: shop), warehouse: warehouse, in: rows)
    }
  }
}
