import Commerce
import HTTP
import SQL
import Template

/// The saved views above a list (`parts/views`), and the way to save what is shown.
public struct ViewsBar: View {
  let links: [SavedViewLink]
  /// Where what is shown can be saved; nil where it is saved already, or where nothing is chosen.
  let save: URLText?
  /// The view that the reader came by, where the list shows something else by now and it is the
  /// reader's to change.
  let changed: SavedView?
  let updateText: String
  let query: String

  public static let fields: [Field<ViewsBar>] = [
    .list("links") { $0.links },
    .flag("hasLinks") { !$0.links.isEmpty },
    .optional("save") { $0.save },
    .flag("isChanged") { $0.changed != nil },
    .url("update") { URLText(path: "/views/\($0.changed?.id.raw ?? 0)/query") },
    .text("updateText") { $0.updateText },
    .text("viewQuery") { $0.query },
  ]
}

struct SavedViewLink: View {
  let href: URLText
  let name: String
  /// How many rows it has, "99+" where there are more; empty where it is not told.
  let count: String
  let isCurrent: Bool

  static let fields: [Field<SavedViewLink>] = [
    .url("href") { $0.href },
    .text("viewName") { $0.name },
    .text("viewCount") { $0.count },
    .flag("hasCount") { !$0.count.isEmpty },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

extension RequestContext where Scope == SellerScope {
  /// The bar of saved views of a list; nil where there is nothing to show.
  public func views(of list: ListDeclaration, at request: ListRequest) throws(SQLError) -> ViewsBar?
  {
    guard let member else { return nil }
    let all = try SavedViewStore(rows: reader, member: member).views(of: list.path)
    let query = request.query
    // The one that the reader came by, else any that shows the same.
    let current =
      all.first { $0.query == query && $0.id == request.view }
      ?? all.first { $0.query == query }
    let shown = all.filter { $0.isPinned || $0.id == current?.id || $0.id == request.view }
    if shown.isEmpty && query.isEmpty { return nil }
    var links: [SavedViewLink] = []
    for view in shown.prefix(ViewsBarLimits.links) {
      links.append(try link(view, list, isCurrent: view.id == current?.id))
    }
    let came = all.first { $0.id == request.view }
    let changed = current == nil ? came.flatMap { $0.mayChange(member) ? $0 : nil } : nil
    return ViewsBar(
      links: links,
      save: current == nil && !query.isEmpty
        ? URLText(path: "/views/new", query: [("list", list.path), ("query", query)]) : nil,
      changed: changed, updateText: text("views.update", ["name": changed?.name ?? ""]),
      query: query)
  }

  private func link(
    _ view: SavedView, _ list: ListDeclaration, isCurrent: Bool
  ) throws(SQLError) -> SavedViewLink {
    let most = ViewsBarLimits.counted
    var stored = ListRequest(stored: view.query, list)
    stored?.zone = zone
    let count = try stored.map { stored throws(SQLError) in
      try list.count(reader, stored, most + 1)
    }
    let text = count.map { $0 > most ? "\(most)+" : "\($0)" } ?? ""
    return SavedViewLink(
      href: view.url, name: view.name, count: text, isCurrent: isCurrent)
  }
}

private enum ViewsBarLimits {
  static let links = 8
  static let counted = 99
}

extension SavedView {
  /// The list as the view shows it.
  var url: URLText {
    URLText(path: "\(list)?\(query.isEmpty ? "" : "\(query)&")view=\(id)")
  }
}

extension ListRequest {
  /// What a stored query asks a list for; nil where it is none.
  init?(stored query: String, _ list: ListDeclaration) {
    guard let fields = QueryFields(text: query) else { return nil }
    self.init(fields, list)
  }
}
