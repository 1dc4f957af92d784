/// One step of the schema: `Migration("2026-11-24 products: create", "create table ...")`.
///
/// The list only grows; what an applied step makes is never edited and there is no way down.
/// Foreign keys are not enforced while it runs, so that a table can be rebuilt, and are checked
/// before the commit. It must not begin or end a transaction. To rebuild a table, keep its rows in
/// a temporary one: a renaming makes SQLite read the whole schema anew, many times over.
public struct Migration: Sendable {
  public let name: String
  public let sql: String
  private let formerly: String?

  /// - Parameter formerly: the checksum of an earlier text that made the same of a database.
  public init(_ name: String, _ sql: String, formerly: String? = nil) {
    self.name = name
    self.sql = sql
    self.formerly = formerly
  }

  /// Whether it is what was applied under that checksum.
  func matches(_ applied: String) -> Bool { applied == checksum || applied == formerly }

  /// FNV-1a, 64 bits, of the text's UTF-8: it detects an edit, not an attack.
  var checksum: String {
    let hash = sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
