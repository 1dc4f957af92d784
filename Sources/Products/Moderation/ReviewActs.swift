import Commerce
import Office
import SQL

/// What a moderator does with an item. Deciding needs a claim that still runs; the seller's rows
/// are changed inside the seller.
struct ReviewActs {
  let tx: PlatformTransaction
  let now: Instant
  let member: MemberID

  private var queue: ModerationStore<OpenTransaction> {
    ModerationStore(rows: tx.transaction.open)
  }

  func decide(_ item: ModerationItem, _ verdict: Verdict) throws {
    guard try queue.decide(item, verdict, member, at: now) else { throw Self.lost }
    let seller = tx.transaction.seller(tx.scope.entering(seller: item.shop.raw))
    guard let product = try ProductStore(rows: seller.reader).product(item.product),
      let revision = try RevisionStore(rows: seller.reader).revision(item.revision),
      revision.state == .submitted
    else { throw Self.lost }
    try RevisionStore.decide(revision.id, verdict, at: now, by: member, in: seller)
    let isApproved = verdict.state == .approved
    try AppealStore.close(revision.id, isApproved ? .granted : .refused, at: now, in: seller)
    try ProductStore.counting(product.id, in: seller) {
      if case .approved = verdict {
        try publish(revision, product, in: seller)
      } else {
        try ProductStore.point(
          product.id, live: product.live, open: revision.id, pending: .fixes, at: now, in: seller)
      }
    }
  }

  private func publish(_ revision: Revision, _ product: Product, in tx: SellerTransaction) throws {
    if let live = product.live { try RevisionStore.supersede(live, in: tx) }
    try ProductStore.point(
      product.id, live: revision.id, open: nil, pending: .none, at: now, in: tx)
    try ProductStore.show(ShownContent(revision.content), of: product.id, in: tx)
    try ProductStore.index(product.id, in: tx)
  }

  /// The claim ended, or the seller took the version back.
  static let lost = Failure.conflict(Message("moderation.conflict.lost"))
}
