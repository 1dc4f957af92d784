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

extension ProductRow {
  /// Column by column: several times as fast as the typed decoder.
  init(_ row: borrowing Row) throws(SQLError) {
    guard let pending = Pending(rawValue: row.text(9)) else {
      throw .mismatch("\(row.text(9)) is nothing that a listing waits for")
    }
    id = ProductID(raw: row.int(0))
    title = row.text(1)
    picture = row.text(2)
    offerID = row.isNull(3) ? "" : row.text(3)
    price = row.isNull(4) ? nil : row.int(4)
    priceBefore = row.isNull(5) ? nil : row.int(5)
    available = row.int(6)
    lowStock = row.int(7)
    blockers = Blockers(rawValue: row.int(8))
    state = ListingState(blockers)
    self.pending = pending
    updatedAt = Instant(milliseconds: row.int(10))
    nameKey = row.text(11)
  }
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
