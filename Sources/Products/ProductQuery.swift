import Commerce
import Office
import SQL

enum ProductQuerySQL {
  /// How many there are, counted in an index and no further than the limit.
  static let ofCategory = Query<Int64>(
    "select count(*) from (select 1 from product where category_id = ? limit ?)")
  static let ofBrand = Query<Int64>(
    "select count(*) from (select 1 from product where brand = ? limit ?)")
  static let ofPrices = Query<Int64>(
    "select count(*) from (select 1 from product where price_key between ? and ? limit ?)")
  static let ofWords = Query<Int64>(
    """
    select count(*) from (
      select 1 from product_search where words match ? and rowid >= ? and rowid <= ? limit ?)
    """)
  static let nextBrand = Query<String>(
    "select brand from product where brand > ? order by brand limit 1")

  static let statements: [(String, any SQLStatement)] = [
    ("productQuery.ofCategory", ofCategory), ("productQuery.ofBrand", ofBrand),
    ("productQuery.ofPrices", ofPrices),
    ("productQuery.ofWords", ofWords), ("productQuery.nextBrand", nextBrand),
  ]
}

/// How a page of the list is found.
///
/// In the order of their making, the index of any filter gives the rows as they are shown. Any other
/// order has an index of its own, which knows no filter: it is walked where many rows fit, since
/// then a page is found soon; where few fit, these are gathered by the index of the narrowest
/// filter, and sorted.
struct ProductQuery: Sendable {
  enum Condition: Sendable { case state, pending, category, stock, brand, price }

  /// So many rows are gathered at most. Of 100,000 products it is as dear as walking until 50 are
  /// found.
  static let few: Int64 = 1_500
  /// So many finds of a search are sorted at most; the newest come first where there are more.
  static let mostSorted: Int64 = 5_000

  let filter: ProductFilter
  /// What the rows are sorted by in fact.
  let sort: ProductSort
  /// The one whose index is used; nil where the order's is, or SQLite chooses.
  private let narrowest: Condition?

  /// - Parameter few: only tests give another.
  init(
    _ filter: ProductFilter, _ rows: SellerReader, few: Int64 = Self.few
  ) throws(SQLError) {
    self.filter = filter
    if let words = filter.words {
      narrowest = nil
      if filter.sort == .newest {
        sort = .newest
      } else {
        sort = try Self.isShort(words, rows) ? filter.sort : .newest
      }
      return
    }
    sort = filter.sort
    narrowest = try Self.narrowest(of: filter, rows, few)
  }

  private static func isShort(_ words: String, _ rows: SellerReader) throws(SQLError) -> Bool {
    let seller = rows.scope.seller
    let found = try rows.first(
      ProductQuerySQL.ofWords, words, SearchPlace.first(of: seller), SearchPlace.last(of: seller),
      mostSorted + 1)
    return (found ?? 0) <= mostSorted
  }

  private static func narrowest(
    of filter: ProductFilter, _ rows: SellerReader, _ few: Int64
  ) throws(SQLError) -> Condition? {
    // Of what is shown in the order of its making only a range of prices is in another.
    let asked: [Condition] =
      filter.sort == .newest ? (filter.hasPrice ? [.price] : []) : conditions(of: filter)
    if asked.isEmpty { return nil }
    let counts = try Counters.all(in: rows)
    var best: (condition: Condition, count: Int64)?
    for condition in asked {
      let most = best?.count ?? few
      let count = try count(condition, filter, counts, rows, limit: most)
      if count < most { best = (condition, count) }
    }
    return best?.condition
  }

  /// Those that are counted in vain last.
  private static func conditions(of filter: ProductFilter) -> [Condition] {
    var all: [Condition] = []
    switch filter.tab {
    case .all: break
    case .drafts, .review, .fixes: all.append(.pending)
    case .onSale, .ready, .hidden, .suspended, .archived: all.append(.state)
    }
    if filter.stock != nil { all.append(.stock) }
    if !filter.brand.isEmpty { all.append(.brand) }
    if filter.category != nil { all.append(.category) }
    if filter.hasPrice { all.append(.price) }
    return all
  }

  /// How many rows a condition leaves, counted no further than the limit where no count is kept.
  private static func count(
    _ condition: Condition, _ filter: ProductFilter, _ counts: [String: Int64],
    _ rows: SellerReader, limit: Int64
  ) throws(SQLError) -> Int64 {
    switch condition {
    case .state, .pending: return counts[filter.tab.counter] ?? 0
    case .stock:
      switch filter.stock ?? .ok {
      case .none: return counts[StockTab.none.counter] ?? 0
      case .low: return counts[StockTab.low.counter] ?? 0
      case .ok: return limit
      }
    case .category:
      return try rows.first(ProductQuerySQL.ofCategory, filter.category?.raw ?? 0, limit) ?? 0
    case .brand: return try rows.first(ProductQuerySQL.ofBrand, filter.brand, limit) ?? 0
    case .price:
      let prices = filter.prices
      return try rows.first(
        ProductQuerySQL.ofPrices, prices.least, prices.most, limit) ?? 0
    }
  }
}

extension ProductQuery {
  /// The statement of one page of a shop's goods.
  func query(of seller: Int64) -> DynamicQuery<ProductRow> {
    var query = Self.base
    if let words = filter.words {
      // `cross join` keeps the order: first the words, then their products.
      query = Self.matching
      query.append("and s.words match ?", words)
    }
    append(to: &query)
    if filter.words == nil {
      sort.append(
        filter.place, limit: filter.limit, isGathered: narrowest != nil, to: &query)
    } else if sort == .newest {
      appendWordsPlace(to: &query, of: seller)
    } else {
      query.append(
        "and s.rowid >= ? and s.rowid <= ?", SearchPlace.first(of: seller),
        SearchPlace.last(of: seller))
      sort.append(filter.place, limit: filter.limit, isGathered: true, to: &query)
    }
    return query
  }

  /// Words are walked in the shop's own range of the index only.
  private func appendWordsPlace(to query: inout DynamicQuery<ProductRow>, of seller: Int64) {
    let row = filter.place.map { SearchPlace.row(near: ProductID(raw: $0.id), of: seller) }
    let (first, last) = (SearchPlace.first(of: seller), SearchPlace.last(of: seller))
    if let row, filter.isReversed {
      query.append("and s.rowid > ? and s.rowid <= ?", row, last)
      query.append("order by s.rowid limit ?", filter.limit)
    } else if let row {
      query.append("and s.rowid >= ? and s.rowid < ?", first, row)
      query.append("order by s.rowid desc limit ?", filter.limit)
    } else {
      query.append("and s.rowid >= ? and s.rowid <= ?", first, last)
      query.append("order by s.rowid desc limit ?", filter.limit)
    }
  }

  /// `unlikely` tells the planner that a condition holds for a small part of a shop's goods: without
  /// it a tab is found by walking all of them (SQLite has no statistics here). `+` keeps the
  /// condition's index out of use.
  private func append(to query: inout DynamicQuery<ProductRow>) {
    appendTab(to: &query)
    if let category = filter.category {
      query.append(
        isUsed(.category) ? "and unlikely(p.category_id = ?)" : "and +p.category_id = ?",
        category.raw)
    }
    if let stock = filter.stock {
      query.append(
        isUsed(.stock) ? "and unlikely(p.stock_level = ?)" : "and +p.stock_level = ?",
        stock.rawValue)
    }
    appendPieces(to: &query)
    if !filter.brand.isEmpty {
      query.append(
        isUsed(.brand) ? "and unlikely(p.brand = ?)" : "and +p.brand = ? collate nocase",
        filter.brand)
    }
    if filter.hasPrice {
      let isRange = narrowest == .price || narrowest == nil && sort.isByPrice
      query.append(
        isRange ? "and unlikely(p.price_key between ? and ?)" : "and +p.price_key between ? and ?",
        filter.prices.least, filter.prices.most)
    }
  }

  /// In the order of free pieces, what a filter says of them is a part of the order's index.
  private func appendPieces(to query: inout DynamicQuery<ProductRow>) {
    guard narrowest == nil, sort == .least || sort == .most else { return }
    if filter.stock == ProductFilter.StockLevel.none {
      query.append("and p.available = ?", 0)
    } else if filter.stock != nil || filter.tab == .onSale {
      query.append("and p.available > ?", 0)
    }
  }

  private func appendTab(to query: inout DynamicQuery<ProductRow>) {
    let isUsed = isUsed(filter.tab.pending.isEmpty ? .state : .pending)
    switch filter.tab {
    case .all: break
    case .drafts, .review, .fixes:
      query.append(
        isUsed ? "and unlikely(p.pending = ?)" : "and +p.pending = ?", filter.tab.pending)
      query.append(filter.tab == .drafts ? "and +p.state = 'new'" : "and +p.state <> 'archived'")
    case .onSale, .ready, .hidden, .suspended, .archived:
      query.append(
        isUsed ? "and unlikely(p.state = ?)" : "and +p.state = ?", filter.tab.rawValue)
    }
  }

  /// Whether the index of a condition may be used.
  private func isUsed(_ condition: Condition) -> Bool {
    if let narrowest { return condition == narrowest }
    return sort == .newest
  }
}

extension ProductSort {
  fileprivate var isByPrice: Bool { self == .cheapest || self == .dearest }
}

extension ProductTab {
  /// The `pending` of its rows; empty where it shows a state.
  fileprivate var pending: String {
    switch self {
    case .drafts, .review, .fixes: self == .drafts ? "draft" : rawValue
    case .all, .onSale, .ready, .hidden, .suspended, .archived: ""
    }
  }
}

extension ProductQuery {
  private static let base = DynamicQuery<ProductRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, p.available,
      p.low_stock, p.state, p.blockers, p.pending, p.updated_at, p.name_key
    from product p where true
    """, row)

  private static let matching = DynamicQuery<ProductRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, p.available,
      p.low_stock, p.state, p.blockers, p.pending, p.updated_at, p.name_key
    from product_search s cross join product p on p.id = (s.rowid & 9007199254740991) where true
    """, row)

  private static let row:
    @Sendable (
      Int64, String, String, String?, Int64?, Int64?, Int64, Int64, ListingState, Int64, Pending,
      Int64, String
    ) -> ProductRow = {
      id, title, picture, offerID, price, before, available, low, state, blockers, pending,
      updated, nameKey in
      ProductRow(
        id: ProductID(raw: id), title: title, picture: picture, offerID: offerID ?? "",
        price: price, priceBefore: before, available: available, lowStock: low, state: state,
        blockers: Blockers(rawValue: blockers), pending: pending,
        updatedAt: Instant(milliseconds: updated), nameKey: nameKey)
    }
}
