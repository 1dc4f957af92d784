import Commerce
import HTTP
import SQL
import Template

extension RequestContext {
  fileprivate func badge(_ run: BulkRun) -> BadgeView {
    if run.isStopped { return BadgeView(text("bulk.state.stopped"), .warn) }
    let tone: Tone =
      switch run.state {
      case .editing, .undone: .neutral
      case .preview, .running, .undoing: .info
      case .done: .ok
      }
    return BadgeView(text("bulk.state.\(run.state.rawValue)"), tone)
  }
}

/// Makes the page of a feature's runs.
struct BulkListBuilder<Work: BulkWork, Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context

  private var size: Int { 25 }

  func page() throws -> BulkListPage {
    let before = context.request.query.first("after").flatMap { BulkID(text: $0) }
    var runs = try BulkStore(rows: context.reader)
      .page(of: Work.kind, before: before, limit: size + 1)
    let hasMore = runs.count > size
    if hasMore { runs.removeLast() }
    return BulkListPage(
      crumb: context.text("\(Work.kind).title"), list: URLText(path: Work.list),
      lead: context.text("\(Work.kind).bulk.lead"), rows: runs.map(row),
      pager: runs.isEmpty
        ? nil
        : PagerView(
          text: context.text("bulk.count", count: Int64(runs.count)),
          newer: before == nil ? nil : URLText(path: Work.path),
          older: hasMore ? runs.last.map { URLText(path: "\(Work.path)?after=\($0.id)") } : nil))
  }

  private func row(_ run: BulkRun) -> RunView {
    let values = [
      "changed": context.locale.number(run.changed), "refused": context.locale.number(run.refused),
    ]
    return RunView(
      href: URLText(path: "\(Work.path)/\(run.id)"),
      name: context.text("\(Work.kind).bulk.act.\(run.act)"), by: run.memberName,
      state: context.badge(run), time: context.time(run.createdAt),
      counts: context.text("bulk.tally", values))
  }
}

/// Makes the page of one run.
struct BulkBuilder<Work: BulkWork, Context: RequestContext> where Context.Scope == SellerScope {
  private var shown: Int { 50 }

  let work: Work
  let context: Context
  let run: BulkRun
  let verb: Work.Verb

  /// Throws `Failure.notFound` where the shop has no such run.
  init(_ work: Work, _ context: Context, _ id: BulkID) throws {
    guard let run = try BulkStore(rows: context.reader).run(id), run.kind == Work.kind,
      let verb = Work.Verb(rawValue: run.act)
    else { throw Failure.notFound }
    self.work = work
    self.context = context
    self.run = run
    self.verb = verb
  }

  func page(typed: FormReader? = nil, problems: [Problem] = []) throws -> BulkPage {
    let isEditing = run.state == .editing
    let inputs =
      isEditing
      ? try work.inputs(of: run, verb, typed: typed, problems: problems, context) : nil
    let waiting = run.total - run.refused
    return BulkPage(
      crumb: text("title"), list: URLText(path: Work.list), runs: URLText(path: Work.path),
      title: text("bulk.act.\(run.act)"), thing: text("bulk.thing"), summary: summary,
      state: context.badge(run), errors: context.summary(problems, of: inputs?.fields ?? []),
      progress: progress, inputs: inputs, values: URLText(path: "\(Work.path)/\(run.id)/values"),
      counts: isEditing ? [] : counts, rows: isEditing ? [] : try rows(),
      remarks: try work.remarks(of: run, verb, context),
      caption: context.text(run.total > Int64(shown) ? "bulk.rows.first" : "bulk.rows.all"),
      apply: run.state == .preview && waiting > 0
        ? button("run", work.applying(verb), waiting, isRisky: verb.isRisky) : nil,
      stop: run.state.isBusy
        ? BulkButtonView(
          action: URLText(path: "\(Work.path)/\(run.id)/stop"), text: context.text("bulk.stop"))
        : nil,
      undo: isUndoable ? button("undo", "\(Work.kind).bulk.undo", run.standing) : nil, note: note)
  }

  private func text(_ key: String) -> String { context.text("\(Work.kind).\(key)") }

  private func button(
    _ path: String, _ key: String, _ count: Int64, isRisky: Bool = false
  ) -> BulkButtonView {
    BulkButtonView(
      action: URLText(path: "\(Work.path)/\(run.id)/\(path)"),
      text: context.text(key, count: count), isRisky: isRisky)
  }

  private var summary: String {
    context.text(
      "bulk.by",
      [
        "name": run.memberName, "time": context.time(run.createdAt),
        "total": context.locale.number(run.total),
      ])
  }

  private var isUndoable: Bool {
    verb.isUndoable && run.state == .done && run.standing > 0
      && run.undoUntil.map { context.now <= $0 } ?? false
  }

  private var note: String {
    guard verb.isUndoable, run.state == .done, let until = run.undoUntil, run.standing > 0 else {
      return ""
    }
    return context.text(
      isUndoable ? "bulk.until" : "bulk.late", isUndoable ? ["time": context.time(until)] : [:])
  }

  private var progress: ProgressView? {
    guard run.state.isBusy else { return nil }
    let isUndo = run.state == .undoing
    let done = isUndo ? run.undone + run.kept : run.changed + run.refused
    let total = isUndo ? run.changed : run.total
    let text = context.text(
      "bulk.progress",
      ["done": context.locale.number(done), "total": context.locale.number(total)])
    return ProgressView(text: text, done: done, total: total)
  }

  private var counts: [CountView] {
    let isPreview = run.state == .preview
    let rest = run.total - run.changed - run.refused
    var all = [
      (isPreview ? "bulk.would" : "bulk.did", isPreview ? run.total - run.refused : run.changed),
      ("bulk.refused", run.refused),
    ]
    if run.isStopped && rest > 0 { all.append(("bulk.untouched", rest)) }
    if run.state == .undone || run.undone + run.kept > 0 {
      all += [("bulk.undone", run.undone), ("bulk.kept", run.kept)]
    }
    return all.map { CountView(label: context.text($0.0), value: $0.1) }
  }

  /// What was refused or kept first, since it needs somebody.
  private func rows() throws -> [BulkItemView] {
    let store = BulkStore(rows: context.reader)
    var items: [BulkItem] = []
    for outcome in [BulkOutcome.kept, .refused, .waiting, .done, .undone] {
      let left = shown - items.count
      if left > 0 { items += try store.items(of: run.id, outcome, limit: left) }
    }
    return try items.map(view)
  }

  private func view(_ item: BulkItem) throws -> BulkItemView {
    let isLeft = item.outcome == .waiting && run.isStopped
    let tone: Tone =
      switch item.outcome {
      case .waiting: isLeft ? .neutral : .info
      case .done: .ok
      case .undone: .neutral
      case .refused, .kept: .warn
      }
    let fields = item.after.texts.keys.sorted()
    return BulkItemView(
      title: item.title.isEmpty ? text("bulk.untitled") : item.title,
      href: URLText(path: work.address(of: item)),
      before: try fields.filter { item.before[$0] != nil }.map { try value($0, item.before) },
      after: try fields.map { try value($0, item.after) },
      outcome: BadgeView(
        context.text("bulk.outcome.\(isLeft ? "left" : item.outcome.rawValue)"), tone),
      problem: item.problems.map { problem in
        let text = context.text(problem.message)
        return problem.field.isEmpty ? text : line(problem.field, text)
      }.joined(separator: " · "))
  }

  private func value(_ field: String, _ values: JSON) throws -> String {
    let stored = values.texts[field] ?? ""
    return line(field, stored.isEmpty ? "" : try work.shown(stored, of: field, context))
  }

  private func line(_ field: String, _ value: String) -> String {
    context.text(
      "parts.errors.line",
      [
        "field": work.label(field, context),
        "problem": value.isEmpty ? context.text("parts.none") : value,
      ])
  }
}
