import Commerce
import HTTP
import Office
import SQL
import Template

extension BulkState {
  fileprivate var tone: Tone {
    switch self {
    case .editing, .undone: .neutral
    case .preview, .running, .undoing: .info
    case .done: .ok
    }
  }
}

extension RequestContext {
  fileprivate func badge(_ state: BulkState) -> BadgeView {
    BadgeView(text("bulk.state.\(state.rawValue)"), state.tone)
  }
}

/// Makes the page of runs.
struct BulkListBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context

  private var size: Int { 25 }

  func page() throws -> BulkListPage {
    let before = context.request.query.first("after").flatMap { BulkID(text: $0) }
    var runs = try BulkStore(rows: context.reader)
      .page(of: ProductBulk.kind, before: before, limit: size + 1)
    let hasMore = runs.count > size
    if hasMore { runs.removeLast() }
    return BulkListPage(
      rows: runs.map(row),
      pager: PagerView(
        text: context.text("bulk.count", count: Int64(runs.count)),
        newer: before == nil ? nil : URLText(path: "/products/bulk"),
        older: hasMore ? runs.last.map { URLText(path: "/products/bulk?after=\($0.id)") } : nil))
  }

  private func row(_ run: BulkRun) -> BulkRunView {
    let values = [
      "changed": context.locale.number(run.changed), "refused": context.locale.number(run.refused),
    ]
    return BulkRunView(
      href: URLText(path: "/products/bulk/\(run.id)"),
      name: context.text("bulk.act.\(run.act)"), by: run.memberName,
      state: context.badge(run.state), time: context.time(run.createdAt),
      counts: context.text("bulk.tally", values))
  }
}

/// Makes the page of one run.
struct BulkBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  static var shown: Int { 50 }

  let context: Context
  let run: BulkRun
  let act: ProductBulkAct

  /// Throws `Failure.notFound` where the shop has no such run.
  init(_ context: Context, _ id: BulkID) throws {
    guard let run = try BulkStore(rows: context.reader).run(id), run.kind == ProductBulk.kind,
      let act = ProductBulkAct(rawValue: run.act)
    else { throw Failure.notFound }
    self.context = context
    self.run = run
    self.act = act
  }

  var isTable: Bool { act == .edit }
  var path: String { "/products/bulk/\(run.id)" }

  /// The products that were chosen, before values were given.
  func chosen() throws(SQLError) -> [BulkItem] {
    try BulkStore(rows: context.reader).items(of: run.id, .waiting, limit: BulkRun.most)
  }

  func page(typed: FormReader? = nil, problems: [Problem] = []) throws -> BulkPage {
    let isEditing = run.state == .editing
    let values = isEditing && act.takesValue ? valuesView(typed, problems) : nil
    let table =
      isEditing && isTable ? try BulkTable(builder: self).view(typed, problems) : nil
    let fields = values.map { [$0.value] } ?? table?.rows.flatMap(\.cells) ?? []
    let waiting = run.total - run.refused
    return BulkPage(
      title: context.text("bulk.act.\(run.act)"), summary: summary,
      state: context.badge(run.state), errors: context.summary(problems, of: fields),
      progress: progress, values: values, table: table,
      counts: isEditing ? [] : counts, rows: isEditing ? [] : try rows(), caption: caption,
      apply: run.state == .preview && waiting > 0
        ? BulkButtonView(
          action: URLText(path: "\(path)/run"), text: context.text("bulk.apply", count: waiting))
        : nil,
      undo: undo, note: note)
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
    run.state == .done && run.changed > 0 && run.undoUntil.map { context.now <= $0 } ?? false
  }

  private var undo: BulkButtonView? {
    guard isUndoable else { return nil }
    return BulkButtonView(
      action: URLText(path: "\(path)/undo"), text: context.text("bulk.undo", count: run.changed))
  }

  private var note: String {
    guard run.state == .done, let until = run.undoUntil, run.changed > 0 else { return "" }
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
    var all = [
      (isPreview ? "bulk.would" : "bulk.did", isPreview ? run.total - run.refused : run.changed),
      ("bulk.refused", run.refused),
    ]
    if run.state == .undone { all += [("bulk.undone", run.undone), ("bulk.kept", run.kept)] }
    return all.map { CountView(label: context.text($0.0), value: $0.1) }
  }

  private var caption: String {
    context.text(run.total > Int64(Self.shown) ? "bulk.rows.first" : "bulk.rows.all")
  }

  /// What was refused or kept first, since it needs somebody.
  private func rows() throws -> [BulkItemView] {
    let store = BulkStore(rows: context.reader)
    var items: [BulkItem] = []
    for outcome in [BulkOutcome.kept, .refused, .waiting, .done, .undone] {
      let left = Self.shown - items.count
      if left > 0 { items += try store.items(of: run.id, outcome, limit: left) }
    }
    return items.map(view)
  }

  private func view(_ item: BulkItem) -> BulkItemView {
    let tone: Tone =
      switch item.outcome {
      case .waiting: .info
      case .done: .ok
      case .undone: .neutral
      case .refused, .kept: .warn
      }
    let fields = item.after.texts.keys.sorted()
    let line = { (values: JSON, field: String) -> String in
      let value = values.texts[field] ?? ""
      return context.text(
        "products.problem",
        ["field": label(field), "problem": value.isEmpty ? context.text("parts.none") : value])
    }
    return BulkItemView(
      title: item.title.isEmpty ? context.text("products.untitled") : item.title,
      href: URLText(path: "/products/\(item.object)"),
      before: fields.map { line(item.before, $0) }, after: fields.map { line(item.after, $0) },
      outcome: BadgeView(context.text("bulk.outcome.\(item.outcome.rawValue)"), tone),
      problem: item.problems.map { problem in
        let text = context.text(problem.message)
        if problem.field.isEmpty { return text }
        return context.text(
          "products.problem", ["field": label(problem.field), "problem": text])
      }.joined(separator: " · "))
  }

  private func label(_ field: String) -> String {
    if field.hasPrefix("attribute_") { return context.text("products.field.attributes") }
    if field.hasPrefix("alt_") { return context.text("products.field.alt") }
    return context.text("products.field.\(field)")
  }
}

extension BulkBuilder {
  private func valuesView(_ typed: FormReader?, _ problems: [Problem]) -> BulkValuesView {
    var value = FieldView(
      "value",
      label: context.text(
        act == .percent ? "bulk.value.percent" : "products.field.\(act.field ?? "price")"))
    value.value = typed?.typed("value") ?? ""
    value.error = context.error(of: "value", in: problems)
    value.hint = context.text(
      act == .percent
        ? "bulk.value.percent.hint"
        : act == .before || act == .least ? "bulk.value.clears" : "bulk.value.hint")
    value.inputMode = "decimal"
    var rounding: FieldView?
    if act == .percent {
      var field = FieldView("rounding", label: context.text("bulk.rounding"))
      field.options = ProductBulkValue.Rounding.allCases.map { choice in
        OptionView(
          value: choice.rawValue, label: context.text("bulk.rounding.\(choice.rawValue)"),
          isSelected: choice.rawValue == typed?.typed("rounding"))
      }
      rounding = field
    }
    return BulkValuesView(
      action: URLText(path: "\(path)/values"), value: value, rounding: rounding)
  }
}

/// The table in which several fields of each product are typed.
struct BulkTable<Context: RequestContext> where Context.Scope == SellerScope {
  let builder: BulkBuilder<Context>

  private func name(_ field: ImportField, _ item: BulkItem) -> String {
    "\(field.rawValue)_\(item.position)"
  }

  func view(_ typed: FormReader?, _ problems: [Problem]) throws -> BulkTableView {
    let context = builder.context
    let errors = Dictionary(
      problems.map { ($0.field, context.text($0.message)) }, uniquingKeysWith: { first, _ in first }
    )
    let heads = ProductBulkAct.tableFields.map { context.text("products.field.\($0.rawValue)") }
    let rows = try stored().map { item, values in
      let number = values["offer_id"].flatMap { $0.isEmpty ? nil : $0 } ?? item.title
      let cells = zip(ProductBulkAct.tableFields, heads).map { field, head in
        var cell = FieldView(name(field, item), label: "\(head), \(number)")
        cell.value = typed?.typed(cell.name) ?? values[field.rawValue] ?? ""
        cell.error = errors[cell.name] ?? ""
        cell.inputMode = field == .title ? "text" : "decimal"
        cell.isWide = field == .title
        return cell
      }
      return BulkTableRow(name: number, cells: cells)
    }
    return BulkTableView(
      action: URLText(path: "\(builder.path)/values"), heads: heads, rows: rows)
  }

  /// The chosen products with their fields as text.
  private func stored() throws -> [(BulkItem, [String: String])] {
    let reader = builder.context.reader
    let currency = try ProductStore(rows: reader).currency()
    return try builder.chosen().compactMap { item in
      guard let product = try ProductStore(rows: reader).product(ProductID(raw: item.object)),
        let newest = product.newest,
        let revision = try RevisionStore(rows: reader).revision(newest)
      else { return nil }
      return (item, ImportForm.stored(product, revision.content, currency))
    }
  }

  /// The products whose values were changed, with what they become.
  func items(_ reader: FormReader, _ proposal: ProductBulkProposal) throws -> [BulkItem] {
    var changes: [Int64: [String: String]] = [:]
    for (item, values) in try stored() {
      for field in ProductBulkAct.tableFields {
        guard let sent = reader.fields.first(name(field, item)) else { continue }
        let typed = FormReader.trimmed(sent)
        if typed != values[field.rawValue] ?? "" {
          changes[item.position, default: [:]][field.rawValue] = typed
        }
      }
    }
    let changed = try builder.chosen().filter { changes[$0.position] != nil }
    if changed.isEmpty { throw InvalidForm("table", Message("bulk.nothing")) }
    let items = try proposal.filled(changed) { item, _ in changes[item.position] }
    try check(items, proposal)
    return items
  }

  /// What the form's rules say of a cell is told beside the cell.
  private func check(_ items: [BulkItem], _ proposal: ProductBulkProposal) throws {
    var problems: [Problem] = []
    for item in try proposal.rehearsed(items, of: builder.run, at: builder.context.now) {
      for problem in item.problems where item.after.texts[problem.field] != nil {
        problems.append(Problem("\(problem.field)_\(item.position)", problem.message))
      }
    }
    if !problems.isEmpty { throw InvalidForm(problems) }
  }
}
