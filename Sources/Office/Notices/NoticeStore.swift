import Commerce
import SQL

/// The identity of a notice in somebody's list.
typealias NoticeID = ID<NoticeRow>

/// A notice as it stands in somebody's list.
struct NoticeRow: Sendable {
  let id: NoticeID
  let kind: String
  let object: String
  let objectID: Int64
  let path: String
  let details: NoticeDetails
  let at: Instant
  let isRead: Bool
}

private enum NoticeListSQL {
  static let all = Query(
    """
    select id, kind, object, object_id, path, details, at, read_at from notice
    where member_id = ?1 and id < ?2 order by id desc limit ?3
    """, made)
  static let unread = Query(
    """
    select id, kind, object, object_id, path, details, at, read_at
    from notice
    where member_id = ?1 and id < ?2 and read_at is null order by id desc limit ?3
    """, made)
  static let ofKind = Query(
    """
    select id, kind, object, object_id, path, details, at, read_at from notice
    where member_id = ?1 and kind = ?4 and id < ?2 order by id desc limit ?3
    """, made)
  static let one = Query(
    """
    select id, kind, object, object_id, path, details, at, read_at from notice
    where member_id = ? and id = ?
    """, made)
  static let read = Command(
    """
    update main.notice set read_at = ?4
    where seller_id = ?1 and member_id = ?2 and id = ?3 and read_at is null
    """)
  /// All of a thing up to the newest that was shown.
  static let readObject = Command(
    """
    update main.notice set read_at = ?6
    where seller_id = ?1 and member_id = ?2 and id <= ?3 and read_at is null
      and object = ?4 and object_id = ?5
    """)
  static let readAll = Command(
    """
    update main.notice set read_at = ?4
    where seller_id = ?1 and member_id = ?2 and id <= ?3 and read_at is null
    """)

  private static let made:
    @Sendable (Int64, String, String, Int64, String, String, Int64, Int64?) -> NoticeRow = {
      id, kind, object, objectID, path, details, at, readAt in
      NoticeRow(
        id: NoticeID(raw: id), kind: kind, object: object, objectID: objectID, path: path,
        details: NoticeDetails(json: details), at: Instant(milliseconds: at),
        isRead: readAt != nil)
    }
}

/// The notices of one person in one shop.
struct NoticeStore {
  let rows: SellerReader
  let member: MemberID

  /// The kept number of unread ones.
  static func counter(_ member: MemberID) -> String { "notices.\(member)" }

  static let recount = PlatformQuery(
    """
    select seller_id, 'notices.' || member_id, count(*) from main.notice
    where read_at is null group by seller_id, member_id
    """, RecountRow.init)

  /// The newest first, those before `before`.
  func page(
    unread: Bool, kind: String?, before: Int64, limit: Int
  ) throws(SQLError) -> [NoticeRow] {
    if unread { return try rows.all(NoticeListSQL.unread, member.raw, before, limit) }
    if let kind { return try rows.all(NoticeListSQL.ofKind, member.raw, before, limit, kind) }
    return try rows.all(NoticeListSQL.all, member.raw, before, limit)
  }

  func notice(_ id: NoticeID) throws(SQLError) -> NoticeRow? {
    try rows.first(NoticeListSQL.one, member.raw, id.raw)
  }

  /// Marks one as read.
  static func read(
    _ id: NoticeID, of member: MemberID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try lower(
      member,
      tx.run(NoticeListSQL.read, tx.scope.seller, member.raw, id.raw, now.milliseconds), in: tx)
  }

  /// Marks all of a thing as read, up to the newest that its reader has seen.
  static func readAll(
    about notice: NoticeRow, of member: MemberID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try lower(
      member,
      tx.run(
        NoticeListSQL.readObject, tx.scope.seller, member.raw, notice.id.raw, notice.object,
        notice.objectID, now.milliseconds), in: tx)
  }

  /// Marks everything as read, up to the newest that its reader has seen.
  static func readAll(
    upTo last: Int64, of member: MemberID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try lower(
      member,
      tx.run(NoticeListSQL.readAll, tx.scope.seller, member.raw, last, now.milliseconds), in: tx)
  }

  private static func lower(
    _ member: MemberID, _ count: Int, in tx: SellerTransaction
  ) throws(SQLError) {
    if count > 0 { try Counters.add(Int64(-count), to: counter(member), in: tx) }
  }

  static let statements: [StatementCheck] = [
    StatementCheck("notices.all", NoticeListSQL.all),
    StatementCheck("notices.unread", NoticeListSQL.unread),
    StatementCheck("notices.ofKind", NoticeListSQL.ofKind),
    StatementCheck("notices.one", NoticeListSQL.one),
    StatementCheck("notices.read", NoticeListSQL.read),
    StatementCheck("notices.readObject", NoticeListSQL.readObject),
    StatementCheck("notices.readAll", NoticeListSQL.readAll),
  ]
}
