import Commerce
import Office
import SQL

enum LedgerSQL {
  /// The entries of all warehouses in one walk, the newest first: each names the one before it in
  /// its warehouse. It begins at the first mark that is not too old, else at the last entry.
  static let page = Query<StockEntry>(
    """
    with recursive chain (id, previous) as (
      select v.id, v.previous from stock s cross join stock_movement v on v.id = coalesce((
        select min(k.movement_id) from stock_mark k where k.product_id = s.product_id
          and k.warehouse_id = s.warehouse_id and k.movement_id >= ?2), s.last_move)
      where s.product_id = ?1
      union all
      select v.id, v.previous from chain cross join stock_movement v on v.id = chain.previous
      order by 1 desc)
    select v.id, w.name, v.reason, v.on_hand, v.reserved, v.inbound, v.quarantine, v.damaged,
      v.posting_id, v.note, v.at, m.name
    from (select id from chain where id < ?2 limit ?3) c
      cross join stock_movement v on v.id = c.id
      cross join warehouse w on w.id = v.warehouse_id
      left join member m on m.id = v.member_id
    """
  ) {
    (
      id: Int64, warehouse: String, reason: StockReason, onHand: Int64, reserved: Int64,
      inbound: Int64, quarantine: Int64, damaged: Int64, posting: Int64?, note: String, at: Int64,
      member: String?
    ) in
    StockEntry(
      id: id, warehouse: warehouse, reason: reason,
      change: StockChange(
        onHand: onHand, reserved: reserved, inbound: inbound, quarantine: quarantine,
        damaged: damaged),
      posting: posting, note: note, at: Instant(milliseconds: at), member: member)
  }
  /// Of a product that goes away.
  static let forget = Command(
    """
    delete from main.stock_movement where seller_id = ?1 and id in (
      with recursive chain (id) as (
        select last_move from stock where product_id = ?2 and last_move is not null
        union all
        select v.previous from chain cross join stock_movement v on v.id = chain.id
        where v.previous is not null)
      select id from chain)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("ledger.page", page), ("ledger.forget", forget),
  ]
}

/// A page of a product's ledger, newest first.
struct LedgerPage: Sendable {
  var entries: [StockEntry]
  /// The last entry that was looked at; nil where there are no older ones.
  var last: Int64?
}

extension StockStore {
  /// So many entries are looked through for a page where only those of one kind are asked for.
  private static let reach = 1_000

  /// The ledger of a product, older than the given entry.
  /// - Parameter reason: only movements of that kind.
  func ledger(
    of product: ProductID, before: Int64?, reason: StockReason? = nil, limit: Int
  ) throws(SQLError) -> LedgerPage {
    let reach = reason == nil ? limit + 1 : Self.reach
    let seen = try rows.all(LedgerSQL.page, product.raw, before ?? .max, reach)
    var entries = seen
    if let reason { entries.removeAll { $0.reason != reason } }
    let isCut = entries.count > limit
    if isCut { entries.removeLast(entries.count - limit) }
    let last = isCut ? entries.last : seen.count == reach ? seen.last : nil
    return LedgerPage(entries: entries, last: last?.id)
  }
}
