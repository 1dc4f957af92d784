import Office
import SQL

/// A view of the stock list with a kept count.
enum StockTab: String, Sendable, CaseIterable {
  case all, low, none, inbound

  /// All goods are those of the product list.
  var counter: String { self == .all ? ProductTab.all.counter : "stock.\(rawValue)" }
}

/// Kept counts held against their rows, for `sellerdesk check`. Nothing keeps the last three: a
/// balance that is not the sum of its movements, a product that is not the sum of its balances, an
/// entry of the ledger that no reader finds.
enum StockRecounts {
  static let all = [Recount(prefix: "stock.", rows: rows)]

  private static let rows = PlatformQuery<RecountRow>(
    """
    select seller_id, 'stock.none', count(*) from main.product where in_stock = 0
      group by seller_id
    union all select seller_id, 'stock.low', count(*) from main.product
      where alerted_at is not null group by seller_id
    union all select seller_id, 'stock.inbound', count(*) from main.product
      where inbound > 0 group by seller_id
    union all select seller_id, 'stock.unequal', count(*) from (
      select seller_id, product_id, warehouse_id, on_hand, reserved, inbound, quarantine, damaged,
        moves, last_move
      from main.stock except
      select seller_id, product_id, warehouse_id, sum(on_hand), sum(reserved), sum(inbound),
        sum(quarantine), sum(damaged), count(*), max(id)
      from main.stock_movement group by seller_id, product_id, warehouse_id) group by seller_id
    union all select seller_id, 'stock.astray', count(*) from (
      select p.seller_id, p.id, f.available, p.inbound from main.product p
        join main.product_shelf f on f.seller_id = p.seller_id and f.id = p.id
        where f.available <> 0 or p.inbound <> 0 except
      select seller_id, product_id, sum(on_hand - reserved), sum(inbound) from main.stock
      group by seller_id, product_id) group by seller_id
    union all select seller_id, 'stock.lost', count(*) from (
      select seller_id, product_id, warehouse_id, id from main.stock_movement except
      select * from (
        select seller_id, product_id, warehouse_id, last_move from main.stock
        union all select seller_id, product_id, warehouse_id, previous from main.stock_movement))
      group by seller_id
    """
  ) { RecountRow(seller: $0, name: $1, value: $2) }
}
