import Commerce
import Office
import SQL

/// All postings that the list shows, page by page, in its order.
struct OrderWalk {
  private static let page = 500

  private let list: ListRequest
  private let store: PostingStore
  private var filter: PostingFilter
  private var isOver = false

  init(_ list: ListRequest, _ store: PostingStore) throws(SQLError) {
    self.list = list
    self.store = store
    filter = try OrdersList.filter(list, store)
    filter.cursor = nil
    filter.size = Self.page
  }

  /// The next page, which can be empty where a filter has found nothing for long; nil behind the
  /// last.
  mutating func next() throws(SQLError) -> [PostingRow]? {
    if isOver { return nil }
    guard list.search.isEmpty else {
      isOver = true
      return try OrdersList.page(list, store).rows
    }
    let page = try store.page(filter)
    filter.cursor = page.older
    isOver = page.older == nil
    return page.rows
  }
}
