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

  /// The next page, which may have no rows; nil behind the last.
  mutating func next(_ store: ProductStore) throws(SQLError) -> [ProductID]? {
    if isOver { return nil }
    let query = try ProductQuery(filter, store.rows)
    let found = try store.page(query)
    isOver = found.rows.count < Self.page && found.reached == nil
    filter.place = found.reached ?? found.rows.last.map { query.sort.place(of: $0) }
    return found.rows.isEmpty && isOver ? nil : found.rows.map(\.id)
  }
}
