import Commerce
import Office
import SQL

/// A product as the Seller API lists it. Its SKU is its number: one card, one article.
struct Card: Sendable {
  let id: ProductID
  let category: CategoryID
  let title: String
  let offerID: String
  let barcode: String
  let price: Int64?
  let priceBefore: Int64?
  let priceMin: Int64?
  let cost: Int64?
  let available: Int64
  let state: ListingState
  let pending: Pending
  let live: RevisionID?
  let open: RevisionID?
  let createdAt: Instant
  let updatedAt: Instant

  /// The version that the seller goes on writing: the newest.
  var newest: RevisionID? { open ?? live }
  var isArchived: Bool { state == .archived }
}

/// Which cards a call asks for: one index range, in the order of their numbers.
struct CardFilter: Sendable {
  enum Choice: Sendable {
    case all
    case offers([String])
    case ids([Int64])

    /// Else the numbers find the cards.
    fileprivate var isAll: Bool { if case .all = self { true } else { false } }
  }

  var choice = Choice.all
  var visibility = CardVisibility.all
  var after: Int64 = 0
  var isDescending = false
  var limit: Int64 = 1_000

  /// Reads `filter`: one group of numbers at a time.
  init(_ fields: SellerFields) throws(SellerError) {
    let offers = try fields.texts("offer_id", max: 1_000)
    var ids = try fields.integers("product_id", max: 1_000)
    if ids.isEmpty { ids = try fields.integers("sku", max: 1_000) }
    if ids.isEmpty { ids = try fields.integers("skus", max: 1_000) }
    if !offers.isEmpty {
      choice = .offers(offers)
    } else if !ids.isEmpty {
      choice = .ids(ids)
    }
    visibility = try CardVisibility(fields)
  }

  var page: DynamicQuery<Card> {
    var query = choice.isAll ? Self.shelf : Self.cards
    narrow(&query)
    if isDescending {
      query.append("and f.id < ? order by f.id desc limit ?", after == 0 ? .max : after, limit)
    } else {
      query.append("and f.id > ? order by f.id limit ?", after, limit)
    }
    return query
  }

  var count: DynamicQuery<Int64> {
    var query = choice.isAll ? Self.counted : Self.named
    narrow(&query)
    return query
  }

  private func narrow<Value>(_ query: inout DynamicQuery<Value>) {
    switch choice {
    case .all: break
    case .offers(let offers):
      let list = JSON.array(offers.map { .string($0) }).text
      query.append("and p.offer_id in (select value from json_each(?))", list)
    case .ids(let ids):
      let list = JSON.array(ids.map { .integer($0) }).text
      query.append("and p.id in (select value from json_each(?))", list)
    }
    visibility.narrow(&query)
  }

  private static let counted = DynamicQuery<Int64>(
    "select count(*) from product_shelf f cross join product p on p.id = f.id where true", number)

  private static let named = DynamicQuery<Int64>(
    "select count(*) from product p cross join product_shelf f on f.id = p.id where true", number)

  private static let number: @Sendable (Int64) -> Int64 = { $0 }

  private static let shelf = DynamicQuery<Card>(
    """
    select p.id, p.category_id, p.title, p.offer_id, p.barcode, p.price, p.price_before,
      p.price_min, p.cost, f.available, p.state, p.pending, p.live_revision, p.open_revision,
      p.created_at, p.updated_at
    from product_shelf f cross join product p on p.id = f.id where true
    """, card)

  private static let cards = DynamicQuery<Card>(
    """
    select p.id, p.category_id, p.title, p.offer_id, p.barcode, p.price, p.price_before,
      p.price_min, p.cost, f.available, p.state, p.pending, p.live_revision, p.open_revision,
      p.created_at, p.updated_at
    from product p cross join product_shelf f on f.id = p.id where true
    """, card)

  private static let card:
    @Sendable (
      Int64, Int64, String, String?, String?, Int64?, Int64?, Int64?, Int64?, Int64, ListingState,
      Pending, Int64?, Int64?, Int64, Int64
    ) -> Card = {
      id, category, title, offerID, barcode, price, before, least, cost, available, state, pending,
      live, open, created, updated in
      Card(
        id: ProductID(raw: id), category: CategoryID(raw: category), title: title,
        offerID: offerID ?? "", barcode: barcode ?? "", price: price, priceBefore: before,
        priceMin: least, cost: cost, available: available, state: state, pending: pending,
        live: live.map(RevisionID.init(raw:)), open: open.map(RevisionID.init(raw:)),
        createdAt: Instant(milliseconds: created), updatedAt: Instant(milliseconds: updated))
    }
}

/// `visibility`: the state in which cards are asked for.
enum CardVisibility: String, Sendable, CaseIterable {
  case all = "ALL"
  case visible = "VISIBLE"
  case inSale = "IN_SALE"
  case invisible = "INVISIBLE"
  case emptyStock = "EMPTY_STOCK"
  case notModerated = "NOT_MODERATED"
  case moderated = "MODERATED"
  case success = "VALIDATION_STATE_SUCCESS"
  case disabled = "DISABLED"
  case readyToSupply = "READY_TO_SUPPLY"
  case toSupply = "TO_SUPPLY"
  case stateFailed = "STATE_FAILED"
  case validationFail = "VALIDATION_STATE_FAIL"
  case validationPending = "VALIDATION_STATE_PENDING"
  case removed = "REMOVED_FROM_SALE"
  case emptyBarcode = "EMPTY_BARCODE"
  case barcodeExists = "BARCODE_EXISTS"
  case archived = "ARCHIVED"
  case banned = "BANNED"
  case quarantine = "QUARANTINE"
  // States that no product of this marketplace is in.
  case overpriced = "OVERPRICED"
  case criticallyOverpriced = "CRITICALLY_OVERPRICED"
  case overpricedWithStock = "OVERPRICED_WITH_STOCK"
  case partial = "PARTIAL_APPROVED"

  /// Some clients send a list of one.
  init(_ fields: SellerFields) throws(SellerError) {
    let word = try fields.texts("visibility", max: 10).first ?? ""
    guard let value = word.isEmpty ? .all : Self(rawValue: word) else {
      throw .invalid(fields.name("visibility"), "must be one of the defined enum values")
    }
    self = value
  }

  /// The kept count of these cards; nil where none is kept.
  func count(_ counts: [String: Int64]) -> Int64? {
    let count = { (tab: ProductTab) in counts[tab.counter] ?? 0 }
    switch self {
    case .all: return count(.all) - count(.archived)
    case .visible, .inSale: return count(.onSale)
    case .archived: return count(.archived)
    case .removed: return count(.hidden)
    case .banned: return count(.suspended)
    case .disabled, .readyToSupply, .toSupply: return count(.ready)
    case .stateFailed, .validationFail: return count(.fixes)
    case .validationPending: return count(.review)
    default: return nil
    }
  }

  func narrow<Value>(_ query: inout DynamicQuery<Value>) {
    if self != .archived { query.append("and f.state <> 'archived'") }
    switch self {
    case .all: break
    case .visible, .inSale: query.append("and unlikely(f.state = 'onsale')")
    case .invisible: query.append("and f.state <> 'onsale'")
    case .emptyStock: query.append("and unlikely(f.stock_level = 'none')")
    case .notModerated: query.append("and p.live_revision is null")
    case .moderated, .success: query.append("and p.live_revision is not null")
    case .disabled, .readyToSupply, .toSupply: query.append("and unlikely(f.state = 'ready')")
    case .stateFailed, .validationFail: query.append("and unlikely(f.pending = 'fixes')")
    case .validationPending: query.append("and unlikely(f.pending = 'review')")
    case .removed: query.append("and unlikely(f.state = 'hidden')")
    case .emptyBarcode: query.append("and p.barcode is null")
    case .barcodeExists: query.append("and p.barcode is not null")
    case .archived: query.append("and unlikely(f.state = 'archived')")
    case .banned: query.append("and unlikely(f.state = 'suspended')")
    case .quarantine: query.append("and p.price_asked is not null")
    case .overpriced, .criticallyOverpriced, .overpricedWithStock, .partial:
      query.append("and false")
    }
  }
}
