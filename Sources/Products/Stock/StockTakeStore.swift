import Commerce
import Office
import SQL

extension StockTakeState: SQLConvertible { typealias Raw = String }

enum StockTakeSQL {
  static let page = Query<StockTake>(
    """
    select t.id, t.warehouse_id, w.name, t.state, t.created_at
    from stock_take t join warehouse w on w.id = t.warehouse_id
    where t.id < ? order by t.id desc limit ?
    """, StockTake.init)
  static let byID = Query<StockTake>(
    """
    select t.id, t.warehouse_id, w.name, t.state, t.created_at
    from stock_take t join warehouse w on w.id = t.warehouse_id where t.id = ?
    """, StockTake.init)
  static let lines = Query<StockTakeLine>(
    """
    select l.product_id, p.title, p.offer_id, p.barcode, l.counted, l.booked
    from stock_take_line l join product p on p.id = l.product_id
    where l.take_id = ? and l.product_id > ? order by l.product_id limit ?
    """, StockTakeLine.init)
  static let differing = Query<StockTakeLine>(
    """
    select l.product_id, p.title, p.offer_id, p.barcode, l.counted, l.booked
    from stock_take_line l join product p on p.id = l.product_id
    where l.take_id = ? and l.product_id > ? and l.counted <> l.booked
    order by l.product_id limit ?
    """, StockTakeLine.init)
  static let isCounted = Query<Int64>(
    "select 1 from stock_take_line where take_id = ? and counted is not null limit 1")
  static let insert = Command(
    """
    insert into main.stock_take (seller_id, id, warehouse_id, created_at, created_by)
    values (?, ?, ?, ?, ?)
    """)
  static let addAll = Command(
    """
    insert into main.stock_take_line (seller_id, take_id, product_id)
    select ?1, ?2, p.id from product p
    where (?3 = '' or p.offer_id >= ?3 and p.offer_id < ?4) and p.state <> 'archived'
    order by p.id limit ?5
    """)
  static let addStocked = Command(
    """
    insert into main.stock_take_line (seller_id, take_id, product_id)
    select ?1, ?2, p.id from stock s join product p on p.id = s.product_id
    where s.warehouse_id = ?6 and s.on_hand > 0
      and (?3 = '' or p.offer_id >= ?3 and p.offer_id < ?4)
    order by p.id limit ?5
    """)
  static let count = Command(
    """
    update main.stock_take_line set counted = ?4, counted_at = ?5, booked = coalesce((
      select s.on_hand from stock s where s.product_id = ?3 and s.warehouse_id = ?6), 0)
    where seller_id = ?1 and take_id = ?2 and product_id = ?3
      and (?7 or counted is null or counted <> ?4)
    """)
  static let move = Command(
    """
    update main.stock_take set state = ?3, ended_at = ?4, ended_by = ?5
    where seller_id = ?1 and id = ?2
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("take.page", page), ("take.byID", byID), ("take.lines", lines),
    ("take.differing", differing), ("take.isCounted", isCounted), ("take.insert", insert),
    ("take.addAll", addAll), ("take.addStocked", addStocked), ("take.count", count),
    ("take.move", move),
  ]
}

extension StockTake {
  fileprivate init(
    id: Int64, warehouse: Int64, name: String, state: StockTakeState, created: Int64
  ) {
    self.init(
      id: StockTakeID(raw: id), warehouse: WarehouseID(raw: warehouse), warehouseName: name,
      state: state, created: Instant(milliseconds: created))
  }
}

extension StockTakeLine {
  fileprivate init(
    product: Int64, title: String, offerID: String?, barcode: String?, counted: Int64?,
    booked: Int64?
  ) {
    self.init(
      product: ProductID(raw: product), title: title, offerID: offerID ?? "",
      barcode: barcode ?? "", counted: counted, booked: booked)
  }
}

/// Stock-takes of the shop.
struct StockTakeStore {
  let rows: SellerReader

  /// One page, newest first, older than the given one.
  func page(before: StockTakeID?, limit: Int) throws(SQLError) -> [StockTake] {
    try rows.all(StockTakeSQL.page, before?.raw ?? .max, limit)
  }

  func take(_ id: StockTakeID) throws(SQLError) -> StockTake? {
    try rows.first(StockTakeSQL.byID, id.raw)
  }

  /// Lines after a product, in the order of the sheet.
  func lines(
    of id: StockTakeID, after product: Int64 = 0, differing: Bool = false, limit: Int
  ) throws(SQLError) -> [StockTakeLine] {
    try rows.all(
      differing ? StockTakeSQL.differing : StockTakeSQL.lines, id.raw, product, limit)
  }
}
