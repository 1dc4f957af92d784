import Commerce
import SQL

extension PostingStore {
  private static let list = DynamicQuery(
    """
    select id, number, state, due_at, since_at, placed_at, line_count, piece_count, first_title,
      first_offer, first_picture, city, carrier_id, total_minor, currency, tags, assignee
    from posting where
    """, listed)

  private static let sifted = DynamicQuery(
    """
    select p.id, p.number, p.state, p.due_at, p.since_at, p.placed_at, p.line_count,
      p.piece_count, p.first_title, p.first_offer, p.first_picture, p.city, p.carrier_id,
      p.total_minor, p.currency, p.tags, p.assignee
    from (select id from posting where
    """, listed)

  private static let byTag = DynamicQuery(
    """
    select p.id, p.number, p.state, p.due_at, p.since_at, p.placed_at, p.line_count,
      p.piece_count, p.first_title, p.first_offer, p.first_picture, p.city, p.carrier_id,
      p.total_minor, p.currency, p.tags, p.assignee
    from posting_tag t cross join posting p on p.id = t.posting_id where
    """, listed)
  private static let dueKeys = DynamicQuery("select due_at, id from posting where") {
    (at: Int64, id: Int64) in PostingCursor(at: at, id: id)
  }
  private static let placedKeys = DynamicQuery("select placed_at, id from posting where") {
    (at: Int64, id: Int64) in PostingCursor(at: at, id: id)
  }
  /// Rows are decoded by hand; this only says how many columns there are.
  private static let listed:
    @Sendable (
      Int64, String, Int64, Int64, Int64, Int64, Int64, Int64, String, String, String, String,
      Int64?, Int64, String, String, String
    ) -> Void = { _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _ in }

  /// One query of one table, whatever the page; before it the place where a filter stops looking.
  func page(_ filter: PostingFilter) throws(SQLError) -> PostingPage {
    if filter.tag != nil { return try tagged(filter) }
    let isBackwards = filter.cursor?.isBackwards ?? false
    var end = filter.isSifting ? try rows.first(Self.end(filter)) : nil
    end?.isBackwards = isBackwards
    var rows = try decoded(Self.query(filter, until: end), atMost: filter.size + 1)
    let hasMore = rows.count > filter.size
    if hasMore { rows.removeLast() }
    if isBackwards { rows.reverse() }
    return PostingPage(
      shelf: filter.shelf, rows: rows, reached: hasMore ? nil : end,
      hasNewer: isBackwards ? hasMore : filter.cursor != nil, hasOlder: isBackwards || hasMore)
  }

  /// The postings that carry a tag, newest first.
  private func tagged(_ filter: PostingFilter) throws(SQLError) -> PostingPage {
    let isBackwards = filter.cursor?.isBackwards ?? false
    var rows = try decoded(Self.tagQuery(filter), atMost: filter.size + 1)
    let hasMore = rows.count > filter.size
    if hasMore { rows.removeLast() }
    if isBackwards { rows.reverse() }
    return PostingPage(
      shelf: .all, rows: rows, hasNewer: isBackwards ? hasMore : filter.cursor != nil,
      hasOlder: isBackwards || hasMore)
  }

  /// Those of the postings with these ids that a filter lets through, newest first.
  func page(of ids: [PostingID], _ filter: PostingFilter) throws(SQLError) -> [PostingRow] {
    var query = Self.list
    query.append("id", in: ids.map(\.raw))
    switch filter.shelf {
    case .open: query.append("and tab <= 3")
    case .tab(let tab): query.append("and tab = ?", tab)
    case .queue(.late): query.append("and late_at is not null and tab <= 3")
    case .queue(.red): query.append("and red = 1 and state in (1, 2, 3)")
    case .queue(.answered): query.append("and answered_at is not null")
    case .queue(.lost): query.append("and state = 13")
    case .queue(.held): query.append("and state = 2")
    case .queue(.back): query.append("and state in (6, 11)")
    case .all: break
    }
    if let carrier = filter.carrier { query.append("and carrier_id = ?", carrier) }
    if let warehouse = filter.warehouse { query.append("and warehouse_id = ?", warehouse) }
    if let least = filter.least { query.append("and total_minor >= ?", least) }
    if let most = filter.most { query.append("and total_minor <= ?", most) }
    if let tag = filter.tag {
      query.append("and id in (select posting_id from posting_tag where tag = ?)", tag)
    }
    Self.append(window: filter, to: &query)
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

  /// The statement of a page; of a filter's rows those up to the end.
  static func query(
    _ filter: PostingFilter, until end: PostingCursor? = nil
  ) -> DynamicQuery<Void> {
    guard filter.isSifting else {
      var query = list
      append(range: filter, to: &query)
      query.append("limit ?", filter.size + 1)
      return query
    }
    var query = sifted
    append(range: filter, until: end, to: &query) { query in
      if let carrier = filter.carrier { query.append("and carrier_id = ?", carrier) }
      if let warehouse = filter.warehouse { query.append("and warehouse_id = ?", warehouse) }
      if let least = filter.least { query.append("and total_minor >= ?", least) }
      if let most = filter.most { query.append("and total_minor <= ?", most) }
    }
    // The inner query's order holds: a join to one row each does not change it.
    query.append("limit ?) k cross join posting p on p.id = k.id", filter.size + 1)
    return query
  }

  static func tagQuery(_ filter: PostingFilter) -> DynamicQuery<Void> {
    var query = byTag
    query.append("t.tag = ?", filter.tag ?? "")
    switch filter.shelf {
    case .open: query.append("and p.tab <= 3")
    case .tab(let tab): query.append("and p.tab = ?", tab)
    case .queue(.late): query.append("and p.late_at is not null and p.tab <= 3")
    case .queue(.red): query.append("and p.red = 1 and p.state in (1, 2, 3)")
    case .queue(.answered): query.append("and p.answered_at is not null")
    case .queue(.lost): query.append("and p.state = 13")
    case .queue(.held): query.append("and p.state = 2")
    case .queue(.back): query.append("and p.state in (6, 11)")
    case .all: break
    }
    if let carrier = filter.carrier { query.append("and p.carrier_id = ?", carrier) }
    if let warehouse = filter.warehouse { query.append("and p.warehouse_id = ?", warehouse) }
    if let least = filter.least { query.append("and p.total_minor >= ?", least) }
    if let most = filter.most { query.append("and p.total_minor <= ?", most) }
    append(window: filter, to: &query)
    if let cursor = filter.cursor, cursor.isBackwards {
      query.append("and t.posting_id > ? order by t.posting_id", cursor.id)
    } else {
      if let cursor = filter.cursor { query.append("and t.posting_id < ?", cursor.id) }
      query.append("order by t.posting_id desc")
    }
    query.append("limit ?", filter.size + 1)
    return query
  }

  /// The key of the last row that a filter looks at; none where the shelf ends before.
  static func end(_ filter: PostingFilter) -> DynamicQuery<PostingCursor> {
    var query = filter.shelf == .all ? placedKeys : dueKeys
    append(range: filter, to: &query)
    // No further than the reach, and only along the index.
    query.append("limit 1 offset ?", filter.reach - 1)
    return query
  }

  /// The range of the index that a shelf is, from the cursor on, in its order.
  private static func append<Value>(
    range filter: PostingFilter, until end: PostingCursor? = nil,
    to query: inout DynamicQuery<Value>, narrow: (inout DynamicQuery<Value>) -> Void = { _ in }
  ) {
    switch filter.shelf {
    case .open: query.append("+tab <= 3")
    case .tab(let tab): query.append("tab = ?", tab)
    case .queue(.late): query.append("late_at is not null and +tab < 4")
    case .queue(.red): query.append("red = 1 and state in (1, 2, 3)")
    case .queue(.answered): query.append("answered_at is not null")
    case .queue(.lost): query.append("state = 13")
    case .queue(.held): query.append("state = 2")
    case .queue(.back): query.append("state in (6, 11)")
    case .all: query.append("true")
    }
    append(window: filter, to: &query)
    narrow(&query)
    let isAscending = filter.shelf.isAscending != (filter.cursor?.isBackwards ?? false)
    append(filter.cursor, until: end, isAscending, byPlacing: filter.shelf == .all, to: &query)
  }

  private static func append<Value>(
    window filter: PostingFilter, to query: inout DynamicQuery<Value>
  ) {
    let isPlaced = filter.shelf == .all
    if let from = filter.from {
      query.append(isPlaced ? "and placed_at >= ?" : "and due_at >= ?", from.milliseconds)
    }
    if let until = filter.until {
      query.append(isPlaced ? "and placed_at < ?" : "and due_at < ?", until.milliseconds)
    }
  }

  /// What comes after the cursor, the end with it, in the order of the index.
  private static func append<Value>(
    _ cursor: PostingCursor?, until end: PostingCursor?, _ isAscending: Bool, byPlacing: Bool,
    to query: inout DynamicQuery<Value>
  ) {
    switch (byPlacing, isAscending) {
    case (true, true):
      if let cursor { query.append("and (placed_at, id) > (?, ?)", cursor.at, cursor.id) }
      if let end { query.append("and (placed_at, id) <= (?, ?)", end.at, end.id) }
      query.append("order by placed_at, id")
    case (true, false):
      if let cursor { query.append("and (placed_at, id) < (?, ?)", cursor.at, cursor.id) }
      if let end { query.append("and (placed_at, id) >= (?, ?)", end.at, end.id) }
      query.append("order by placed_at desc, id desc")
    case (false, true):
      if let cursor { query.append("and (due_at, id) > (?, ?)", cursor.at, cursor.id) }
      if let end { query.append("and (due_at, id) <= (?, ?)", end.at, end.id) }
      query.append("order by due_at, id")
    case (false, false):
      if let cursor { query.append("and (due_at, id) < (?, ?)", cursor.at, cursor.id) }
      if let end { query.append("and (due_at, id) >= (?, ?)", end.at, end.id) }
      query.append("order by due_at desc, id desc")
    }
  }
}

extension PostingFilter {
  fileprivate var reach: Int {
    ownReach ?? (shelf.isCovered ? Self.reach.index : Self.reach.rows)
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
    tags = row.text(15)
    assignee = row.text(16)
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
