import Commerce
import Office
import SQL

enum ClaimSQL {
  static let byPosting = Query(
    """
    select posting_id, carrier_id, currency, lost_at, due_at, filed_on, reference, claimed_minor,
      settled_on, received_minor
    from loss_claim where posting_id = ?
    """, Claim.init)
  static let due = Query(
    """
    select c.posting_id, p.number, c.carrier_id, c.due_at, c.filed_on, c.reference,
      c.claimed_minor, p.total_minor, c.settled_on, c.received_minor, c.currency
    from loss_claim c join posting p on p.id = c.posting_id
    where c.filed_on is null and (c.due_at, c.posting_id) > (?1, ?2)
    order by c.due_at, c.posting_id limit ?3
    """, ListedClaim.init)
  static let filed = Query(
    """
    select c.posting_id, p.number, c.carrier_id, c.due_at, c.filed_on, c.reference,
      c.claimed_minor, p.total_minor, c.settled_on, c.received_minor, c.currency
    from loss_claim c join posting p on p.id = c.posting_id
    where c.filed_on is not null and c.settled_on is null and (c.filed_on, c.posting_id) > (?1, ?2)
    order by c.filed_on, c.posting_id limit ?3
    """, ListedClaim.init)
  /// The newest first.
  static let settled = Query(
    """
    select c.posting_id, p.number, c.carrier_id, c.due_at, c.filed_on, c.reference,
      c.claimed_minor, p.total_minor, c.settled_on, c.received_minor, c.currency
    from loss_claim c join posting p on p.id = c.posting_id
    where c.settled_on is not null and (c.settled_on, c.posting_id) < (?1, ?2)
    order by c.settled_on desc, c.posting_id desc limit ?3
    """, ListedClaim.init)
  static let first = Query(
    "select lost_at, due_at from loss_claim where filed_on is null order by due_at limit 1"
  ) { (lost: Int64, due: Int64) in
    HomeTask.Deadline(start: Instant(milliseconds: lost), end: Instant(milliseconds: due))
  }
  static let insert = Command(
    """
    insert into main.loss_claim (seller_id, posting_id, carrier_id, currency, lost_at, due_at)
    values (?, ?, ?, ?, ?, ?)
    on conflict (seller_id, posting_id) do nothing
    """)
  static let file = Command(
    """
    update main.loss_claim set filed_on = ?2, reference = ?3, claimed_minor = ?4
    where seller_id = current_seller() and posting_id = ?1 and filed_on is null
    """)
  static let settle = Command(
    """
    update main.loss_claim set settled_on = ?2, received_minor = ?3
    where seller_id = current_seller() and posting_id = ?1 and filed_on is not null
      and settled_on is null
    """)
  static let recount = PlatformQuery(
    """
    select seller_id, 'claims.due', count(*) from main.loss_claim where filed_on is null
    group by seller_id
    """, RecountRow.init)

  static let statements: [(String, any SQLStatement)] = [
    ("claim.byPosting", byPosting), ("claim.due", due), ("claim.filed", filed),
    ("claim.settled", settled), ("claim.first", first), ("claim.insert", insert),
    ("claim.file", file),
    ("claim.settle", settle),
  ]

  static let migration = Migration(
    "2026-11-28 orders: claims against carriers that lost parcels",
    """
    alter table carrier add column claim_days integer not null default 30
      check (claim_days between 1 and 365);
    create table loss_claim (
      seller_id integer not null,
      posting_id integer not null,
      carrier_id integer references carrier (id),
      currency text not null,
      lost_at integer not null,
      due_at integer not null,
      -- Days since 1970, by the shop's clock.
      filed_on integer,
      reference text not null default '',
      claimed_minor integer check (claimed_minor > 0),
      settled_on integer,
      received_minor integer check (received_minor >= 0),
      check ((filed_on is null) = (claimed_minor is null)),
      check ((settled_on is null) = (received_minor is null)),
      check (settled_on is null or filed_on is not null),
      primary key (seller_id, posting_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create index loss_claim_due on loss_claim (seller_id, due_at, posting_id)
      where filed_on is null;
    create index loss_claim_filed on loss_claim (seller_id, filed_on, posting_id)
      where filed_on is not null and settled_on is null;
    insert into loss_claim (seller_id, posting_id, carrier_id, currency, lost_at, due_at)
      select seller_id, id, carrier_id, currency, since_at, since_at + 2592000000 from posting
      where state = 13;
    insert into counter (seller_id, name, value)
      select seller_id, 'claims.due', count(*) from loss_claim group by seller_id;
    """)
  static let closed = Migration(
    "2026-11-29 orders: claims that are closed, the newest first",
    """
    create index loss_claim_settled on loss_claim (seller_id, settled_on, posting_id)
      where settled_on is not null;
    """)
}

extension Claim {
  init(
    _ posting: Int64, _ carrier: Int64?, _ code: String, _ lost: Int64, _ due: Int64,
    _ filed: Int?, _ reference: String, _ claimed: Int64?, _ settled: Int?, _ received: Int64?
  ) throws(SQLError) {
    let currency = try Currency(stored: code)
    self.init(
      posting: PostingID(raw: posting), carrier: carrier, lost: Instant(milliseconds: lost),
      due: Instant(milliseconds: due), filed: filed.map(LocalDate.init(daysSince1970:)),
      reference: reference, claimed: claimed.map { Money(minor: $0, currency: currency) },
      settled: settled.map(LocalDate.init(daysSince1970:)),
      received: received.map { Money(minor: $0, currency: currency) })
  }
}

/// A claim in a list: of those that wait for the shop, for the carrier, or that are closed.
struct ListedClaim: Sendable {
  let posting: PostingID
  let number: String
  let carrier: Int64?
  let due: Instant
  let filed: LocalDate?
  let reference: String
  /// What is claimed; before that, what the posting was worth.
  let amount: Money
  let settled: LocalDate?
  let received: Money?

  /// Behind which row a list goes on.
  var place: (Int64, Int64) {
    ((settled ?? filed).map { Int64($0.daysSince1970) } ?? due.milliseconds, posting.raw)
  }

  fileprivate init(
    _ posting: Int64, _ number: String, _ carrier: Int64?, _ due: Int64, _ filed: Int?,
    _ reference: String, _ claimed: Int64?, _ total: Int64, _ settled: Int?, _ received: Int64?,
    _ currency: String
  ) throws(SQLError) {
    self.posting = PostingID(raw: posting)
    self.number = number
    self.carrier = carrier
    self.due = Instant(milliseconds: due)
    self.filed = filed.map(LocalDate.init(daysSince1970:))
    self.reference = reference
    amount = try Money(minor: claimed ?? total, code: currency)
    self.settled = settled.map(LocalDate.init(daysSince1970:))
    self.received = try received.map { minor throws(SQLError) in
      try Money(minor: minor, code: currency)
    }
  }
}
