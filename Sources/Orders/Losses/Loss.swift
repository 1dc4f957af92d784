import Commerce
import Office
import SQL

/// A posting whose parcel is lost, as the platform looks at it: its buyer waits for the money.
struct Loss: Sendable {
  let seller: SellerID
  let posting: PostingID
  let number: String
  let shop: String
  let carrier: String
  let since: Instant
  let total: Money
  /// The shop's claim against the carrier; nil where none was opened.
  let claim: Claim?

  /// The kept counter of the platform.
  static let counter = "losses.open"

  static let page = PlatformQuery(
    """
    select p.seller_id, p.id, p.number, s.name, coalesce(c.name, ''), p.since_at, p.total_minor,
      p.currency, m.due_at, m.filed_on, m.reference, m.claimed_minor, m.settled_on,
      m.received_minor
    from main.posting p join seller s on s.id = p.seller_id
      left join carrier c on c.id = p.carrier_id
      left join main.loss_claim m on m.seller_id = p.seller_id and m.posting_id = p.id
    where p.state = 13 and (p.since_at, p.id) > (?1, ?2) order by p.since_at, p.id limit ?3
    """
  ) {
    (
      seller: Int64, id: Int64, number: String, shop: String, carrier: String, since: Int64,
      total: Int64, currency: String, due: Int64?, filed: Int?, reference: String?,
      claimed: Int64?, settled: Int?, received: Int64?
    ) throws(SQLError) in
    let claim = try due.map { due throws(SQLError) in
      try Claim(
        id, nil, currency, since, due, filed, reference ?? "", claimed, settled, received)
    }
    return Loss(
      seller: SellerID(raw: seller), posting: PostingID(raw: id), number: number, shop: shop,
      carrier: carrier, since: Instant(milliseconds: since),
      total: try Money(minor: total, code: currency), claim: claim)
  }
  static let recount = PlatformQuery(
    "select 0, 'losses.open', count(*) from main.posting where state = 13", RecountRow.init)

  static let statements: [(String, any SQLStatement)] = [("Loss.page", page)]

  static let migration = Migration(
    "2026-11-28 orders: lost postings wait for the platform",
    """
    create index posting_lost_since on posting (since_at, id) where state = 13;
    create index handover_case_open on handover_case (seller_id, posting_id)
      where state = 'open';
    insert into platform_counter (name, value)
      select 'losses.open', count(*) from posting where state = 13;
    """)
}
