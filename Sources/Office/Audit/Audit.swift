import Commerce
import SQL

/// The append-only record of acts. Each row carries the SHA-256 of the row before and of itself,
/// so a row changed, removed or put in between later is found.
///
/// Rows cut off at the end leave no trace in the chain itself: keep the last hash that `verify`
/// gives beside each backup.
public enum Audit {
  private static let start = [UInt8](repeating: 0, count: 32)

  /// Adds the entry in the transaction of the act itself. One look at the last row and one
  /// insert.
  public static func append(_ entry: AuditEntry, in transaction: Transaction) throws(SQLError) {
    let last = try transaction.open.first(AuditSQL.last)
    let record = AuditRecord(entry, number: (last?.number ?? 0) + 1)
    try transaction.open.run(
      AuditSQL.insert, record.number, record.at.milliseconds, record.actor, record.address,
      record.act, record.object, record.objectID, record.shop, record.detail, record.before,
      record.after, record.reason, record.hash(after: last?.hash ?? start))
  }

  /// What was done to one thing, the latest first.
  public static func history(
    of object: String, _ id: Int64, _ reader: OpenReader, limit: Int
  ) throws(SQLError) -> [AuditRecord] {
    try reader.all(AuditSQL.history, object, id, limit).map(\.record)
  }

  /// What was found by reading the whole chain.
  public struct Proof: Sendable, Equatable {
    /// Rows that are as they were written.
    public let rows: Int64
    /// Of the last of them.
    public let hash: [UInt8]
    /// The number of the first row that does not fit; nil when all do.
    public let fault: Int64?
  }

  /// Recomputes every hash, from the first row on.
  public static func verify(_ reader: OpenReader) throws(SQLError) -> Proof {
    var rows: Int64 = 0
    var hash = start
    var fault: Int64?
    try reader.forEach(AuditSQL.chain) { (row: AuditRow) throws(SQLError) in
      guard fault == nil else { return }
      guard row.record.number == rows + 1, row.record.hash(after: hash) == row.hash else {
        fault = row.record.number
        return
      }
      rows += 1
      hash = row.hash
    }
    return Proof(rows: rows, hash: hash, fault: fault)
  }
}

struct AuditRow: Sendable {
  let record: AuditRecord
  let hash: [UInt8]

  init(
    number: Int64, at: Int64, actor: String, address: String, act: String, object: String,
    objectID: Int64, shop: Int64?, detail: String?, before: String?, after: String?,
    reason: String?, hash: [UInt8]
  ) {
    record = AuditRecord(
      number: number, at: at, actor: actor, address: address, act: act, object: object,
      objectID: objectID, shop: shop, detail: detail, before: before, after: after, reason: reason)
    self.hash = hash
  }
}

enum AuditSQL {
  static let last = Query<(number: Int64, hash: [UInt8])>(
    "select id, hash from audit order by id desc limit 1"
  ) { (number: Int64, hash: [UInt8]) in (number, hash) }

  static let insert = Command(
    """
    insert into main.audit (
      id, at, actor, address, act, object, object_id, shop, detail, before_json, after_json,
      reason, hash)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static let chain = Query(
    """
    select id, at, actor, address, act, object, object_id, shop, detail, before_json, after_json,
      reason, hash
    from audit order by id
    """, AuditRow.init)

  static let history = Query(
    """
    select id, at, actor, address, act, object, object_id, shop, detail, before_json, after_json,
      reason, hash
    from audit where object = ? and object_id = ? order by id desc limit ?
    """, AuditRow.init)
}
