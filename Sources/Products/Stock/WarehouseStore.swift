import Commerce
import Office
import SQL

enum WarehouseSQL {
  static let open = Query<Warehouse>(
    """
    select id, name, address, time_zone, working_days, cut_off, is_default from warehouse
    where closed_at is null order by is_default desc, id
    """, Warehouse.init)
  static let byID = Query<Warehouse>(
    """
    select id, name, address, time_zone, working_days, cut_off, is_default from warehouse
    where id = ? and closed_at is null
    """, Warehouse.init)
  static let save = Command(
    """
    update main.warehouse set name = ?3, address = ?4, time_zone = ?5, working_days = ?6,
      cut_off = ?7
    where seller_id = ?1 and id = ?2
    """)
  static let prefer = Command(
    "update main.warehouse set is_default = (id = ?2) where seller_id = ?1")
  static let close = Command(
    """
    update main.warehouse set closed_at = ?3, is_default = 0 where seller_id = ?1 and id = ?2
    """)
  static let isFilled = Query<Int64>(
    """
    select 1 from stock where warehouse_id = ?
      and (on_hand > 0 or reserved > 0 or inbound > 0 or quarantine > 0 or damaged > 0) limit 1
    """)
  static let holidays = Query<Holiday>(
    "select day, name from warehouse_holiday where warehouse_id = ? order by day"
  ) { (day: Int, name: String) in Holiday(date: LocalDate(daysSince1970: day), name: name) }
  static let addHoliday = Command(
    """
    insert into main.warehouse_holiday (seller_id, warehouse_id, day, name) values (?, ?, ?, ?)
    on conflict (seller_id, warehouse_id, day) do update set name = excluded.name
    """)
  static let removeHoliday = Command(
    """
    delete from main.warehouse_holiday where seller_id = ? and warehouse_id = ? and day = ?
    """)
  static let pause = Query<ShopPause>("select starts_at, ends_at from shop_pause") {
    (start: Int64, end: Int64) in
    ShopPause(start: Instant(milliseconds: start), end: Instant(milliseconds: end))
  }
  static let setPause = Command(
    """
    insert into main.shop_pause (seller_id, starts_at, ends_at) values (?, ?, ?)
    on conflict (seller_id) do update set starts_at = excluded.starts_at,
      ends_at = excluded.ends_at
    """)
  static let endPause = Command("delete from main.shop_pause where seller_id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("warehouse.open", open), ("warehouse.byID", byID), ("warehouse.save", save),
    ("warehouse.prefer", prefer), ("warehouse.close", close), ("warehouse.isFilled", isFilled),
    ("warehouse.holidays", holidays), ("warehouse.addHoliday", addHoliday),
    ("warehouse.removeHoliday", removeHoliday), ("warehouse.pause", pause),
    ("warehouse.setPause", setPause), ("warehouse.endPause", endPause),
    ("warehouse.shopZone", shopZone),
  ]
}

extension Warehouse {
  fileprivate init(
    id: Int64, name: String, address: String, timeZone: String, workingDays: Int64,
    cutOff: Int64, isDefault: Bool
  ) {
    self.init(
      id: WarehouseID(raw: id), name: name, address: address, timeZone: timeZone,
      workingDays: workingDays, cutOff: cutOff, isDefault: isDefault)
  }
}

/// The warehouses of the shop and their calendars.
struct WarehouseStore {
  let rows: SellerReader

  /// Those that are open, the default one first.
  func open() throws(SQLError) -> [Warehouse] { try rows.all(WarehouseSQL.open) }

  /// Nil where it is closed or another shop's.
  func warehouse(_ id: WarehouseID) throws(SQLError) -> Warehouse? {
    try rows.first(WarehouseSQL.byID, id.raw)
  }

  func holidays(of id: WarehouseID) throws(SQLError) -> [Holiday] {
    try rows.all(WarehouseSQL.holidays, id.raw)
  }

  /// The holidays of the shop; also those that are over.
  func pause() throws(SQLError) -> ShopPause? { try rows.first(WarehouseSQL.pause) }

  /// Whether anything lies there, is promised from there or is on its way there.
  func isFilled(_ id: WarehouseID) throws(SQLError) -> Bool {
    try rows.first(WarehouseSQL.isFilled, id.raw) != nil
  }
}
