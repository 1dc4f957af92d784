import Commerce
import SQL

private enum APIKeySQL {
  static let byHash = Query<APIClient?>(
    "select id, name, scope, subject from api_key where hash = ? and revoked_at is null"
  ) { (id: Int64, name: String, scope: String, subject: Int64) in
    APIScope(rawValue: scope).map { APIClient(key: id, name: name, scope: $0, subject: subject) }
  }
  static let insert = Command(
    "insert into api_key (id, hash, name, scope, subject, created_at) values (?, ?, ?, ?, ?, ?)")
  static let bySubject = Query(
    """
    select id, name, created_at from api_key
    where scope = ? and subject = ? and subject > 0 and revoked_at is null order by id desc
    """
  ) { (id: Int64, name: String, created: Int64) in
    (id: id, name: name, created: Instant(milliseconds: created))
  }
  static let revoke = Command(
    """
    update api_key set revoked_at = ?4
    where id = ?1 and scope = ?2 and subject = ?3 and revoked_at is null
    """)
}

/// Keys of programs. A key is shown once; its SHA-256 is stored.
public struct APIKeyStore {
  static func client(
    _ key: String, in reader: OpenReader
  ) throws(SQLError) -> APIClient? {
    try reader.first(APIKeySQL.byHash, SHA256.hash(Array(key.utf8))) ?? nil
  }

  /// Makes a key and returns its text, which is not stored anywhere.
  public static func add(
    id: Int64, name: String, scope: APIScope, subject: Int64 = 0, at now: Instant,
    in transaction: Transaction, key given: String? = nil
  ) throws(SQLError) -> String {
    let key = given ?? "sd_" + Base64URL.encode(SecureRandom.bytes(24))
    _ = try transaction.open.run(
      APIKeySQL.insert, id, SHA256.hash(Array(key.utf8)), name, scope.rawValue, subject,
      now.milliseconds)
    return key
  }

  /// The keys of one subject that still open something, the newest first.
  public static func keys(
    _ scope: APIScope, of subject: Int64, in reader: OpenReader
  ) throws(SQLError) -> [(id: Int64, name: String, created: Instant)] {
    try reader.all(APIKeySQL.bySubject, scope.rawValue, subject)
  }

  /// Whether there was such a key of the subject. Follow it by `Kernel.forgetSessions`.
  public static func revoke(
    _ id: Int64, _ scope: APIScope, of subject: Int64, at now: Instant, in transaction: Transaction
  ) throws(SQLError) -> Bool {
    try transaction.open.run(APIKeySQL.revoke, id, scope.rawValue, subject, now.milliseconds) > 0
  }

  /// Every statement, for a sweep.
  public static let statements: [StatementCheck] = [
    StatementCheck("apiKey.byHash", APIKeySQL.byHash),
    StatementCheck("apiKey.insert", APIKeySQL.insert),
    StatementCheck("apiKey.bySubject", APIKeySQL.bySubject),
    StatementCheck("apiKey.revoke", APIKeySQL.revoke),
  ]
}
