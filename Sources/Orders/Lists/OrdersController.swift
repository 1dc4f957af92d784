import Commerce
import HTTP
import Office
import SQL

/// The list.
struct OrdersController: Sendable {
  let carriers: Carriers

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    let list = OrdersList.request(context)
    let choices = try OrdersChoices(carriers.all(in: context.open), in: context.reader)
    let listing = OrdersListing(context, list, choices, context.words())
    let store = PostingStore(rows: context.reader)
    let page = try OrdersList.page(list, store)
    return context.render(
      listing.page(
        page, counters: try context.counters(),
        views: try context.views(of: OrdersList.declaration, at: list)))
  }
}

extension WorkContext where Scope == SellerScope {
  /// The member, for the timeline.
  var actor: Actor { Actor(kind: .member, name: member?.name ?? "") }
}
