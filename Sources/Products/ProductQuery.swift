import Commerce
import Office
import SQL

/// How a page of the list is found: rows of the shelf are looked at, and those that fit are shown.
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
    var rows = 400
    /// In the index of words.
    var words = 2_000

    static let usual = Reach()
  }

  private(set) var filter: ProductFilter
  /// What the rows are sorted by in fact.
  let sort: ProductSort
  private(set) var reach: Int
  private let source: Source
  /// Whether rows are looked at that an index leads to, since it has not all that is asked for.
  private let isLed: Bool
  /// Whether all rows are found first and then sorted.
  private let isGathered: Bool

  init(
    _ filter: ProductFilter, _ rows: SellerReader, reach: Reach = .usual
  ) throws(SQLError) {
    self.filter = filter
    if let words = filter.words {
      source = .words(words)
      isLed = true
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
    self.filter.place = filter.place.map { filter.placed($0) }
    let narrowest = try Self.narrowest(of: filter, rows, reach)
    source = narrowest.map { .condition($0) } ?? .order
    isLed = narrowest != nil || filter.asksForStock && !sort.hasStock
    self.reach = isLed ? reach.rows : reach.covered
    isGathered = narrowest != nil && (sort != .newest || narrowest == .price)
  }

  /// Whether a page may end before the list does. An index of just what is asked for has nothing
  /// else in it; what is pending may be archived too.
  var isSifting: Bool {
    if case .condition(let condition) = source, condition != .pending,
      Self.conditions(of: filter).count == 1
    {
      return false
    }
    return !isGathered && (filter.isNarrowed || filter.tab != .all)
  }

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
    let kept = isInOrder ? try Counters.all(in: rows) : [:]
    // Of so many rows of a filter's index more are seen that fit than of what the order's index
    // shows instead.
    let share = Int(kept[ProductTab.all.counter] ?? 0) / max(1, reach.covered) * reach.rows
    var best: (condition: Condition, count: Int)?
    for condition in asked {
      let most = isInOrder && condition != .price ? max(reach.rows, share) : reach.rows
      var limit = min(best?.count ?? most, most)
      var found = isInOrder ? count(condition, filter, kept) : nil
      if found == nil {
        limit = min(limit, reach.covered / 2)
        found = try count(condition, filter, rows, limit: limit + 1)
      }
      if let found, found <= limit { best = (condition, found) }
    }
    return best?.condition
  }

  /// Nearly how many there are, where that is kept.
  private static func count(
    _ condition: Condition, _ filter: ProductFilter, _ kept: [String: Int64]
  ) -> Int? {
    let counter: String? =
      switch condition {
      case .state, .pending: filter.tab.counter
      case .stock: filter.stock == ProductFilter.StockLevel.none ? StockTab.none.counter : nil
      case .category, .brand, .price: nil
      }
    return counter.map { Int(kept[$0] ?? 0) }
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
  /// Whether rows are looked at in the order of an index up to a place that is known before.
  var isWalked: Bool {
    if case .words = source { return false }
    return !isGathered
  }

  /// The statement of one page of a shop's goods: what is looked at, what of it fits, its rows.
  /// - Parameter end: where a walk stops looking; nil for the end of the list.
  func page(of seller: Int64, until end: ListPlace? = nil) -> DynamicQuery<Void> {
    var query = Self.rows
    look(&query, of: seller, as: isWalked ? .walk : .page, isEnded: end != nil)
    query.append(") k where true")
    filter.narrow(&query)
    if isWalked {
      sort.append(filter.place, until: end, isNamed: true, to: &query)
    } else if isGathered {
      sort.append(filter.place, isNamed: true, to: &query)
    }
    query.append("limit ?) m", filter.limit)
    query.append("cross join product_shelf f on f.id = m.id cross join product p on p.id = m.id")
    return query
  }

  /// The place of the last row that a page looks at, where it looks as far as it may.
  func end(of seller: Int64) -> DynamicQuery<ListPlace> {
    var query = Self.places
    sort.appendKey(to: &query)
    query.append("as text) from")
    appendSource(to: &query, of: seller, as: .places)
    query.append("limit 1 offset ?", reach - 1)
    return query
  }

  /// The parts of a walk: where many rows fit, the first fills the page, and no end far off is
  /// looked for.
  var parts: [Int] {
    let parts = [reach / 8, reach * 3 / 8]
    return (isLed ? [reach] : parts + [reach - parts[0] - parts[1]]).filter { $0 > 0 }
  }

  /// The same walk for so many rows from a place on that the page is not full yet.
  func part(_ count: Int, from place: ListPlace?, having found: Int) -> ProductQuery {
    var part = self
    part.reach = count
    part.filter.place = place
    part.filter.limit -= found
    return part
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

  /// What of the rows that are looked at is wanted.
  private enum Look {
    /// All that filters ask for, of so many rows as the reach is.
    case page
    /// The same of all rows, which are told from each other outside, so that SQLite walks no
    /// further than to the last that fits. The signs keep it to the order's index.
    case walk
    case places
    /// What filters ask for, of all rows.
    case all
  }

  private func look<Value>(
    _ query: inout DynamicQuery<Value>, of seller: Int64, as look: Look, isEnded: Bool = false
  ) {
    query.append("select h.id,")
    if look == .walk {
      query.append("+h.standing as standing, +h.pending as pending,")
      query.append("+h.category_id as category_id, +h.brand as brand,")
      query.append("+h.price_key as price_key,")
    } else {
      query.append("h.standing, h.pending, h.category_id, h.brand, h.price_key,")
    }
    if isLed || sort.hasStock {
      query.append(
        look == .walk
          ? "+h.state as state, +h.stock_level as stock_level," : "h.state, h.stock_level,")
    }
    sort.appendKey(to: &query)
    query.append("as sort_key from")
    appendSource(to: &query, of: seller, as: look, isEnded: isEnded)
  }

  private func appendSource<Value>(
    to query: inout DynamicQuery<Value>, of seller: Int64, as look: Look, isEnded: Bool = false
  ) {
    let reach: Int64 = look == .all ? .max : Int64(reach)
    // Of a walk and of places the order's index leads to no row by itself.
    let leads = isLed && (look == .page || look == .all)
    // `cross join` keeps the order: first what leads to the rows.
    switch source {
    case .words(let words):
      query.append("(select rowid & 9007199254740991 as id from product_search where")
      append(words, to: &query, of: seller)
      query.append("limit ?) w cross join product_shelf h on h.id = w.id", reach)
      return
    case .condition(let condition):
      query.append("product_shelf h where true")
      append(condition, to: &query)
    case .order:
      query.append(
        leads ? "(select h.id from product_shelf h where true" : "product_shelf h where true")
      appendRange(
        to: &query, isEnded: isEnded, isPlaced: !isGathered && filter.place != nil)
    }
    if look == .walk { return }
    if !isGathered { sort.append(filter.place, isNamed: false, to: &query) }
    if look == .places { return }
    query.append("limit ?", reach)
    if case .order = source, leads {
      query.append(") w cross join product_shelf h on h.id = w.id")
    }
  }

  /// What a filter says of what the list is sorted by is a range of the order's index. Where a place
  /// or an end bounds it too, the sign keeps the planner from taking the filter's bound instead.
  private func appendRange<Value>(
    to query: inout DynamicQuery<Value>, isEnded: Bool, isPlaced: Bool
  ) {
    guard let (least, most) = filter.sortedRange else { return }
    let isRising = sort.isRising(filter.place)
    let (isBegun, isDone) = isRising ? (isPlaced, isEnded) : (isEnded, isPlaced)
    if least > .min {
      query.append(isBegun ? "and +" : "and")
      query.append(sort.columns.walked)
      query.append(">= ?", least)
    }
    if most < .max {
      query.append(isDone ? "and +" : "and")
      query.append(sort.columns.walked)
      query.append("<= ?", most)
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
  /// Whether a row fits by its stock.
  fileprivate var asksForStock: Bool { stock != nil || tab == .onSale || tab == .ready }

  /// Adds all that is asked of a row `k` of the shelf.
  fileprivate func narrow<Value>(_ query: inout DynamicQuery<Value>) {
    switch tab {
    case .all: break
    case .drafts: query.append("and k.pending = 'draft' and k.standing = 'new'")
    case .review, .fixes:
      query.append("and k.pending = ? and k.standing <> 'archived'", tab.pending)
    case .hidden, .suspended, .archived: query.append("and k.standing = ?", tab.rawValue)
    case .onSale, .ready: query.append("and k.state = ?", tab.rawValue)
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
  private static let rows = DynamicQuery(
    """
    select p.id, p.title, p.picture, p.offer_id, p.price, p.price_before, f.available,
      p.low_stock, p.blockers, p.pending, p.updated_at, f.name_key
    from (select k.id from (
    """, listed)
  /// Rows are decoded by hand; this only says how many columns there are.
  private static let listed:
    @Sendable (
      Int64, String, String, String?, Int64?, Int64?, Int64, Int64, Int64, String, Int64, String
    ) -> Void = { _, _, _, _, _, _, _, _, _, _, _, _ in }

  private static let places = DynamicQuery<ListPlace>("select h.id, cast(") {
    (id: Int64, key: String) in ListPlace(id, key: key)
  }

  private static let counted = DynamicQuery<Int64>("select count(*) from (select 1 from (") {
    (count: Int64) in count
  }
}
