import Commerce
import HTTP
import Office
import SQL
import Template

/// The history of a listing: what was written when, what changed, and the way back to it.
struct VersionsController: Sendable {
  private static let pageSize = 50

  func list(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    let product = try product(context, id)
    let below = context.request.query.first("after").flatMap { Int64($0) }
    var entries = try VersionStore(rows: context.reader).history(
      of: id, below: below ?? .max, limit: Self.pageSize + 1)
    let hasMore = entries.count > Self.pageSize
    if hasMore { entries.removeLast() }
    let path = "/products/\(id)/versions"
    return context.render(
      VersionListPage(
        title: context.title(of: product), back: URLText(path: "/products/\(id)"),
        rows: entries.map { context.row($0, of: product) },
        pager: PagerView(
          text: context.text("versions.count", count: Int64(entries.count)),
          newer: below == nil ? nil : URLText(path: path),
          older: hasMore
            ? entries.last.map { URLText(path: "\(path)?after=\($0.number)") } : nil)))
  }

  /// A version held against another: the one asked for, else the live one, else the one before.
  func show(
    _ context: PageContext<SellerScope>, _ id: ProductID, _ version: RevisionID
  ) throws -> Response {
    let product = try product(context, id)
    let store = VersionStore(rows: context.reader)
    guard let new = try store.version(version, of: id) else { throw Failure.notFound }
    let asked = context.request.query.first("with").flatMap { RevisionID(text: $0) }
    var old = try asked.flatMap { try store.version($0, of: id) }
    if old == nil, let live = product.live, live != version {
      old = try store.version(live, of: id)
    }
    if old == nil { old = try store.before(new, of: id) }
    guard let category = try CategoryStore(rows: context.open).category(new.content.category)
    else { throw Failure.notFound }
    return context.render(
      VersionPage(
        context, product, new, against: old,
        ReviewDiff(
          old: old?.content, new: new.content, category: category, locale: context.locale,
          text: { context.text($0, $1) }, excerpts: [])))
  }

  func restore(
    _ context: WorkContext<SellerScope>, _ id: ProductID, _ version: RevisionID
  ) throws -> Response {
    let actor = ListingActs.Actor(context)
    try context.write(Act("versions.act.restored", "product", id.raw)) { tx in
      try ListingActs(actor, in: tx).bringBack(version, of: id)
    }
    return context.redirect(to: "/products/\(id)", flash: Flash("versions.flash.restored"))
  }

  private func product(
    _ context: PageContext<SellerScope>, _ id: ProductID
  ) throws -> Product {
    guard let product = try ProductStore(rows: context.reader).product(id) else {
      throw Failure.notFound
    }
    return product
  }
}

extension RequestContext {
  /// The name of a product, also of one that has none yet.
  func title(of product: Product) -> String {
    product.title.isEmpty ? text("products.untitled") : product.title
  }
}
