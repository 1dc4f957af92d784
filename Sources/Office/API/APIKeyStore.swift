import Commerce
import SQL

private enum APIKeySQL {
  static let byHash = Query<APIClient?>(
    "select id, name, scope from api_key where hash = ? and revoked_at is null"
  ) { (id: Int64, name: String, scope: String) in
    APIScope(rawValue: scope).map { APIClient(key: id, name: name, scope: $0) }
  }
  static let insert = Command(
    "insert into api_key (id, hash, name, scope, created_at) values (?, ?, ?, ?, ?)")
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
    id: Int64, name: String, scope: APIScope, at now: Instant, in transaction: Transaction,
    key given: String? = nil
  ) throws(SQLError) -> String {
    let key = given ?? "sd_" + Base64URL.encode(SecureRandom.bytes(24))
    _ = try transaction.open.run(
      APIKeySQL.insert, id, SHA256.hash(Array(key.utf8)), name, scope.rawValue, now.milliseconds)
    return key
  }
}
