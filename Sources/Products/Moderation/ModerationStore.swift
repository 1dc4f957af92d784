import Commerce
import Office
import SQL

enum ModerationSQL {
  static let item = Query<ModerationItem>(
    """
    select i.id, i.shop, s.name, i.product, i.revision, i.number, i.is_update, i.title,
      i.picture, c.name_en, c.name_ru, c.name_zh, i.submitted_at, i.state = 'open',
      i.claimed_by, m.name, i.lease_until,
      i.appeal, i.barred
    from moderation_item i join seller s on s.id = i.shop join category c on c.id = i.category_id
    left join member m on m.id = i.claimed_by
    where i.id = ?
    """, row)
  static let queue = Query<ModerationItem>(
    """
    select i.id, i.shop, s.name, i.product, i.revision, i.number, i.is_update, i.title,
      i.picture, c.name_en, c.name_ru, c.name_zh, i.submitted_at, 1, i.claimed_by, m.name,
      i.lease_until, i.appeal, i.barred
    from moderation_item i join seller s on s.id = i.shop join category c on c.id = i.category_id
    left join member m on m.id = i.claimed_by
    where i.state = 'open' and (i.submitted_at, i.id) > (?, ?)
    order by i.submitted_at, i.id limit ?
    """, row)
  static let record = Query<ModerationRecord>(
    "select approved, changes, rejected from moderation_record where shop = ?"
  ) { (approved: Int64, changes: Int64, rejected: Int64) in
    ModerationRecord(approved: approved, changes: changes, rejected: rejected)
  }
  /// The lease of a version in the queue, 0 for none.
  static let lease = Query<Int64>(
    "select coalesce(lease_until, 0) from moderation_item where revision = ? and state = 'open'")
  /// How many wait before a version; at most 1000 are counted.
  static let ahead = Query<Int64>(
    """
    select count(*) from (
      select 1 from moderation_item where state = 'open' and submitted_at < ? limit 1000)
    """)
  /// The oldest of the new products, or of the updates.
  static let oldest = Query<Int64>(
    """
    select submitted_at from moderation_item where state = 'open' and is_update = ?
    order by submitted_at limit 1
    """)
  /// How many of a kind were submitted before a moment; at most 1000 are counted.
  static let late = Query<Int64>(
    """
    select count(*) from (
      select 1 from moderation_item where state = 'open' and is_update = ? and submitted_at < ?
      limit 1000)
    """)
  static let insert = Command(
    """
    insert into moderation_item (id, shop, product, revision, number, is_update, title, picture,
      category_id, submitted_at, appeal, barred)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let withdraw = Command(
    """
    update moderation_item set state = 'withdrawn', decided_at = ?2
    where revision = ?1 and state = 'open' and (lease_until is null or lease_until <= ?2)
    """)
  static let claimNext = Query<Int64>(
    """
    update moderation_item set claimed_by = ?1, lease_until = ?2 where id = (
      select id from moderation_item
      where state = 'open' and (lease_until is null or lease_until <= ?3 or claimed_by = ?1)
        and (barred is null or barred <> ?1)
      order by submitted_at, id limit 1)
    returning id
    """)
  static let claim = Command(
    """
    update moderation_item set claimed_by = ?1, lease_until = ?2
    where id = ?4 and state = 'open'
      and (lease_until is null or lease_until <= ?3 or claimed_by = ?1)
      and (barred is null or barred <> ?1)
    """)
  static let release = Command(
    """
    update moderation_item set claimed_by = null, lease_until = null
    where id = ?2 and state = 'open' and claimed_by = ?1 and lease_until > ?3
    """)
  static let decide = Command(
    """
    update moderation_item set state = ?4, decided_at = ?3, decided_by = ?1
    where id = ?2 and state = 'open' and claimed_by = ?1 and lease_until > ?3
    """)
  static let count = Command(
    """
    insert into moderation_record (shop, approved, changes, rejected) values (?1, ?2, ?3, ?4)
    on conflict (shop) do update set approved = approved + ?2, changes = changes + ?3,
      rejected = rejected + ?4
    """)

  private static let row:
    @Sendable (
      Int64, Int64, String, Int64, Int64, Int64, Bool, String, String, String, String, String,
      Int64, Bool, Int64?, String?, Int64?, String, Int64?
    ) -> ModerationItem = {
      id, shop, shopName, product, revision, number, isUpdate, title, picture, en, ru, zh,
      submitted, isOpen, claimer, name, until, appeal, barred in
      var claim: ModerationItem.Claim?
      if let claimer, let until {
        claim = ModerationItem.Claim(
          member: MemberID(raw: claimer), name: name ?? "",
          until: Instant(milliseconds: until))
      }
      return ModerationItem(
        id: ModerationID(raw: id), shop: SellerID(raw: shop), shopName: shopName,
        product: ProductID(raw: product), revision: RevisionID(raw: revision), number: number,
        isUpdate: isUpdate, title: title, picture: picture,
        category: Localized(en: en, ru: ru, zh: zh),
        submittedAt: Instant(milliseconds: submitted), isOpen: isOpen, claim: claim,
        appeal: appeal, barred: barred.map(MemberID.init(raw:)))
    }

  static let statements: [(String, any SQLStatement)] = [
    ("moderation.item", item), ("moderation.queue", queue),
    ("moderation.record", record), ("moderation.lease", lease), ("moderation.ahead", ahead),
    ("moderation.oldest", oldest), ("moderation.late", late),
    ("moderation.insert", insert), ("moderation.withdraw", withdraw),
    ("moderation.claimNext", claimNext), ("moderation.claim", claim),
    ("moderation.release", release), ("moderation.decide", decide), ("moderation.count", count),
  ]
}

/// The moderators' queue. It belongs to the platform and spans all shops.
struct ModerationStore<Rows: Reads> {
  let rows: Rows

  func item(_ id: ModerationID) throws(SQLError) -> ModerationItem? {
    try rows.first(ModerationSQL.item, id.raw)
  }

  /// The queue, oldest first, behind the given item.
  func queue(
    after: (submitted: Instant, id: ModerationID)?, limit: Int
  ) throws(SQLError) -> [ModerationItem] {
    try rows.all(
      ModerationSQL.queue, after?.submitted.milliseconds ?? 0, after?.id.raw ?? 0, limit)
  }

  func record(of shop: SellerID) throws(SQLError) -> ModerationRecord {
    try rows.first(ModerationSQL.record, shop.raw) ?? ModerationRecord()
  }

  /// The earliest answer that was promised and how many are over; nil where nothing waits.
  func promise(at now: Instant) throws(SQLError) -> HomeTask.Deadline? {
    var earliest: (start: Instant, end: Instant)?
    var late: Int64 = 0
    for isUpdate in [false, true] {
      let given = ModerationItem.timeToAnswer(isUpdate: isUpdate)
      late += try rows.one(ModerationSQL.late, isUpdate, (now - given).milliseconds)
      guard let at = try rows.first(ModerationSQL.oldest, isUpdate) else { continue }
      let start = Instant(milliseconds: at)
      if earliest.map({ start + given < $0.end }) ?? true { earliest = (start, start + given) }
    }
    return earliest.map { HomeTask.Deadline(start: $0.start, end: $0.end, late: late) }
  }

  /// Whether a moderator looks at a version now.
  func isClaimed(_ revision: RevisionID, at now: Instant) throws(SQLError) -> Bool {
    try rows.first(ModerationSQL.lease, revision.raw) ?? 0 > now.milliseconds
  }

  /// How many were submitted earlier and still wait.
  func ahead(of submitted: Instant) throws(SQLError) -> Int64 {
    try rows.one(ModerationSQL.ahead, submitted.milliseconds)
  }
}

extension ModerationStore where Rows == OpenTransaction {
  /// Takes the oldest item that nobody holds; nil where there is none. One conditional update:
  /// two moderators can't get the same.
  func claimNext(_ member: MemberID, at now: Instant) throws(SQLError) -> ModerationID? {
    try rows.first(
      ModerationSQL.claimNext, member.raw, (now + ModerationID.lease).milliseconds,
      now.milliseconds
    ).map(ModerationID.init(raw:))
  }

  /// Takes one item, or holds it for longer; false where somebody else holds it or it is decided.
  func claim(_ id: ModerationID, _ member: MemberID, at now: Instant) throws(SQLError) -> Bool {
    try rows.run(
      ModerationSQL.claim, member.raw, (now + ModerationID.lease).milliseconds, now.milliseconds,
      id.raw) == 1
  }

  /// Gives an item back; false where the claim has ended.
  func release(_ id: ModerationID, _ member: MemberID, at now: Instant) throws(SQLError) -> Bool {
    try rows.run(ModerationSQL.release, member.raw, id.raw, now.milliseconds) == 1
  }

  /// Closes an item; false where the claim has ended.
  func decide(
    _ item: ModerationItem, _ verdict: Verdict, _ member: MemberID, at now: Instant
  ) throws(SQLError) -> Bool {
    let state = verdict.state
    let changes = try rows.run(
      ModerationSQL.decide, member.raw, item.id.raw, now.milliseconds, state)
    guard changes == 1 else { return false }
    try rows.run(
      ModerationSQL.count, item.shop.raw, state == .approved, state == .changes,
      state == .rejected)
    try Counters.addPlatform(-1, to: ModerationID.counter, in: rows.transaction)
    return true
  }

  /// Puts a version into the queue.
  func submit(
    _ id: ModerationID, _ revision: Revision, of product: Product, shop: SellerID,
    at now: Instant, appeal: String = "", barred: MemberID? = nil
  ) throws(SQLError) {
    try rows.run(
      ModerationSQL.insert, id.raw, shop.raw, product.id.raw, revision.id.raw, revision.number,
      product.live != nil, revision.content.title, revision.content.pictures.first?.name ?? "",
      revision.content.category.raw, now.milliseconds, appeal, barred?.raw)
    try Counters.addPlatform(1, to: ModerationID.counter, in: rows.transaction)
  }

  /// Takes a version out of the queue; false where a moderator holds it.
  func withdraw(_ revision: RevisionID, at now: Instant) throws(SQLError) -> Bool {
    guard try rows.run(ModerationSQL.withdraw, revision.raw, now.milliseconds) == 1 else {
      return false
    }
    try Counters.addPlatform(-1, to: ModerationID.counter, in: rows.transaction)
    return true
  }
}

extension ModerationID {
  /// The kept count of items that wait for a decision.
  static let counter = "moderation.waiting"
}
