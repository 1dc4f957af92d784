import Commerce
import Office
import SQL

extension ImportVerdict.Kind: SQLConvertible { typealias Raw = String }

/// An import that nobody will ask for again.
struct OldImport: Sendable {
  let seller: Int64
  let id: ImportID
  let format: ImportFile.Format
}

/// A row to be undone.
struct UndoneRow: Sendable {
  let line: Int64
  let kind: ImportVerdict.Kind
  let product: ProductID
  let before: String
  let version: Int64
}

enum ImportSQL {
  private static let decode:
    @Sendable (
      Int64, String, ImportFile.Format, Int64, ImportState, String, Int64, Int64, Int64, Int64,
      Int64, Int64, Int64, Int64, Int64, Int64, String, Int64, Int64?, String?, Int64?, Int64?,
      Int64?, Bool
    ) -> ProductImport = {
      id, name, format, size, state, plan, whole, total, done, created, updated, unchanged, failed,
      warned, undone, kept, fault, at, by, member, ended, undoneAt, stopped, faulty in
      ProductImport(
        id: ImportID(raw: id), name: name, format: format, size: size, state: state,
        plan: (try? JSON(parsing: Array(plan.utf8))).flatMap { ImportPlan($0) },
        isWhole: whole == 1, total: total,
        tally: ProductImport.Tally(
          created: created, updated: updated, unchanged: unchanged, failed: failed, warned: warned,
          done: done),
        undone: undone, kept: kept, fault: Problem.read(fault).first?.message,
        createdAt: Instant(milliseconds: at), createdBy: by.map(MemberID.init(raw:)),
        memberName: member ?? "", endedAt: ended.map(Instant.init(milliseconds:)),
        undoneAt: undoneAt.map(Instant.init(milliseconds:)),
        stoppedAt: stopped.map(Instant.init(milliseconds:)), isFaulty: faulty)
    }
  static let byID = Query<ProductImport>(
    """
    select i.id, i.name, i.format, i.size, i.state, i.plan, i.is_whole, i.total, i.done, i.created,
      i.updated, i.unchanged, i.failed, i.warned, i.undone, i.kept, i.fault, i.created_at,
      i.created_by, m.name, i.ended_at, i.undone_at, i.stopped_at,
      i.is_faulty
    from product_import i left join member m on m.id = i.created_by where i.id = ?
    """, decode)
  static let page = Query<ProductImport>(
    """
    select i.id, i.name, i.format, i.size, i.state, i.plan, i.is_whole, i.total, i.done, i.created,
      i.updated, i.unchanged, i.failed, i.warned, i.undone, i.kept, i.fault, i.created_at,
      i.created_by, m.name, i.ended_at, i.undone_at, i.stopped_at,
      i.is_faulty
    from product_import i left join member m on m.id = i.created_by
    where i.id < ? order by i.id desc limit ?
    """, decode)
  static let faulty = Query<ProductImport>(
    """
    select i.id, i.name, i.format, i.size, i.state, i.plan, i.is_whole, i.total, i.done, i.created,
      i.updated, i.unchanged, i.failed, i.warned, i.undone, i.kept, i.fault, i.created_at,
      i.created_by, m.name, i.ended_at, i.undone_at, i.stopped_at,
      i.is_faulty
    from product_import i left join member m on m.id = i.created_by
    where i.is_faulty = 1 and i.id < ? order by i.id desc limit ?
    """, decode)
  static let accuse = Command(
    """
    update main.product_import set is_faulty = 1 where seller_id = ?1 and id = ?2
      and is_faulty = 0 and (state in ('refused', 'failed') or state = 'done' and failed > 0)
    """)
  static let settle = Command(
    """
    update main.product_import set is_faulty = 0
    where seller_id = ?1 and id = ?2 and is_faulty = 1
    """)
  static let insert = Command(
    """
    insert into main.product_import
      (seller_id, id, name, format, size, state, fault, created_at, created_by)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let plan = Command(
    """
    update main.product_import set plan = ?3, state = 'checking', total = 0, done = 0, created = 0,
      updated = 0, unchanged = 0, failed = 0, warned = 0, fault = '', stopped_at = null
    where seller_id = ?1 and id = ?2 and state in ('uploaded', 'checked', 'refused')
    """)
  static let start = Command(
    """
    update main.product_import set state = 'running', is_whole = ?3, done = 0, created = 0,
      updated = 0, unchanged = 0, failed = 0, warned = 0, stopped_at = null
    where seller_id = ?1 and id = ?2 and state = 'checked'
    """)
  static let undo = Command(
    """
    update main.product_import set state = 'undoing', undone = 0, kept = 0
    where seller_id = ?1 and id = ?2 and state = 'done'
    """)
  static let progress = Command(
    """
    update main.product_import set done = ?3, created = ?4, updated = ?5, unchanged = ?6,
      failed = ?7, warned = ?8
    where seller_id = ?1 and id = ?2 and state in ('checking', 'running')
    """)
  static let undoProgress = Command(
    """
    update main.product_import set undone = undone + ?3, kept = kept + ?4
    where seller_id = ?1 and id = ?2
    """)
  static let end = Command(
    """
    update main.product_import set state = ?3, total = max(total, done), fault = ?4, ended_at = ?5
    where seller_id = ?1 and id = ?2 and state in ('checking', 'running')
    """)
  static let stop = Command(
    """
    update main.product_import set stopped_at = ?3, ended_at = ?3, state = case
      when state = 'checking' or is_whole = 1 and done = 0 then 'uploaded'
      when is_whole = 0 then 'done' else 'undoing' end
    where seller_id = ?1 and id = ?2 and state in ('checking', 'running')
    """)
  static let endUndo = Command(
    "update main.product_import set state = ?3, undone_at = ?4 where seller_id = ?1 and id = ?2")
  static let place = Query<(ImportState, Int64)>(
    "select state, done from product_import where id = ?"
  ) { (state: ImportState, done: Int64) in (state, done) }
  static let insertRows = Command(
    """
    insert into main.product_import_row (seller_id, import_id, line, verdict, offer_id, title,
      product_id, problems, is_warned, before, version)
    select ?1, ?2, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]'),
      json_extract(j.value, '$[4]'), json_extract(j.value, '$[5]'),
      json_extract(j.value, '$[6]'), json_extract(j.value, '$[7]'),
      json_extract(j.value, '$[8]')
    from json_each(?3) j
    """)
  static let clearRows = Command(
    "delete from main.product_import_row where seller_id = ? and import_id = ?")
  private static let row:
    @Sendable (Int64, ImportVerdict.Kind, String, String, Int64?, String, Int64) -> ImportedRow = {
      line, kind, offer, title, product, problems, warned in
      ImportedRow(
        line: line, kind: kind, offerID: offer, title: title,
        product: product.map(ProductID.init(raw:)), problems: Problem.read(problems),
        isWarned: warned == 1)
    }
  static let rows = Query<ImportedRow>(
    """
    select line, verdict, offer_id, title, product_id, problems, is_warned
    from product_import_row where import_id = ? order by line limit ?
    """, row)
  static let failedRows = Query<ImportedRow>(
    """
    select line, verdict, offer_id, title, product_id, problems, is_warned
    from product_import_row where import_id = ? and verdict = 'error' and line > ?
    order by line limit ?
    """, row)
  static let keptRows = Query<ImportedRow>(
    """
    select line, verdict, offer_id, title, product_id, problems, is_warned
    from product_import_row where import_id = ? and is_kept = 1 order by line limit ?
    """, row)
  static let undoable = Query<UndoneRow>(
    """
    select line, verdict, product_id, before, version from product_import_row
    where import_id = ? and line < ? and product_id is not null and is_kept = 0
    order by line desc limit ?
    """
  ) { (line: Int64, kind: ImportVerdict.Kind, product: Int64, before: String, version: Int64) in
    UndoneRow(
      line: line, kind: kind, product: ProductID(raw: product), before: before, version: version)
  }
  static let keep = Command(
    """
    update main.product_import_row set is_kept = 1, problems = ?4
    where seller_id = ?1 and import_id = ?2 and line = ?3
    """)
  static let dropRow = Command(
    "delete from main.product_import_row where seller_id = ? and import_id = ? and line = ?")
  static let warehouses = Query<Int64>("select id from warehouse order by id")
  static let picture = Query<(Int64, Int64)>(
    "select width, height from product_image where name = ? limit 1"
  ) { (width: Int64, height: Int64) in (width, height) }
  static let old = PlatformQuery<OldImport>(
    """
    select seller_id, id, format from main.product_import where created_at < ?
    order by created_at limit 100
    """
  ) { (seller: Int64, id: Int64, format: ImportFile.Format) in
    OldImport(seller: seller, id: ImportID(raw: id), format: format)
  }
  static let delete = Command("delete from main.product_import where seller_id = ? and id = ?")
  static let categories = Query<Int64>("select distinct category_id from product_shelf")

  static let statements: [(String, any SQLStatement)] = [
    ("import.byID", byID), ("import.page", page), ("import.faulty", faulty),
    ("import.accuse", accuse), ("import.settle", settle), ("import.insert", insert),
    ("import.plan", plan),
    ("import.start", start), ("import.undo", undo), ("import.progress", progress),
    ("import.undoProgress", undoProgress), ("import.end", end), ("import.stop", stop),
    ("import.endUndo", endUndo),
    ("import.place", place), ("import.insertRows", insertRows), ("import.clearRows", clearRows),
    ("import.rows", rows), ("import.failedRows", failedRows), ("import.keptRows", keptRows),
    ("import.undoable", undoable), ("import.keep", keep), ("import.dropRow", dropRow),
    ("import.warehouses", warehouses), ("import.picture", picture), ("import.old", old),
    ("import.delete", delete),
    ("import.categories", categories),
  ]
}

/// Imports of the shop.
struct ImportStore {
  let rows: SellerReader

  func find(_ id: ImportID) throws(SQLError) -> ProductImport? {
    try rows.first(ImportSQL.byID, id.raw)
  }

  /// Newest first, older than the given one; all, or those with faults that nobody has settled.
  func page(
    before: ImportID?, isFaulty: Bool = false, limit: Int
  ) throws(SQLError) -> [ProductImport] {
    try rows.all(isFaulty ? ImportSQL.faulty : ImportSQL.page, before?.raw ?? .max, limit)
  }
}

extension ImportStore {
  static func note(
    _ verdicts: [ImportVerdict], of id: ImportID, in tx: SellerTransaction
  ) throws(SQLError) {
    if verdicts.isEmpty { return }
    let rows = verdicts.map { verdict in
      let problems = verdict.problems.isEmpty ? verdict.warnings : verdict.problems
      return JSON.array([
        .integer(Int64(verdict.line)), .string(verdict.kind.rawValue), .string(verdict.offerID),
        .string(String(verdict.title.unicodeScalars.prefix(200))),
        verdict.product.map { .integer($0.raw) } ?? .null, .string(Problem.text(problems)),
        .bool(!verdict.warnings.isEmpty), .string(verdict.before?.json.text ?? ""),
        .integer(verdict.version),
      ])
    }
    try tx.run(ImportSQL.insertRows, tx.scope.seller, id.raw, JSON.array(rows).text)
  }

  static func progress(
    _ tally: ProductImport.Tally, of id: ImportID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ImportSQL.progress, tx.scope.seller, id.raw, tally.done, tally.created, tally.updated,
      tally.unchanged, tally.failed, tally.warned)
  }

  static func end(
    _ id: ImportID, _ state: ImportState, _ fault: Message?, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ImportSQL.end, tx.scope.seller, id.raw, state,
      fault.map { Problem.text([Problem("", $0)]) } ?? "", now.milliseconds)
    if try tx.run(ImportSQL.accuse, tx.scope.seller, id.raw) == 1 {
      try Counters.add(1, to: ProductImport.counter, in: tx)
    }
  }

  /// Somebody has taken care of its faults, by a new trial, by undoing, or by saying so.
  static func settle(_ id: ImportID, in tx: SellerTransaction) throws(SQLError) {
    if try tx.run(ImportSQL.settle, tx.scope.seller, id.raw) == 1 {
      try Counters.add(-1, to: ProductImport.counter, in: tx)
    }
  }
}
