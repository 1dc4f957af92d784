import Commerce
import SQL

/// A session as the request needs it.
struct Session: Sendable {
  let hash: [UInt8]
  let member: Member
  let expires: Instant
  /// Proves that a form came from a page of this session.
  let formToken: String
}

private struct SessionRow: Sendable {
  let member: MemberID
  let shop: Int64
  let expires: Int64
  let name: String
  let email: String
  let locale: String?
  let theme: String
  let keysOff: Bool
  let role: String
  let shopName: String?
  let timeZone: String?
  let hasBounced: Bool
}

private enum SessionSQL {
  static let byHash = Query<SessionRow>(
    """
    select s.member_id, s.shop, s.expires_at, m.name, m.email, m.locale, m.theme, m.keys_off,
      w.role, shop.name, shop.time_zone,
      exists (
        select 1 from contact c where c.member_id = m.id and c.slot > 0
          and c.bounced_at is not null)
    from session s
    join member m on m.id = s.member_id and m.state = 'active'
    join membership w on w.member_id = s.member_id and w.shop = s.shop
    left join seller shop on shop.id = s.shop
    where s.hash = ? and s.expires_at > ?
    """
  ) {
    (
      member: Int64, shop: Int64, expires: Int64, name: String, email: String, locale: String?,
      theme: String, keysOff: Bool, role: String, shopName: String?, timeZone: String?,
      hasBounced: Bool
    ) in
    SessionRow(
      member: MemberID(raw: member), shop: shop, expires: expires, name: name, email: email,
      locale: locale, theme: theme, keysOff: keysOff, role: role, shopName: shopName,
      timeZone: timeZone, hasBounced: hasBounced)
  }
  static let insert = Command(
    """
    insert into session (hash, member_id, shop, created_at, expires_at, address, agent)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let delete = Command("delete from session where hash = ?")
  static let deleteOthers = Command("delete from session where member_id = ? and hash <> ?")
  static let deleteExpired = Command(
    """
    delete from session
    where hash in (select hash from session where expires_at <= ? order by expires_at limit 500)
    """)
}

/// Sessions in the database.
struct SessionStore {
  static func find(
    _ hash: [UInt8], at now: Instant, secret: [UInt8], in reader: OpenReader
  ) throws(SQLError) -> Session? {
    guard let row = try reader.first(SessionSQL.byHash, hash, now.milliseconds),
      let role = Role(rawValue: row.role), role.isPlatform == (row.shop == 0)
    else { return nil }
    var member = Member(
      id: row.member, name: row.name, email: row.email, role: role,
      shop: row.shop == 0 ? nil : SellerID(raw: row.shop), shopName: row.shopName ?? "",
      timeZone: row.timeZone ?? "UTC", locale: row.locale.flatMap(Locale.init(rawValue:)),
      theme: row.theme, usesKeys: !row.keysOff)
    member.hasBounced = row.hasBounced
    let proof = HMAC.sha256(key: secret, message: hash)
    return Session(
      hash: hash, member: member, expires: Instant(milliseconds: row.expires),
      formToken: Base64URL.encode(Array(proof.prefix(18))))
  }

  static func insert(
    _ token: SessionToken, member: MemberID, shop: Int64, from now: Instant, to expires: Instant,
    address: String, agent: String, in transaction: Transaction
  ) throws(SQLError) {
    _ = try transaction.open.run(
      SessionSQL.insert, token.hash, member.raw, shop, now.milliseconds, expires.milliseconds,
      address, agent)
  }

  /// How many sessions that ended: 0 or 1.
  static func delete(_ hash: [UInt8], in transaction: Transaction) throws(SQLError) -> Int {
    try transaction.open.run(SessionSQL.delete, hash)
  }

  static func deleteOthers(
    of member: MemberID, than kept: [UInt8], in transaction: Transaction
  ) throws(SQLError) {
    _ = try transaction.open.run(SessionSQL.deleteOthers, member.raw, kept)
  }

  /// Deletes some expired sessions; 0 when there are none left.
  static func sweep(at now: Instant, in transaction: Transaction) throws(SQLError) -> Int {
    try transaction.open.run(SessionSQL.deleteExpired, now.milliseconds)
  }
}
