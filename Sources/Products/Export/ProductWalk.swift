import Commerce
import Office
import SQL

/// All goods that a list's filter finds, page by page, in its order.
struct ProductWalk {
  private static let page = 500
  private var filter: ProductFilter
  private var isOver = false

  init(_ filter: ProductFilter) {
    self.filter = filter
    self.filter.place = nil
    self.filter.limit = Self.page
  }

  /// The next page; nil behind the last.
  mutating func next(_ store: ProductStore) throws(SQLError) -> [ProductID]? {
    if isOver { return nil }
    let query = try ProductQuery(filter, store.rows)
    let rows = try store.page(query)
    isOver = rows.count < Self.page
    guard let last = rows.last else { return nil }
    filter.place = query.sort.place(of: last)
    return rows.map(\.id)
  }
}
