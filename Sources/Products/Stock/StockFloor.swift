import Commerce
import Office
import SQL

enum FloorSQL {
  static let places = Query<FloorPlace>(
    "select id, name from warehouse where closed_at is null order by is_default desc, id"
  ) { (id: Int64, name: String) in FloorPlace(id: WarehouseID(raw: id), name: name) }
  static let byIDs = Query<FloorItem>(
    """
    select p.id, p.title, p.offer_id, p.barcode, p.picture, p.weight, r.length, r.width, r.height
    from json_each(?) j cross join product p on p.id = j.value
    left join product_revision r on r.id = coalesce(p.live_revision, p.open_revision)
    """, FloorItem.init)
  static let inPlace = Query<FloorItem>(
    """
    select p.id, p.title, p.offer_id, p.barcode, p.picture, p.weight, r.length, r.width, r.height
    from stock s cross join product p on p.id = s.product_id
    left join product_revision r on r.id = coalesce(p.live_revision, p.open_revision)
    where s.product_id > ?2 and s.warehouse_id = ?1 and s.on_hand > 0
    order by s.product_id limit ?3
    """, FloorItem.init)
  static let byOffer = Query<Int64>("select id from product where offer_id = ?")
  static let byBarcode = Query<Int64>("select id from product where barcode = ?")
  static let free = Query<Int64>(
    "select on_hand - reserved from stock where product_id = ? and warehouse_id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("floor.places", places), ("floor.byIDs", byIDs), ("floor.inPlace", inPlace),
    ("floor.byOffer", byOffer), ("floor.byBarcode", byBarcode), ("floor.free", free),
  ]
}

extension Stock: WarehouseFloor {
  public func places(in rows: SellerReader) throws(SQLError) -> [FloorPlace] {
    try rows.all(FloorSQL.places)
  }

  public func items(
    _ ids: [ProductID], in rows: SellerReader
  ) throws(SQLError) -> [ProductID: FloorItem] {
    let list = JSON.array(ids.map { .integer($0.raw) })
    let found = try rows.all(FloorSQL.byIDs, String(decoding: list.bytes, as: UTF8.self))
    return Dictionary(found.map { ($0.product, $0) }) { first, _ in first }
  }

  public func items(
    in place: WarehouseID, after: ProductID?, limit: Int, rows: SellerReader
  ) throws(SQLError) -> [FloorItem] {
    try rows.all(FloorSQL.inPlace, place.raw, after?.raw ?? 0, limit)
  }

  public func item(named code: String, in rows: SellerReader) throws(SQLError) -> FloorItem? {
    var id = try rows.first(FloorSQL.byOffer, code)
    if id == nil { id = try rows.first(FloorSQL.byBarcode, code) }
    guard let id else { return nil }
    return try items([ProductID(raw: id)], in: rows).values.first
  }

  public func free(
    _ product: ProductID, in place: WarehouseID, rows: SellerReader
  ) throws(SQLError) -> Int64 {
    try rows.first(FloorSQL.free, product.raw, place.raw) ?? 0
  }

  public func setAside(
    _ pieces: Reservation, as fate: PieceFate, for posting: PostingID, note: String,
    by member: MemberID?, at now: Instant, in transaction: SellerTransaction
  ) throws {
    let free = try free(pieces.product, in: pieces.warehouse, rows: transaction.reader)
    guard free >= pieces.quantity, pieces.quantity > 0 else {
      throw StockRefusal.short(available: free)
    }
    let reason: StockReason = fate == .quarantine ? .quarantine : .loss
    try book(
      StockMove(
        product: pieces.product, warehouse: pieces.warehouse, reason: reason,
        change: reason.change(of: pieces.quantity), posting: posting, note: note, at: now,
        member: member), in: transaction)
  }
}

extension FloorItem {
  fileprivate init(
    _ id: Int64, _ title: String, _ offer: String?, _ barcode: String?, _ picture: String,
    _ weight: Int64, _ length: Int64?, _ width: Int64?, _ height: Int64?
  ) {
    var size: FloorSize?
    if let length, let width, let height { size = FloorSize(length, width, height) }
    self.init(
      product: ProductID(raw: id), title: title, offerID: offer ?? "", barcode: barcode ?? "",
      picture: picture, weightGrams: weight, size: size)
  }
}
