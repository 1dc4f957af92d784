import Commerce
import HTTP
import Office
import SQL
import Template

/// The fee tables of a category. One that has begun is never changed: a new one takes its place
/// from a later day.
struct FeesController: Sendable {
  func show(_ context: PageContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    context.render(try page(context, id))
  }

  func save(_ context: WorkContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    _ = try CategoryAdminPages(context).record(id)
    var form = FeeForm(try context.form(), today: today(context))
    do {
      let table = try form.table()
      let act = Act(
        "fees.act.added", "category", id.raw, detail: "\(table.currency.code) \(table.from)")
      try context.write(act) { tx in
        try FeeStore(rows: tx.transaction.open).insert(table, of: id)
      }
      return context.redirect(
        to: "/categories/\(id)/fees", flash: Flash("categories.flash.saved"))
    } catch let invalid as InvalidForm {
      let page = try page(context, id, typed: form.reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }

  /// Takes a table away that has not begun.
  func remove(_ context: WorkContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    let parts = (try context.form().first("table") ?? "").split(separator: " ")
    guard parts.count == 2, let from = LocalDate(iso: parts[1]) else {
      throw Failure.malformed(Message("form.choice"))
    }
    guard from > today(context) else { throw Failure.conflict(Message("fees.conflict.begun")) }
    let currency = String(parts[0])
    try context.write(
      Act("fees.act.removed", "category", id.raw, detail: "\(currency) \(from)")
    ) { tx in
      let store = FeeStore(rows: tx.transaction.open)
      guard try store.delete(id, currency, from: from) else { throw Failure.notFound }
    }
    return context.redirect(
      to: "/categories/\(id)/fees", flash: Flash("categories.flash.saved"))
  }

  private func today<C: RequestContext>(_ context: C) -> LocalDate {
    context.zone.local(context.now).date
  }

  private func page<C: RequestContext>(
    _ context: C, _ id: CategoryID, typed: FormReader? = nil, problems: [Problem] = []
  ) throws -> CategoryFormPage where C.Scope == PlatformScope {
    let tree = try CategoryAdminPages(context)
    let record = try tree.record(id)
    let inputs = AdminInputs(
      context: context, typed: typed, problems: problems, stored: ["currency": "RUB"])
    let controls = Self.controls(inputs)
    let today = today(context)
    var page = CategoryFormPage(
      title: "\(context.text("fees.page.title")), \(record.name[context.locale])",
      crumbs: [tree.root, tree.crumb(id)], note: context.text("fees.page.note"),
      errors: inputs.summary(controls), action: URLText(path: "/categories/\(id)/fees"),
      controls: controls)
    page.isPaired = true
    page.removeAction = URLText(path: "/categories/\(id)/fees/removal")
    page.tables = try FeeStore(rows: context.open).tables(of: id).map {
      FeeTableView($0, today: today, context)
    }
    return page
  }

  private static func controls<C: RequestContext>(_ inputs: AdminInputs<C>) -> [ControlView] {
    let currency = inputs.value("currency")
    let currencies = [Currency.rub, .cny, .usd, .eur].map {
      OptionView(value: $0.code, label: $0.code, isSelected: $0.code == currency)
    }
    let steps = (0..<FeeForm.steps).flatMap { index in
      [
        inputs.text("upto_\(index)", isOptional: true),
        inputs.text("fee_\(index)", isOptional: true),
      ]
    }
    var from = inputs.text("from")
    from.field.type = "date"
    return [
      inputs.choice("currency", currencies), from, inputs.text("commission"),
      inputs.text("return_share"), inputs.text("return_cost"), inputs.text("fee_last"),
    ] + steps
  }
}

extension FeeTableView {
  init(_ table: FeeTable, today: LocalDate, _ context: some RequestContext) {
    let locale = context.locale
    let values = ["date": locale.date(table.from), "currency": table.currency.code]
    var lines = [
      EarningsLine(
        name: context.text("categories.field.commission"), basis: "",
        amount: locale.percent(table.commission)),
      EarningsLine(
        name: context.text("categories.field.return_share"),
        basis: context.text(
          "fees.basis.each", ["cost": locale.money(table.returnCost)]),
        amount: locale.percent(table.returnShare)),
    ]
    for (index, step) in table.steps.enumerated() {
      let before = index > 0 ? table.steps[index - 1].upTo ?? 0 : 0
      let weight =
        step.upTo.map { context.text("fees.step", ["grams": locale.number($0)]) }
        ?? context.text("fees.step.last", ["grams": locale.number(before)])
      lines.append(
        EarningsLine(
          name: context.text("fees.line.logistics"), basis: weight,
          amount: locale.money(step.fee)))
    }
    self.init(
      from: context.text("fees.table.from", values),
      note: table.from > today ? context.text("fees.table.future") : "", lines: lines,
      remove: table.from > today ? "\(table.currency.code) \(table.from)" : "")
  }
}
