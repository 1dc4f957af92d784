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

  /// Adds the place and the order. A place of another order is none.
  /// - Parameter isGathered: whether the rows come by a filter's index and are sorted; `+` keeps
  ///   the order's own index out of use.
  func append(
    _ place: ListPlace?, limit: Int, isGathered: Bool, to query: inout DynamicQuery<ProductRow>
  ) {
    let isRising = isFalling == (place?.isBefore ?? false)
    let column = isGathered ? columns.gathered : columns.walked
    if let place, self == .newest {
      query.append("and")
      query.append(column)
      query.append(isRising ? "> ?" : "< ?", place.id)
    } else if let place, let key = value(of: place) {
      query.append("and (")
      query.append(column)
      query.append(isRising ? ", p.id) > (?, ?)" : ", p.id) < (?, ?)", key, place.id)
    }
    query.append("order by")
    query.append(column)
    if !isRising { query.append("desc") }
    if self != .newest { query.append(isRising ? ", p.id" : ", p.id desc") }
    query.append("limit ?", limit)
  }

  /// What the place has of what this sorts by; nil where that is no number but should be.
  private func value(of place: ListPlace) -> (any SQLValue)? {
    self == .name ? place.key : Int64(place.key)
  }

  private var columns: (walked: StaticString, gathered: StaticString) {
    switch self {
    case .newest: ("p.id", "+p.id")
    case .edited: ("p.updated_at", "+p.updated_at")
    case .name: ("p.name_key", "+p.name_key")
    case .cheapest, .dearest: ("p.price_key", "+p.price_key")
    case .least, .most: ("p.available", "+p.available")
    }
  }
}
