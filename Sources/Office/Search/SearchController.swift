import Commerce
import HTTP
import SQL
import Template

extension SellerPermission {
  /// Asking the box on every page; what is found is what the member's role may see.
  public static let search = SellerPermission("office.search", .shop)
}

/// The box on every page: a number jumps to its thing, words find things of all kinds.
struct SearchController: Sendable {
  let providers: [SearchProvider]

  /// Things shown of one kind; counted up to `most`.
  private static let shown = 8
  private static let most = 100

  /// On a worker: a search that nobody foresaw may take longer than a page should.
  var routes: Routes {
    Routes { $0.get("/search", .requires(.search), lane: .worker, show) }
  }

  private func show(_ context: PageContext<SellerScope>) throws -> Response {
    let text = ListRequest.search(context.request.query.first("q") ?? "")
    let mine = providers.filter { context.member?.may($0.permission) ?? false }
    guard !text.isEmpty else { return context.render(SearchPage("", [], context)) }
    let number = Self.number(text)
    var paths: Set<String> = []
    for provider in mine { paths.formUnion(try provider.jumps(context.reader, number)) }
    if let path = paths.first, paths.count == 1 { return context.redirect(to: path) }
    let groups = try mine.map { provider throws(SQLError) in
      SearchGroupView(
        provider, text, try provider.finds(context.reader, text, Self.most),
        shown: Self.shown, most: Self.most, context)
    }
    return context.render(SearchPage(text, groups, context))
  }

  /// People write the number of an order with its sign.
  private static func number(_ text: String) -> String {
    let bare = text.hasPrefix("#") || text.hasPrefix("№") ? text.dropFirst() : text[...]
    return FormReader.trimmed(String(bare))
  }
}
