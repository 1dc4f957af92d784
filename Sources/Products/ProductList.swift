import Commerce
import Office
import SQL

/// A row of the product list.
struct ProductRow: Sendable {
  let id: ProductID
  let title: String
  let picture: String
  let offerID: String
  let price: Int64?
  let priceBefore: Int64?
  let available: Int64
  let lowStock: Int64
  let state: ListingState
  let blockers: Blockers
  let pending: Pending
  let updatedAt: Instant
  /// The beginning of the name in small letters, by which the list is sorted.
  let nameKey: String
}

/// A page of the list.
struct ProductFound: Sendable {
  var rows: [ProductRow]
  /// How far it has looked, where too few fitted and it did not get to the end.
  var reached: ListPlace?
}

/// The list of goods as a list: its address, its saved views.
enum ProductList {
  static let declaration = ListDeclaration(
    "products.title", path: "/products", for: .viewProducts,
    tabs: ProductTab.allCases.map(\.rawValue),
    filters: ["category", "stock", "brand", "price_from", "price_to"],
    sorts: ProductSort.allCases.map(\.rawValue)
  ) { rows, list, limit throws(SQLError) in
    let store = ProductStore(rows: rows)
    return try store.count(ProductFilter(list, store.currency()), limit: limit)
  }
}
