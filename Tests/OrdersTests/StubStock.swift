import Commerce
import Office
import SQL

/// Stock as orders see it: goods of two shops in one or two warehouses, in the test's database, so
/// that a refused order leaves nothing behind here either.
struct StubStock: StockKeeping {
  static let reserve = Query<Int64>(
    """
    update stub_stock set reserved = reserved + ?2
    where product = ?1 and warehouse = (
      select warehouse from stub_stock where product = ?1 and on_hand - reserved >= ?2
      order by warehouse limit 1)
    returning warehouse
    """)
  static let free = Query<Int64>(
    "select coalesce(max(on_hand - reserved), 0) from stub_stock where product = ?")
  static let release = Command(
    "update stub_stock set reserved = reserved - ? where product = ? and warehouse = ?")
  static let ship = Command(
    """
    update stub_stock set reserved = reserved - ?1, on_hand = on_hand - ?1
    where product = ?2 and warehouse = ?3
    """)
  static let goods = Query(
    """
    select shop, title, offer, price, currency, weight, barcode from stub_stock
    where product = ? limit 1
    """
  ) {
    (
      shop: Int64, title: String, offer: String, price: Int64, currency: String, weight: Int64,
      barcode: String
    ) in
    (
      shop: shop, title: title, offer: offer, price: price, currency: currency, weight: weight,
      barcode: barcode
    )
  }
  static let add = Command(
    """
    insert into stub_stock (product, warehouse, shop, title, offer, price, currency, on_hand)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let pieces = Query(
    "select coalesce(sum(on_hand), 0), coalesce(sum(reserved), 0) from stub_stock where product = ?"
  ) { (onHand: Int64, reserved: Int64) in (onHand: onHand, reserved: reserved) }

  func sellable(
    _ product: ProductID, in transaction: PlatformTransaction
  ) throws(SQLError) -> Sellable? {
    guard let row = try transaction.transaction.open.first(Self.goods, product.raw),
      let currency = Currency(code: row.currency)
    else { return nil }
    return Sellable(
      product: product, seller: SellerID(raw: row.shop), title: row.title, offerID: row.offer,
      barcode: row.barcode, price: Money(minor: row.price, currency: currency),
      weightGrams: row.weight,
      picture: "")
  }

  func reserve(
    _ product: ProductID, quantity: Int64, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws -> Reservation {
    let open = transaction.transaction.open
    guard let warehouse = try open.first(Self.reserve, product.raw, quantity) else {
      throw StockRefusal.short(available: try open.one(Self.free, product.raw))
    }
    return Reservation(
      product: product, warehouse: WarehouseID(raw: warehouse), quantity: quantity)
  }

  func release(
    _ reservation: Reservation, for posting: PostingID, reason: String, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    try transaction.transaction.open.run(
      Self.release, reservation.quantity, reservation.product.raw, reservation.warehouse.raw)
  }

  func ship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    try transaction.transaction.open.run(
      Self.ship, reservation.quantity, reservation.product.raw, reservation.warehouse.raw)
  }
}

extension StubStock {
  static let holding = Query(
    "select on_hand, reserved, barcode from stub_stock where product = ? and warehouse = ?"
  ) { (onHand: Int64, reserved: Int64, barcode: String) in
    Holding(onHand: onHand, reserved: reserved, barcode: barcode)
  }

  func holdings(
    of products: [ProductID], in warehouse: WarehouseID, _ rows: SellerReader
  ) throws(SQLError) -> [ProductID: Holding] {
    var found: [ProductID: Holding] = [:]
    for product in products {
      found[product] = try rows.first(Self.holding, product.raw, warehouse.raw)
    }
    return found
  }

  static let unship = Command(
    """
    update stub_stock set reserved = reserved + ?1, on_hand = on_hand + ?1
    where product = ?2 and warehouse = ?3
    """)
  static let comeBack = Command(
    "update stub_stock set on_hand = on_hand + ? where product = ? and warehouse = ?")

  func unship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    try transaction.transaction.open.run(
      Self.unship, reservation.quantity, reservation.product.raw, reservation.warehouse.raw)
  }

  func comeBack(
    _ reservation: Reservation, isSound: Bool, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    guard isSound else { return }
    try transaction.transaction.open.run(
      Self.comeBack, reservation.quantity, reservation.product.raw, reservation.warehouse.raw)
  }

  func lose(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    try ship(reservation, for: posting, at: now, in: transaction)
  }

  func rebook(
    _ reservation: Reservation, from old: PostingID, to new: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {}
}

/// Brings the stub's table.
struct StubStockModule: Module {
  static let name = "StubStock"
  static let migrations = [
    Migration(
      "stub stock",
      """
      create table stub_stock (
        product integer not null,
        warehouse integer not null,
        shop integer not null,
        title text not null,
        offer text not null,
        price integer not null,
        currency text not null,
        weight integer not null default 400,
        barcode text not null default '4600000000008',
        on_hand integer not null check (on_hand >= 0),
        reserved integer not null default 0 check (reserved between 0 and on_hand),
        primary key (product, warehouse)
      ) strict, without rowid
      """),
    Migration(
      "2026-11-28 stub: published cards",
      """
      create view product_card as
        select shop as seller_id, product as product_id, offer as offer_id, null as barcode, title,
          '' as picture, 0 as category_id, weight as weight_g, null as length_mm,
          null as width_mm, null as height_mm
        from stub_stock where shop = current_seller() group by shop, product;
      create view warehouse_card as
        select distinct shop as seller_id, warehouse as warehouse_id,
          'Warehouse ' || warehouse as name, '' as address, '' as time_zone,
          warehouse = 1 as is_default, null as closed_at
        from stub_stock where shop = current_seller();
      """),
  ]
  static let pages: [PageBinding] = []
  var routes: Routes { Routes { _ in } }
}
