import Commerce
import SQL

/// What the list shows: a tab, or all; narrowed by a carrier; from a place on.
struct PostingFilter: Sendable {
  /// The order of the rows, which is the order of an index.
  enum Shelf: Sendable, Hashable {
    /// All that wait for the seller, nearest deadline first.
    case open
    case tab(PostingTab)
    /// Everything, newest first.
    case all

    /// Deadlines come nearest first; what is over comes newest first.
    var isAscending: Bool {
      switch self {
      case .open: true
      case .tab(let tab): tab.isOpen || tab == .transit
      case .all: false
      }
    }
  }

  var shelf = Shelf.open
  var carrier: Int64?
  var cursor: PostingCursor?
  var size = 50
}

/// A place in the list: the key of the row that it stands on.
struct PostingCursor: Sendable, Hashable {
  /// The deadline, or when it was placed where the list is in that order.
  let at: Int64
  let id: Int64
  /// Whether the page before that row is wanted.
  var isBackwards = false

  init(at: Int64, id: Int64, isBackwards: Bool = false) {
    self.at = at
    self.id = id
    self.isBackwards = isBackwards
  }

  init?(_ text: String) {
    isBackwards = text.hasPrefix("b")
    let parts = text.dropFirst(isBackwards ? 1 : 0).split(separator: ".")
    guard parts.count == 2, let at = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
    self.at = at
    self.id = id
  }

  var text: String { "\(isBackwards ? "b" : "")\(at).\(id)" }
}

/// A page of the list, and whether there are rows before and after it.
struct PostingPage: Sendable {
  var shelf = PostingFilter.Shelf.all
  var rows: [PostingRow]
  var hasNewer: Bool
  var hasOlder: Bool

  /// The cursor of the page after this one.
  var older: PostingCursor? { hasOlder ? rows.last.map { cursor($0, false) } : nil }
  /// The cursor of the page before this one.
  var newer: PostingCursor? { hasNewer ? rows.first.map { cursor($0, true) } : nil }

  private func cursor(_ row: PostingRow, _ isBackwards: Bool) -> PostingCursor {
    let at = shelf == .all ? row.placed : row.due
    return PostingCursor(at: at.milliseconds, id: row.id.raw, isBackwards: isBackwards)
  }
}

extension PostingStore {
  private static let list = DynamicQuery(
    """
    select id, number, state, due_at, since_at, placed_at, line_count, piece_count, first_title,
      first_offer, first_picture, city, carrier_id, total_minor, currency
    from posting where
    """
  ) {
    (
      _: Int64, _: String, _: Int64, _: Int64, _: Int64, _: Int64, _: Int64, _: Int64, _: String,
      _: String, _: String, _: String, _: Int64?, _: Int64, _: String
    ) in ()
  }

  /// One query of one table, whatever the page.
  func page(_ filter: PostingFilter) throws(SQLError) -> PostingPage {
    let isBackwards = filter.cursor?.isBackwards ?? false
    var rows = try decoded(Self.query(filter), atMost: filter.size + 1)
    let hasMore = rows.count > filter.size
    if hasMore { rows.removeLast() }
    if isBackwards { rows.reverse() }
    return PostingPage(
      shelf: filter.shelf, rows: rows, hasNewer: isBackwards ? hasMore : filter.cursor != nil,
      hasOlder: isBackwards || hasMore)
  }

  /// The postings with these ids, newest first.
  func page(of ids: [PostingID], on shelf: PostingFilter.Shelf) throws(SQLError) -> [PostingRow] {
    var query = Self.list
    query.append("id", in: ids.map(\.raw))
    switch shelf {
    case .open: query.append("and tab <= 3")
    case .tab(let tab): query.append("and tab = ?", tab)
    case .all: break
    }
    // Sorted here: asked for an order, the planner would walk an index of all postings.
    return try decoded(query, atMost: ids.count).sorted { ($0.placed, $0.id) > ($1.placed, $1.id) }
  }

  private func decoded(
    _ query: DynamicQuery<Void>, atMost count: Int
  ) throws(SQLError) -> [PostingRow] {
    var found: [PostingRow] = []
    found.reserveCapacity(count)
    var currency = KnownCurrency()
    try rows.forEachRow(query) { (row: borrowing Row) throws(SQLError) in
      found.append(try PostingRow(row, &currency))
    }
    return found
  }

  static func query(_ filter: PostingFilter) -> DynamicQuery<Void> {
    var query = list
    switch filter.shelf {
    case .open: query.append("+tab <= 3")
    case .tab(let tab): query.append("tab = ?", tab)
    case .all: query.append("true")
    }
    if let carrier = filter.carrier { query.append("and carrier_id = ?", carrier) }
    let isAscending = filter.shelf.isAscending != (filter.cursor?.isBackwards ?? false)
    append(filter.cursor, isAscending, byPlacing: filter.shelf == .all, to: &query)
    query.append("limit ?", filter.size + 1)
    return query
  }

  private static func append(
    _ cursor: PostingCursor?, _ isAscending: Bool, byPlacing: Bool,
    to query: inout DynamicQuery<Void>
  ) {
    let key = cursor.map { ($0.at, $0.id) }
    switch (byPlacing, isAscending) {
    case (true, true):
      if let key { query.append("and (placed_at, id) > (?, ?)", key.0, key.1) }
      query.append("order by placed_at, id")
    case (true, false):
      if let key { query.append("and (placed_at, id) < (?, ?)", key.0, key.1) }
      query.append("order by placed_at desc, id desc")
    case (false, true):
      if let key { query.append("and (due_at, id) > (?, ?)", key.0, key.1) }
      query.append("order by due_at, id")
    case (false, false):
      if let key { query.append("and (due_at, id) < (?, ?)", key.0, key.1) }
      query.append("order by due_at desc, id desc")
    }
  }
}

extension PostingRow {
  /// Column by column: five times as fast as the typed decoder, on the page that is asked for most.
  init(_ row: borrowing Row, _ currency: inout KnownCurrency) throws(SQLError) {
    guard let state = PostingState(rawValue: row.int(2)) else {
      throw .mismatch("\(row.int(2)) is no state of a posting")
    }
    id = PostingID(raw: row.int(0))
    number = row.text(1)
    self.state = state
    due = Instant(milliseconds: row.int(3))
    since = Instant(milliseconds: row.int(4))
    placed = Instant(milliseconds: row.int(5))
    lines = row.int(6)
    pieces = row.int(7)
    title = row.text(8)
    offer = row.text(9)
    picture = row.text(10)
    city = row.text(11)
    carrier = row.isNull(12) ? nil : row.int(12)
    total = Money(minor: row.int(13), currency: try currency.named(row.text(14)))
  }
}

/// The currency of the row before: a shop has one, so it is looked up once for a page.
struct KnownCurrency {
  private var code = ""
  private var currency: Currency?

  mutating func named(_ code: String) throws(SQLError) -> Currency {
    if let currency, code == self.code { return currency }
    let found = try Currency(stored: code)
    self = KnownCurrency(code: code, currency: found)
    return found
  }
}
