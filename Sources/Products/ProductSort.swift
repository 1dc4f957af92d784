import Commerce
import Office
import SQL

/// In which order the product list stands. Each is the order of an index.
enum ProductSort: String, CaseIterable, Sendable {
  /// The newest product first.
  case newest
  /// The newest change first.
  case edited
  case name
  case cheapest, dearest
  /// The fewest free pieces first.
  case least, most

  /// Whether its index has what a change of stock changes: the shelf's own rows, and what is
  /// written at each anyway.
  var hasStock: Bool { self == .newest || self == .least || self == .most }

  private var isFalling: Bool {
    switch self {
    case .newest, .edited, .dearest, .most: true
    case .name, .cheapest, .least: false
    }
  }

  /// Whether the page at a place is read upwards.
  func isRising(_ place: ListPlace?) -> Bool { isFalling == (place?.isBefore ?? false) }

  /// What a row has of what this sorts by, as it stands in a place.
  func key(of row: ProductRow) -> String {
    switch self {
    case .newest: ""
    case .edited: "\(row.updatedAt.milliseconds)"
    case .name: row.nameKey
    case .cheapest, .dearest: "\(row.price ?? 0)"
    case .least, .most: "\(row.available)"
    }
  }

  func place(of row: ProductRow, isBefore: Bool = false) -> ListPlace {
    ListPlace(row.id.raw, key: key(of: row), isBefore: isBefore)
  }

  /// Adds what the rows `h` that are looked at are sorted by.
  func appendKey<Value>(to query: inout DynamicQuery<Value>) {
    switch self {
    case .newest: query.append("''")
    case .edited: query.append("h.updated_at")
    case .name: query.append("h.name_key")
    case .cheapest, .dearest: query.append("h.price_key")
    case .least, .most: query.append("h.available")
    }
  }

  /// Adds the place, the end and the order. A place of another order is none.
  /// - Parameters:
  ///   - end: the last row that is looked at, in the direction of the place.
  ///   - isNamed: whether the rows are `k` with a `sort_key`; else they are `h`, of the shelf.
  func append<Value>(
    _ place: ListPlace?, until end: ListPlace? = nil, isNamed: Bool,
    to query: inout DynamicQuery<Value>
  ) {
    let isRising = isRising(place)
    if let place { append(place, isRising ? ">" : "<", isNamed, to: &query) }
    if let end { append(end, isRising ? "<=" : ">=", isNamed, to: &query) }
    query.append("order by")
    query.append(isNamed ? columns.named : columns.walked)
    if !isRising { query.append("desc") }
    if self == .newest { return }
    query.append(",")
    query.append(isNamed ? "k.id" : "h.id")
    if !isRising { query.append("desc") }
  }

  /// Adds where a row stands to a place.
  private func append<Value>(
    _ place: ListPlace, _ comparison: StaticString, _ isNamed: Bool,
    to query: inout DynamicQuery<Value>
  ) {
    let column = isNamed ? columns.named : columns.walked
    if self == .newest {
      query.append("and")
      query.append(column)
      query.append(comparison)
      query.append("?", place.id)
    } else if let key = value(of: place) {
      query.append("and (")
      query.append(column)
      query.append(isNamed ? ", k.id)" : ", h.id)")
      query.append(comparison)
      query.append("(?, ?)", key, place.id)
    }
  }

  /// What the place has of what this sorts by; nil where that is no number but should be.
  private func value(of place: ListPlace) -> (any SQLValue)? {
    self == .name ? place.key : Int64(place.key)
  }

  /// Of the shelf's rows `h`, and of the rows `k` of those that are looked at.
  var columns: (walked: StaticString, named: StaticString) {
    switch self {
    case .newest: ("h.id", "k.id")
    case .edited: ("h.updated_at", "k.sort_key")
    case .name: ("h.name_key", "k.sort_key")
    case .cheapest, .dearest: ("h.price_key", "k.sort_key")
    case .least, .most: ("h.available", "k.sort_key")
    }
  }
}
