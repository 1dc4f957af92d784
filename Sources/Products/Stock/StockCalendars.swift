import Commerce
import Office
import SQL

extension WarehouseSQL {
  static let shopZone = Query<String>("select time_zone from seller where id = ?")
}

extension Stock: WorkingTimes {
  public func calendar(
    of warehouse: WarehouseID, in rows: SellerReader
  ) throws(SQLError) -> WorkingCalendar? {
    let store = WarehouseStore(rows: rows)
    guard let place = try store.warehouse(warehouse) else { return nil }
    let daysOff = try store.holidays(of: warehouse)
    if place.workingDays == 127, place.cutOff == 1_440, daysOff.isEmpty { return nil }
    let zone =
      place.timeZone.isEmpty
      ? try rows.first(WarehouseSQL.shopZone, rows.scope.seller) ?? "UTC" : place.timeZone
    return WorkingCalendar(
      zone: kernel.zones.rules(zone), workingDays: Set((1...7).filter(place.works)),
      daysOff: Set(daysOff.map(\.date)), cutOff: Int(place.cutOff))
  }
}
