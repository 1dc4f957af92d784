import Commerce
import Office
import SQL

enum ProductQuerySQL {
  /// How many there are, counted in an index and no further than the limit.
  static let ofState = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where state = ? limit ?)")
  static let ofPending = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where pending = ? limit ?)")
  static let ofLevel = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where stock_level = ? limit ?)")
  static let ofCategory = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where category_id = ? limit ?)")
  static let ofBrand = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where brand = ? limit ?)")
  static let ofPrices = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where price_key between ? and ? limit ?)")
  static let ofWords = Query<Int64>(
    """
    select count(*) from (
      select 1 from product_search where words match ? and rowid >= ? and rowid <= ? limit ?)
    """)
  static let nextBrand = Query<String>(
    "select brand from product_shelf where brand > ? order by brand limit 1")

  static let statements: [(String, any SQLStatement)] = [
    ("productQuery.ofState", ofState), ("productQuery.ofPending", ofPending),
    ("productQuery.ofLevel", ofLevel), ("productQuery.ofCategory", ofCategory),
    ("productQuery.ofBrand", ofBrand),
    ("productQuery.ofPrices", ofPrices),
    ("productQuery.ofWords", ofWords), ("productQuery.nextBrand", nextBrand),
  ]
}

/// How a page of the list is found: rows of the shelf are looked at, one after another, and those
/// that fit are shown.
///
/// The order's index has all that filters ask for, so many are looked at; where that is not enough
/// for a page, the page says so and the next goes on. Where few fit a filter, these are gathered by
/// its own index instead, and sorted.
struct ProductQuery: Sendable {
  enum Condition: Sendable { case state, pending, category, stock, brand, price }

  /// By which index rows are looked at.
  private enum Source {
    case order
    case condition(Condition)
    case words(String)
  }

  /// So many rows are looked at. All of them take about a millisecond.
  struct Reach: Sendable {
    /// In an index that has all that is asked for.
    var covered = 4_000
    /// In an index that leads to rows.
    var rows = 600
    /// In the index of words.
    var words = 2_000

    static let usual = Reach()
  }

  let filter: ProductFilter
  /// What the rows are sorted by in fact.
  let sort: ProductSort
  let reach: Int
  private let source: Source
  /// Whether all rows are found first and then sorted.
  private let isGathered: Bool

  init(
    _ filter: ProductFilter, _ rows: SellerReader, reach: Reach = .usual
  ) throws(SQLError) {
    self.filter = filter
    if let words = filter.words {
      source = .words(words)
      self.reach = reach.words
      if filter.sort == .newest {
        isGathered = false
      } else {
        let count = try Self.count(words, rows, limit: reach.words + 1)
        isGathered = count <= reach.words
      }
      sort = isGathered ? filter.sort : .newest
      return
    }
    sort = filter.sort
    let narrowest = try Self.narrowest(of: filter, rows, reach)
    source = narrowest.map { .condition($0) } ?? .order
    self.reach = narrowest == nil ? reach.covered : reach.rows
    isGathered = narrowest != nil && (sort != .newest || narrowest == .price)
  }

  /// Whether a page may end before the list does.
  var isSifting: Bool { !isGathered && (filter.isNarrowed || filter.tab != .all) }

  private static func count(
    _ words: String, _ rows: SellerReader, limit: Int
  ) throws(SQLError) -> Int {
    let seller = rows.scope.seller
    let found = try rows.first(
      ProductQuerySQL.ofWords, words, SearchPlace.first(of: seller), SearchPlace.last(of: seller),
      limit)
    return Int(found ?? 0)
  }

  /// The filter whose own index finds a page soonest; nil where the order's does. In the order of
  /// their making any but the price has its rows in its index as they are shown.
  private static func narrowest(
    of filter: ProductFilter, _ rows: SellerReader, _ reach: Reach
  ) throws(SQLError) -> Condition? {
    let asked = conditions(of: filter)
    guard let first = asked.first else { return nil }
    let isInOrder = filter.sort == .newest
    if isInOrder, asked.count == 1, first != .price { return first }
    var best: (condition: Condition, count: Int)?
    let most = isInOrder ? try share(rows, reach) : reach.rows
    for condition in asked {
      let limit = min(best?.count ?? most, condition == .price ? reach.rows : most)
      let found = try count(condition, filter, rows, limit: limit + 1)
      if found <= limit { best = (condition, found) }
    }
    return best?.condition
  }

  /// The most rows of a filter's index among which more are seen that fit than among those that
  /// the order's index shows instead.
  private static func share(_ rows: SellerReader, _ reach: Reach) throws(SQLError) -> Int {
    let all = try Counters.all(in: rows)[ProductTab.all.counter] ?? 0
    let share = Int(all) / max(1, reach.covered) * reach.rows
    return max(reach.rows, min(share, reach.covered))
  }

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

  private static func count(
    _ condition: Condition, _ filter: ProductFilter, _ rows: SellerReader, limit: Int
  ) throws(SQLError) -> Int {
    let found: Int64?
    switch condition {
    case .state: found = try rows.first(ProductQuerySQL.ofState, filter.tab.rawValue, limit)
    case .pending: found = try rows.first(ProductQuerySQL.ofPending, filter.tab.pending, limit)
    case .stock:
      found = try rows.first(ProductQuerySQL.ofLevel, filter.stock?.rawValue ?? "", limit)
    case .category:
      found = try rows.first(ProductQuerySQL.ofCategory, filter.category?.raw ?? 0, limit)
    case .brand: found = try rows.first(ProductQuerySQL.ofBrand, filter.brand, limit)
    case .price:
      let prices = filter.prices
      found = try rows.first(ProductQuerySQL.ofPrices, prices.least, prices.most, limit)
    }
    return Int(found ?? 0)
  }
}

extension ProductQuery {
  /// The statement of one page of a shop's goods: what is looked at, what of it fits, its rows.
  func page(of seller: Int64) -> DynamicQuery<ProductRow> {
    var query = Self.rows
    look(&query, of: seller)
    query.append(") k where true")
    filter.narrow(&query)
    if isGathered { sort.append(filter.place, isGathered: true, to: &query) }
    query.append("limit ?) m", filter.limit)
    query.append("cross join product_shelf f on f.id = m.id cross join product p on p.id = m.id")
    return query
  }

  /// The place of the last row that a page looks at, where it looks as far as it may.
  func end(of seller: Int64) -> DynamicQuery<ListPlace> {
    var query = Self.places
    look(&query, of: seller, as: .places)
    // No further than the reach.
    query.append(") k limit 1 offset ?", reach - 1)
    return query
  }

  /// How many rows the list has, counted no further than the limit.
  func count(of seller: Int64, limit: Int) -> DynamicQuery<Int64> {
    var query = Self.counted
    look(&query, of: seller, as: .all)
    query.append(") k where true")
    filter.narrow(&query)
    query.append("limit ?)", limit)
    return query
  }

  /// What of the rows that are looked at is wanted: of a page all that filters ask for.
  private enum Look { case page, places, all }

  private func look<Value>(
    _ query: inout DynamicQuery<Value>, of seller: Int64, as look: Look = .page
  ) {
    query.append("select h.id,")
    if look != .places {
      query.append("h.state, h.pending, h.stock_level, h.category_id, h.brand, h.price_key,")
    }
    sort.appendKey(to: &query)
    query.append("as sort_key from")
    if case .words(let words) = source {
      // `cross join` keeps the order: first the words, then their products.
      query.append("(select rowid & 9007199254740991 as id from product_search where")
      append(words, to: &query, of: seller)
      query.append("limit ?) w", look == .all ? .max : reach)
      query.append("cross join product_shelf h on h.id = w.id")
      return
    }
    query.append("product_shelf h where true")
    if case .condition(let condition) = source {
      append(condition, to: &query)
    } else {
      appendRange(to: &query)
    }
    if !isGathered { sort.append(filter.place, isGathered: false, to: &query) }
    query.append("limit ?", look == .all ? .max : reach)
  }

  /// What a filter says of what the list is sorted by is a range of the order's index.
  private func appendRange<Value>(to query: inout DynamicQuery<Value>) {
    switch sort {
    case .cheapest, .dearest:
      if filter.hasPrice { append(.price, to: &query) }
    case .least, .most:
      if filter.stock == ProductFilter.StockLevel.none {
        query.append("and h.available = 0")
      } else if filter.stock != nil || filter.tab == .onSale {
        query.append("and h.available > 0")
      }
    case .newest, .edited, .name: break
    }
  }

  /// `unlikely` tells the planner that it holds for a small part of a shop's goods: without it the
  /// rows are found by walking all of them (SQLite has no statistics here).
  private func append<Value>(_ condition: Condition, to query: inout DynamicQuery<Value>) {
    switch condition {
    case .state: query.append("and unlikely(h.state = ?)", filter.tab.rawValue)
    case .pending: query.append("and unlikely(h.pending = ?)", filter.tab.pending)
    case .stock: query.append("and unlikely(h.stock_level = ?)", filter.stock?.rawValue ?? "")
    case .category: query.append("and unlikely(h.category_id = ?)", filter.category?.raw ?? 0)
    case .brand: query.append("and unlikely(h.brand = ?)", filter.brand)
    case .price:
      query.append(
        "and unlikely(h.price_key between ? and ?)", filter.prices.least, filter.prices.most)
    }
  }

  /// The newest product of words comes first. They are walked in the shop's own range of the index
  /// only.
  private func append<Value>(
    _ words: String, to query: inout DynamicQuery<Value>, of seller: Int64
  ) {
    var (first, last) = (SearchPlace.first(of: seller), SearchPlace.last(of: seller))
    let place = isGathered ? nil : filter.place
    if let place {
      let row = SearchPlace.row(near: ProductID(raw: place.id), of: seller)
      if place.isBefore { first = row + 1 } else { last = row - 1 }
    }
    query.append("words match ? and rowid >= ? and rowid <= ? order by rowid", words, first, last)
    if !(place?.isBefore ?? false) { query.append("desc") }
  }
}

extension ProductFilter {
  /// Adds all that is asked of a row `k` of the shelf.
  fileprivate func narrow<Value>(_ query: inout DynamicQuery<Value>) {
    switch tab {
    case .all: break
    case .drafts: query.append("and k.pending = 'draft' and k.state = 'new'")
    case .review, .fixes:
      query.append("and k.pending = ? and k.state <> 'archived'", tab.pending)
    case .onSale, .ready, .hidden, .suspended, .archived:
      query.append("and k.state = ?", tab.rawValue)
    }
    if let category { query.append("and k.category_id = ?", category.raw) }
    if let stock { query.append("and k.stock_level = ?", stock.rawValue) }
    if !brand.isEmpty { query.append("and k.brand = ? collate nocase", brand) }
    if hasPrice { query.append("and k.price_key between ? and ?", prices.least, prices.most) }
  }
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
  private static let rows = DynamicQuery<ProductRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, f.available,
      p.low_stock, p.state, p.blockers, p.pending, p.updated_at, f.name_key
    from (select k.id from (
    """
  ) {
    (
      id: Int64, title: String, picture: String, offerID: String?, price: Int64?, before: Int64?,
      available: Int64, low: Int64, state: ListingState, blockers: Int64, pending: Pending,
      updated: Int64, nameKey: String
    ) in
    ProductRow(
      id: ProductID(raw: id), title: title, picture: picture, offerID: offerID ?? "",
      price: price, priceBefore: before, available: available, lowStock: low, state: state,
      blockers: Blockers(rawValue: blockers), pending: pending,
      updatedAt: Instant(milliseconds: updated), nameKey: nameKey)
  }

  private static let places = DynamicQuery<ListPlace>(
    "select k.id, cast(k.sort_key as text) from ("
  ) { (id: Int64, key: String) in ListPlace(id, key: key) }

  private static let counted = DynamicQuery<Int64>("select count(*) from (select 1 from (") {
    (count: Int64) in count
  }
}
