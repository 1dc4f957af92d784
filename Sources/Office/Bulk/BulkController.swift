import Commerce
import HTTP
import SQL
import Template

/// One act on many things: choose, type what it needs, look at what would happen, do it, stop it,
/// undo it. A feature brings its `BulkWork`.
public struct BulkController<Work: BulkWork>: Sendable {
  private let work: Work
  private let kernel: Kernel

  public init(_ work: Work, kernel: Kernel) {
    self.work = work
    self.kernel = kernel
  }

  private var engine: BulkEngine<Work> { BulkEngine(work, kernel: kernel) }

  public func routes(_ permission: SellerPermission) -> Routes {
    let path = Work.path
    return Routes {
      $0.get(path, .requires(permission), list)
      $0.post(path, .requires(permission), create)
      $0.get("\(path)/:id", .requires(permission), show)
      $0.post("\(path)/:id/values", .requires(permission), fill)
      $0.post("\(path)/:id/run", .requires(permission), apply)
      $0.post("\(path)/:id/stop", .requires(permission), stop)
      $0.post("\(path)/:id/undo", .requires(permission), undo)
    }
  }

  private func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try BulkListBuilder<Work, _>(context: context).page())
  }

  private func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let (verb, ids) = try choice(context)
    try check(verb, context)
    var items = try work.items(ids, for: verb, context.reader)
    if items.isEmpty { throw Failure.notFound }
    let run = BulkRun.proposed(
      kernel.newID(), kind: Work.kind, act: verb.rawValue, count: items.count, at: context.now,
      by: context.member?.id)
    if !verb.takesValues {
      items = try engine.rehearsed(items, of: run, at: context.now, as: context.scope)
    }
    let state: BulkState = verb.takesValues ? .editing : .preview
    try context.write(Act("bulk.act.chosen", "bulk", run.id.raw, detail: verb.rawValue)) {
      [items] tx in try BulkStore.insert(run, state, items, in: tx)
    }
    return context.redirect(to: "\(Work.path)/\(run.id)")
  }

  /// The act, and the things that are ticked or that the filter finds, each once.
  private func choice(_ context: WorkContext<SellerScope>) throws -> (Work.Verb, [Int64]) {
    let fields = try context.form()
    var reader = FormReader(fields)
    let verb = reader.choice("act", Work.Verb.self)
    let isAll = reader.typed("scope") == "all"
    var seen: Set<Int64> = []
    let ticked = fields.all("id").compactMap { BulkID(text: $0)?.raw }
      .filter { seen.insert($0).inserted }
    try reader.check()
    guard let verb else { throw InvalidForm(reader.problems) }
    let ids = isAll ? try work.found(context) : ticked
    if ids.isEmpty { throw InvalidForm("id", Message("bulk.none")) }
    if ids.count > verb.most {
      let most = Locale.en.number(Int64(verb.most))
      throw InvalidForm("scope", Message("bulk.tooMany", ["max": most]))
    }
    return (verb, ids)
  }

  private func check(_ verb: Work.Verb, _ context: WorkContext<SellerScope>) throws {
    guard let permission = work.permission(for: verb) else { return }
    guard context.member?.may(permission) ?? false else { throw Failure.forbidden }
  }

  private func show(_ context: PageContext<SellerScope>, _ id: BulkID) throws -> Response {
    let builder = try BulkBuilder(work, context, id)
    var response = context.render(try builder.page())
    // Browsers fetch the page anew until the job has ended; no script is needed.
    if builder.run.state.isBusy { response.headers.append("Refresh", "2") }
    return response
  }

  /// Takes what was typed, for all things or for each, and shows what it would do.
  private func fill(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    let builder = try BulkBuilder(work, context, id)
    var reader = FormReader(try context.form())
    guard builder.run.state == .editing, builder.verb.takesValues else {
      throw Failure.conflict(Message("bulk.conflict"))
    }
    try check(builder.verb, context)
    do {
      let typed = try work.fill(builder.run, builder.verb, &reader, context)
      let items = try engine.rehearsed(
        typed, of: builder.run, at: context.now, as: context.scope)
      try context.write(Act("bulk.act.filled", "bulk", id.raw)) { tx in
        guard try BulkStore.show(items, of: id, in: tx) else {
          throw Failure.conflict(Message("bulk.conflict"))
        }
      }
    } catch let invalid as InvalidForm {
      let page = try builder.page(typed: reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "\(Work.path)/\(id)")
  }

  private func apply(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    try act(context, id, "applied", \.isApplied) { run, tx in
      try engine.apply(run, at: context.now, in: tx)
    }
  }

  private func stop(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    try act(context, id, "stopped", \.state.isIdle) { run, tx in
      try engine.stop(run, at: context.now, in: tx)
    }
  }

  private func undo(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    let isUndoable = try BulkBuilder(work, context, id).verb.isUndoable
    guard isUndoable else { throw Failure.conflict(Message("bulk.late")) }
    return try act(context, id, "undone", \.state.isTakenBack) { run, tx in
      try engine.undo(run, at: context.now, in: tx)
    }
  }

  /// Does a step of a run. Where that was done already, since the button was pressed twice, the
  /// second press shows what the first one did.
  private func act(
    _ context: WorkContext<SellerScope>, _ id: BulkID, _ name: String,
    _ isDone: KeyPath<BulkRun, Bool>, _ body: (BulkRun, SellerTransaction) throws -> Void
  ) throws -> Response {
    let builder = try BulkBuilder(work, context, id)
    try check(builder.verb, context)
    let run = builder.run
    _ = try context.form()
    if run[keyPath: isDone] {
      try context.checkFields()
    } else {
      let detail = "\(run.act), \(run.total - run.refused)"
      try context.write(Act("bulk.act.\(name)", "bulk", id.raw, detail: detail)) { tx in
        try body(run, tx)
      }
    }
    return context.redirect(to: "\(Work.path)/\(id)")
  }
}
