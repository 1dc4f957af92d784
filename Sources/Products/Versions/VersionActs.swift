import Commerce
import Office
import SQL

extension ListingActs {
  /// Begins a draft with the content of an earlier version; a draft that was open is kept in the
  /// history.
  func bringBack(_ version: RevisionID, of id: ProductID) throws {
    let product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    guard let old = try VersionStore(rows: tx.reader).version(version, of: id) else {
      throw Failure.notFound
    }
    let newest = try newest(product)
    if newest.id == old.id { throw Failure.conflict(Message("versions.conflict.newest")) }
    let answers: RevisionID?
    switch newest.state {
    case .submitted: throw Self.conflict("inReview")
    case .draft:
      answers = newest.answers
      try VersionStore.shelve(newest.id, in: tx)
    case .changes, .rejected: answers = newest.id
    case .approved, .superseded: answers = nil
    }
    let draft: RevisionID = kernel.newID()
    try RevisionStore.insert(
      draft, of: id, old.content, answers: answers, at: now, by: member?.raw, in: tx)
    let pending = RevisionState.draft.pending(isReturned: answers != nil)
    try point(product, live: product.live, open: draft, pending: pending)
    guard product.live == nil else { return }
    try ProductStore.show(ShownContent(old.content), of: id, in: tx)
    try ProductStore.index(id, in: tx)
  }
}
