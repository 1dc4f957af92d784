import Commerce
import SQL

/// Statements of the fan-out: who is told, and the rows that tell them.
enum NoticeSQL {
  static let staff = Query(
    """
    select m.id, m.email, m.name, coalesce(m.locale, 'en'), s.role, c.bounced_at is not null,
      coalesce(d.address, '')
    from membership s
    join member m on m.id = s.member_id and m.state = 'active'
    left join contact c on c.member_id = m.id and c.slot = 1 and c.address = m.email
    left join contact d on d.member_id = m.id and d.slot = 2 and d.verified_at is not null
      and d.bounced_at is null
    where s.shop = ?
    order by s.member_id
    """
  ) {
    (
      id: Int64, email: String, name: String, locale: String, role: String, bounced: Bool,
      second: String
    ) in
    NoticeReader(
      member: MemberID(raw: id), name: name, role: Role(rawValue: role),
      locale: Locale(rawValue: locale) ?? .en, first: bounced ? "" : email, second: second)
  }

  static let choices = Query(
    "select member_id, channels from notice_choice where kind = ?"
  ) { (member: Int64, channels: Int64) in
    (member: MemberID(raw: member), channels: NoticeChannels(rawValue: channels))
  }

  static let quiet = Query(
    """
    select member_id, from_minute, to_minute, time_zone from quiet_hours
    where member_id > 0 order by member_id
    """
  ) { (member: Int64, from: Int, to: Int, zone: String) in
    (member: MemberID(raw: member), from: from, to: to, zone: zone)
  }

  static let insert = Command(
    """
    insert into main.notice
      (seller_id, member_id, id, kind, object, object_id, path, details, at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let hold = Command(
    """
    insert into main.notice_held (seller_id, member_id, id, kind, path, details, at)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let held = Query(
    """
    select id, kind, path, details from notice_held where member_id = ? order by id limit 500
    """
  ) { (id: Int64, kind: String, path: String, details: String) in
    HeldNotice(id: id, kind: kind, path: path, details: NoticeDetails(json: details))
  }
  static let release = Command(
    "delete from main.notice_held where seller_id = ? and member_id = ? and id <= ?")
  static let deliver = Command(
    """
    insert into main.notice_delivery
      (seller_id, id, member_id, kind, path, details, address, job, at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static let old = PlatformQuery(
    """
    select seller_id, member_id, id, read_at is null from main.notice where at < ?
    order by at limit 500
    """
  ) { (seller: Int64, member: Int64, id: Int64, isUnread: Bool) in
    (seller: seller, member: MemberID(raw: member), id: id, isUnread: isUnread)
  }
  static let delete = Command(
    "delete from main.notice where seller_id = ? and member_id = ? and id = ?")
  static let oldDeliveries = PlatformQuery(
    "select seller_id, id from main.notice_delivery where at < ? order by at limit 500"
  ) { (seller: Int64, id: Int64) in (seller: seller, id: id) }
  static let deleteDelivery = Command(
    "delete from main.notice_delivery where seller_id = ? and id = ?")

  static let statements: [StatementCheck] = [
    StatementCheck("notices.staff", staff), StatementCheck("notices.choices", choices),
    StatementCheck("notices.quiet", quiet), StatementCheck("notices.insert", insert),
    StatementCheck("notices.hold", hold), StatementCheck("notices.held", held),
    StatementCheck("notices.release", release), StatementCheck("notices.deliver", deliver),
    StatementCheck("notices.old", old), StatementCheck("notices.delete", delete),
    StatementCheck("notices.oldDeliveries", oldDeliveries),
    StatementCheck("notices.deleteDelivery", deleteDelivery),
  ]
}

/// Somebody of a shop and where they can be reached now.
struct NoticeReader: Sendable {
  let member: MemberID
  let name: String
  let role: Role?
  let locale: Locale
  /// Empty where mails to it came back.
  let first: String
  /// A second address that was confirmed; empty for none.
  let second: String

  /// Nil where no mail can reach them.
  var address: MailAddress? {
    MailAddress(first, name: name) ?? MailAddress(second, name: name)
  }
}

/// A notice whose mail waits for the end of quiet hours.
struct HeldNotice: Sendable {
  let id: Int64
  let kind: String
  let path: String
  let details: NoticeDetails
}
