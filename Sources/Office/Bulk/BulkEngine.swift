import Commerce
import SQL

/// Does and undoes bulk work: small work in the transaction of the request, larger work by a job in
/// parts, between which others write. What is refused says why and stops nobody else.
public struct BulkEngine<Work: BulkWork>: Sendable {
  private let work: Work
  private let kernel: Kernel
  private let part = 100
  private struct RolledBack: Error {}

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
      while try context.database.writer.write({ transaction in
        try step(id, at: context.now, in: transaction.seller(scope))
      }) {}
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
    try begin(run.id, run.standing, at: now, in: tx)
  }

  /// Ends what a job is doing, before its next part: what was done stays, the rest is left alone.
  /// Throws `Failure.conflict` where nothing is being done.
  public func stop(_ run: BulkRun, at now: Instant, in tx: SellerTransaction) throws {
    let count = try tx.run(BulkRunSQL.stop, tx.scope.seller, run.id.raw, now.milliseconds)
    guard count == 1 else { throw Failure.conflict(Message("bulk.conflict")) }
  }

  private func begin(
    _ id: BulkID, _ count: Int64, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard count <= BulkRun.inline else {
      try kernel.jobs.enqueue(
        job, ["run": .integer(id.raw)], shop: tx.scope.seller, in: tx.transaction)
      return
    }
    while try step(id, at: now, in: tx) {}
  }

  /// Does the next part. False once nothing is left, and then the run has ended; also where
  /// somebody stopped it.
  func step(_ id: BulkID, at now: Instant, in tx: SellerTransaction) throws -> Bool {
    let store = BulkStore(rows: tx.reader)
    guard let run = try store.run(id), run.state.isBusy else { return false }
    let isUndo = run.state == .undoing
    let items = try store.items(of: id, isUndo ? .done : .waiting, limit: part)
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

  /// Tries each item in transactions that are rolled back; those that would be refused say why.
  public func rehearsed(
    _ items: [BulkItem], of run: BulkRun, at now: Instant, as scope: SellerScope
  ) throws -> [BulkItem] {
    var tried = items
    for start in stride(from: 0, to: items.count, by: part) {
      do {
        try kernel.database.writer.write { transaction in
          let tx = transaction.seller(scope)
          for index in start..<min(items.count, start + part) where items[index].outcome == .waiting
          {
            let refused = try refusal(in: tx) {
              _ = try work.apply(items[index], of: run, at: now, in: tx)
            }
            guard let refused else { continue }
            tried[index].outcome = .refused
            tried[index].problems = refused
          }
          throw RolledBack()
        }
      } catch is RolledBack {}
    }
    return tried
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
