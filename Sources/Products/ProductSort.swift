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
    let text = isGathered ? gathered : walked
    if let place {
      let behind = isRising ? text.above : text.below
      if self == .newest {
        query.append(behind, place.id)
      } else if self == .name {
        query.append(behind, place.key, place.id)
      } else if let number = Int64(place.key) {
        query.append(behind, number, place.id)
      }
    }
    query.append(isRising ? text.rising : text.falling)
    query.append("limit ?", limit)
  }

  private struct Texts {
    let above: StaticString
    let below: StaticString
    let rising: StaticString
    let falling: StaticString
  }

  private var walked: Texts {
    switch self {
    case .newest:
      Texts(
        above: "and p.id > ?", below: "and p.id < ?", rising: "order by p.id",
        falling: "order by p.id desc")
    case .edited:
      Texts(
        above: "and (p.updated_at, p.id) > (?, ?)", below: "and (p.updated_at, p.id) < (?, ?)",
        rising: "order by p.updated_at, p.id", falling: "order by p.updated_at desc, p.id desc")
    case .name:
      Texts(
        above: "and (p.name_key, p.id) > (?, ?)", below: "and (p.name_key, p.id) < (?, ?)",
        rising: "order by p.name_key, p.id", falling: "order by p.name_key desc, p.id desc")
    case .cheapest, .dearest:
      Texts(
        above: "and (p.price_key, p.id) > (?, ?)", below: "and (p.price_key, p.id) < (?, ?)",
        rising: "order by p.price_key, p.id", falling: "order by p.price_key desc, p.id desc")
    case .least, .most:
      Texts(
        above: "and (p.available, p.id) > (?, ?)", below: "and (p.available, p.id) < (?, ?)",
        rising: "order by p.available, p.id", falling: "order by p.available desc, p.id desc")
    }
  }

  private var gathered: Texts {
    switch self {
    case .newest:
      Texts(
        above: "and +p.id > ?", below: "and +p.id < ?", rising: "order by +p.id",
        falling: "order by +p.id desc")
    case .edited:
      Texts(
        above: "and (+p.updated_at, p.id) > (?, ?)", below: "and (+p.updated_at, p.id) < (?, ?)",
        rising: "order by +p.updated_at, p.id", falling: "order by +p.updated_at desc, p.id desc")
    case .name:
      Texts(
        above: "and (+p.name_key, p.id) > (?, ?)", below: "and (+p.name_key, p.id) < (?, ?)",
        rising: "order by +p.name_key, p.id", falling: "order by +p.name_key desc, p.id desc")
    case .cheapest, .dearest:
      Texts(
        above: "and (+p.price_key, p.id) > (?, ?)", below: "and (+p.price_key, p.id) < (?, ?)",
        rising: "order by +p.price_key, p.id", falling: "order by +p.price_key desc, p.id desc")
    case .least, .most:
      Texts(
        above: "and (+p.available, p.id) > (?, ?)", below: "and (+p.available, p.id) < (?, ?)",
        rising: "order by +p.available, p.id", falling: "order by +p.available desc, p.id desc")
    }
  }
}
