import Commerce
import HTTP
@_spi(Minting) import SQL

/// A key of a shop, as its owner sees it. The key itself is stored nowhere, only its SHA-256.
public struct SellerKey: Sendable, Hashable {
  public let id: Int64
  public let name: String
  let bits: Int64
  /// Addresses and blocks that may use it, parted by blanks; empty for all.
  public let addresses: String
  public let createdAt: Instant
  public let expiresAt: Instant?
  public let revokedAt: Instant?
  public let usedAt: Instant?
  /// Without what singles out a person.
  public let usedFrom: String

  public var rights: [KeyRight] { KeyRight.allCases.filter { bits & $0.bit != 0 } }

  /// Whether it opens nothing any more.
  public func isDead(at now: Instant) -> Bool {
    revokedAt != nil || (expiresAt.map { $0 <= now } ?? false)
  }
}

/// A key to be made.
public struct NewSellerKey: Sendable, Hashable {
  public var name: String
  public var rights: Set<KeyRight>
  /// Parted by blanks; empty for all.
  public var addresses: String
  public var expiresAt: Instant?

  public init(
    name: String, rights: Set<KeyRight>, addresses: String = "", expiresAt: Instant? = nil
  ) {
    self.name = name
    self.rights = rights
    self.addresses = addresses
    self.expiresAt = expiresAt
  }
}

private struct KnownKey: Sendable {
  let id: Int64
  let bits: Int64
  let addresses: String
  let expiresAt: Int64?
  let isRevoked: Bool
}

private enum SellerKeySQL {
  static let byHash = Query<KnownKey>(
    "select id, rights, addresses, expires_at, revoked_at from seller_api_key where hash = ?"
  ) { (id: Int64, bits: Int64, addresses: String, expires: Int64?, revoked: Int64?) in
    KnownKey(
      id: id, bits: bits, addresses: addresses, expiresAt: expires, isRevoked: revoked != nil)
  }
  static let state = Query<String>("select state from seller where id = ?")
  static let all = Query<SellerKey>(
    """
    select id, name, rights, addresses, created_at, expires_at, revoked_at, used_at, used_from
    from seller_api_key order by id desc limit 200
    """, key)
  static let byID = Query<SellerKey>(
    """
    select id, name, rights, addresses, created_at, expires_at, revoked_at, used_at, used_from
    from seller_api_key where id = ?
    """, key)
  static let insert = Command(
    """
    insert into main.seller_api_key
      (seller_id, id, hash, name, rights, addresses, created_at, created_by, expires_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let revoke = Command(
    """
    update main.seller_api_key set revoked_at = ?3
    where seller_id = ?1 and id = ?2 and revoked_at is null
    """)
  static let use = Command(
    """
    update main.seller_api_key set used_at = ?3, used_from = ?4
    where seller_id = ?1 and id = ?2
    """)

  private static let key:
    @Sendable (Int64, String, Int64, String, Int64, Int64?, Int64?, Int64?, String) -> SellerKey = {
      id, name, bits, addresses, created, expires, revoked, used, from in
      let instant = { (value: Int64?) in value.map(Instant.init(milliseconds:)) }
      return SellerKey(
        id: id, name: name, bits: bits, addresses: addresses,
        createdAt: Instant(milliseconds: created), expiresAt: instant(expires),
        revokedAt: instant(revoked), usedAt: instant(used), usedFrom: from)
    }
}

/// Keys of a shop's programs. `Client-Id` names the shop, so a key is looked up among that shop's
/// own: another shop's key is as unknown as none.
public struct SellerKeyStore {
  /// Live and dead keys that one shop may have.
  public static let most = 100

  /// The program that sent the headers, or why it is refused.
  static func client(
    _ clientID: String?, _ key: String?, from peer: PeerAddress, at now: Instant,
    in reader: Reader
  ) throws(SQLError) -> Result<SellerClient, SellerError> {
    guard let clientID, let key, !clientID.isEmpty, !key.isEmpty else { return .failure(.noKey) }
    guard key.utf8.count <= 200, let shop = SellerID(text: clientID) else {
      return .failure(.wrongKey)
    }
    let rows = reader.seller(SellerScope(seller: shop.raw))
    guard let known = try rows.first(SellerKeySQL.byHash, SHA256.hash(Array(key.utf8))) else {
      return .failure(.wrongKey)
    }
    if known.isRevoked || (known.expiresAt ?? .max) <= now.milliseconds {
      return .failure(.deadKey)
    }
    guard isAllowed(peer, known.addresses) else { return .failure(.wrongAddress) }
    if try reader.open.first(SellerKeySQL.state, shop.raw) == "suspended" {
      return .failure(.blocked)
    }
    return .success(SellerClient(key: known.id, shop: shop, rights: known.bits))
  }

  private static func isAllowed(_ peer: PeerAddress, _ addresses: String) -> Bool {
    let blocks = addresses.split(separator: " ")
    return blocks.isEmpty || blocks.contains { AddressRange(String($0))?.contains(peer) ?? false }
  }

  /// The shop's keys, the newest first.
  public static func all(in reader: SellerReader) throws(SQLError) -> [SellerKey] {
    try reader.all(SellerKeySQL.all)
  }

  public static func key(_ id: Int64, in reader: SellerReader) throws(SQLError) -> SellerKey? {
    try reader.first(SellerKeySQL.byID, id)
  }

  /// Makes a key and returns its text, which is not stored anywhere.
  public static func add(
    _ draft: NewSellerKey, id: Int64, at now: Instant, by member: Int64? = nil,
    in tx: SellerTransaction, key given: String? = nil
  ) throws(SQLError) -> String {
    let key = given ?? "sk_" + Base64URL.encode(SecureRandom.bytes(24))
    try tx.run(
      SellerKeySQL.insert, tx.scope.seller, id, SHA256.hash(Array(key.utf8)), draft.name,
      draft.rights.reduce(0) { $0 | $1.bit }, draft.addresses, now.milliseconds, member,
      draft.expiresAt?.milliseconds)
    return key
  }

  /// Whether there was such a key that still opened something.
  public static func revoke(
    _ id: Int64, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    try tx.run(SellerKeySQL.revoke, tx.scope.seller, id, now.milliseconds) > 0
  }

  static func use(
    _ client: SellerClient, from address: String, at now: Instant, in transaction: Transaction
  ) throws(SQLError) {
    try transaction.seller(client.seller).run(
      SellerKeySQL.use, client.shop.raw, client.key, now.milliseconds, address)
  }

  /// Every statement, for a sweep.
  public static let statements: [StatementCheck] = [
    StatementCheck("sellerKey.byHash", SellerKeySQL.byHash),
    StatementCheck("sellerKey.state", SellerKeySQL.state),
    StatementCheck("sellerKey.all", SellerKeySQL.all),
    StatementCheck("sellerKey.byID", SellerKeySQL.byID),
    StatementCheck("sellerKey.insert", SellerKeySQL.insert),
    StatementCheck("sellerKey.revoke", SellerKeySQL.revoke),
    StatementCheck("sellerKey.use", SellerKeySQL.use),
  ]
}

/// The table of the shops' keys.
enum SellerKeySchema {
  static let migrations = [
    Migration(
      "2026-11-28 kernel: keys of sellers' programs",
      """
      create table seller_api_key (
        seller_id integer not null references seller (id),
        id integer not null,
        hash blob not null,
        name text not null,
        rights integer not null,
        addresses text not null default '',
        created_at integer not null,
        created_by integer,
        expires_at integer,
        revoked_at integer,
        used_at integer,
        used_from text not null default '',
        primary key (seller_id, id),
        constraint seller_api_key_hash unique (seller_id, hash)
      ) strict, without rowid;
      """)
  ]
}
