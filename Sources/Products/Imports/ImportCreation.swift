import Commerce
import Office
import SQL

/// New products of one batch, written together: several times as fast as one by one, since the
/// words of the search come last and in order (see `ProductArchive`).
struct ImportCreation {
  private let actor: ListingActs.Actor
  private let tx: SellerTransaction
  private var fresh: [(id: ProductID, draft: ProductDraft)] = []

  init(_ actor: ListingActs.Actor, _ tx: SellerTransaction) {
    self.actor = actor
    self.tx = tx
  }

  var isEmpty: Bool { fresh.isEmpty }

  mutating func add(_ id: ProductID, _ draft: ProductDraft) { fresh.append((id, draft)) }

  /// Writes drafts whose rules were checked.
  func insert(firstWarehouse: String) throws {
    let kernel = actor.kernel
    try StockStore.ensureWarehouse(named: firstWarehouse, { kernel.newID() }, in: tx)
    var lots: [WarehouseID?: [(id: ProductID, listing: ProductArchive.Listing)]] = [:]
    for (id, draft) in fresh {
      let first = draft.counts.first { $0.now > 0 }
      var listing = Self.listing(draft, at: actor.now)
      listing.stock = first?.now ?? 0
      lots[first?.warehouse, default: []].append((id, listing))
    }
    let store = ArchiveStore(tx: tx, kernel: kernel)
    let shop = SellerID(raw: tx.scope.seller)
    var words = ArchivedWords(tx)
    for (warehouse, listings) in lots {
      let lot = ProductArchive.Lot(
        of: shop, in: warehouse ?? WarehouseID(raw: 1), listings)
      try store.insert(lot)
      try words.add(lot)
    }
    try bookOthers()
    try words.insert()
  }

  /// What was counted in further warehouses.
  private func bookOthers() throws {
    let stock = Stock(kernel: actor.kernel)
    for (id, draft) in fresh {
      for count in draft.counts.filter({ $0.now > 0 }).dropFirst() {
        try stock.book(
          StockMove(
            product: id, warehouse: count.warehouse, reason: .receipt,
            change: StockChange(onHand: count.now),
            at: actor.now, member: actor.member), in: tx)
      }
    }
  }

  private static func listing(_ draft: ProductDraft, at now: Instant) -> ProductArchive.Listing {
    let content = draft.content ?? ProductContent(category: CategoryID(raw: 1))
    var listing = ProductArchive.Listing(
      category: content.category, title: content.title, offerID: draft.terms.offerID,
      createdAt: now)
    listing.description = content.description
    listing.brand = content.brand
    listing.barcode = draft.terms.barcode
    listing.price = draft.terms.price
    listing.priceBefore = draft.terms.priceBefore
    listing.priceMin = draft.terms.priceMin
    listing.cost = draft.terms.cost
    listing.weight = content.weight
    listing.length = content.length
    listing.width = content.width
    listing.height = content.height
    listing.attributes = content.attributes
    listing.lowStock = draft.terms.lowStock
    listing.images = content.pictures.map {
      ProductArchive.Image(name: $0.name, width: $0.width, height: $0.height, alt: $0.alt)
    }
    listing.state = .draft
    return listing
  }
}
