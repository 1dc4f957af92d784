import Commerce
import Office
import SQL

enum StockAlertSQL {
  static let settle = Query<Int64>(
    """
    update main.product set
      alerted_at = case when alerted_at is null then coalesce(?3, updated_at) end
    where seller_id = ?1 and id = ?2 and (alerted_at is not null) <> (
      max(low_stock, cover_stock) > 0 and max(low_stock, cover_stock) >= (
        select f.available from product_shelf f where f.id = ?2)
      and state not in ('new', 'archived'))
    returning coalesce(alerted_at, 0)
    """)
  /// Whether there is any stock, and the alerts that turn: those that are closed open and the
  /// others clear. All in one, since a product's row is long.
  static let turn = Command(
    """
    update main.product set in_stock = f.available > 0,
      alerted_at = case when not c.turns then alerted_at when alerted_at is null then ?3 end
    from (select j.value as id, number_at(?4, j.key) as turns from json_each(?2) j limit -1) c
      cross join product_shelf f on f.id = c.id
    where product.seller_id = ?1 and product.id = c.id
      and (c.turns or in_stock <> (f.available > 0))
    """)
  static let counted = Query<CountedStock>(
    """
    select f.available, f.is_alerted, p.inbound
    from product p cross join product_shelf f on f.id = p.id where p.id = ?
    """
  ) { (available: Int64, isLow: Int64, inbound: Int64) in
    CountedStock(available: available, isLow: isLow == 1, inbound: inbound)
  }

  static let statements: [(String, any SQLStatement)] = [
    ("alerts.settle", settle), ("alerts.turn", turn), ("alerts.counted", counted),
  ]
}

/// In which tabs of the stock list a product stands.
struct CountedStock: Sendable {
  let available: Int64
  let isLow: Bool
  let inbound: Int64

  var tabs: [StockTab] {
    [
      available == 0 ? StockTab.none : nil, isLow ? .low : nil, inbound > 0 ? .inbound : nil,
    ].compactMap { $0 }
  }
}

/// Opens and clears the alerts of products whose stock is low. An alert stands as long as its
/// cause: it is derived from the row and settled by whatever changes the row.
enum StockAlerts {
  /// - Parameter now: when an alert begins; nil takes the product's last change.
  /// - Returns: whether an alert was opened.
  @discardableResult
  static func settle(
    _ product: ProductID, at now: Instant?, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    let seller = tx.scope.seller
    guard
      let since = try tx.first(StockAlertSQL.settle, seller, product.raw, now?.milliseconds)
    else { return false }
    try Counters.add(since > 0 ? 1 : -1, to: StockTab.low.counter, in: tx)
    return since > 0
  }

  /// Takes a product that goes away out of the counts.
  static func forget(_ product: ProductID, in tx: SellerTransaction) throws(SQLError) {
    for tab in try tx.first(StockAlertSQL.counted, product.raw)?.tabs ?? [] {
      try Counters.add(-1, to: tab.counter, in: tx)
    }
  }
}
