import Commerce
import Office
import SQL

/// A place from which parcels leave.
struct WarehousePlace: Sendable, Hashable {
  let id: WarehouseID
  let name: String

  /// Those that are open, the default one first.
  static func all(in rows: SellerReader) throws(SQLError) -> [WarehousePlace] {
    try rows.all(WarehousePlaceSQL.open)
  }
}

enum WarehousePlaceSQL {
  static let open = Query(
    """
    select warehouse_id, name from warehouse_card where closed_at is null
    order by is_default desc, warehouse_id
    """
  ) { (id: Int64, name: String) in WarehousePlace(id: WarehouseID(raw: id), name: name) }
  static let statements: [(String, any SQLStatement)] = [("warehousePlace.open", open)]
}
