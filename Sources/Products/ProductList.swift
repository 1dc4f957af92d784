import Commerce
import Office
import SQL

/// A row of the product list.
struct ProductRow: Sendable {
  let id: ProductID
  let title: String
  let picture: String
  let offerID: String
  let price: Int64?
  let priceBefore: Int64?
  let available: Int64
  let lowStock: Int64
  let state: ListingState
  let blockers: Blockers
  let pending: Pending
  let updatedAt: Instant
}

/// The list of goods as a list: its address, its saved views.
enum ProductList {
  static let declaration = ListDeclaration(
    "products.title", path: "/products", for: .viewProducts,
    tabs: ProductTab.allCases.map(\.rawValue), filters: ["category", "stock"]
  ) { rows, list, limit throws(SQLError) in
    var filter = ProductFilter(list)
    filter.place = nil
    filter.limit = limit
    return try ProductStore(rows: rows).page(filter).count
  }
}

/// What the product list shows: one index range of one table, newest first.
struct ProductFilter: Sendable {
  enum StockLevel: String, CaseIterable, Sendable { case low, none, ok }

  var tab = ProductTab.all
  /// As typed.
  var search = ""
  var category: CategoryID?
  var stock: StockLevel?
  var place: Place?
  var limit = 50

  /// Where a page begins: behind a product or, going back, before it.
  enum Place: Sendable {
    case older(ProductID)
    case newer(ProductID)

    /// As it stands in the address: `123`, or `-123` to go back.
    init?(_ text: String) {
      let isNewer = text.hasPrefix("-")
      guard let id = ProductID(text: isNewer ? text.dropFirst() : text[...]) else { return nil }
      self = isNewer ? .newer(id) : .older(id)
    }
  }

  /// What the address asks for, and a row more: it tells whether there are more.
  init(_ list: ListRequest) {
    tab = ProductTab(rawValue: list.tab) ?? .all
    search = list.search
    category = list.filters["category"].flatMap { CategoryID(text: $0) }
    stock = list.filters["stock"].flatMap(StockLevel.init(rawValue:))
    place = list.after.flatMap(Place.init)
    limit = list.size + 1
  }

  init(
    tab: ProductTab = .all, search: String = "", category: CategoryID? = nil,
    place: Place? = nil, limit: Int = 50
  ) {
    self.tab = tab
    self.search = search
    self.category = category
    self.place = place
    self.limit = limit
  }

  /// Whether the rows come oldest first and must be turned.
  var isReversed: Bool { if case .newer = place { true } else { false } }

  /// The statement of one page of a shop's goods.
  func query(of seller: Int64) -> DynamicQuery<ProductRow> {
    var query = filtered
    if words != nil {
      appendWordsPlace(to: &query, of: seller)
    } else {
      switch place {
      case .newer(let id): query.append("and p.id > ? order by p.id limit ?", id.raw, limit)
      case .older(let id): query.append("and p.id < ? order by p.id desc limit ?", id.raw, limit)
      case nil: query.append("order by p.id desc limit ?", limit)
      }
    }
    return query
  }

  /// Words are walked in the shop's own range of the index only.
  private func appendWordsPlace(to query: inout DynamicQuery<ProductRow>, of seller: Int64) {
    let first = SearchPlace.first(of: seller)
    let last = SearchPlace.last(of: seller)
    switch place {
    case .newer(let id):
      let row = SearchPlace.row(near: id, of: seller)
      query.append("and s.rowid > ? and s.rowid <= ?", row, last)
      query.append("order by s.rowid limit ?", limit)
    case .older(let id):
      let row = SearchPlace.row(near: id, of: seller)
      query.append("and s.rowid >= ? and s.rowid < ?", first, row)
      query.append("order by s.rowid desc limit ?", limit)
    case nil:
      query.append("and s.rowid >= ? and s.rowid <= ?", first, last)
      query.append("order by s.rowid desc limit ?", limit)
    }
  }

  /// `unlikely` tells the planner that a state, category or level is a small part of a shop's
  /// goods: without it a tab is found by walking all of them (SQLite has no statistics here).
  private var filtered: DynamicQuery<ProductRow> {
    var query = start
    switch tab {
    case .all: break
    case .drafts: query.append("and unlikely(p.state = 'new') and p.pending = 'draft'")
    case .review: query.append("and unlikely(p.pending = 'review') and p.state <> 'archived'")
    case .fixes: query.append("and unlikely(p.pending = 'fixes') and p.state <> 'archived'")
    case .onSale, .ready, .hidden, .suspended, .archived:
      query.append("and unlikely(p.state = ?)", tab.rawValue)
    }
    if let category { query.append("and unlikely(p.category_id = ?)", category.raw) }
    if let stock { query.append("and unlikely(p.stock_level = ?)", stock.rawValue) }
    return query
  }

  private var words: String? { SearchText.query(search) }

  private var start: DynamicQuery<ProductRow> {
    guard let words else { return Self.base }
    // `cross join` keeps the order: first the words, then their products.
    var query = Self.matching
    query.append("and s.words match ?", words)
    return query
  }

  private static let base = DynamicQuery<ProductRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, p.available,
      p.low_stock, p.state, p.blockers, p.pending, p.updated_at
    from product p where true
    """, row)

  private static let matching = DynamicQuery<ProductRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, p.available,
      p.low_stock, p.state, p.blockers, p.pending, p.updated_at
    from product_search s cross join product p on p.id = (s.rowid & 9007199254740991) where true
    """, row)

  private static let row:
    @Sendable (
      Int64, String, String, String?, Int64?, Int64?, Int64, Int64, ListingState, Int64, Pending,
      Int64
    ) -> ProductRow = {
      id, title, picture, offerID, price, before, available, low, state, blockers, pending,
      updated in
      ProductRow(
        id: ProductID(raw: id), title: title, picture: picture, offerID: offerID ?? "",
        price: price, priceBefore: before, available: available, lowStock: low, state: state,
        blockers: Blockers(rawValue: blockers), pending: pending,
        updatedAt: Instant(milliseconds: updated))
    }
}
