import Commerce
import HTTP
import Office
import SQL

/// The list and what is done with many rows of it.
struct OrdersController: Sendable {
  let acts: PostingActs
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

  /// Confirms the selected postings, each for itself: those that are further already stay.
  func confirm(_ context: WorkContext<SellerScope>) throws -> Response {
    let ids = try selected(context)
    var done = 0
    for id in ids {
      do {
        let actor = context.actor
        try context.write(Act("posting.confirm", "posting", id.raw)) { tx in
          try acts.perform(
            PostingAct(command: .confirm, actor: actor), on: id, at: context.now, in: tx)
        }
        done += 1
      } catch is IllegalCommand {}
    }
    let key = done == ids.count ? "orders.bulk.confirmed" : "orders.bulk.confirmedSome"
    return context.redirect(
      to: "/orders",
      flash: Flash(
        key, ["done": "\(done)", "rest": "\(ids.count - done)"],
        tone: done == ids.count ? .ok : .warn))
  }

  /// The postings ticked in the list, at most a page of them.
  private func selected(_ context: WorkContext<SellerScope>) throws(Failure) -> [PostingID] {
    try Selection.ids(context.form())
  }
}

/// The rows ticked in a list.
enum Selection {
  static let most = 100

  static func ids(_ form: FormFields) throws(Failure) -> [PostingID] {
    let values = form.all("id")
    let ids = values.compactMap { PostingID(text: $0) }
    guard ids.count == values.count, ids.count <= most else {
      throw .malformed(Message("errors.400.text"))
    }
    guard !ids.isEmpty else {
      throw .invalid([Problem("id", Message("orders.bulk.nothing"))])
    }
    return ids
  }
}

extension WorkContext where Scope == SellerScope {
  /// The member, for the timeline.
  var actor: Actor { Actor(kind: .member, name: member?.name ?? "") }
}
