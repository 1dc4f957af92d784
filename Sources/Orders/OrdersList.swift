import Commerce
import Office
import SQL

/// The list of postings as a list: its address, its rows, its saved views.
enum OrdersList {
  static let declaration = ListDeclaration(
    "orders.list.title", path: "/orders", for: .viewOrders,
    tabs: OrdersTab.allCases.map(\.rawValue), filters: ["carrier"]
  ) { rows, list, limit throws(SQLError) in
    let store = PostingStore(rows: rows)
    if !list.search.isEmpty { return try found(list, store).rows.count }
    var filter = filter(list)
    (filter.cursor, filter.size) = (nil, limit)
    return try store.page(filter).rows.count
  }

  static func page(_ list: ListRequest, _ store: PostingStore) throws(SQLError) -> PostingPage {
    try list.search.isEmpty ? store.page(filter(list)) : found(list, store)
  }

  private static func filter(_ list: ListRequest) -> PostingFilter {
    PostingFilter(
      shelf: shelf(list), carrier: carrier(list),
      cursor: list.after.flatMap { PostingCursor($0) }, size: list.size)
  }

  private static func found(
    _ list: ListRequest, _ store: PostingStore
  ) throws(SQLError) -> PostingPage {
    let rows = try store.page(of: store.ids(matching: list.search), on: shelf(list))
    let carrier = carrier(list)
    return PostingPage(
      rows: carrier == nil ? rows : rows.filter { $0.carrier == carrier }, hasNewer: false,
      hasOlder: false)
  }

  private static func shelf(_ list: ListRequest) -> PostingFilter.Shelf {
    (OrdersTab(rawValue: list.tab) ?? .open).shelf
  }

  private static func carrier(_ list: ListRequest) -> Int64? {
    list.filters["carrier"].flatMap { Int64($0) }
  }
}
