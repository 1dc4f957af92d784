import Commerce
import HTTP
import Office
import SQL
import Template

extension ImportState {
  var tone: Tone {
    switch self {
    case .uploaded, .undone: .neutral
    case .checking, .checked, .running, .undoing: .info
    case .done: .ok
    case .refused: .warn
    case .failed: .bad
    }
  }
}

extension RequestContext {
  func badge(_ record: ProductImport) -> BadgeView {
    if record.state == .done, record.stoppedAt != nil {
      return BadgeView(text("imports.state.stopped"), .warn)
    }
    return BadgeView(text("imports.state.\(record.state.rawValue)"), record.state.tone)
  }
}

/// Makes the page of uploads.
struct ImportListBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  private let size = 25

  init(context: Context) { self.context = context }

  func page(problem: Message? = nil) throws -> ImportListPage {
    let before = context.request.query.first("after").flatMap { ImportID(text: $0) }
    let isFaulty = context.request.query.first("tab") == "faulty"
    let path = isFaulty ? "/products/imports?tab=faulty" : "/products/imports"
    var found = try ImportStore(rows: context.reader).page(
      before: before, isFaulty: isFaulty, limit: size + 1)
    let hasMore = found.count > size
    if hasMore { found.removeLast() }
    let text = problem.map { context.text($0) } ?? ""
    let errors = problem.map { _ in
      ErrorSummary([ProblemView(field: "file", text: text)])
    }
    let names = try CategoryStore(rows: context.open).names()
    let any = OptionView(value: "", label: context.text("imports.template.any"), isSelected: true)
    return ImportListPage(
      errors: errors, error: text,
      categories: [any] + CategoryName.options(names, nil, context.locale),
      rows: found.map(row), faulty: isFaulty ? nil : try faulty(), isFaulty: isFaulty,
      pager: found.isEmpty
        ? nil
        : PagerView(
          text: context.text("imports.count", count: Int64(found.count)),
          newer: before == nil ? nil : URLText(path: path),
          older: hasMore
            ? found.last.map { URLText(path: "\(path)\(isFaulty ? "&" : "?")after=\($0.id)") }
            : nil))
  }

  private func faulty() throws(SQLError) -> FaultyLink? {
    let count = try context.counters()[ProductImport.counter] ?? 0
    return count == 0 ? nil : FaultyLink(text: context.text("imports.task", count: count))
  }

  private func row(_ record: ProductImport) -> RunView {
    let tally = record.tally
    let number = { context.locale.number($0) }
    let counts = context.text(
      "imports.tally",
      [
        "created": number(tally.created), "updated": number(tally.updated),
        "failed": number(tally.failed),
      ])
    return RunView(
      href: URLText(path: "/products/imports/\(record.id)"), name: record.name,
      by: record.memberName, state: context.badge(record),
      time: context.time(record.createdAt), counts: record.state == .uploaded ? "" : counts)
  }
}

/// Makes the page of one import.
struct ImportBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  static var shown: Int { 50 }

  let context: Context
  let record: ProductImport
  let file: ImportFile
  private let catalogue: ImportCatalogue
  private let head: (headings: [String], rows: [ImportLine])?

  /// Throws `Failure.notFound` where the shop has no such import.
  init(_ context: Context, _ id: ImportID) throws {
    guard let record = try ImportStore(rows: context.reader).find(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.record = record
    file = record.file(context.kernel.configuration, seller: context.scope.seller)
    catalogue = try ImportCatalogue(context.open)
    let isMapped = [.uploaded, .checked, .refused].contains(record.state)
    do {
      head = isMapped ? try file.head() : nil
    } catch is ImportFault {
      head = nil
    }
  }

  var columnCount: Int { head?.headings.count ?? 0 }
  var isShopify: Bool { head.map { ShopifyRows.isShopify($0.headings) } ?? false }

  func page(typed: FormReader? = nil, problems: [Problem] = []) throws -> ImportPage {
    let isMapping = record.state == .uploaded || !problems.isEmpty && typed != nil
    let mapping = isMapping ? try mappingView(typed, problems) : nil
    let fields = mapping.map { $0.columns + [$0.category] } ?? []
    let path = "/products/imports/\(record.id)"
    let hasRows = [.checked, .done, .refused, .undone].contains(record.state) && mapping == nil
    let hasFailed = record.tally.failed > 0
    return ImportPage(
      name: record.name, summary: summary, state: context.badge(record),
      errors: context.summary(problems, of: fields),
      fault: record.fault.map { context.text($0) } ?? "", progress: progress,
      stop: record.state.isStoppable ? URLText(path: "\(path)/stop") : nil, mapping: mapping,
      counts: hasRows ? counts : [],
      rowsTitle: rowsTitle, rows: hasRows ? try rows() : [],
      failed: hasRows && hasFailed && record.state != .undone
        ? URLText(path: "\(path)/failed.csv") : nil,
      run: record.state == .checked && mapping == nil
        ? ImportChoiceView(action: URLText(path: "\(path)/run"), hasFailed: hasFailed) : nil,
      undo: record.state == .done && record.tally.created + record.tally.updated > 0
        ? URLText(path: "\(path)/undo") : nil,
      settle: record.isFaulty ? URLText(path: "\(path)/settlement") : nil)
  }

  private var summary: String {
    context.text(
      "imports.by", ["name": record.memberName, "time": context.time(record.createdAt)])
  }

  private var progress: ProgressView? {
    guard record.state.isBusy else { return nil }
    let isUndo = record.state == .undoing
    let done = isUndo ? record.undone + record.kept : record.tally.done
    let total = isUndo ? record.tally.created + record.tally.updated : record.total
    let text = context.text(
      total > 0 ? "imports.progress.of" : "imports.progress.some",
      ["done": context.locale.number(done), "total": context.locale.number(total)])
    return ProgressView(text: text, done: done, total: total)
  }

  private var counts: [CountView] {
    let tally = record.tally
    var all = [
      ("created", tally.created), ("updated", tally.updated), ("unchanged", tally.unchanged),
      ("failed", tally.failed), ("warned", tally.warned),
    ]
    if record.state == .done, record.stoppedAt != nil {
      all.append(("left", max(0, record.total - tally.done)))
    }
    if record.state == .undone { all = [("undone", record.undone), ("kept", record.kept)] }
    let kind = record.state == .checked ? "would" : "did"
    return all.map { CountView(label: context.text("imports.\(kind).\($0.0)"), value: $0.1) }
  }

  private var rowsTitle: String {
    if record.state == .undone { return context.text("imports.rows.kept") }
    return context.text(record.tally.failed > 0 ? "imports.rows.failed" : "imports.rows.first")
  }

  /// Those that need a look, else the first.
  private func rows() throws -> [ImportedRowView] {
    let reader = context.reader
    let found =
      record.state == .undone
      ? try reader.all(ImportSQL.keptRows, record.id.raw, Self.shown)
      : record.tally.failed > 0
        ? try reader.all(ImportSQL.failedRows, record.id.raw, 0, Self.shown)
        : try reader.all(ImportSQL.rows, record.id.raw, Self.shown)
    return found.map { row in
      ImportedRowView(
        line: row.line, offerID: row.offerID, title: row.title,
        href: row.product.flatMap { id in
          record.state == .done ? URLText(path: "/products/\(id)") : nil
        }, verdict: badge(row), problem: text(row.problems))
    }
  }

  private func badge(_ row: ImportedRow) -> BadgeView {
    let tone: Tone =
      switch row.kind {
      case .create: .ok
      case .update: .info
      case .unchanged, .joined: .neutral
      case .error: .bad
      }
    return BadgeView(context.text("imports.verdict.\(row.kind.rawValue)"), tone)
  }

  /// What is wrong with a row, in a line.
  func text(_ problems: [Problem]) -> String {
    problems.map { problem in
      context.text(
        "parts.errors.line",
        ["field": label(problem.field), "problem": context.text(problem.message)])
    }.joined(separator: " · ")
  }

  private func label(_ field: String) -> String {
    switch ImportTarget(text: field) {
    case .field(let known): context.text("products.field.\(known.rawValue)")
    case .attribute(let key):
      (try? catalogue.attributes(of: catalogue.leaves))?.first { $0.key == key }?
        .label(context.locale) ?? key
    case .stock: context.text("products.field.stock")
    case nil: field
    }
  }
}

extension ImportBuilder {
  private func mappingView(_ typed: FormReader?, _ problems: [Problem]) throws -> MappingView {
    guard let head else { throw Failure.conflict(Message("imports.fault.gone")) }
    var category = FieldView("category", label: context.text("imports.category"))
    category.hint = context.text("imports.category.hint")
    category.error = context.error(of: "category", in: problems)
    let chosen = CategoryID(text: typed?.typed("category") ?? "")
    category.options = [context.unchosen(chosen == nil)] + catalogue.options(chosen, context.locale)
    category.isOptional = !isShopify
    return MappingView(
      action: URLText(path: "/products/imports/\(record.id)/columns"), isShopify: isShopify,
      columns: isShopify ? [] : try columns(head, typed, problems), category: category)
  }

  private func columns(
    _ head: (headings: [String], rows: [ImportLine]), _ typed: FormReader?, _ problems: [Problem]
  ) throws -> [FieldView] {
    let balances = try StockStore(rows: context.reader).balances(of: ProductID(raw: 1))
    let attributes = try catalogue.attributes(of: catalogue.leaves)
    let guessed = ImportGuess(attributes: attributes, warehouses: balances).targets(head.headings)
    let choices = targets(attributes, balances)
    return head.headings.enumerated().map { index, heading in
      let name = "column_\(index)"
      var field = FieldView(
        name, label: heading.isEmpty ? context.text("imports.column.unnamed") : heading)
      let samples = head.rows.map { String($0.text(index).unicodeScalars.prefix(40)) }
        .filter { !$0.isEmpty }.prefix(2)
      field.hint = samples.joined(separator: " · ")
      field.error = context.error(of: name, in: problems)
      let chosen = typed?.typed(name) ?? guessed[index]?.text ?? ""
      field.options = choices.map { value, label in
        OptionView(value: value, label: label, isSelected: value == chosen)
      }
      return field
    }
  }

  private func targets(
    _ attributes: [Attribute], _ balances: [StockBalance]
  ) -> [(String, String)] {
    let stock = context.text("products.field.stock")
    return [("", context.text("imports.column.ignore"))]
      + ImportField.allCases.map {
        ($0.rawValue, context.text("products.field.\($0.rawValue)"))
      }
      + balances.map {
        (StockCount.field($0.warehouse), stock + context.locale.comma + $0.name)
      }
      + attributes.map { ("attribute_\($0.key)", $0.label(context.locale)) }
  }
}
