import Commerce
import Office
import SQL

/// A listing as its own page needs it.
struct Product: Sendable {
  let id: ProductID
  /// Rises with every change by a person; guards against two of them writing over each other.
  let version: Int64
  let category: CategoryID
  /// As lists show it: of the live version, else of the newest.
  let title: String
  let picture: String
  let terms: ProductTerms
  /// A price that waits until it is typed again.
  let asked: AskedPrice?
  /// Why the platform took it off sale; nil where it did not.
  let suspension: Suspension?
  let available: Int64
  let state: ListingState
  let blockers: Blockers
  let pending: Pending
  let live: RevisionID?
  let open: RevisionID?
  let updatedAt: Instant
  let updatedBy: String?

  /// The version that the seller goes on writing: the newest.
  var newest: RevisionID? { open ?? live }
}

/// What lists and orders take from the content.
struct ShownContent: Sendable {
  let category: CategoryID
  let title: String
  let picture: String
  let weight: Int64
  let brand: String

  init(_ content: ProductContent) {
    category = content.category
    title = content.title
    picture = content.pictures.first?.name ?? ""
    weight = content.weight ?? 0
    brand = content.brand
  }
}

enum ProductSQL {
  private static let product:
    @Sendable (
      Int64, Int64, Int64, String, String, String?, String?, Int64?, Int64?, Int64?, Int64?, Int64,
      Int64, ListingState, Int64, Pending, Int64?, Int64?, Int64, String?, String, Int64?, Int64?,
      Int64?
    ) -> Product = {
      id, version, category, title, picture, offerID, barcode, price, before, least, cost,
      lowStock, available, state, blockers, pending, live, open, updated, by, suspended, asked,
      askedBefore, askedLeast in
      Product(
        id: ProductID(raw: id), version: version, category: CategoryID(raw: category),
        title: title, picture: picture,
        terms: ProductTerms(
          offerID: offerID ?? "", barcode: barcode ?? "", price: price, priceBefore: before,
          priceMin: least, cost: cost, lowStock: lowStock),
        asked: asked.map { AskedPrice(price: $0, before: askedBefore, least: askedLeast) },
        suspension: Suspension(rawValue: suspended),
        available: available, state: state, blockers: Blockers(rawValue: blockers),
        pending: pending, live: live.map(RevisionID.init(raw:)),
        open: open.map(RevisionID.init(raw:)), updatedAt: Instant(milliseconds: updated),
        updatedBy: by)
    }
  static let byID = Query<Product>(
    """
    select p.id, p.version, p.category_id, p.title, p.picture, p.offer_id, p.barcode, p.price,
      p.price_before, p.price_min, p.cost, p.low_stock, f.available, p.state, p.blockers,
      p.pending, p.live_revision, p.open_revision, p.updated_at, m.name, p.suspended,
      p.price_asked, p.before_asked, p.min_asked
    from product p cross join product_shelf f on f.id = p.id
      left join member m on m.id = p.updated_by
    where p.id = ?
    """, product)
  /// In the order of the list; what is not there is left out.
  static let byIDs = Query<Product>(
    """
    select p.id, p.version, p.category_id, p.title, p.picture, p.offer_id, p.barcode, p.price,
      p.price_before, p.price_min, p.cost, p.low_stock, f.available, p.state, p.blockers,
      p.pending, p.live_revision, p.open_revision, p.updated_at, m.name, p.suspended,
      p.price_asked, p.before_asked, p.min_asked
    from json_each(?) j cross join product p on p.id = j.value
      cross join product_shelf f on f.id = p.id
      left join member m on m.id = p.updated_by
    order by j.key
    """, product)
  static let tabs = Query<Set<ProductTab>>("select state, pending from product where id = ?") {
    (state: ListingState, pending: Pending) in ProductTab.of(state, pending)
  }
  static let insert = Command(
    """
    insert into main.product
      (seller_id, id, category_id, open_revision, pending, created_at, updated_at, updated_by)
    values (?1, ?2, ?3, ?4, 'draft', ?5, ?5, ?6)
    """)
  static let saveTerms = Command(
    """
    update main.product set version = version + 1, offer_id = ?3, barcode = ?4, price = ?5,
      price_before = ?6, price_min = ?7, cost = ?8, low_stock = ?9, updated_at = ?10,
      updated_by = ?11, price_asked = ?12, before_asked = ?13, min_asked = ?14
    where seller_id = ?1 and id = ?2
    """)
  static let show = Command(
    """
    update main.product set category_id = ?3, title = ?4, picture = ?5, weight = ?6, brand = ?7
    where seller_id = ?1 and id = ?2
    """)
  static let words = Query<String>("select words from product_search where rowid = ?")
  static let insertWords = Command(
    """
    insert into main.product_search (rowid, seller_id, words) values (?, current_seller(), ?)
    """)
  static let deleteWords = Command(
    "delete from main.product_search where rowid = ? and seller_id = current_seller()")
  static let point = Command(
    """
    update main.product set version = version + 1, live_revision = ?3, open_revision = ?4,
      pending = ?5, updated_at = ?6 where seller_id = ?1 and id = ?2
    """)
  static let flags = Command(
    """
    update main.product set version = version + 1, is_hidden = ?3, is_archived = ?4,
      updated_at = ?5, updated_by = ?6 where seller_id = ?1 and id = ?2
    """)
  static let delete = Command("delete from main.product where seller_id = ? and id = ?")
  static let currency = Query<String>("select currency from seller where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("product.byID", byID), ("product.byIDs", byIDs), ("product.tabs", tabs),
    ("product.insert", insert),
    ("product.saveTerms", saveTerms), ("product.show", show), ("product.words", words),
    ("product.insertWords", insertWords), ("product.deleteWords", deleteWords),
    ("product.point", point), ("product.flags", flags), ("product.delete", delete),
    ("product.currency", currency),
  ]
}

/// Listings of the shop.
struct ProductStore {
  let rows: SellerReader

  func product(_ id: ProductID) throws(SQLError) -> Product? {
    try rows.first(ProductSQL.byID, id.raw)
  }

  func products(_ ids: [Int64]) throws(SQLError) -> [Product] {
    try rows.all(ProductSQL.byIDs, IDList.text(ids))
  }

  /// The currency of all the shop's prices.
  func currency() throws(SQLError) -> Currency {
    let code = try rows.first(ProductSQL.currency, rows.scope.seller)
    guard let code, let currency = Currency(code: code) else {
      throw .mismatch("the seller's currency is unknown")
    }
    return currency
  }

  /// One page of the list.
  func page(_ filter: ProductFilter) throws(SQLError) -> ProductFound {
    try page(ProductQuery(filter, rows))
  }

  func page(_ query: ProductQuery) throws(SQLError) -> ProductFound {
    let filter = query.filter
    var found = ProductFound(rows: [])
    found.rows.reserveCapacity(filter.limit)
    if query.isSifting, query.isWalked {
      try walk(query, &found)
    } else {
      try add(query, until: nil, &found)
      if query.isSifting, found.rows.count < filter.limit { found.reached = try end(query) }
    }
    if filter.isReversed { found.rows.reverse() }
    return found
  }

  /// Part by part, until the page is full or the list or the reach is over.
  private func walk(_ query: ProductQuery, _ found: inout ProductFound) throws(SQLError) {
    var place = query.filter.place
    for count in query.parts {
      let part = query.part(count, from: place, having: found.rows.count)
      place = try end(part)
      try add(part, until: place, &found)
      let isFull = found.rows.count == query.filter.limit
      found.reached = isFull ? nil : place
      if isFull || place == nil { return }
    }
  }

  private func add(
    _ query: ProductQuery, until end: ListPlace?, _ found: inout ProductFound
  ) throws(SQLError) {
    let seller = rows.scope.seller
    try rows.forEachRow(query.page(of: seller, until: end)) { row throws(SQLError) in
      found.rows.append(try ProductRow(row))
    }
  }

  /// The last row that is looked at, as the place where the next page goes on; nil where the list
  /// is over before.
  private func end(_ query: ProductQuery) throws(SQLError) -> ListPlace? {
    var end = try rows.first(query.end(of: rows.scope.seller))
    end?.isBefore = query.filter.isReversed
    return end
  }

  /// How many the list has as asked for, counted no further than the limit.
  func count(_ filter: ProductFilter, limit: Int) throws(SQLError) -> Int {
    // How many there are does not depend on their order.
    var plain = filter
    (plain.sort, plain.place) = (.newest, nil)
    let query = try ProductQuery(plain, rows)
    return Int(try rows.one(query.count(of: rows.scope.seller, limit: limit)))
  }

  /// The first brands of the shop, each once, whatever its capital letters.
  func brands(limit: Int) throws(SQLError) -> [String] {
    try rows.all(ProductQuerySQL.brands, limit)
  }
}

extension ProductStore {
  static func insert(
    _ id: ProductID, category: CategoryID, revision: RevisionID, at now: Instant, by member: Int64?,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ProductSQL.insert, tx.scope.seller, id.raw, category.raw, revision.raw, now.milliseconds,
      member)
    try Counters.add(1, to: StockTab.none.counter, in: tx)
  }

  static func save(
    _ terms: ProductTerms, asking asked: AskedPrice?, of id: ProductID, at now: Instant,
    by member: Int64?, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ProductSQL.saveTerms, tx.scope.seller, id.raw, terms.offerID.orNull, terms.barcode.orNull,
      terms.price, terms.priceBefore, terms.priceMin, terms.cost, terms.lowStock,
      now.milliseconds, member, asked?.price, asked?.before, asked?.least)
  }

  static func show(
    _ content: ShownContent, of id: ProductID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ProductSQL.show, tx.scope.seller, id.raw, content.category.raw, content.title,
      content.picture, content.weight, content.brand)
  }

  /// Keeps the search in step with the row; in the transaction that changed it.
  static func index(_ id: ProductID, in tx: SellerTransaction) throws(SQLError) {
    guard let product = try tx.first(ProductSQL.byID, id.raw) else { return }
    let words = SearchText.indexed([
      product.title, product.terms.offerID, product.terms.barcode,
    ])
    let row = try SearchPlace.row(id, of: tx.scope.seller)
    let known = try tx.first(ProductSQL.words, row)
    if words == known ?? "" { return }
    if known != nil { try tx.run(ProductSQL.deleteWords, row) }
    try tx.run(ProductSQL.insertWords, row, words)
    WordsMerging.note()
  }

  static func point(
    _ id: ProductID, live: RevisionID?, open: RevisionID?, pending: Pending, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ProductSQL.point, tx.scope.seller, id.raw, live?.raw, open?.raw, pending, now.milliseconds)
  }

  static func flag(
    _ id: ProductID, isHidden: Bool, isArchived: Bool, at now: Instant, by member: Int64?,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ProductSQL.flags, tx.scope.seller, id.raw, isHidden, isArchived, now.milliseconds, member)
  }

  static func delete(_ id: ProductID, in tx: SellerTransaction) throws(SQLError) {
    try StockAlerts.forget(id, in: tx)
    try tx.run(ProductSQL.deleteWords, try SearchPlace.row(id, of: tx.scope.seller))
    try tx.run(LedgerSQL.forget, tx.scope.seller, id.raw)
    try tx.run(ProductSQL.delete, tx.scope.seller, id.raw)
  }

  /// Runs a change of one product and moves its tabs' counts and its alert with it.
  static func counting<T>(
    _ id: ProductID, in tx: SellerTransaction, _ change: () throws -> T
  ) throws -> T {
    let before = try tx.first(ProductSQL.tabs, id.raw) ?? []
    let result = try change()
    try StockAlerts.settle(id, at: nil, in: tx)
    let after = try tx.first(ProductSQL.tabs, id.raw) ?? []
    for tab in before.subtracting(after) { try Counters.add(-1, to: tab.counter, in: tx) }
    for tab in after.subtracting(before) { try Counters.add(1, to: tab.counter, in: tx) }
    return result
  }
}
