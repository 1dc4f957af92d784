import Commerce
import SQL

/// The statements of bulk work.
enum BulkRunSQL {
  private static let run:
    @Sendable (
      Int64, String, String, BulkState, Int64, Int64, Int64, Int64, Int64, Int64, Int64?, String?,
      Int64?, Int64?
    ) -> BulkRun = {
      id, kind, act, state, total, changed, refused, undone, kept, at, by, name, applied, stopped in
      BulkRun(
        id: BulkID(raw: id), kind: kind, act: act, state: state, total: total, changed: changed,
        refused: refused, undone: undone, kept: kept, createdAt: Instant(milliseconds: at),
        createdBy: by.map(MemberID.init(raw:)), memberName: name ?? "",
        appliedAt: applied.map(Instant.init(milliseconds:)),
        stoppedAt: stopped.map(Instant.init(milliseconds:)))
    }
  private static let item:
    @Sendable (Int64, Int64, String, Int64, String, String, BulkOutcome, String, String) -> BulkItem =
      { position, object, title, version, before, after, outcome, problem, trace in
        BulkItem(
          position: position, object: object, title: title, version: version,
          before: JSON.read(before), after: JSON.read(after), outcome: outcome,
          problems: Problem.read(problem), trace: JSON.read(trace))
      }
  static let byID = Query<BulkRun>(
    """
    select r.id, r.kind, r.act, r.state, r.total, r.changed, r.refused, r.undone, r.kept,
      r.created_at, r.created_by, m.name, r.applied_at, r.stopped_at
    from bulk_run r left join member m on m.id = r.created_by where r.id = ?
    """, run)
  static let page = Query<BulkRun>(
    """
    select r.id, r.kind, r.act, r.state, r.total, r.changed, r.refused, r.undone, r.kept,
      r.created_at, r.created_by, m.name, r.applied_at, r.stopped_at
    from bulk_run r left join member m on m.id = r.created_by
    where r.id < ? and r.kind = ? order by r.id desc limit ?
    """, run)
  static let items = Query<BulkItem>(
    """
    select position, object, title, version, before, after, outcome, problem, trace
    from bulk_item where run_id = ? and outcome = ? and position > ? order by position limit ?
    """, item)
  static let insert = Command(
    """
    insert into main.bulk_run (seller_id, id, kind, act, state, total, created_at, created_by)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertItem = Command(
    """
    insert into main.bulk_item (seller_id, run_id, position, object, title, version, before, after,
      outcome, problem) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let clear = Command("delete from main.bulk_item where seller_id = ? and run_id = ?")
  static let show = Command(
    """
    update main.bulk_run set state = 'preview', total = ?3
    where seller_id = ?1 and id = ?2 and state = 'editing'
    """)
  static let start = Command(
    """
    update main.bulk_run set state = 'running', applied_at = ?3
    where seller_id = ?1 and id = ?2 and state = 'preview'
    """)
  static let startUndo = Command(
    """
    update main.bulk_run set state = 'undoing'
    where seller_id = ?1 and id = ?2 and state = 'done' and applied_at >= ?3
    """)
  static let stop = Command(
    """
    update main.bulk_run set state = 'done', stopped_at = ?3
    where seller_id = ?1 and id = ?2 and state in ('running', 'undoing')
    """)
  static let count = Command(
    """
    update main.bulk_run set changed = changed + ?3, refused = refused + ?4, undone = undone + ?5,
      kept = kept + ?6 where seller_id = ?1 and id = ?2
    """)
  static let end = Command(
    "update main.bulk_run set state = ?3 where seller_id = ?1 and id = ?2")
  static let settle = Command(
    """
    update main.bulk_item set outcome = ?4, problem = ?5, trace = ?6, version = ?7
    where seller_id = ?1 and run_id = ?2 and position = ?3
    """)
  static let old = PlatformQuery<(Int64, Int64)>(
    """
    select seller_id, id from main.bulk_run where created_at < ? order by created_at limit 1
    """
  ) { (seller: Int64, id: Int64) in (seller, id) }
  static let delete = Command("delete from main.bulk_run where seller_id = ? and id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("bulkRun.byID", byID), ("bulkRun.page", page), ("bulkRun.items", items),
    ("bulkRun.insert", insert), ("bulkRun.insertItem", insertItem), ("bulkRun.clear", clear),
    ("bulkRun.show", show), ("bulkRun.start", start), ("bulkRun.startUndo", startUndo),
    ("bulkRun.count", count), ("bulkRun.end", end), ("bulkRun.settle", settle),
    ("bulkRun.stop", stop),
    ("bulkRun.old", old), ("bulkRun.delete", delete),
  ]
}

extension JSON {
  /// What was stored as text; null for an empty one.
  static func read(_ text: String) -> JSON { (try? JSON(parsing: Array(text.utf8))) ?? .null }
}

/// Bulk work of the shop.
public struct BulkStore {
  let rows: SellerReader

  public init(rows: SellerReader) { self.rows = rows }

  public func run(_ id: BulkID) throws(SQLError) -> BulkRun? {
    try rows.first(BulkRunSQL.byID, id.raw)
  }

  /// Newest first, older than the given one.
  public func page(
    of kind: String, before: BulkID?, limit: Int
  ) throws(SQLError) -> [BulkRun] {
    try rows.all(BulkRunSQL.page, before?.raw ?? .max, kind, limit)
  }

  /// Items with one outcome, in their order, behind a position.
  public func items(
    of run: BulkID, _ outcome: BulkOutcome, after position: Int64 = -1, limit: Int
  ) throws(SQLError) -> [BulkItem] {
    try rows.all(BulkRunSQL.items, run.raw, outcome, position, limit)
  }
}

extension BulkStore {
  /// Keeps what was chosen, to be shown before it is done.
  public static func insert(
    _ run: BulkRun, _ state: BulkState, _ items: [BulkItem], in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      BulkRunSQL.insert, tx.scope.seller, run.id.raw, run.kind, run.act, state, items.count,
      run.createdAt.milliseconds, run.createdBy?.raw)
    try insert(items, of: run.id, in: tx)
  }

  /// Replaces the items of a run whose values were typed. False where it is past that.
  static func show(
    _ items: [BulkItem], of id: BulkID, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    guard try tx.run(BulkRunSQL.show, tx.scope.seller, id.raw, items.count) == 1 else {
      return false
    }
    try tx.run(BulkRunSQL.clear, tx.scope.seller, id.raw)
    try insert(items, of: id, in: tx)
    return true
  }

  private static func insert(
    _ items: [BulkItem], of id: BulkID, in tx: SellerTransaction
  ) throws(SQLError) {
    for item in items {
      try tx.run(
        BulkRunSQL.insertItem, tx.scope.seller, id.raw, item.position, item.object, item.title,
        item.version, item.before.text, item.after.text, item.outcome, Problem.text(item.problems))
    }
    let refused = items.count { $0.outcome == .refused }
    try tx.run(BulkRunSQL.count, tx.scope.seller, id.raw, 0, refused, 0, 0)
  }
}
