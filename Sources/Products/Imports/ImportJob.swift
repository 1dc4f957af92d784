import Commerce
import Office
import SQL

/// Does the long parts of an import on a thread of the jobs: trying the rows, writing them, undoing
/// them. It writes in batches, so that others' changes go between them, and goes on where it was
/// after a crash.
struct ImportJob: Sendable {
  static let kind = "products.import"
  static let batch = 500
  /// Rows of a trial that the preview shows.
  private static let shown = 30

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.register(Self.kind) { job, context in
      guard let scope = context.seller,
        let id = (try? JSON(parsing: Array(job.payload.utf8)))?["import"]?.integer
      else { throw JobFailure.hopeless("an import's job without its import") }
      try perform(ImportID(raw: id), ImportDesk(kernel: kernel, context: context, scope: scope))
    }
  }

  static func enqueue(_ id: ImportID, _ kernel: Kernel, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(
      kind, ["import": .integer(id.raw)], shop: tx.scope.seller, in: tx.transaction)
  }

  private func perform(_ id: ImportID, _ desk: ImportDesk) throws {
    guard let record = try ImportStore(rows: desk.reader).find(id) else { return }
    do {
      switch record.state {
      case .checking: try check(record, desk)
      case .running: try run(record, desk)
      case .undoing: try ImportUndo(desk: desk, id: id).run(endingAs: .undone)
      default: break
      }
    } catch is ImportPass.Stopped {
      // Who stopped it has written down where it stands.
    } catch let fault as ImportFault {
      try desk.end(id, .failed, fault.message)
    }
  }

  private func check(_ record: ProductImport, _ desk: ImportDesk) throws {
    _ = try ImportPass(desk: desk, record: record, isDry: true).run()
    try desk.end(record.id, .checked, nil)
  }

  /// All or nothing is first tried whole; where a row fails for all that, since somebody changed
  /// something meanwhile, what was written is undone.
  private func run(_ record: ProductImport, _ desk: ImportDesk) throws {
    if record.isWhole, record.tally.done == 0 {
      let tally = try ImportPass(desk: desk, record: record, isDry: true).run()
      if tally.failed > 0 {
        try desk.write { tx in try ImportStore.progress(tally, of: record.id, in: tx) }
        return try desk.end(record.id, .refused, nil)
      }
    }
    do {
      _ = try ImportPass(desk: desk, record: record, isDry: false).run()
    } catch is ImportPass.RowRefused {
      return try ImportUndo(desk: desk, id: record.id).run(endingAs: .refused)
    }
    try desk.end(record.id, .done, nil)
  }
}

/// What the parts of an import's job work with.
struct ImportDesk {
  let kernel: Kernel
  let context: JobContext
  let scope: SellerScope

  var reader: SellerReader { context.reader.seller(scope) }

  @discardableResult
  func write<T>(
    isDurable: Bool = true, _ body: (SellerTransaction) throws -> T
  ) throws -> T {
    try context.database.writer.write(isDurable: isDurable) { try body($0.seller(scope)) }
  }

  /// Ends a part, with its line in the audit.
  func end(_ id: ImportID, _ state: ImportState, _ fault: Message?) throws {
    let now = context.now
    try write { tx in
      try ImportStore.end(id, state, fault, at: now, in: tx)
      try audit(id, state.rawValue, in: tx)
    }
  }

  func audit(_ id: ImportID, _ act: String, in tx: SellerTransaction) throws(SQLError) {
    try Audit.append(
      AuditEntry(
        at: context.now, actor: .system("import"), address: "", act: "imports.act.\(act)",
        object: "import", objectID: id.raw, shop: scope.seller), in: tx.transaction)
  }

  func actor(_ member: MemberID?) -> ListingActs.Actor {
    ListingActs.Actor(kernel: kernel, now: context.now, member: member)
  }
}

extension ListingActs.Actor {
  init(kernel: Kernel, now: Instant, member: MemberID?) {
    self.kernel = kernel
    self.now = now
    self.member = member
  }
}

/// One walk through the rows of a file, as a trial or in earnest.
struct ImportPass {
  /// A row failed where all or nothing was asked for.
  struct RowRefused: Error {}
  /// Somebody stopped the import.
  struct Stopped: Error {}
  private struct RolledBack: Error {}

  let desk: ImportDesk
  let record: ProductImport
  let isDry: Bool

  func run() throws -> ProductImport.Tally {
    guard let plan = record.plan else { throw ImportFault("gone") }
    let kernel = desk.kernel
    let words = kernel.wording.strings
    let run = try ImportRun(
      desk.actor(record.createdBy), plan, reader: desk.reader, open: desk.context.reader.open,
      firstWarehouse: words.text(Message("products.warehouse.first"), .en))
    // A trial begins anew after a crash; in earnest what was done is not done again.
    let skipped = isDry ? 0 : record.tally.done
    if skipped == 0 {
      try desk.write { tx in
        try tx.run(ImportSQL.clearRows, tx.scope.seller, record.id.raw)
      }
    }
    var tally = isDry ? ProductImport.Tally() : record.tally
    if skipped == 0 { tally = ProductImport.Tally() }
    var rows: ImportRowReader?
    var batch: [ImportRow] = []
    var ahead = skipped
    func flush() throws {
      let prepared = try prepare(batch, run)
      batch.removeAll(keepingCapacity: true)
      let fresh = prepared.dropFirst(Int(ahead))
      ahead -= Int64(prepared.count - fresh.count)
      if !fresh.isEmpty { try write(Array(fresh), run, &tally) }
    }
    try record.file(kernel.configuration, seller: desk.scope.seller).each { line in
      guard rows != nil else {
        rows = ImportRowReader(
          plan, headings: line.fields.map { FormReader.trimmed($0 ?? "") },
          stock: run.stockWarehouse)
        return
      }
      guard let row = rows?.row(line) else { return }
      batch.append(row)
      if batch.count >= ImportJob.batch { try flush() }
    }
    try flush()
    return tally
  }

  /// Reads what the rows need in one transaction: each of its own would take the locks that all
  /// readers of pages share.
  private func prepare(
    _ batch: [ImportRow], _ run: ImportRun
  ) throws -> [ImportRun.Prepared] {
    try desk.context.reader.snapshot { try batch.map { try run.prepare($0) } }
  }

  private func write(
    _ batch: [ImportRun.Prepared], _ run: ImportRun, _ tally: inout ProductImport.Tally
  ) throws {
    let start = tally
    var verdicts: [ImportVerdict] = []
    do {
      // What a power failure took is done again; the end of the import waits for the disk.
      try desk.write(isDurable: false) { tx in
        try checkPlace(start, in: tx)
        verdicts = try run.write(batch, in: tx)
        if isDry { throw RolledBack() }
        if record.isWhole, verdicts.contains(where: { $0.kind == .error }) { throw RowRefused() }
        for verdict in verdicts { tally.count(verdict) }
        try note(verdicts, start, tally, in: tx)
      }
    } catch is RolledBack {
      for verdict in verdicts { tally.count(verdict) }
      try desk.write(isDurable: false) { tx in try note(verdicts, start, tally, in: tx) }
    }
  }

  /// Somebody may have stopped it, or another thread taken the job over.
  private func checkPlace(_ start: ProductImport.Tally, in tx: SellerTransaction) throws {
    guard let (state, done) = try tx.first(ImportSQL.place, record.id.raw), state == record.state
    else { throw Stopped() }
    guard isDry || done == start.done else { throw JobFailure.lost }
  }

  /// What can be undone is remembered, and what somebody wants to read.
  private func note(
    _ verdicts: [ImportVerdict], _ start: ProductImport.Tally, _ tally: ProductImport.Tally,
    in tx: SellerTransaction
  ) throws(SQLError) {
    var noted: [ImportVerdict] = []
    for (index, verdict) in verdicts.enumerated() {
      let isFirst = start.done + Int64(index) < 30
      let isNews = verdict.kind == .error || !verdict.warnings.isEmpty && tally.warned < 1_000
      let isDone = !isDry && (verdict.kind == .create || verdict.kind == .update)
      if verdict.kind == .joined || !(isFirst || isNews || isDone) { continue }
      noted.append(verdict)
      if !isDone { noted[noted.count - 1].product = nil }
    }
    try ImportStore.note(noted, of: record.id, in: tx)
    // A trial before a run leaves the count at nothing: it says how far the run itself has come.
    if isDry && record.state == .running { return }
    try ImportStore.progress(tally, of: record.id, in: tx)
  }
}
