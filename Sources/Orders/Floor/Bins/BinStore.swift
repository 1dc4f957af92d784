import Commerce
import Office
import SQL

enum BinSQL {
  static let bins = Query<BinRow>(
    """
    select b.product_id, b.bin, b.spare, b.zone, b.path
    from json_each(?2) j cross join floor_bin b on b.product_id = j.value
    where b.warehouse_id = ?1
    """, BinRow.init)
  static let walk = Query<BinRow>(
    """
    select product_id, bin, spare, zone, path from floor_bin
    where warehouse_id = ? and (path, product_id) > (?, ?) order by path, product_id limit ?
    """, BinRow.init)
  static let zones = Query<String>(
    "select distinct zone from floor_bin where warehouse_id = ? order by zone limit 100")
  static let classes = Query<(ProductID, HandlingClass)>(
    """
    select c.product_id, c.class
    from json_each(?) j cross join product_handling c on c.product_id = j.value
    """
  ) { (product: Int64, handling: HandlingClass) in (ProductID(raw: product), handling) }
  static let inPosting = Query<HandlingClass>(
    """
    select distinct c.class from posting_line l
    join product_handling c on c.product_id = l.product_id where l.posting_id = ?
    """)
  static let put = Command(
    """
    insert into main.floor_bin (seller_id, warehouse_id, product_id, bin, spare, zone, path)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (seller_id, warehouse_id, product_id) do update set
      bin = excluded.bin, spare = excluded.spare, zone = excluded.zone, path = excluded.path
    """)
  static let clear = Command(
    """
    delete from main.floor_bin where seller_id = ? and warehouse_id = ? and product_id = ?
    """)
  static let classify = Command(
    """
    insert into main.handling_class (seller_id, product_id, class) values (?, ?, ?)
    on conflict (seller_id, product_id) do update set class = excluded.class
    """)
  static let normalise = Command(
    "delete from main.handling_class where seller_id = ? and product_id = ?")
  static let notes = Query<CountNote>(
    """
    select id, product_id, bin, pieces, at from count_note
    where warehouse_id = ? and done_at is null order by id limit 50
    """
  ) { (id: Int64, product: Int64, bin: String, pieces: Int64, at: Int64) in
    CountNote(
      id: id, product: ProductID(raw: product), bin: bin, pieces: pieces,
      at: Instant(milliseconds: at))
  }
  static let note = Command(
    """
    insert into main.count_note
      (seller_id, id, warehouse_id, product_id, bin, pieces, at, member_id)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let settle = Command(
    """
    update main.count_note set done_at = ?3
    where seller_id = ?1 and id = ?2 and done_at is null
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("bin.bins", bins), ("bin.walk", walk), ("bin.zones", zones), ("bin.classes", classes),
    ("bin.inPosting", inPosting),
    ("bin.put", put), ("bin.clear", clear), ("bin.classify", classify),
    ("bin.normalise", normalise), ("bin.notes", notes), ("bin.note", note),
    ("bin.settle", settle),
  ]
}

extension BinRow {
  fileprivate init(_ product: Int64, _ bin: String, _ spare: String, _ zone: String, _ path: String)
  {
    self.init(
      product: ProductID(raw: product), bin: Bin(bin, spare: spare, zone: zone), path: path)
  }
}

/// Where the shop's goods lie and how they are handled.
struct BinStore {
  let rows: SellerReader

  /// The bins of these goods in a warehouse; those without one are left out.
  func bins(of products: [ProductID], in place: WarehouseID) throws(SQLError) -> [ProductID: Bin] {
    let found = try rows.all(BinSQL.bins, place.raw, Self.list(products))
    return Dictionary(found.map { ($0.product, $0.bin) }) { first, _ in first }
  }

  /// The bins of a warehouse in the order in which one walks past them.
  func walk(
    _ place: WarehouseID, after: (path: String, product: Int64)?, limit: Int
  ) throws(SQLError) -> [BinRow] {
    try rows.all(BinSQL.walk, place.raw, after?.path ?? "", after?.product ?? 0, limit)
  }

  func zones(of place: WarehouseID) throws(SQLError) -> [String] {
    try rows.all(BinSQL.zones, place.raw)
  }

  /// How these goods are handled; those that are `normal` are left out.
  func classes(of products: [ProductID]) throws(SQLError) -> [ProductID: HandlingClass] {
    Dictionary(try rows.all(BinSQL.classes, Self.list(products))) { first, _ in first }
  }

  /// The classes of what is in a posting, without `normal`: for labels, and for carriers that do
  /// not take some of them.
  func classes(of posting: PostingID) throws(SQLError) -> Set<HandlingClass> {
    Set(try rows.all(BinSQL.inPosting, posting.raw))
  }

  /// What pickers did not find and nobody has counted since.
  func notes(in place: WarehouseID) throws(SQLError) -> [CountNote] {
    try rows.all(BinSQL.notes, place.raw)
  }

  static func put(
    _ bin: Bin, of product: ProductID, in place: WarehouseID, _ tx: SellerTransaction
  ) throws(SQLError) {
    let seller = tx.scope.seller
    if bin.name.isEmpty && bin.spare.isEmpty {
      try tx.run(BinSQL.clear, seller, place.raw, product.raw)
    } else {
      try tx.run(
        BinSQL.put, seller, place.raw, product.raw, bin.name, bin.spare, bin.zone, bin.path)
    }
  }

  static func set(
    _ handling: HandlingClass, of product: ProductID, in tx: SellerTransaction
  ) throws(SQLError) {
    if handling == .normal {
      try tx.run(BinSQL.normalise, tx.scope.seller, product.raw)
    } else {
      try tx.run(BinSQL.classify, tx.scope.seller, product.raw, handling)
    }
  }

  private static func list(_ products: [ProductID]) -> String {
    let list = JSON.array(products.map { .integer($0.raw) })
    return String(decoding: list.bytes, as: UTF8.self)
  }
}
