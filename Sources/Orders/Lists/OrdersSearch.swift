import Commerce
import Office
import SQL

/// How the box on every page finds orders.
enum OrdersSearch {
  static let provider = SearchProvider(
    "orders.list.title", for: .viewOrders, list: "/orders?tab=all"
  ) { rows, number throws(SQLError) in
    try PostingStore(rows: rows).ids(bearing: number).map { "/orders/\($0)" }
  } finds: { rows, text, limit throws(SQLError) in
    let store = PostingStore(rows: rows)
    let found = try store.page(of: store.ids(matching: text), PostingFilter(shelf: .all))
    return found.prefix(limit).map { row in
      SearchHit(
        path: "/orders/\(row.id)", title: row.number, note: row.title, picture: row.picture)
    }
  }
}
