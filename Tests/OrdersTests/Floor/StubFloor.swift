import Commerce
import Office
import SQL

@testable import Orders

/// The stub's goods as the floor sees them: a piece of product 7 is 7 cm long.
extension StubStock: WarehouseFloor {
  static let places = Query<FloorPlace>(
    "select warehouse, min(product) from stub_stock group by warehouse order by warehouse"
  ) { (id: Int64, _: Int64) in FloorPlace(id: WarehouseID(raw: id), name: "Warehouse \(id)") }
  static let named = Query<FloorItem>(
    """
    select product, title, offer, weight from stub_stock
    where product = ?1 or offer = ?2 or product in (select value from json_each(?3))
    """
  ) { (id: Int64, title: String, offer: String, weight: Int64) in
    FloorItem(
      product: ProductID(raw: id), title: title, offerID: offer, barcode: "46\(10_000_000 + id)",
      picture: "", weightGrams: weight, size: FloorSize(id * 10, 100, 80))
  }
  static let lying = Query<Int64>(
    "select product from stub_stock where warehouse = ? and product > ? order by product limit ?")
  static let freeThere = Query<Int64>(
    "select on_hand - reserved from stub_stock where product = ? and warehouse = ?")
  static let takeAway = Command(
    "update stub_stock set on_hand = on_hand - ? where product = ? and warehouse = ?")

  func places(in rows: SellerReader) throws(SQLError) -> [FloorPlace] {
    try rows.all(Self.places)
  }

  func items(
    _ ids: [ProductID], in rows: SellerReader
  ) throws(SQLError) -> [ProductID: FloorItem] {
    let list = JSON.array(ids.map { .integer($0.raw) })
    let text = String(decoding: list.bytes, as: UTF8.self)
    let found = try rows.all(Self.named, Int64(0), "", text)
    return Dictionary(found.map { ($0.product, $0) }) { first, _ in first }
  }

  func items(
    in place: WarehouseID, after: ProductID?, limit: Int, rows: SellerReader
  ) throws(SQLError) -> [FloorItem] {
    let ids = try rows.all(Self.lying, place.raw, after?.raw ?? 0, limit)
    let items = try items(ids.map { ProductID(raw: $0) }, in: rows)
    return ids.compactMap { items[ProductID(raw: $0)] }
  }

  func item(named code: String, in rows: SellerReader) throws(SQLError) -> FloorItem? {
    let product = code.hasPrefix("46") ? Int64(code.dropFirst(2)).map { $0 - 10_000_000 } : nil
    return try rows.first(Self.named, product ?? 0, code, "[]")
  }

  func free(
    _ product: ProductID, in place: WarehouseID, rows: SellerReader
  ) throws(SQLError) -> Int64 {
    try rows.first(Self.freeThere, product.raw, place.raw) ?? 0
  }

  func setAside(
    _ pieces: Reservation, as fate: PieceFate, for posting: PostingID, note: String,
    by member: MemberID?, at now: Instant, in transaction: SellerTransaction
  ) throws {
    let free = try free(pieces.product, in: pieces.warehouse, rows: transaction.reader)
    guard free >= pieces.quantity else { throw StockRefusal.short(available: free) }
    _ = try transaction.transaction.open.run(
      Self.takeAway, pieces.quantity, pieces.product.raw, pieces.warehouse.raw)
  }
}
