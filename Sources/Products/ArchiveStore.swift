import Commerce
import Office
import SQL

/// One statement for all rows of a kind: each statement that fires a trigger or may fail keeps a
/// copy of every page that it touches, until it ends.
enum ArchiveSQL {
  static let products = Command(
    """
    insert into main.product
      (seller_id, id, category_id, title, picture, weight, offer_id, barcode, price, price_before,
      price_min, cost, low_stock, in_stock, is_hidden, is_archived, live_revision, open_revision,
      pending, created_at, updated_at, alerted_at, brand)
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]'), json_extract(j.value, '$[4]'),
      json_extract(j.value, '$[5]'), json_extract(j.value, '$[6]'), json_extract(j.value, '$[7]'),
      json_extract(j.value, '$[8]'), json_extract(j.value, '$[9]'), json_extract(j.value, '$[10]'),
      json_extract(j.value, '$[11]'), json_extract(j.value, '$[12]'), json_extract(j.value,
      '$[13]'), json_extract(j.value, '$[14]'), json_extract(j.value, '$[15]'),
      json_extract(j.value, '$[16]'), json_extract(j.value, '$[17]'), json_extract(j.value,
      '$[18]'), json_extract(j.value, '$[18]'), json_extract(j.value, '$[19]'),
      json_extract(j.value, '$[20]')
    from json_each(?2) j
    """)
  static let revisions = Command(
    """
    insert into main.product_revision
      (seller_id, id, product_id, number, state, category_id, title, description, brand, weight,
      length, width, height, attributes, message, created_at, submitted_at, decided_at)
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), 1,
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]'), json_extract(j.value, '$[4]'),
      json_extract(j.value, '$[5]'), json_extract(j.value, '$[6]'), json_extract(j.value, '$[7]'),
      json_extract(j.value, '$[8]'), json_extract(j.value, '$[9]'), json_extract(j.value, '$[10]'),
      json_extract(j.value, '$[11]'), json_extract(j.value, '$[12]'), json_extract(j.value,
      '$[13]'), json_extract(j.value, '$[14]'), json_extract(j.value, '$[15]')
    from json_each(?2) j
    """)
  static let balances = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, last_move, moves)
    select ?1, json_extract(j.value, '$[0]'), ?3, json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), 1
    from json_each(?2) j
    """)
  /// The stock comes in as a receipt, so that balances are sums from the start.
  static let moves = Command(
    """
    insert into main.stock_movement (seller_id, product_id, on_hand, id, at, warehouse_id, reason,
      reserved)
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]'), ?3, ?4, 0
    from json_each(?2) j
    """)
  static let words = Command(
    """
    insert into main.product_search (rowid, seller_id, words)
    select json_extract(j.value, '$[0]'), current_seller(), json_extract(j.value, '$[1]')
    from json_each(?) j
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("archive.products", products), ("archive.revisions", revisions),
    ("archive.balances", balances), ("archive.moves", moves),
    ("archive.words", words),
  ]
}

/// Writes listings in their final state: each row once, and nothing is read.
struct ArchiveStore {
  let tx: SellerTransaction
  let kernel: Kernel

  private var seller: Int64 { tx.scope.seller }

  /// Rows of a statement; a list of them is kept in memory as a text.
  private static let batch = 500

  /// Everything but the words.
  func insert(_ lot: ProductArchive.Lot) throws(SQLError) {
    var tally = ArchiveTally()
    for listing in lot.listings { tally.count(listing.listing) }
    for start in stride(from: 0, to: lot.listings.count, by: Self.batch) {
      let end = min(start + Self.batch, lot.listings.count)
      try insert(lot.listings[start..<end], in: lot.warehouse)
    }
    try tally.write(in: tx)
  }

  private typealias Listings = ArraySlice<(id: ProductID, listing: ProductArchive.Listing)>

  private func insert(_ listings: Listings, in warehouse: WarehouseID) throws(SQLError) {
    var (products, revisions, stock): ([JSON], [JSON], [JSON]) = ([], [], [])
    var fresh: [(RevisionID, ProductID, ProductArchive.Listing)] = []
    var free = StockChanges()
    for (id, listing) in listings {
      let revision: RevisionID = kernel.newID()
      fresh.append((revision, id, listing))
      products.append(Self.product(listing, id, revision))
      revisions.append(Self.revision(listing, revision, of: id))
      if listing.stock > 0 {
        let entry: ID<StockMove> = kernel.newID()
        free.append(listing.stock, of: id.raw)
        stock.append(
          .array([
            .integer(id.raw), .integer(listing.stock), .integer(entry.raw),
            .integer(listing.createdAt.milliseconds),
          ]))
      }
    }
    try tx.run(ArchiveSQL.products, seller, JSON.array(products).text)
    try tx.run(ArchiveSQL.revisions, seller, JSON.array(revisions).text)
    for (revision, id, listing) in fresh { try insertParts(listing, revision, of: id) }
    if stock.isEmpty { return }
    let rows = JSON.array(stock).text
    try tx.run(ArchiveSQL.balances, seller, rows, warehouse.raw)
    try tx.run(ArchiveSQL.moves, seller, rows, warehouse.raw, StockReason.receipt)
    try free.run(StockBatchSQL.available, in: tx)
  }

  private static func product(
    _ listing: ProductArchive.Listing, _ id: ProductID, _ revision: RevisionID
  ) -> JSON {
    let isLive = listing.revisionState == .approved
    let at = listing.createdAt.milliseconds
    return .array([
      .integer(id.raw), .integer(listing.category.raw), .string(listing.title),
      .string(listing.images.first?.name ?? ""), .integer(listing.weight ?? 0),
      JSON(listing.offerID.orNull), JSON(listing.barcode.orNull), JSON(listing.price),
      JSON(listing.priceBefore), JSON(listing.priceMin), JSON(listing.cost),
      .integer(listing.lowStock), .bool(listing.stock > 0), .bool(listing.isHidden),
      .bool(listing.isArchived), JSON(isLive ? revision.raw : nil),
      JSON(isLive ? nil : revision.raw), .string(listing.pending.rawValue), .integer(at),
      JSON(listing.isLow ? at : nil), .string(listing.brand),
    ])
  }

  private static func revision(
    _ listing: ProductArchive.Listing, _ id: RevisionID, of product: ProductID
  ) -> JSON {
    let state = listing.revisionState
    let content = listing.content
    let at = listing.createdAt.milliseconds
    return .array([
      .integer(id.raw), .integer(product.raw), .string(state.rawValue),
      .integer(content.category.raw), .string(content.title), .string(content.description),
      .string(content.brand), JSON(content.weight), JSON(content.length), JSON(content.width),
      JSON(content.height), .string(content.attributesText), .string(listing.message),
      .integer(at), JSON(state == .draft ? nil : at),
      JSON(state == .draft || state == .submitted ? nil : at),
    ])
  }

  /// What few listings have: pictures, reasons of a moderator, a place in the queue.
  private func insertParts(
    _ listing: ProductArchive.Listing, _ revision: RevisionID, of product: ProductID
  ) throws(SQLError) {
    try RevisionStore.insert(listing.content.pictures, of: revision, in: tx)
    for reason in Set(listing.reasons) {
      try tx.run(
        RevisionSQL.insertReason, seller, revision.raw, reason.field.rawValue,
        reason.code.rawValue)
    }
    if listing.revisionState == .submitted { try submit(listing, revision, of: product) }
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
}

extension JSON {
  fileprivate init(_ number: Int64?) { self = number.map(JSON.integer) ?? .null }
  fileprivate init(_ text: String?) { self = text.map(JSON.string) ?? .null }
}

/// The search texts of a shop's listings, for their rows of the index.
struct ArchivedWords {
  let tx: SellerTransaction
  private var entries: [(row: Int64, words: String)] = []

  init(_ tx: SellerTransaction) { self.tx = tx }

  mutating func add(_ lot: ProductArchive.Lot) throws(SQLError) {
    for (id, listing) in lot.listings {
      let words = SearchText.indexed([listing.title, listing.offerID, listing.barcode])
      if words.isEmpty { continue }
      entries.append((try SearchPlace.row(id, of: tx.scope.seller), words))
    }
  }

  /// In the order of the rows, or FTS5 begins a new segment, and joining those costs more than all
  /// the rest.
  func insert() throws(SQLError) {
    if entries.isEmpty { return }
    let rows = entries.sorted { $0.row < $1.row }.map { entry in
      JSON.array([.integer(entry.row), .string(entry.words)])
    }
    try tx.run(ArchiveSQL.words, JSON.array(rows).text)
    WordsMerging.note(rows.count)
  }
}

/// How many listings came into each tab and into the queue, and how moderators had decided.
struct ArchiveTally {
  private var tabs: [ProductTab: Int64] = [:]
  private var waiting: Int64 = 0
  private var empty: Int64 = 0
  private var low: Int64 = 0
  private var approved: Int64 = 0
  private var returned: Int64 = 0

  mutating func count(_ listing: ProductArchive.Listing) {
    for tab in listing.tabs { tabs[tab, default: 0] += 1 }
    if listing.stock == 0 { empty += 1 }
    if listing.isLow { low += 1 }
    switch listing.revisionState {
    case .submitted: waiting += 1
    case .approved: approved += 1
    case .changes: returned += 1
    default: break
    }
  }

  func write(in tx: SellerTransaction) throws(SQLError) {
    for (tab, count) in tabs { try Counters.add(count, to: tab.counter, in: tx) }
    if empty > 0 { try Counters.add(empty, to: StockTab.none.counter, in: tx) }
    if low > 0 { try Counters.add(low, to: StockTab.low.counter, in: tx) }
    if approved + returned > 0 {
      try tx.transaction.open.run(
        ModerationSQL.count, tx.scope.seller, approved, returned, Int64(0))
    }
    guard waiting > 0 else { return }
    try Counters.addPlatform(waiting, to: ModerationID.counter, in: tx.transaction)
  }
}
