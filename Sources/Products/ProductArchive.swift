import Commerce
import Office
import SQL

/// Puts listings that were made elsewhere into the shop, in their final state: an import, a
/// demo's history, a benchmark's seed. Checks and reviews do not run; counts, the ledger, the
/// search and the queue stay true.
///
/// Many listings are best given to one call of `insert(_:in:)`, several times as fast as one by
/// one.
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

  /// Listings of one shop that come into one warehouse.
  public struct Lot: Sendable {
    public let shop: SellerID
    public let warehouse: WarehouseID
    /// Under identities chosen by the caller, of 53 bits at most.
    public var listings: [(id: ProductID, listing: Listing)]

    public init(
      of shop: SellerID, in warehouse: WarehouseID,
      _ listings: [(id: ProductID, listing: Listing)] = []
    ) {
      self.shop = shop
      self.warehouse = warehouse
      self.listings = listings
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
  /// - Parameter id: chosen by the caller, to point at it from elsewhere, of 53 bits at most; nil
  ///   makes one.
  @discardableResult
  public func insert(
    _ listing: Listing, id: ProductID? = nil, warehouse: WarehouseID, in tx: SellerTransaction
  ) throws(SQLError) -> ProductID {
    let id = id ?? kernel.newID()
    let shop = SellerID(raw: tx.scope.seller)
    try insert([(Lot(of: shop, in: warehouse, [(id, listing)]), tx)])
    return id
  }

  /// Inserts the listings of several shops: what an import should call, with all of a batch at
  /// once. A shop may stand in several lots, though one is faster.
  public func insert(_ lots: [Lot], in tx: PlatformTransaction) throws(SQLError) {
    var entered: [(Lot, SellerTransaction)] = []
    for lot in lots {
      entered.append((lot, tx.transaction.seller(tx.scope.entering(seller: lot.shop.raw))))
    }
    try insert(entered)
  }

  /// Words come last, shop by shop: any other write to a shop's rows makes FTS5 begin a new
  /// segment.
  private func insert(_ lots: [(Lot, SellerTransaction)]) throws(SQLError) {
    var words: [Int64: ArchivedWords] = [:]
    for (lot, tx) in lots {
      try ArchiveStore(tx: tx, kernel: kernel).insert(lot)
      try words[lot.shop.raw, default: ArchivedWords(tx)].add(lot)
    }
    for shop in words.keys.sorted() { try words[shop]?.insert() }
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

  /// What lists will show: what the columns `state` and `pending` compute.
  var tabs: Set<ProductTab> {
    let isBuyable = price != nil && stock > 0
    let state: ListingState =
      if isArchived {
        .archived
      } else if revisionState != .approved {
        .new
      } else if isHidden {
        .hidden
      } else {
        isBuyable ? .onSale : .ready
      }
    return ProductTab.of(state, pending)
  }

  /// Whether it comes in with so little stock that the shop is told.
  var isLow: Bool {
    lowStock > 0 && stock <= lowStock && revisionState == .approved && !isArchived
  }

  var pending: Pending { revisionState.pending(isReturned: false) }
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
