import Commerce
import HTTP
import Template

/// What a list page was asked for. The address is the state: tab, search, filters, order, place and
/// size, and the saved view that it came from; unknown values fall back, they never fail.
public struct ListRequest: Sendable {
  public let path: String
  public let tab: String
  /// The text searched for; empty for none.
  public let search: String
  public let filters: [String: String]
  /// The name of the order; empty where the list has only one.
  public let sort: String
  /// The key of the row after which the page starts, as the list wrote it, such as a `ListPlace`;
  /// nil for the first.
  public let after: String?
  public let size: Int
  /// The saved view that the reader came by; the address may say something else by now.
  public let view: SavedViewID?
  /// In whose days its dates are; the reader's.
  public var zone = TimeZoneRules.utc
  private let firstTab: String
  private let firstSort: String

  /// - Parameters:
  ///   - tabs: the first is shown when none is named.
  ///   - filters: the names of the filters that the list knows.
  ///   - sorts: the names of its orders; the first is used when none is named.
  public init(
    _ request: Request, path: String, tabs: [String], filters: [String] = [], sorts: [String] = []
  ) {
    self.init(request.query, path: path, tabs: tabs, filters: filters, sorts: sorts)
  }

  public init(_ request: Request, _ list: ListDeclaration) {
    self.init(request.query, list)
  }

  /// What a stored or posted query asks a list for.
  init(_ query: QueryFields, _ list: ListDeclaration) {
    self.init(
      query, path: list.path, tabs: list.tabs, filters: list.filters, sorts: list.sorts)
  }

  private init(
    _ query: QueryFields, path: String, tabs: [String], filters: [String], sorts: [String]
  ) {
    self.path = path
    firstSort = sorts.first ?? ""
    let order = query.first("sort") ?? ""
    sort = sorts.contains(order) ? order : firstSort
    firstTab = tabs.first ?? ""
    let named = query.first("tab") ?? ""
    tab = tabs.contains(named) ? named : firstTab
    search = Self.search(query.first("q") ?? "")
    let pairs = filters.compactMap { name in
      query.first(name).flatMap { $0.isEmpty || $0.unicodeScalars.count > 100 ? nil : (name, $0) }
    }
    self.filters = Dictionary(pairs) { first, _ in first }
    after = query.first("after").flatMap { $0.isEmpty || $0.unicodeScalars.count > 200 ? nil : $0 }
    size = ["25": 25, "50": 50, "100": 100][query.first("size") ?? ""] ?? 50
    view = query.first("view").flatMap { SavedViewID(text: $0) }
  }

  /// Without blanks at the ends, and no longer than anybody types.
  static func search(_ text: String) -> String {
    String(FormReader.trimmed(String(text.unicodeScalars.prefix(100))))
  }

  /// The same list in another tab, from its start.
  public func url(tab: String) -> URLText { url(tab: tab, after: nil, without: nil) }

  /// The same list from another place on.
  public func url(after: String?) -> URLText { url(tab: tab, after: after, without: nil) }

  /// The same list without one filter (or `q`).
  public func url(without name: String) -> URLText { url(tab: tab, after: nil, without: name) }

  /// What is shown, without the place in it: the same text for the same rows, percent-encoded.
  /// Empty for the list as the menu opens it.
  public var query: String { query(tab: tab, without: nil).joined(separator: "&") }

  private func url(tab: String, after: String?, without: String?) -> URLText {
    var pairs = query(tab: tab, without: without)
    if let view { pairs.append("view=\(view)") }
    if let after { pairs.append("after=\(PercentDecoding.encode(after))") }
    return URLText(path: pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))")
  }

  private func query(tab: String, without: String?) -> [String] {
    var pairs: [String] = []
    func add(_ name: String, _ value: String) {
      pairs.append("\(name)=\(PercentDecoding.encode(value))")
    }
    if tab != firstTab { add("tab", tab) }
    if !search.isEmpty && without != "q" { add("q", search) }
    if !filters.isEmpty {
      for (name, value) in filters.sorted(by: { $0.key < $1.key }) where name != without {
        add(name, value)
      }
    }
    if sort != firstSort { add("sort", sort) }
    if size != 50 { add("size", String(size)) }
    return pairs
  }
}
