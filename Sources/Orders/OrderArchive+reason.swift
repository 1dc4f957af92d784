import Commerce
import Office
import SQL

extension OrderArchive {
  static let cancelled = PlatformQuery(
    """
    select p.seller_id, p.id, p.cancelled_at from customer_order o
    join main.posting p on p.number > o.number || '-' and p.number < o.number || '.'
    where o.id = ? and p.cancelled_at is not null
    """
  ) { (seller: Int64, id: Int64, at: Int64) in
    (seller: SellerID(raw: seller), id: PostingID(raw: id), at: Instant(milliseconds: at))
  }

  /// Says in the timeline that the sellers of a cancelled order did not have the goods. Once for
  /// each order, after `insert`.
  /// - Parameter order: the identity of the order here.
  public func recordOutOfStock(_ order: Int64, in tx: PlatformTransaction) throws(SQLError) {
    for posting in try tx.all(Self.cancelled, order) {
      try tx.seller(posting.seller).run(
        PostingActs.insertEvent, posting.seller.raw, posting.id.raw,
        max(1, posting.at.milliseconds) << 20, PostingEvent.Kind.cancelled,
        posting.at.milliseconds, PostingEvent.ActorKind.member, "",
        CancelReason.outOfStock.rawValue)
    }
  }
}
