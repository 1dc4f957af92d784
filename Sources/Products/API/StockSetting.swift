import Commerce
import Office
import SQL

/// One element of `stocks`: the free pieces that a warehouse shall have.
struct StockPair: Sendable {
  static let most: Int64 = 1_000_000

  let offerID: String
  let product: Int64
  let warehouse: Int64
  let stock: Int64

  init(_ fields: SellerFields) throws(SellerError) {
    offerID = try fields.text("offer_id") ?? ""
    product = try fields.integer("product_id") ?? 0
    warehouse = try fields.integer("warehouse_id") ?? 0
    guard let stock = try fields.integer("stock") else {
      throw .invalid(fields.name("stock"), "is required")
    }
    self.stock = stock
  }
}

private struct KnownStock: Sendable {
  let product: Int64
  let offerID: String
  let level: StockLevel
  let warehouse: Int64?
  let balance: StockBatch.Balance
}

/// `cross join` keeps the order: first the names, then their products. The other way round a shop
/// with 100,000 products would be walked for each call.
enum StockSettingSQL {
  fileprivate static let byOffer = Query<KnownStock>(
    """
    select p.id, p.offer_id, f.available, f.low_stock, f.alert_at,
      f.state not in ('new', 'archived'), f.is_alerted, s.warehouse_id, s.on_hand, s.reserved, s.last_move
    from json_each(?) j cross join product p on p.offer_id = j.value
      cross join product_shelf f on f.id = p.id left join stock s on s.product_id = p.id
    """, known)
  fileprivate static let byID = Query<KnownStock>(
    """
    select f.id, null, f.available, f.low_stock, f.alert_at,
      f.state not in ('new', 'archived'), f.is_alerted, s.warehouse_id, s.on_hand, s.reserved, s.last_move
    from json_each(?) j cross join product_shelf f on f.id = j.value
      left join stock s on s.product_id = f.id
    """, known)

  private static let known:
    @Sendable (
      Int64, String?, Int64, Int64, Int64, Bool, Bool, Int64?, Int64?, Int64?, Int64?
    ) -> KnownStock = {
      KnownStock(
        product: $0, offerID: $1 ?? "",
        level: StockLevel(
          available: $2, low: $3, threshold: $4, isWatched: $5, isAlerted: $6),
        warehouse: $7,
        balance: StockBatch.Balance(onHand: $8 ?? 0, reserved: $9 ?? 0, last: $10 ?? 0))
    }

  static let statements: [(String, any SQLStatement)] = [
    ("stockSetting.byOffer", byOffer), ("stockSetting.byID", byID),
  ]
}

/// Sets absolute numbers in one transaction. All pairs are looked up by two statements and booked
/// together; a pair whose number stands already leaves no movement.
struct StockSetting {
  private let warehouses: Set<Int64>
  private var products: Set<Int64> = []
  private var offers: [String: Int64] = [:]
  private var batch = StockBatch()

  init(_ pairs: [StockPair], in tx: SellerTransaction) throws(SQLError) {
    warehouses = Set(try CardStore(rows: tx.reader).warehouses().map(\.id))
    let names = pairs.map(\.offerID).filter { !$0.isEmpty }
    let ids = pairs.filter { $0.offerID.isEmpty }.map(\.product)
    if !names.isEmpty {
      let list = JSON.array(names.map { .string($0) }).text
      for row in try tx.all(StockSettingSQL.byOffer, list) { note(row) }
    }
    if !ids.isEmpty {
      let list = JSON.array(ids.map { .integer($0) }).text
      for row in try tx.all(StockSettingSQL.byID, list) { note(row) }
    }
  }

  private mutating func note(_ row: KnownStock) {
    products.insert(row.product)
    if !row.offerID.isEmpty { offers[row.offerID] = row.product }
    batch.note(row.level, of: row.product)
    guard let warehouse = row.warehouse else { return }
    batch.note(
      row.balance, of: StockBatch.Place(product: row.product, warehouse: warehouse))
  }

  /// Takes one pair, or says why not.
  mutating func result(_ pair: StockPair) -> JSON {
    var product = pair.product
    var refusals: [ItemRefusal] = []
    do {
      product = try found(pair)
      batch.set(pair.stock, StockBatch.Place(product: product, warehouse: pair.warehouse))
    } catch { refusals.append(error) }
    return [
      ("product_id", JSON.integer(product)), ("offer_id", .string(pair.offerID)),
      ("warehouse_id", .integer(pair.warehouse)), ("updated", .bool(refusals.isEmpty)),
      ("errors", .array(refusals.map(\.json))),
    ].json
  }

  /// Books what was taken.
  func write(_ stock: Stock, at now: Instant, in tx: SellerTransaction) throws {
    try stock.book(batch, note: "API", at: now, in: tx)
  }

  /// The product's number; the article wins over it.
  private func found(_ pair: StockPair) throws(ItemRefusal) -> Int64 {
    if pair.offerID.isEmpty {
      guard products.contains(pair.product) else {
        throw ItemRefusal("NOT_FOUND_ERROR", "Product not found")
      }
    } else if offers[pair.offerID] == nil {
      throw ItemRefusal("offer_id_not_found", "Product with that offer_id not found")
    }
    guard warehouses.contains(pair.warehouse) else {
      throw ItemRefusal("WAREHOUSE_NOT_FOUND", "Warehouse not found")
    }
    guard pair.stock >= 0 else {
      throw ItemRefusal("STOCK_NEGATIVE", "Stock must not be below zero")
    }
    guard pair.stock < StockPair.most else {
      throw ItemRefusal("STOCK_TOO_BIG", "Stock must be below 1000000")
    }
    return offers[pair.offerID] ?? pair.product
  }
}
