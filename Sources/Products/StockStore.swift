import Commerce
import Office
import SQL

extension StockReason: SQLConvertible { typealias Raw = String }

private struct Level: Sendable {
  let available: Int64
  let threshold: Int64
  let state: ListingState
  let blockers: Blockers
}

enum StockSQL {
  static let balances = Query<StockBalance>(
    """
    select w.id, w.name, coalesce(s.on_hand, 0), coalesce(s.reserved, 0)
    from warehouse w left join stock s on s.warehouse_id = w.id and s.product_id = ?
    order by w.id
    """
  ) { (id: Int64, name: String, onHand: Int64, reserved: Int64) in
    StockBalance(warehouse: WarehouseID(raw: id), name: name, onHand: onHand, reserved: reserved)
  }
  static let ledger = Query<StockEntry>(
    """
    select v.id, w.name, v.reason, v.on_hand, v.reserved, v.posting_id, v.note, v.at, m.name
    from stock_movement v join warehouse w on w.id = v.warehouse_id
    left join member m on m.id = v.member_id
    where v.product_id = ? and v.id < ? order by v.id desc limit ?
    """
  ) {
    (
      id: Int64, warehouse: String, reason: StockReason, onHand: Int64, reserved: Int64,
      posting: Int64?, note: String, at: Int64, member: String?
    ) in
    StockEntry(
      id: id, warehouse: warehouse, reason: reason, onHand: onHand, reserved: reserved,
      posting: posting, note: note, at: Instant(milliseconds: at), member: member)
  }
  static let warehouse = Query<Int64>("select id from warehouse where id = ?")
  static let firstWarehouse = Query<Int64>("select id from warehouse order by id limit 1")
  static let insertWarehouse = Command(
    "insert into main.warehouse (seller_id, id, name) values (?, ?, ?)")
  static let change = Command(
    """
    update main.stock set on_hand = on_hand + ?4, reserved = reserved + ?5
    where seller_id = ?1 and product_id = ?2 and warehouse_id = ?3
    """)
  static let begin = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, reserved)
    values (?1, ?2, ?3, ?4, ?5)
    """)
  static let insert = Command(
    """
    insert into main.stock_movement (seller_id, id, product_id, warehouse_id, reason, on_hand,
      reserved, posting_id, note, at, member_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  fileprivate static let available = Query<Level>(
    """
    update main.product set available = available + ?3 where seller_id = ?1 and id = ?2
    returning available, low_stock, state, blockers
    """
  ) { (available: Int64, threshold: Int64, state: ListingState, blockers: Int64) in
    Level(
      available: available, threshold: threshold, state: state,
      blockers: Blockers(rawValue: blockers))
  }

  static let statements: [(String, any SQLStatement)] = [
    ("stock.balances", balances), ("stock.ledger", ledger), ("stock.warehouse", warehouse),
    ("stock.firstWarehouse", firstWarehouse), ("stock.insertWarehouse", insertWarehouse),
    ("stock.change", change), ("stock.begin", begin), ("stock.insert", insert),
    ("stock.available", available),
  ]
}

/// Balances and the ledger of the shop.
struct StockStore {
  let rows: SellerReader

  /// One balance for each warehouse of the shop, also where the product never was.
  func balances(of product: ProductID) throws(SQLError) -> [StockBalance] {
    try rows.all(StockSQL.balances, product.raw)
  }

  /// The ledger of a product, newest first, older than the given entry.
  func ledger(
    of product: ProductID, before: Int64?, limit: Int
  ) throws(SQLError) -> [StockEntry] {
    try rows.all(StockSQL.ledger, product.raw, before ?? .max, limit)
  }

  func hasWarehouse(_ id: WarehouseID) throws(SQLError) -> Bool {
    try rows.first(StockSQL.warehouse, id.raw) != nil
  }
}

extension StockStore {
  static func insertWarehouse(
    _ id: WarehouseID, name: String, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(StockSQL.insertWarehouse, tx.scope.seller, id.raw, name)
  }

  /// The first warehouse of a shop, made where it has none.
  static func ensureWarehouse(
    named name: String, _ newID: () -> WarehouseID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard try tx.first(StockSQL.firstWarehouse) == nil else { return }
    try insertWarehouse(newID(), name: name, in: tx)
  }

  /// Books a movement: the ledger, the balance, what the product shows as available, the tabs'
  /// counts. A balance below zero or below what is promised breaks a constraint.
  /// - Returns: the level where it crossed the threshold downwards.
  static func book(
    _ move: StockMove, id: Int64, in tx: SellerTransaction
  ) throws(SQLError) -> StockRanLow? {
    let seller = tx.scope.seller
    let product = move.product.raw
    let warehouse = move.warehouse.raw
    let known = try tx.run(
      StockSQL.change, seller, product, warehouse, move.onHand, move.reserved)
    if known == 0 {
      try tx.run(StockSQL.begin, seller, product, warehouse, move.onHand, move.reserved)
    }
    try tx.run(
      StockSQL.insert, seller, id, move.product.raw, move.warehouse.raw, move.reason, move.onHand,
      move.reserved, move.posting?.raw, move.note, move.at.milliseconds, move.member?.raw)
    let change = move.onHand - move.reserved
    guard change != 0,
      let level = try tx.first(StockSQL.available, seller, move.product.raw, change)
    else { return nil }
    let before = level.available - change
    if before == 0 { try count(1, level, in: tx) }
    if level.available == 0 { try count(-1, level, in: tx) }
    guard before > level.threshold, level.available <= level.threshold, level.threshold > 0 else {
      return nil
    }
    return StockRanLow(
      seller: SellerID(raw: seller), product: move.product, available: level.available,
      threshold: level.threshold)
  }

  /// A product that has stock again, or none any more, moves between "on sale" and "ready"
  /// unless something else blocks it.
  private static func count(
    _ sign: Int64, _ level: Level, in tx: SellerTransaction
  ) throws(SQLError) {
    guard level.blockers.subtracting(.noStock).isEmpty else { return }
    try Counters.add(sign, to: ProductTab.onSale.counter, in: tx)
    try Counters.add(-sign, to: ProductTab.ready.counter, in: tx)
  }
}
