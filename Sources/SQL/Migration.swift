/// One step of the schema: `Migration("2026-11-24 products: create", "create table ...")`.
///
/// The list only grows; an applied step is never edited and there is no way down. Foreign keys
/// are not enforced while it runs, so that a table can be rebuilt, and are checked before the
/// commit. It must not begin or end a transaction.
public struct Migration: Sendable {
  public let name: String
  public let sql: String

  public init(_ name: String, _ sql: String) {
    self.name = name
    self.sql = sql
  }

  /// FNV-1a, 64 bits, of the text's UTF-8: it detects an edit, not an attack.
  var checksum: String {
    let hash = sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
