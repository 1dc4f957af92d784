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

  private var isFalling: Bool {
    switch self {
    case .newest, .edited, .dearest, .most: true
    case .name, .cheapest, .least: false
    }
  }

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

  /// Adds the place and the order. A place of another order is none.
  /// - Parameter isGathered: whether rows `k` that were found are sorted; else the order is that of
  ///   an index.
  func append<Value>(
    _ place: ListPlace?, isGathered: Bool, to query: inout DynamicQuery<Value>
  ) {
    let isRising = isFalling == (place?.isBefore ?? false)
    let column = isGathered ? columns.gathered : columns.walked
    let id: StaticString = isGathered ? "k.id" : "h.id"
    if let place, self == .newest {
      query.append("and")
      query.append(column)
      query.append(isRising ? "> ?" : "< ?", place.id)
    } else if let place, let key = value(of: place) {
      query.append("and (")
      query.append(column)
      query.append(",")
      query.append(id)
      query.append(isRising ? ") > (?, ?)" : ") < (?, ?)", key, place.id)
    }
    query.append("order by")
    query.append(column)
    if !isRising { query.append("desc") }
    if self == .newest { return }
    query.append(",")
    query.append(id)
    if !isRising { query.append("desc") }
  }

  /// What the place has of what this sorts by; nil where that is no number but should be.
  private func value(of place: ListPlace) -> (any SQLValue)? {
    self == .name ? place.key : Int64(place.key)
  }

  private var columns: (walked: StaticString, gathered: StaticString) {
    switch self {
    case .newest: ("h.id", "k.id")
    case .edited: ("h.updated_at", "k.sort_key")
    case .name: ("h.name_key", "k.sort_key")
    case .cheapest, .dearest: ("h.price_key", "k.sort_key")
    case .least, .most: ("h.available", "k.sort_key")
    }
  }
}
