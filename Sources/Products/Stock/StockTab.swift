import Office
import SQL

/// A view of the stock list with a kept count.
enum StockTab: String, Sendable, CaseIterable {
  case all, low, none, inbound

  /// All goods are those of the product list.
  var counter: String { self == .all ? ProductTab.all.counter : "stock.\(rawValue)" }
}

/// Kept counts held against their rows, for `sellerdesk check`. Nothing keeps the last two: a
/// balance that is not the sum of its movements, a product that is not the sum of its balances.
enum StockRecounts {
  static let all = [Recount(prefix: "stock.", rows: rows)]

  private static let rows = PlatformQuery<RecountRow>(
    """
    select seller_id, 'stock.none', count(*) from main.product where available = 0
      group by seller_id
    union all select seller_id, 'stock.low', count(*) from main.product
      where alerted_at is not null group by seller_id
    union all select seller_id, 'stock.inbound', count(*) from main.product
      where inbound > 0 group by seller_id
    union all select seller_id, 'stock.unequal', count(*) from (
      select seller_id, product_id, warehouse_id, on_hand, reserved, inbound, quarantine, damaged
      from main.stock except
      select seller_id, product_id, warehouse_id, sum(on_hand), sum(reserved), sum(inbound),
        sum(quarantine), sum(damaged)
      from main.stock_movement group by seller_id, product_id, warehouse_id) group by seller_id
    union all select seller_id, 'stock.astray', count(*) from (
      select seller_id, id, available, inbound from main.product
        where available <> 0 or inbound <> 0 except
      select seller_id, product_id, sum(on_hand - reserved), sum(inbound) from main.stock
      group by seller_id, product_id) group by seller_id
    """
  ) { RecountRow(seller: $0, name: $1, value: $2) }
}
