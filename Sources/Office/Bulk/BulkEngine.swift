import Commerce
import SQL

/// Does and undoes bulk work: small work in the transaction of the request, larger work by a job in
/// parts, between which others write. What is refused says why and stops nobody else.
public struct BulkEngine<Work: BulkWork>: Sendable {
  private let work: Work
  private let kernel: Kernel
  private let part = 100

  public init(_ work: Work, kernel: Kernel) {
    self.work = work
    self.kernel = kernel
  }

  private var job: String { "bulk.\(Work.kind)" }

  /// Names its job's handler; once, at boot.
  public func register(on runner: JobRunner) {
    runner.register(job) { job, context in
      guard let scope = context.seller,
        let raw = (try? JSON(parsing: Array(job.payload.utf8)))?["run"]?.integer
      else { throw JobFailure.hopeless("bulk work without its run") }
      let id = BulkID(raw: raw)
      while let run = try BulkStore(rows: context.reader.seller(scope)).run(id), run.state.isBusy {
        try context.database.writer.write { transaction in
          _ = try step(run, at: context.now, limit: part, in: transaction.seller(scope))
        }
      }
    }
  }

  /// Begins. Throws `Failure.conflict` where the run is past its preview.
  public func apply(_ run: BulkRun, at now: Instant, in tx: SellerTransaction) throws {
    let count = try tx.run(BulkRunSQL.start, tx.scope.seller, run.id.raw, now.milliseconds)
    guard count == 1 else { throw Failure.conflict(Message("bulk.conflict")) }
    try begin(run.id, run.total - run.refused, at: now, in: tx)
  }

  /// Takes back. Throws `Failure.conflict` where the time for that is over.
  public func undo(_ run: BulkRun, at now: Instant, in tx: SellerTransaction) throws {
    let since = now.milliseconds - BulkRun.window.components.seconds * 1_000
    let count = try tx.run(BulkRunSQL.startUndo, tx.scope.seller, run.id.raw, since)
    guard count == 1 else { throw Failure.conflict(Message("bulk.late")) }
    try begin(run.id, run.changed, at: now, in: tx)
  }

  private func begin(
    _ id: BulkID, _ count: Int64, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard count <= BulkRun.inline else {
      try kernel.jobs.enqueue(
        job, ["run": .integer(id.raw)], shop: tx.scope.seller, in: tx.transaction)
      return
    }
    guard let run = try BulkStore(rows: tx.reader).run(id) else { throw Failure.notFound }
    while try step(run, at: now, limit: part, in: tx) {}
  }

  /// Does the next part. False once nothing is left, and then the run has ended.
  private func step(
    _ run: BulkRun, at now: Instant, limit: Int, in tx: SellerTransaction
  ) throws -> Bool {
    let isUndo = run.state == .undoing
    let store = BulkStore(rows: tx.reader)
    let items = try store.items(of: run.id, isUndo ? .done : .waiting, limit: limit)
    if items.isEmpty {
      try tx.run(
        BulkRunSQL.end, tx.scope.seller, run.id.raw, isUndo ? BulkState.undone : BulkState.done)
      return false
    }
    var (good, bad) = (0, 0)
    for item in items {
      let outcome =
        isUndo ? try undo(item, run, at: now, in: tx) : try apply(item, run, at: now, in: tx)
      if outcome { good += 1 } else { bad += 1 }
    }
    if isUndo {
      try tx.run(BulkRunSQL.count, tx.scope.seller, run.id.raw, 0, 0, good, bad)
    } else {
      try tx.run(BulkRunSQL.count, tx.scope.seller, run.id.raw, good, bad, 0, 0)
    }
    return true
  }

  private func apply(
    _ item: BulkItem, _ run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    let refused = try refusal(in: tx) {
      let (trace, version) = try work.apply(item, of: run, at: now, in: tx)
      try settle(item, run, .done, [], trace, version, in: tx)
    }
    if let refused { try settle(item, run, .refused, refused, .null, item.version, in: tx) }
    return refused == nil
  }

  private func undo(
    _ item: BulkItem, _ run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    let refused = try refusal(in: tx) {
      try work.undo(item, of: run, at: now, in: tx)
      try settle(item, run, .undone, [], item.trace, item.version, in: tx)
    }
    if let refused { try settle(item, run, .kept, refused, item.trace, item.version, in: tx) }
    return refused == nil
  }

  /// Why one thing can't be done; nil where it was.
  private func refusal(
    in tx: SellerTransaction, _ body: () throws -> Void
  ) throws -> [Problem]? {
    do {
      try tx.transaction.attempt(body)
      return nil
    } catch let invalid as InvalidForm {
      return invalid.problems
    } catch Failure.conflict(let message) {
      return [Problem("", message)]
    } catch Failure.notFound {
      return [Problem("", Message("bulk.gone"))]
    }
  }

  private func settle(
    _ item: BulkItem, _ run: BulkRun, _ outcome: BulkOutcome, _ problems: [Problem], _ trace: JSON,
    _ version: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      BulkRunSQL.settle, tx.scope.seller, run.id.raw, item.position, outcome,
      Problem.text(problems), trace.text, version)
  }
}
