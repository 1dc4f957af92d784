import Commerce
import Office
import SQL

enum SellableSQL {
  static let sellable = PlatformQuery<Sellable>(
    """
    select p.seller_id, p.id, p.title, p.offer_id, p.barcode, p.price, s.currency, p.weight,
      p.picture
    from main.product p join seller s on s.id = p.seller_id
    where p.blockers = 0 and p.id = ?1 and not exists (
      select 1 from main.shop_pause h
      where h.seller_id = p.seller_id and h.starts_at <= ?2 and h.ends_at > ?2)
    """
  ) {
    (
      seller: Int64, id: Int64, title: String, offerID: String?, barcode: String?, price: Int64,
      code: String, weight: Int64, picture: String
    ) throws(SQLError) in
    guard let currency = Currency(code: code) else {
      throw .mismatch("\(code) is no currency")
    }
    return Sellable(
      product: ProductID(raw: id), seller: SellerID(raw: seller), title: title,
      offerID: offerID ?? "", barcode: barcode ?? "",
      price: Money(minor: price, currency: currency), weightGrams: weight, picture: picture)
  }
  static let available = Query<Int64>(
    """
    select f.available from product p cross join product_shelf f on f.id = p.id
    where p.id = ? and p.blockers = 0
    """)
  /// Where the most pieces are, of goods that can be bought.
  static let warehouse = Query<Int64>(
    """
    select s.warehouse_id from product p join stock s on s.product_id = p.id
    where p.id = ? and p.blockers = 0 and s.on_hand - s.reserved >= ?
    order by s.on_hand - s.reserved desc, s.warehouse_id limit 1
    """)

  static let holdings = Query(
    """
    select s.product_id, s.on_hand, s.reserved, coalesce(p.barcode, '')
    from json_each(?1) j cross join stock s on s.product_id = j.value
      cross join product p on p.id = s.product_id
    where s.warehouse_id = ?2
    """
  ) { (product: Int64, onHand: Int64, reserved: Int64, barcode: String) in
    (
      product: ProductID(raw: product),
      holding: Holding(onHand: onHand, reserved: reserved, barcode: barcode)
    )
  }

  static let statements: [(String, any SQLStatement)] = [
    ("sellable.holdings", holdings), ("sellable.sellable", sellable),
    ("sellable.available", available),
    ("sellable.warehouse", warehouse),
  ]
}

/// The stock of all shops as orders use it. What can be bought is `blockers = 0` in a shop that is
/// not on holiday, the same as everywhere.
public struct Stock: StockKeeping {
  let kernel: Kernel

  public init(kernel: Kernel) { self.kernel = kernel }

  public func sellable(
    _ product: ProductID, in transaction: PlatformTransaction
  ) throws(SQLError) -> Sellable? {
    try transaction.first(SellableSQL.sellable, product.raw, kernel.clock.now().milliseconds)
  }

  public func holdings(
    of products: [ProductID], in warehouse: WarehouseID, _ rows: SellerReader
  ) throws(SQLError) -> [ProductID: Holding] {
    let names = "[\(products.map { String($0.raw) }.joined(separator: ","))]"
    let found = try rows.all(SellableSQL.holdings, names, warehouse.raw)
    return Dictionary(found.map { ($0.product, $0.holding) }) { first, _ in first }
  }

  /// Throws `StockRefusal`. One posting leaves from one warehouse: `short` tells how many pieces
  /// there are in all, even where no single warehouse has enough.
  public func reserve(
    _ product: ProductID, quantity: Int64, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws -> Reservation {
    guard quantity > 0 else { throw StockRefusal.notSellable }
    guard let found = try transaction.first(SellableSQL.warehouse, product.raw, quantity) else {
      guard let available = try transaction.first(SellableSQL.available, product.raw) else {
        throw StockRefusal.notSellable
      }
      throw StockRefusal.short(available: available)
    }
    let warehouse = WarehouseID(raw: found)
    let move = StockMove(
      product: product, warehouse: warehouse, reason: .reserved,
      change: StockChange(reserved: quantity), posting: posting, at: now)
    try book(move, in: transaction)
    return Reservation(product: product, warehouse: warehouse, quantity: quantity)
  }

  public func release(
    _ reservation: Reservation, for posting: PostingID, reason: String, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    let move = StockMove(
      product: reservation.product, warehouse: reservation.warehouse, reason: .released,
      change: StockChange(reserved: -reservation.quantity), posting: posting, note: reason, at: now)
    _ = try StockStore.book(move, id: newID(), in: transaction)
  }

  public func ship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    let move = StockMove(
      product: reservation.product, warehouse: reservation.warehouse, reason: .shipped,
      change: StockChange(onHand: -reservation.quantity, reserved: -reservation.quantity),
      posting: posting, at: now)
    _ = try StockStore.book(move, id: newID(), in: transaction)
    try StockGaps.sell(reservation.quantity, of: reservation.product, at: now, in: transaction)
  }

  public func unship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    let pieces = reservation.quantity
    try come(
      reservation, StockChange(onHand: pieces, reserved: pieces), posting, at: now, in: transaction)
  }

  public func comeBack(
    _ reservation: Reservation, isSound: Bool, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    let pieces = reservation.quantity
    try come(
      reservation, isSound ? StockChange(onHand: pieces) : StockChange(damaged: pieces), posting,
      at: now, in: transaction)
  }

  private func come(
    _ reservation: Reservation, _ change: StockChange, _ posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    let move = StockMove(
      product: reservation.product, warehouse: reservation.warehouse, reason: .returned,
      change: change, posting: posting, at: now)
    _ = try StockStore.book(move, id: newID(), in: transaction)
  }

  public func rebook(
    _ reservation: Reservation, from old: PostingID, to new: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError) {
    try release(reservation, for: old, reason: "split", at: now, in: transaction)
    let move = StockMove(
      product: reservation.product, warehouse: reservation.warehouse, reason: .reserved,
      change: StockChange(reserved: reservation.quantity), posting: new, at: now)
    _ = try StockStore.book(move, id: newID(), in: transaction)
  }

  /// Books a movement and tells who listens when the stock ran low.
  func book(_ move: StockMove, in transaction: SellerTransaction) throws {
    guard let low = try StockStore.book(move, id: newID(), in: transaction) else { return }
    try tell([low], in: transaction)
  }

  /// Books counts of many products and tells who listens which ran low.
  func book(
    _ batch: StockBatch, note: String, at now: Instant, in transaction: SellerTransaction
  ) throws {
    try tell(try batch.write(note: note, at: now, newID, in: transaction), in: transaction)
  }

  /// Tells who listens which products ran low together.
  func tell(_ low: [LowStock], in transaction: SellerTransaction) throws {
    if low.isEmpty { return }
    let event = StockRanLow(seller: SellerID(raw: transaction.scope.seller), products: low)
    try kernel.events.publish(event, in: transaction.transaction)
  }

  private func newID() -> Int64 { (kernel.newID() as ID<StockMove>).raw }
}
