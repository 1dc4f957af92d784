import Commerce
import Office
import SQL

enum StockGapSQL {
  static let begin = Command(
    """
    insert into main.stock_gap (seller_id, product_id, since, until)
    select ?1, j.value, ?3, null from json_each(?2) j where true
    on conflict (seller_id, product_id, since) do update set until = null
    """)
  static let end = Command(
    """
    update main.stock_gap set until = max(since, ?3)
    where seller_id = ?1 and product_id in (select j.value from json_each(?2) j)
      and until is null
    """)
  /// Of products without a gap that lasts.
  static let before = Command(
    """
    insert into main.stock_gap (seller_id, product_id, since, until)
    select ?1, j.value, 0, ?3 from json_each(?2) j
    where not exists (
      select 1 from stock_gap g where g.product_id = j.value and g.until is null)
    on conflict (seller_id, product_id, since) do update set until = excluded.until
    """)
  static let gaps = Query<StockGap>(
    """
    select since, until from stock_gap where product_id = ? and since < ?
      and (until is null or until > ?)
    """
  ) { (since: Int64, until: Int64?) in
    StockGap(
      since: Instant(milliseconds: since), until: until.map(Instant.init(milliseconds:)))
  }
  static let sell = Command(
    """
    insert into main.stock_daily (seller_id, product_id, day, sold) values (?, ?, ?, ?)
    on conflict (seller_id, product_id, day) do update set sold = sold + excluded.sold
    """)
  static let sold = Query<StockDay>(
    "select day, sold from stock_daily where product_id = ? and day >= ? and day < ?"
  ) { (day: Int64, sold: Int64) in StockDay(day: day, sold: sold) }

  static let statements: [(String, any SQLStatement)] = [
    ("gaps.begin", begin), ("gaps.end", end), ("gaps.before", before), ("gaps.gaps", gaps),
    ("gaps.sell", sell), ("gaps.sold", sold),
  ]
}

/// A time in which a product had no free piece.
struct StockGap: Sendable, Hashable {
  let since: Instant
  /// Nil while it lasts.
  let until: Instant?
}

/// What left in parcels on a day of UTC, counted from 1970.
struct StockDay: Sendable, Hashable {
  let day: Int64
  let sold: Int64
}

/// Remembers when there was nothing to sell and what was sold, so that a rate of sale does not
/// take an empty shelf for a lack of buyers.
enum StockGaps {
  static func begin(
    _ products: [Int64], at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    if products.isEmpty { return }
    try tx.run(StockGapSQL.begin, tx.scope.seller, IDList.text(products), now.milliseconds)
  }

  /// A product that never had a gap had nothing until now.
  static func end(
    _ products: [Int64], at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    if products.isEmpty { return }
    let (seller, list) = (tx.scope.seller, IDList.text(products))
    try tx.run(StockGapSQL.before, seller, list, max(0, now.milliseconds))
    try tx.run(StockGapSQL.end, seller, list, now.milliseconds)
  }

  static func sell(
    _ pieces: Int64, of product: ProductID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(StockGapSQL.sell, tx.scope.seller, product.raw, day(of: now), pieces)
  }

  static let day: Int64 = 86_400

  /// The day of UTC, counted from 1970.
  static func day(of moment: Instant) -> Int64 {
    let (days, rest) = moment.seconds.quotientAndRemainder(dividingBy: day)
    return rest < 0 ? days - 1 : days
  }
}
