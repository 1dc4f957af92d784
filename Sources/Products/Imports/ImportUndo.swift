import Commerce
import Office
import SQL

/// Takes back what an import did: deletes what it made and puts back what it changed, where nobody
/// has touched that since; what stays is listed with the reason.
struct ImportUndo {
  let desk: ImportDesk
  let id: ImportID

  /// Rows of a transaction. SQLite keeps what it would need to take part of one back in a list that
  /// it walks at the end of each statement: with 50 rows most of the time went into that.
  private static let batch = 16

  func run(endingAs state: ImportState) throws {
    let member = try ImportStore(rows: desk.reader).find(id)?.createdBy
    let actor = desk.actor(member)
    var line = Int64.max
    while true {
      let rows = try desk.reader.all(ImportSQL.undoable, id.raw, line, Self.batch)
      guard let last = rows.last else { break }
      // What a power failure took is undone again; the end waits for the disk.
      try desk.write(isDurable: false) { tx in
        var undone = 0
        for row in rows where try undo(row, actor, in: tx) { undone += 1 }
        try tx.run(
          ImportSQL.undoProgress, tx.scope.seller, id.raw, undone, rows.count - undone)
      }
      line = last.line
    }
    let now = desk.context.now
    try desk.write { tx in
      try tx.run(ImportSQL.endUndo, tx.scope.seller, id.raw, state, now.milliseconds)
      try desk.audit(id, state.rawValue, in: tx)
    }
  }

  /// Whether it was undone.
  private func undo(
    _ row: UndoneRow, _ actor: ListingActs.Actor, in tx: SellerTransaction
  ) throws -> Bool {
    let acts = ListingActs(actor, in: tx)
    let product = try ProductStore(rows: tx.reader).product(row.product)
    if row.kind == .create {
      guard let product else { return try drop(row, in: tx) }
      if product.live != nil { return try keep(row, "live", in: tx) }
      if product.version != row.version { return try keep(row, "changed", in: tx) }
      try acts.delete(row.product)
      return try drop(row, in: tx)
    }
    guard let product else { return try keep(row, "gone", in: tx) }
    guard product.version == row.version,
      let before = (try? JSON(parsing: Array(row.before.utf8))).flatMap({ ProductSnapshot($0) })
    else { return try keep(row, "changed", in: tx) }
    do {
      try tx.transaction.attempt { try ProductRestoring(acts: acts).restore(row.product, before) }
    } catch let invalid as InvalidForm {
      return try keep(row, invalid.problems.first?.message, in: tx)
    } catch Failure.conflict(let message) {
      return try keep(row, message, in: tx)
    }
    return try drop(row, in: tx)
  }

  /// A row that is undone is forgotten, so that a second run after a crash does nothing twice.
  private func drop(_ row: UndoneRow, in tx: SellerTransaction) throws(SQLError) -> Bool {
    try tx.run(ImportSQL.dropRow, tx.scope.seller, id.raw, row.line)
    return true
  }

  private func keep(
    _ row: UndoneRow, _ reason: String, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    try keep(row, Message("imports.kept.\(reason)"), in: tx)
  }

  private func keep(
    _ row: UndoneRow, _ message: Message?, in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    let problem = Problem("offer_id", message ?? Message("imports.kept.changed"))
    try tx.run(ImportSQL.keep, tx.scope.seller, id.raw, row.line, Problem.text([problem]))
    return false
  }
}
