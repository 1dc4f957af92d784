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

/// What the product list shows: one index range of one table, newest first.
struct ProductFilter: Sendable {
  enum StockLevel: String, CaseIterable, Sendable { case low, none, ok }

  var tab = ProductTab.all
  /// As typed; a text too short to be looked up finds by the start of the offer id.
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

  /// Whether the rows come oldest first and must be turned.
  var isReversed: Bool { if case .newer = place { true } else { false } }

  /// The statement of one page of a shop's goods.
  func query(of seller: Int64) -> DynamicQuery<ProductRow> {
    var query = filtered
    if case .words = source {
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

  private enum Source {
    case all
    case words(String)
    case offer(String)
  }

  private var source: Source {
    if search.isEmpty { return .all }
    return SearchText.query(search).map(Source.words) ?? .offer(search)
  }

  private var start: DynamicQuery<ProductRow> {
    switch source {
    case .all: return Self.base
    case .words(let words):
      // `cross join` keeps the order: first the words, then their products.
      var query = Self.matching
      query.append("and s.words match ?", words)
      return query
    case .offer(let prefix):
      var query = Self.base
      query.append("and p.offer_id >= ?", prefix)
      query.append("and p.offer_id < ?", prefix + "\u{10FFFF}")
      return query
    }
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
