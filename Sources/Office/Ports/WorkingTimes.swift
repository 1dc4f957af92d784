import Commerce
import SQL

/// When warehouses work, as orders use it for what they promise. Products implements it.
public protocol WorkingTimes: Sendable {
  /// The calendar of a warehouse of the shop; nil where it works around the clock.
  func calendar(
    of warehouse: WarehouseID, in rows: SellerReader
  ) throws(SQLError) -> WorkingCalendar?
}
