import Commerce
import Office
import SQL

/// Puts listings that were made elsewhere into the shop, in their final state: an import, a
/// demo's history, a benchmark's seed. Checks and reviews do not run; counts, the ledger, the
/// search and the queue stay true.
public struct ProductArchive: Sendable {
  /// Where a listing stands.
  public enum State: Sendable {
    /// Approved; on sale when it has a price and stock.
    case live
    case hidden, archived, draft
    /// Waits for a moderator.
    case submitted
    /// A moderator asked for changes. Reasons are pairs `field:code`, such as
    /// `description:contact_in_text`; an unknown pair is left out.
    case returned(reasons: [String], message: String)
  }

  /// A stored picture.
  public struct Image: Sendable, Hashable {
    /// Its place below `/images/`.
    public let name: String
    public let width: Int64
    public let height: Int64
    public var alt: String

    var picture: Picture { Picture(name: name, width: width, height: height, alt: alt) }
  }

  /// A listing as it stood elsewhere. Amounts are minor units of the seller's currency.
  public struct Listing: Sendable {
    public var category: CategoryID
    public var title: String
    public var description = ""
    public var brand = ""
    /// Unique in the shop; empty for none.
    public var offerID: String
    /// Unique in the shop; empty for none. Its check digit is not looked at.
    public var barcode = ""
    public var price: Int64?
    public var priceBefore: Int64?
    public var priceMin: Int64?
    public var cost: Int64?
    /// Grams with packaging; nil where unknown.
    public var weight: Int64?
    /// Millimetres of the package.
    public var length: Int64?
    public var width: Int64?
    public var height: Int64?
    /// By the attribute's key.
    public var attributes: [String: String] = [:]
    public var images: [Image] = []
    public var stock: Int64 = 0
    public var lowStock: Int64 = 0
    public var state = State.live
    public var createdAt: Instant

    public init(category: CategoryID, title: String, offerID: String, createdAt: Instant) {
      self.category = category
      self.title = title
      self.offerID = offerID
      self.createdAt = createdAt
    }
  }

  private let kernel: Kernel

  public init(kernel: Kernel) { self.kernel = kernel }

  /// Inspects and stores a picture; call it outside of a transaction. Throws `ImageError`.
  public func store(_ bytes: [UInt8], alt: String) throws -> Image {
    let picture = try PictureStore(kernel.configuration)
      .insert(ImageInspector().sanitise(bytes))
    return Image(name: picture.name, width: picture.width, height: picture.height, alt: alt)
  }

  /// Makes a warehouse of the shop.
  public func addWarehouse(
    named name: String, in tx: SellerTransaction
  ) throws(SQLError) -> WarehouseID {
    let id: WarehouseID = kernel.newID()
    try StockStore.insertWarehouse(id, name: name, in: tx)
    return id
  }

  /// Inserts a listing with its version, stock and search text.
  /// - Parameter id: chosen by the caller, to point at it from elsewhere; nil makes one.
  public func insert(
    _ listing: Listing, id given: ProductID? = nil, warehouse: WarehouseID,
    in tx: SellerTransaction
  ) throws(SQLError) -> ProductID {
    let id = given ?? kernel.newID()
    let revision: RevisionID = kernel.newID()
    try insert(listing, id, revision, in: tx)
    try RevisionStore.insert(
      revision, of: id, listing.content, answers: nil, at: listing.createdAt, by: nil, in: tx)
    try settle(listing, id, revision, in: tx)
    if listing.stock > 0 { try receive(listing, id, warehouse, in: tx) }
    for tab in try tx.first(ProductSQL.tabs, id.raw) ?? [] {
      try Counters.add(1, to: tab.counter, in: tx)
    }
    return id
  }
}

enum ArchiveSQL {
  static let insert = Command(
    """
    insert into main.product
      (seller_id, id, category_id, title, picture, weight, offer_id, barcode, price, price_before,
      price_min, cost, low_stock, available, is_hidden, is_archived, live_revision, open_revision,
      pending, created_at, updated_at)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
      ?20, ?20)
    """)
  static let settle = Command(
    """
    update main.product_revision set state = ?3, submitted_at = ?4, decided_at = ?5, message = ?6
    where seller_id = ?1 and id = ?2
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("archive.insert", insert), ("archive.settle", settle),
  ]
}

extension ProductArchive {
  private func insert(
    _ listing: Listing, _ id: ProductID, _ revision: RevisionID, in tx: SellerTransaction
  ) throws(SQLError) {
    let isLive = listing.revisionState == .approved
    let search = SearchText.indexed(
      title: listing.title, offerID: listing.offerID, barcode: listing.barcode)
    try tx.run(
      ArchiveSQL.insert, tx.scope.seller, id.raw, listing.category.raw, listing.title,
      listing.images.first?.name ?? "", listing.weight ?? 0, listing.offerID.orNull,
      listing.barcode.orNull, listing.price, listing.priceBefore, listing.priceMin, listing.cost,
      listing.lowStock, listing.stock, listing.isHidden, listing.isArchived,
      isLive ? revision.raw : nil, isLive ? nil : revision.raw,
      listing.revisionState.pending(isReturned: false), listing.createdAt.milliseconds)
    if !search.isEmpty { try tx.run(ProductSQL.insertWords, id.raw, search) }
  }

  /// Brings the version, inserted as a draft, into its state.
  private func settle(
    _ listing: Listing, _ id: ProductID, _ revision: RevisionID, in tx: SellerTransaction
  ) throws(SQLError) {
    let state = listing.revisionState
    guard state != .draft else { return }
    let at = listing.createdAt.milliseconds
    try tx.run(
      ArchiveSQL.settle, tx.scope.seller, revision.raw, state, at, state == .submitted ? nil : at,
      listing.message)
    for reason in listing.reasons {
      try tx.run(
        RevisionSQL.insertReason, tx.scope.seller, revision.raw, reason.field.rawValue,
        reason.code.rawValue)
    }
    guard state == .submitted,
      let product = try ProductStore(rows: tx.reader).product(id),
      let version = try RevisionStore(rows: tx.reader).revision(revision)
    else { return }
    try ModerationStore(rows: tx.transaction.open).submit(
      kernel.newID(), version, of: product, shop: SellerID(raw: tx.scope.seller),
      at: listing.createdAt)
  }

  /// The stock comes in as a receipt, so that balances are sums from the start.
  private func receive(
    _ listing: Listing, _ id: ProductID, _ warehouse: WarehouseID, in tx: SellerTransaction
  ) throws(SQLError) {
    let seller = tx.scope.seller
    try tx.run(StockSQL.begin, seller, id.raw, warehouse.raw, listing.stock, 0)
    let entry: ID<StockMove> = kernel.newID()
    try tx.run(
      StockSQL.insert, seller, entry.raw, id.raw, warehouse.raw, StockReason.receipt,
      listing.stock, 0, nil as Int64?, "", listing.createdAt.milliseconds, nil as Int64?)
  }
}

extension ProductArchive.Listing {
  var content: ProductContent {
    ProductContent(
      category: category, title: title, description: description, brand: brand, weight: weight,
      length: length, width: width, height: height, attributes: attributes,
      pictures: images.map(\.picture))
  }

  var revisionState: RevisionState {
    switch state {
    case .live, .hidden, .archived: .approved
    case .draft: .draft
    case .submitted: .submitted
    case .returned: .changes
    }
  }

  var isHidden: Bool { if case .hidden = state { true } else { false } }
  var isArchived: Bool { if case .archived = state { true } else { false } }

  var reasons: [ReviewReason] {
    guard case .returned(let reasons, _) = state else { return [] }
    return reasons.compactMap { ReviewReason(text: $0) }
  }

  var message: String {
    if case .returned(_, let message) = state { message } else { "" }
  }
}
