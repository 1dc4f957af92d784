import Commerce
import SQL

/// An address of a person.
struct Contact: Sendable {
  let slot: Int
  let address: String
  let verifiedAt: Instant?
  let askedAt: Instant?
  let bouncedAt: Instant?
  /// What the mail system said when a mail came back.
  let reason: String

  /// After so long a confirmed address is asked again.
  static let days: Int64 = 180

  enum State: String {
    case new, fine, stale, bounced
  }

  func state(at now: Instant) -> State {
    if bouncedAt != nil { return .bounced }
    guard let verifiedAt else { return .new }
    return verifiedAt + .days(Self.days) <= now ? .stale : .fine
  }
}

/// Where people can be reached. These tables belong to people, not to shops.
enum ContactStore {
  static let all = Query(
    """
    select slot, address, verified_at, asked_at, bounced_at, reason from contact
    where member_id = ? order by slot
    """
  ) {
    (
      slot: Int, address: String, verified: Int64?, asked: Int64?, bounced: Int64?, reason: String
    ) in
    let instant = { (value: Int64?) in value.map(Instant.init(milliseconds:)) }
    return Contact(
      slot: slot, address: address, verifiedAt: instant(verified), askedAt: instant(asked),
      bouncedAt: instant(bounced), reason: reason)
  }
  /// A new address begins anew; the same one keeps what is known of it.
  static let ask = Command(
    """
    insert into contact (member_id, slot, address, asked_at) values (?1, ?2, ?3, ?4)
    on conflict (member_id, slot) do update set asked_at = excluded.asked_at,
      verified_at = iif(address = excluded.address, verified_at, null),
      bounced_at = iif(address = excluded.address, bounced_at, null),
      reason = iif(address = excluded.address, reason, ''), address = excluded.address
    """)
  static let remove = Command("delete from contact where member_id = ? and slot = ?")
  static let insertCheck = Command(
    """
    insert into contact_check (hash, member_id, slot, address, expires_at) values (?, ?, ?, ?, ?)
    """)
  static let check = Query(
    "select member_id, slot, address from contact_check where hash = ? and expires_at > ?"
  ) { (member: Int64, slot: Int, address: String) in
    (member: MemberID(raw: member), slot: slot, address: address)
  }
  static let endChecks = Command("delete from contact_check where member_id = ? and slot = ?")
  static let dropChecks = Command(
    """
    delete from contact_check where hash in
      (select hash from contact_check where expires_at <= ? order by expires_at limit 500)
    """)
  static let verify = Command(
    """
    update contact set verified_at = ?4, bounced_at = null, reason = ''
    where member_id = ?1 and slot = ?2 and address = ?3
    """)
  static let bounce = Command(
    """
    insert into contact (member_id, slot, address, bounced_at, reason) values (?1, ?2, ?3, ?4, ?5)
    on conflict (member_id, slot) do update set bounced_at = excluded.bounced_at,
      reason = excluded.reason where address = excluded.address
    """)
  /// Confirmed too long ago, and not asked since.
  static let stale = Query(
    """
    select c.member_id, c.slot, c.address, m.name, coalesce(m.locale, 'en')
    from contact c join member m on m.id = c.member_id and m.state = 'active'
    where c.verified_at is not null and c.verified_at <= ?1
      and (c.asked_at is null or c.asked_at <= ?2) and c.bounced_at is null
    order by c.verified_at limit 200
    """
  ) { (member: Int64, slot: Int, address: String, name: String, locale: String) in
    StaleContact(
      member: MemberID(raw: member), slot: slot, address: address, name: name,
      locale: Locale(rawValue: locale) ?? .en)
  }

  static let member = Query(
    "select email, name, coalesce(locale, 'en') from member where id = ?"
  ) { (email: String, name: String, locale: String) in
    (email: email, name: name, locale: Locale(rawValue: locale) ?? .en)
  }

  static let statements: [StatementCheck] = [
    StatementCheck("contacts.all", all), StatementCheck("contacts.ask", ask),
    StatementCheck("contacts.remove", remove), StatementCheck("contacts.check", check),
    StatementCheck("contacts.insertCheck", insertCheck),
    StatementCheck("contacts.endChecks", endChecks),
    StatementCheck("contacts.dropChecks", dropChecks),
    StatementCheck("contacts.verify", verify), StatementCheck("contacts.bounce", bounce),
    StatementCheck("contacts.stale", stale), StatementCheck("contacts.member", member),
  ]
}

struct StaleContact: Sendable {
  let member: MemberID
  let slot: Int
  let address: String
  let name: String
  let locale: Locale
}

/// The mails of a shop's notices, for the pages that show them.
enum DeliveryLog {
  /// Whether a mail has left is told by its job: it is gone then, or dead.
  static let ofMember = Query(
    """
    select d.id, m.name, d.kind, d.details, d.address, d.at, d.bounced_at, d.reason,
      j.attempts, j.dead, j.error
    from notice_delivery d join member m on m.id = d.member_id left join job j on j.id = d.job
    where likelihood(d.member_id = ?, 0.001) order by d.id desc limit 50
    """, made)
  static let ofShop = Query(
    """
    select d.id, m.name, d.kind, d.details, d.address, d.at, d.bounced_at, d.reason,
      j.attempts, j.dead, j.error
    from notice_delivery d join member m on m.id = d.member_id left join job j on j.id = d.job
    where d.id < ? order by d.id desc limit ?
    """, made)
  static let byMail = PlatformQuery(
    """
    select d.seller_id, d.member_id, d.kind, d.path, d.details, d.address, m.email
    from main.notice_delivery d join member m on m.id = d.member_id where d.id = ?
    """
  ) {
    (
      seller: Int64, member: Int64, kind: String, path: String, details: String, address: String,
      email: String
    ) in
    DeliveredMail(
      seller: seller, member: MemberID(raw: member), kind: kind, path: path, details: details,
      address: address, email: email)
  }
  static let bounce = Command(
    """
    update main.notice_delivery set bounced_at = ?3, reason = ?4
    where seller_id = ?1 and id = ?2 and bounced_at is null
    """)

  private static let made:
    @Sendable (
      Int64, String, String, String, String, Int64, Int64?, String, Int64?, Bool?, String?
    ) -> Delivery = {
      id, name, kind, details, address, at, bounced, reason, attempts, dead, error in
      let state: Delivery.State =
        bounced != nil
        ? .bounced : dead == true ? .failed : attempts == nil ? .sent : .waiting
      return Delivery(
        id: id, name: name, kind: kind, details: NoticeDetails(json: details), address: address,
        at: Instant(milliseconds: at), state: state, reason: bounced != nil ? reason : error ?? "")
    }

  static let statements: [StatementCheck] = [
    StatementCheck("deliveries.ofMember", ofMember), StatementCheck("deliveries.ofShop", ofShop),
    StatementCheck("deliveries.byMail", byMail), StatementCheck("deliveries.bounce", bounce),
  ]
}

/// A mail of a notice and what became of it.
struct Delivery: Sendable {
  enum State: String, Sendable {
    case waiting, sent, failed, bounced
  }

  let id: Int64
  let name: String
  let kind: String
  let details: NoticeDetails
  let address: String
  let at: Instant
  let state: State
  let reason: String
}

/// A mail that came back, as the log knows it.
struct DeliveredMail: Sendable {
  let seller: Int64
  let member: MemberID
  let kind: String
  let path: String
  let details: String
  let address: String
  let email: String
}
