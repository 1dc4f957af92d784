import Commerce
import Office
import SQL

enum ArchiveSQL {
  static let product = Command(
    """
    insert into main.product
      (seller_id, id, category_id, title, picture, weight, offer_id, barcode, price, price_before,
      price_min, cost, low_stock, in_stock, is_hidden, is_archived, live_revision, open_revision,
      pending, created_at, updated_at, alerted_at, brand)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
      ?20, ?20, ?21, ?22)
    """)
  static let revision = Command(
    """
    insert into main.product_revision
      (seller_id, id, product_id, number, state, category_id, title, description, brand, weight,
      length, width, height, attributes, message, created_at, submitted_at, decided_at)
    values (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("archive.product", product), ("archive.revision", revision),
  ]
}

/// Writes listings in their final state: each row once, and nothing is read.
struct ArchiveStore {
  let tx: SellerTransaction
  let kernel: Kernel

  private var seller: Int64 { tx.scope.seller }

  /// Everything but the words.
  func insert(_ lot: ProductArchive.Lot) throws(SQLError) {
    var tally = ArchiveTally()
    for (id, listing) in lot.listings {
      try insert(listing, id, in: lot.warehouse)
      tally.count(listing)
    }
    try tally.write(in: tx)
  }

  func words(_ lot: ProductArchive.Lot) throws(SQLError) -> [ArchivedWords] {
    var all: [ArchivedWords] = []
    for (id, listing) in lot.listings {
      let words = SearchText.indexed([listing.title, listing.offerID, listing.barcode])
      if words.isEmpty { continue }
      all.append(ArchivedWords(tx: tx, row: try SearchPlace.row(id, of: seller), words: words))
    }
    return all
  }

  private func insert(
    _ listing: ProductArchive.Listing, _ id: ProductID, in warehouse: WarehouseID
  ) throws(SQLError) {
    let revision: RevisionID = kernel.newID()
    try insertProduct(listing, id, revision)
    try insertRevision(listing, revision, of: id)
    if listing.revisionState == .submitted { try submit(listing, revision, of: id) }
    if listing.stock > 0 { try receive(listing, id, warehouse) }
  }

  private func insertProduct(
    _ listing: ProductArchive.Listing, _ id: ProductID, _ revision: RevisionID
  ) throws(SQLError) {
    let isLive = listing.revisionState == .approved
    try tx.run(
      ArchiveSQL.product, seller, id.raw, listing.category.raw, listing.title,
      listing.images.first?.name ?? "", listing.weight ?? 0, listing.offerID.orNull,
      listing.barcode.orNull, listing.price, listing.priceBefore, listing.priceMin, listing.cost,
      listing.lowStock, listing.stock > 0, listing.isHidden, listing.isArchived,
      isLive ? revision.raw : nil, isLive ? nil : revision.raw, listing.pending,
      listing.createdAt.milliseconds, listing.isLow ? listing.createdAt.milliseconds : nil,
      listing.brand)
  }

  private func insertRevision(
    _ listing: ProductArchive.Listing, _ id: RevisionID, of product: ProductID
  ) throws(SQLError) {
    let state = listing.revisionState
    let content = listing.content
    let at = listing.createdAt.milliseconds
    try tx.run(
      ArchiveSQL.revision, seller, id.raw, product.raw, state, content.category.raw,
      content.title, content.description, content.brand, content.weight, content.length,
      content.width, content.height, content.attributesText, listing.message, at,
      state == .draft ? nil : at, state == .draft || state == .submitted ? nil : at)
    try RevisionStore.insert(content.pictures, of: id, in: tx)
    for reason in Set(listing.reasons) {
      try tx.run(
        RevisionSQL.insertReason, seller, id.raw, reason.field.rawValue, reason.code.rawValue)
    }
  }

  private func submit(
    _ listing: ProductArchive.Listing, _ revision: RevisionID, of product: ProductID
  ) throws(SQLError) {
    let item: ModerationID = kernel.newID()
    try tx.transaction.open.run(
      ModerationSQL.insert, item.raw, seller, product.raw, revision.raw, 1, false, listing.title,
      listing.images.first?.name ?? "", listing.category.raw, listing.createdAt.milliseconds, "",
      nil as Int64?)
  }

  /// The stock comes in as a receipt, so that balances are sums from the start.
  private func receive(
    _ listing: ProductArchive.Listing, _ id: ProductID, _ warehouse: WarehouseID
  ) throws(SQLError) {
    let entry: ID<StockMove> = kernel.newID()
    let move = StockMove(
      product: id, warehouse: warehouse, reason: .receipt,
      change: StockChange(onHand: listing.stock), at: listing.createdAt)
    try StockStore.begin(move, id: entry.raw, in: tx)
    try tx.run(StockSQL.changeAvailable, seller, id.raw, listing.stock)
  }
}

/// The search text of a listing, for its row of the index.
struct ArchivedWords {
  let tx: SellerTransaction
  let row: Int64
  let words: String

  func insert() throws(SQLError) {
    try tx.run(ProductSQL.insertWords, row, words)
    WordsMerging.note()
  }
}

/// How many listings came into each tab and into the queue.
struct ArchiveTally {
  private var tabs: [ProductTab: Int64] = [:]
  private var waiting: Int64 = 0
  private var empty: Int64 = 0
  private var low: Int64 = 0

  mutating func count(_ listing: ProductArchive.Listing) {
    for tab in listing.tabs { tabs[tab, default: 0] += 1 }
    if listing.stock == 0 { empty += 1 }
    if listing.isLow { low += 1 }
    if listing.revisionState == .submitted { waiting += 1 }
  }

  func write(in tx: SellerTransaction) throws(SQLError) {
    for (tab, count) in tabs { try Counters.add(count, to: tab.counter, in: tx) }
    if empty > 0 { try Counters.add(empty, to: StockTab.none.counter, in: tx) }
    if low > 0 { try Counters.add(low, to: StockTab.low.counter, in: tx) }
    guard waiting > 0 else { return }
    try Counters.addPlatform(waiting, to: ModerationID.counter, in: tx.transaction)
  }
}
