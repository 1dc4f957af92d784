import Commerce
import Office
import SQL

enum GoodsPushSQL {
  /// Shops with items to tell of.
  static let shops = PlatformQuery(
    "select distinct seller_id from main.item_push where seller_id > 0"
  ) { (seller: Int64) in SellerID(raw: seller) }
  static let items = Query(
    """
    select i.product_id, coalesce(p.offer_id, ''), p.pending, i.changed_at
    from item_push i left join product p on p.id = i.product_id
    order by i.product_id limit ?
    """
  ) { (product: Int64, offer: String, pending: Pending?, changed: Int64) in
    (product: product, offer: offer, pending: pending, changed: Instant(milliseconds: changed))
  }
  static let told = Command(
    "delete from main.item_push where seller_id = ? and product_id <= ?")

  static let mark = Query<Int64>("select last_move from stock_push")
  static let setMark = Command(
    """
    insert into main.stock_push (seller_id, last_move) values (?, ?)
    on conflict (seller_id) do update set last_move = excluded.last_move
    """)
  static let moves = Query(
    """
    select id, product_id, at from stock_movement where id > ? order by id limit ?
    """
  ) { (id: Int64, product: Int64, at: Int64) in
    (id: id, product: product, at: Instant(milliseconds: at))
  }
  static let stocks = Query(
    "select warehouse_id, on_hand, reserved from stock where product_id = ? order by warehouse_id"
  ) { (warehouse: Int64, onHand: Int64, reserved: Int64) in
    (warehouse: warehouse, onHand: onHand, reserved: reserved)
  }

  static let statements: [(String, any SQLStatement)] = [
    ("goodsPush.shops", shops), ("goodsPush.items", items), ("goodsPush.told", told),
    ("goodsPush.mark", mark), ("goodsPush.setMark", setMark), ("goodsPush.moves", moves),
    ("goodsPush.stocks", stocks),
  ]
}

/// Tells sellers' programs which goods and which stock changed, some seconds later, so that changes
/// that come together are told together, and nothing of it is done in the change's transaction.
struct GoodsPushes: Sendable {
  static let job = "goods.push"
  /// What is read of a ledger at a time, and told in one message.
  private static let most = (rows: 1_000, items: 100)
  /// Octets of a message's items: with more it would not be sent at all.
  private static let room = WebhookMessage.limit / 2
  /// A shop that begins to listen hears of nothing older.
  private static let memory = Duration.hours(1)

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.every(.seconds(10), Self.job) { _, context in try look(context) }
  }

  private func look(_ context: JobContext) throws {
    guard let platform = context.platform else { throw JobFailure.hopeless("not the platform's") }
    let reader = context.reader.platform(platform)
    for shop in try reader.all(GoodsPushSQL.shops) {
      while try write(context, shop, { tx in try tellItems(at: context.now, in: tx) }) {}
    }
    for (shop, since) in try Webhooks.stockListeners(in: reader) {
      let begin = max(since, context.now - Self.memory)
      while try write(
        context, shop, { tx in try tellStock(since: begin, at: context.now, in: tx) })
      {}
    }
  }

  private func write<T: Sendable>(
    _ context: JobContext, _ shop: SellerID, _ body: (SellerTransaction) throws -> T
  ) throws -> T {
    guard let platform = context.platform else { throw JobFailure.hopeless("not the platform's") }
    return try context.database.writer.write(isDurable: false) { transaction in
      try body(transaction.seller(platform.entering(seller: shop.raw)))
    }
  }

  /// What is deleted by now is told of no more.
  /// - Returns: whether there are more.
  private func tellItems(at now: Instant, in tx: SellerTransaction) throws(SQLError) -> Bool {
    let items = try tx.all(GoodsPushSQL.items, Self.most.rows)
    guard let last = items.last else { return false }
    try tx.run(GoodsPushSQL.told, tx.scope.seller, last.product)
    for item in items where item.pending != nil {
      let body: [(String, JSON)] = [
        ("seller_id", .integer(tx.scope.seller)), ("offer_id", .string(item.offer)),
        ("product_id", .integer(item.product)), ("is_error", .bool(item.pending == .fixes)),
        ("changed_at", .string("\(item.changed)")),
      ]
      try kernel.webhooks.push(
        .itemChanged, of: "product", item.product, body, at: now, in: tx)
    }
    return items.count == Self.most.rows
  }

  /// - Returns: whether there is more in the ledger.
  private func tellStock(
    since: Instant, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    let begin = ID<StockMove>.before(since).raw
    let mark = max(try tx.first(GoodsPushSQL.mark) ?? 0, begin)
    let moves = try tx.all(GoodsPushSQL.moves, mark, Self.most.rows)
    guard let last = moves.last else { return false }
    try tx.run(GoodsPushSQL.setMark, tx.scope.seller, last.id)
    var changed: [(product: Int64, at: Instant)] = []
    var seen: Set<Int64> = []
    for move in moves.reversed() where seen.insert(move.product).inserted {
      changed.append((move.product, move.at))
    }
    var (items, size) = ([JSON](), 0)
    for (product, moved) in changed.reversed() {
      let item = try stock(of: product, moved, in: tx)
      let octets = item.bytes.count
      if items.count == Self.most.items || size + octets > Self.room {
        try tell(items, at: now, in: tx)
        (items, size) = ([], 0)
      }
      items.append(item)
      size += octets
    }
    try tell(items, at: now, in: tx)
    return moves.count == Self.most.rows
  }

  private func stock(
    of product: Int64, _ moved: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> JSON {
    let stocks = try tx.all(GoodsPushSQL.stocks, product).map { stock -> JSON in
      [
        "warehouse_id": .integer(stock.warehouse), "present": .integer(stock.onHand),
        "reserved": .integer(stock.reserved),
      ]
    }
    return [
      "product_id": .integer(product), "sku": .integer(product), "updated_at": .string("\(moved)"),
      "stocks": .array(stocks),
    ]
  }

  private func tell(
    _ items: [JSON], at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let body: [(String, JSON)] = [
      ("seller_id", .integer(tx.scope.seller)), ("items", .array(items)),
    ]
    try kernel.webhooks.push(.stocksChanged, of: "shop", tx.scope.seller, body, at: now, in: tx)
  }
}
