import Commerce
import Office
import SQL

/// Which postings a list of the Seller API asks for.
struct WireFilter: Sendable {
  /// The longest period that one call may ask for.
  private static let mostDays: Int64 = 366
  /// How far an offset may reach: what is before it is read too. Behind it the cursor of v4 goes.
  private static let mostOffset: Int64 = 20_000

  /// What the period bounds, which is also the order of the rows.
  enum Clock: Sendable { case placed, due }

  /// A delivery method: from which warehouse, with whom.
  struct Method: Sendable {
    let warehouse: Int64
    let carrier: Int64
  }

  var clock = Clock.placed
  var from = Instant(milliseconds: 0)
  var to = Instant(milliseconds: 0)
  /// Only what is not with the carrier yet.
  var isOpen = false
  /// Nil for all.
  var states: [PostingState]?
  /// Whether of what is on the way only that is meant which the courier has, or only the rest.
  var isLastMile: Bool?
  var warehouses: [Int64] = []
  var carriers: [Int64] = []
  /// As they are asked for.
  var methodIDs: [Int64] = []
  /// What these mean; empty finds nothing where some were asked for.
  var methods: [Method] = []
  var order: Int64?
  var numbers: [String] = []
  /// When the present state began.
  var since: (from: Instant, to: Instant)?
  var isDescending = false
  var limit: Int64 = 100
  var offset: Int64 = 0
  var cursor: PostingCursor?

  /// The fields of v3 (`offset`, `dir`, one status) and of v4 (`cursor`, `sort_dir`, lists).
  init(_ fields: SellerFields, isOpen: Bool, needsPeriod: Bool = true) throws {
    let filter = try fields.object("filter")
    self.isOpen = isOpen
    try readPeriod(filter, isNeeded: needsPeriod)
    (states, isLastMile) = try Self.states(filter)
    warehouses = try Self.ids(filter, "warehouse_id", "warehouse_ids")
    carriers = try Self.ids(filter, "provider_id", "provider_ids")
    methodIDs = try Self.ids(filter, "delivery_method_id", "delivery_method_ids")
    order = try filter.integer("order_id").flatMap { $0 == 0 ? nil : $0 }
    numbers = try filter.texts("order_numbers", max: 100)
    let changed = try filter.object("last_changed_status_date")
    if let from = try changed.instant("from"), let to = try changed.instant("to") {
      since = (from, to)
    }
    let direction = try fields.text("dir") ?? fields.text("sort_dir") ?? "asc"
    isDescending = direction.lowercased() == "desc"
    limit = try fields.limit(1_000, else: 100)
    offset = try fields.integer("offset", 0...Self.mostOffset, else: 0)
    guard let text = try fields.text("cursor"), !text.isEmpty else { return }
    guard let place = PostingCursor(text) else {
      throw SellerError.invalid("cursor", "is no place in the list")
    }
    cursor = place
  }

  private mutating func readPeriod(_ filter: SellerFields, isNeeded: Bool) throws {
    clock = isOpen ? .due : .placed
    // What is not shipped has one date: by when it must be.
    let names =
      isOpen
      ? [("cutoff_from", "cutoff_to"), ("delivering_date_from", "delivering_date_to")]
      : [("since", "to")]
    var found = false
    for (first, last) in names where !found {
      guard let from = try filter.instant(first), let to = try filter.instant(last) else {
        continue
      }
      (self.from, self.to, found) = (from, to, true)
    }
    if !found, !isNeeded {
      to = Instant(milliseconds: Int64.max)
      return
    }
    if !found {
      let names = names.map { "\($0.0) and \($0.1)" }.joined(separator: ", or ")
      throw SellerError.invalid(filter.name(names), "is required")
    }
    guard from <= to, to.milliseconds - from.milliseconds <= Self.mostDays * 86_400_000 else {
      throw SellerError.invalid(
        filter.name("period"), "must begin before it ends and be no longer than one year")
    }
  }

  private static func states(
    _ filter: SellerFields
  ) throws(SellerError) -> ([PostingState]?, isLastMile: Bool?) {
    var words = try filter.texts("statuses", max: 30)
    if let one = try filter.text("status"), !one.isEmpty { words.append(one) }
    if words.isEmpty { return (nil, nil) }
    let last = words.contains(PostingStatus.driverPickup.rawValue)
    let isPart = last != words.contains(PostingStatus.delivering.rawValue)
    return (words.flatMap(PostingStatus.states), isPart ? last : nil)
  }

  /// Ids in a list; v3 and v4 differ in the name, and send numbers or texts.
  private static func ids(
    _ filter: SellerFields, _ old: String, _ new: String
  ) throws(SellerError) -> [Int64] {
    try (filter.integers(old, max: 1_000) + filter.integers(new, max: 1_000)).filter { $0 != 0 }
  }
}

extension WireFilter {
  private static let columns = DynamicQuery(
    """
    select id, number, state, due_at, since_at, placed_at, paid_at, packed_at, shipped_at,
      delivered_at, order_id, warehouse_id, carrier_id, city, currency, stage
    from posting where
    """, WirePosting.init)
  private static let count = DynamicQuery<Int64>("select count(*) from posting where") {
    (count: Int64) in count
  }

  /// From the first row on, and one more than fits, to know whether there is a next page.
  var page: DynamicQuery<WirePosting> {
    var query = Self.columns
    append(to: &query)
    switch (clock, isDescending) {
    case (.due, false):
      if let cursor { query.append("and (due_at, id) > (?, ?)", cursor.at, cursor.id) }
      query.append("order by due_at, id")
    case (.due, true):
      if let cursor { query.append("and (due_at, id) < (?, ?)", cursor.at, cursor.id) }
      query.append("order by due_at desc, id desc")
    case (_, false):
      if let cursor { query.append("and (placed_at, id) > (?, ?)", cursor.at, cursor.id) }
      query.append("order by placed_at, id")
    case (_, true):
      if let cursor { query.append("and (placed_at, id) < (?, ?)", cursor.at, cursor.id) }
      query.append("order by placed_at desc, id desc")
    }
    query.append("limit ?", offset + limit + 1)
    return query
  }

  /// How many there are; only for what is open, which is never many.
  var total: DynamicQuery<Int64> {
    var query = Self.count
    append(to: &query)
    return query
  }

  private func append<Value>(to query: inout DynamicQuery<Value>) {
    query.append(isOpen ? "+tab <= 3" : "true")
    let bounds = (from.milliseconds, to.milliseconds)
    switch clock {
    case .placed: query.append("and placed_at between ? and ?", bounds.0, bounds.1)
    case .due: query.append("and due_at between ? and ?", bounds.0, bounds.1)
    }
    if let states { query.append("and state", in: states.map(\.rawValue)) }
    if let isLastMile {
      let way = PostingState.delivering.rawValue
      query.append(
        "and (state <> ? or (stage = ?) = ?)", way, PostingStatus.lastMile.rawValue,
        isLastMile ? 1 as Int64 : 0)
    }
    if !warehouses.isEmpty { query.append("and warehouse_id", in: warehouses) }
    if !methodIDs.isEmpty {
      query.append("and (false")
      for method in methods {
        query.append(
          "or warehouse_id = ? and coalesce(carrier_id, 1) = ?", method.warehouse, method.carrier)
      }
      query.append(")")
    }
    if !carriers.isEmpty { query.append("and carrier_id", in: carriers) }
    if let order { query.append("and order_id = ?", order) }
    if !numbers.isEmpty {
      query.append("and (false")
      for number in numbers {
        query.append("or number between ? and ?", "\(number)-", "\(number)-9")
      }
      query.append(")")
    }
    if let since {
      query.append(
        "and since_at between ? and ?", since.from.milliseconds, since.to.milliseconds)
    }
  }
}

/// The lists in every order, with every filter, for the sweep.
enum WireStatements {
  static let all: [StatementCheck] = [false, true].flatMap { isOpen in
    [false, true].flatMap { isDescending in
      [nil, PostingCursor(at: 1, id: 1)].map { cursor in
        let filter = WireFilter(isOpen: isOpen, isDescending: isDescending, cursor: cursor)
        let name = "WireFilter \(isOpen) \(isDescending) \(cursor?.text ?? "first")"
        return StatementCheck(name) { database throws(SQLError) in
          let reader = try database.makeReader()
          return try reader.explain(filter.page) + reader.explain(filter.total)
        }
      }
    }
  }
}

extension WireFilter {
  fileprivate init(isOpen: Bool, isDescending: Bool, cursor: PostingCursor?) {
    self.isOpen = isOpen
    self.isDescending = isDescending
    self.cursor = cursor
    clock = isOpen ? .due : .placed
    states = [.delivered]
    isLastMile = true
    warehouses = [1]
    methodIDs = [1]
    methods = [Method(warehouse: 1, carrier: 1)]
    carriers = [1]
    numbers = ["1"]
  }
}

extension SellerFields {
  /// A moment (RFC 3339); nil where it is not sent.
  func instant(_ name: String) throws(SellerError) -> Instant? {
    guard let text = try text(name, max: 40), !text.isEmpty else { return nil }
    if let instant = Instant(iso: text) ?? Instant(iso: text + "Z") { return instant }
    // A bare date is its beginning, as clients that send dates alone mean it.
    if let instant = Instant(iso: text + "T00:00:00Z") { return instant }
    throw .invalid(self.name(name), "must be a moment such as 2026-05-01T10:00:00Z")
  }
}
