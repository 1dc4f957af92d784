import Commerce
import Office
import SQL

extension ListingActs {
  /// Objects to a rejection: the same content goes to another moderator, once and within 30 days.
  func appeal(_ id: ProductID, _ text: String) throws {
    let product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    let revision = try newest(product)
    let appeals = AppealStore(rows: tx.reader)
    guard revision.state == .rejected, let decided = revision.decidedAt else {
      throw Failure.conflict(Message("appeals.conflict.notRejected"))
    }
    guard now <= decided + Appeal.window else {
      throw Failure.conflict(Message("appeals.conflict.late"))
    }
    guard try appeals.appeal(of: revision.id) == nil else {
      throw Failure.conflict(Message("appeals.conflict.once"))
    }
    let decider = try appeals.decider(of: revision.id)
    try AppealStore.insert(text, to: revision.id, at: now, by: member, in: tx)
    try ModerationStore(rows: tx.transaction.open).submit(
      kernel.newID(), revision, of: product, shop: SellerID(raw: tx.scope.seller), at: now,
      appeal: text, barred: decider)
    try point(product, live: product.live, open: revision.id, pending: .review)
  }
}
