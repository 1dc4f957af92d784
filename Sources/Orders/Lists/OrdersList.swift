import Commerce
import Office
import SQL

/// The list of postings as a list: its address, its rows, its saved views.
enum OrdersList {
  static let declaration = ListDeclaration(
    "orders.list.title", path: "/orders", for: .viewOrders,
    tabs: OrdersTab.allCases.map(\.rawValue),
    filters: ["carrier", "warehouse", "from", "until", "least", "most", "tag"]
  ) { rows, list, limit throws(SQLError) in
    let store = PostingStore(rows: rows)
    if !list.search.isEmpty { return try found(list, store).rows.count }
    var filter = try filter(list, store)
    (filter.cursor, filter.size) = (nil, limit)
    return try store.page(filter).rows.count
  }

  static func request<C: RequestContext>(_ context: C) -> ListRequest {
    var list = ListRequest(context.request, declaration)
    list.zone = context.zone
    return list
  }

  static func page(_ list: ListRequest, _ store: PostingStore) throws(SQLError) -> PostingPage {
    try list.search.isEmpty ? store.page(filter(list, store)) : found(list, store)
  }

  static func filter(
    _ list: ListRequest, _ store: PostingStore
  ) throws(SQLError) -> PostingFilter {
    var filter = PostingFilter(
      shelf: (OrdersTab(rawValue: list.tab) ?? .open).shelf, carrier: number("carrier", list),
      warehouse: number("warehouse", list), tag: list.filters["tag"].map { Tag($0)?.text ?? $0 },
      cursor: list.after.flatMap { PostingCursor($0) }, size: list.size)
    filter.from = day("from", list).map { list.zone.start(of: $0) }
    filter.until = day("until", list).map { list.zone.start(of: $0.adding(days: 1)) }
    guard list.filters["least"] != nil || list.filters["most"] != nil else { return filter }
    let currency = try store.currency()
    filter.least = amount("least", list, currency)
    filter.most = amount("most", list, currency)
    return filter
  }

  /// The newest hundred that the text names, narrowed by the same filters.
  private static func found(
    _ list: ListRequest, _ store: PostingStore
  ) throws(SQLError) -> PostingPage {
    let filter = try filter(list, store)
    let rows = try store.page(of: store.ids(matching: list.search), filter)
    return PostingPage(rows: rows, hasNewer: false, hasOlder: false)
  }

  private static func number(_ name: String, _ list: ListRequest) -> Int64? {
    list.filters[name].flatMap { Int64($0) }
  }

  private static func day(_ name: String, _ list: ListRequest) -> LocalDate? {
    list.filters[name].flatMap { LocalDate(iso: $0) }
  }

  private static func amount(
    _ name: String, _ list: ListRequest, _ currency: Currency
  ) -> Int64? {
    list.filters[name].flatMap { try? Money(parsing: $0, currency: currency).minor }
  }
}
