import Commerce
import Office
import SQL

extension StockReason: SQLConvertible { typealias Raw = String }

enum StockSQL {
  static let balances = Query<StockBalance>(
    """
    select w.id, w.name, coalesce(s.on_hand, 0), coalesce(s.reserved, 0), coalesce(s.inbound, 0),
      coalesce(s.quarantine, 0), coalesce(s.damaged, 0)
    from warehouse w left join stock s on s.warehouse_id = w.id and s.product_id = ?
    where w.closed_at is null order by w.is_default desc, w.id
    """
  ) {
    (
      id: Int64, name: String, onHand: Int64, reserved: Int64, inbound: Int64, quarantine: Int64,
      damaged: Int64
    ) in
    StockBalance(
      warehouse: WarehouseID(raw: id), name: name,
      pieces: StockChange(
        onHand: onHand, reserved: reserved, inbound: inbound, quarantine: quarantine,
        damaged: damaged))
  }
  static let warehouse = Query<Int64>("select id from warehouse where id = ? and closed_at is null")
  static let firstWarehouse = Query<Int64>("select id from warehouse order by id limit 1")
  static let insertWarehouse = Command(
    "insert into main.warehouse (seller_id, id, name, is_default) values (?, ?, ?, ?)")
  /// The last entry of the ledger; 0 for none.
  static let lastMove = Query<Int64>(
    "select coalesce(last_move, 0) from stock where product_id = ? and warehouse_id = ?")
  static let change = Command(
    """
    update main.stock set on_hand = on_hand + ?4, reserved = reserved + ?5,
      inbound = inbound + ?6, quarantine = quarantine + ?7, damaged = damaged + ?8,
      last_move = ?9, moves = moves + 1
    where seller_id = ?1 and product_id = ?2 and warehouse_id = ?3
    """)
  static let begin = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, reserved, inbound,
      quarantine, damaged, last_move, moves)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)
    """)
  static let insert = Command(
    """
    insert into main.stock_movement (seller_id, id, product_id, warehouse_id, previous, reason,
      on_hand, reserved, inbound, quarantine, damaged, posting_id, note, at, member_id)
    values (?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let changeAvailable = Command(
    "update main.product_shelf set available = available + ?3 where seller_id = ?1 and id = ?2")
  static let level = Query<StockLevel>(
    """
    select available, low_stock, alert_at, state not in ('new', 'archived'), is_alerted
    from product_shelf where id = ?
    """
  ) { StockLevel(available: $0, low: $1, threshold: $2, isWatched: $3, isAlerted: $4) }
  static let arriving = Query<Int64>(
    """
    update main.product set inbound = inbound + ?3 where seller_id = ?1 and id = ?2
    returning inbound
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("stock.balances", balances), ("stock.warehouse", warehouse),
    ("stock.firstWarehouse", firstWarehouse), ("stock.insertWarehouse", insertWarehouse),
    ("stock.lastMove", lastMove), ("stock.change", change), ("stock.begin", begin),
    ("stock.insert", insert),
    ("stock.changeAvailable", changeAvailable), ("stock.level", level),
    ("stock.arriving", arriving),
  ]
}

/// What a product has, and what is said about it.
struct StockLevel: Sendable {
  var available: Int64
  /// At so many free pieces or fewer lists call it low.
  let low: Int64
  /// At so many free pieces or fewer the shop is told; 0 for never.
  let threshold: Int64
  /// Whether it was ever live and is not archived.
  let isWatched: Bool
  let isAlerted: Bool

  /// Whether the alert should be open.
  var isLow: Bool { threshold > 0 && available <= threshold && isWatched }

  /// Whether lists call it by the same word after the change: none, low, ok.
  func stays(after change: Int64) -> Bool {
    (available == 0) == (available + change == 0)
      && (available <= low) == (available + change <= low)
  }
}

/// Balances and the ledger of the shop.
struct StockStore {
  let rows: SellerReader

  /// One balance for each open warehouse of the shop, also where the product never was.
  func balances(of product: ProductID) throws(SQLError) -> [StockBalance] {
    try rows.all(StockSQL.balances, product.raw)
  }

  func hasWarehouse(_ id: WarehouseID) throws(SQLError) -> Bool {
    try rows.first(StockSQL.warehouse, id.raw) != nil
  }
}

extension StockStore {
  static func insertWarehouse(
    _ id: WarehouseID, name: String, in tx: SellerTransaction
  ) throws(SQLError) {
    let isFirst = try tx.first(StockSQL.firstWarehouse) == nil
    try tx.run(StockSQL.insertWarehouse, tx.scope.seller, id.raw, name, isFirst)
  }

  /// The first warehouse of a shop, made where it has none.
  static func ensureWarehouse(
    named name: String, _ newID: () -> WarehouseID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard try tx.first(StockSQL.firstWarehouse) == nil else { return }
    try insertWarehouse(newID(), name: name, in: tx)
  }

  /// Books a movement: the ledger, the balance, what the product shows as available, the tabs'
  /// counts. A bucket below zero, or fewer on hand than are promised, breaks a constraint.
  /// - Returns: the level where it crossed the threshold downwards.
  static func book(
    _ move: StockMove, id: Int64, in tx: SellerTransaction
  ) throws(SQLError) -> LowStock? {
    try write(move, id: id, in: tx)
    if move.change.inbound != 0 { try arrive(move, in: tx) }
    let change = move.change.available
    guard change != 0, let level = try tx.first(StockSQL.level, move.product.raw) else {
      return nil
    }
    try tx.run(StockSQL.changeAvailable, tx.scope.seller, move.product.raw, change)
    var wake = StockWake()
    wake.follow(change, of: move.product, from: level)
    return try wake.write(at: move.at, in: tx).first
  }

  /// The balance and the ledger, and nothing that is derived from them.
  static func write(_ move: StockMove, id: Int64, in tx: SellerTransaction) throws(SQLError) {
    let (seller, product, warehouse) = (tx.scope.seller, move.product.raw, move.warehouse.raw)
    guard let last = try tx.first(StockSQL.lastMove, product, warehouse) else {
      return try begin(move, id: id, in: tx)
    }
    let change = move.change
    try tx.run(
      StockSQL.change, seller, product, warehouse, change.onHand, change.reserved, change.inbound,
      change.quarantine, change.damaged, id)
    try record(move, id: id, after: last, in: tx)
  }

  /// The first movement of a product in a warehouse.
  static func begin(_ move: StockMove, id: Int64, in tx: SellerTransaction) throws(SQLError) {
    let change = move.change
    try tx.run(
      StockSQL.begin, tx.scope.seller, move.product.raw, move.warehouse.raw, change.onHand,
      change.reserved, change.inbound, change.quarantine, change.damaged, id)
    try record(move, id: id, after: 0, in: tx)
  }

  private static func record(
    _ move: StockMove, id: Int64, after last: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    let change = move.change
    try tx.run(
      StockSQL.insert, tx.scope.seller, id, move.product.raw, move.warehouse.raw, last, move.reason,
      change.onHand, change.reserved, change.inbound, change.quarantine, change.damaged,
      move.posting?.raw, move.note, move.at.milliseconds, move.member?.raw)
  }

  private static func arrive(_ move: StockMove, in tx: SellerTransaction) throws(SQLError) {
    let change = move.change.inbound
    guard
      let now = try tx.first(StockSQL.arriving, tx.scope.seller, move.product.raw, change)
    else { return }
    if now == change { try Counters.add(1, to: StockTab.inbound.counter, in: tx) }
    if now == 0 { try Counters.add(-1, to: StockTab.inbound.counter, in: tx) }
  }
}
