import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the page of one product's stock.
struct StockPageBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let product: Product
  var movement = FormReader(FormFields())
  /// What was typed into the form of the plan; nil shows what is stored.
  var plan: FormReader?
  var problems: [Problem] = []

  private static var pageSize: Int { 50 }

  /// Throws `Failure.notFound` where the shop has no such product.
  init(_ context: Context, _ id: ProductID) throws {
    guard let product = try ProductStore(rows: context.reader).product(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.product = product
  }

  func page() throws -> StockPage {
    let store = StockStore(rows: context.reader)
    let balances = try store.balances(of: product.id)
    let view = MovementView(
      context: context, form: movement, problems: problems, balances: balances)
    let plans = try planFields()
    let (entries, pager) = try ledger(store)
    let path = "/products/\(product.id)/stock"
    return StockPage(
      title: product.title.isEmpty ? context.text("products.untitled") : product.title,
      href: URLText(path: "/products/\(product.id)"),
      action: URLText(path: "\(path)/movements"), planAction: URLText(path: "\(path)/planning"),
      here: URLText(path: path),
      errors: context.summary(
        problems,
        of: [view.warehouse, view.reason, view.target, view.quantity, view.note] + plans),
      canBook: (context.member?.may(.editStock) ?? false) && product.state != .archived,
      balances: balances.map { BalanceView(balance: $0) }, warehouse: view.warehouse,
      reason: view.reason, hasTarget: balances.count > 1, target: view.target,
      quantity: view.quantity, note: view.note, seen: try seen(store), plans: plans,
      reasons: reasons,
      entries: entries.map(entry), pager: pager)
  }

  private func seen(_ store: StockStore) throws(SQLError) -> Int64 {
    try store.ledger(of: product.id, before: nil, limit: 1).entries.first?.id ?? 0
  }

  private var reason: StockReason? {
    context.request.query.first("reason").flatMap(StockReason.init(rawValue:))
  }

  private var reasons: [OptionView] {
    let all = OptionView(value: "", label: context.text("stock.reason.any"), isSelected: false)
    return [all]
      + StockReason.allCases.map { reason in
        OptionView(
          value: reason.rawValue, label: context.text(reason.key), isSelected: reason == self.reason
        )
      }
  }

  private func ledger(_ store: StockStore) throws(SQLError) -> ([StockEntry], PagerView) {
    let before = context.request.query.first("after").flatMap { Int64($0) }
    let page = try store.ledger(
      of: product.id, before: before, reason: reason, limit: Self.pageSize)
    let path = "/products/\(product.id)/stock"
    let filter: [(name: String, value: String)] = reason.map { [("reason", $0.rawValue)] } ?? []
    let older = page.last.map { URLText(path: path, query: filter + [("after", "\($0)")]) }
    let pager = PagerView(
      text: context.text("products.stock.entries", count: Int64(page.entries.count)),
      newer: before == nil ? nil : URLText(path: path, query: filter),
      older: older)
    return (page.entries, pager)
  }

  private func planFields() throws(SQLError) -> [FieldView] {
    let stored = try StockPlanning.plan(of: product.id, in: context.reader)
    let values = [
      ("low_days", stored?.lowDays), ("lead_days", stored?.leadDays),
      ("safety_days", stored?.safetyDays),
    ]
    return values.map { name, value in
      var field = FieldView(name, label: context.text("stock.field.\(name)"))
      field.value = plan?.typed(name) ?? value.map { "\($0)" } ?? ""
      field.hint = context.text("stock.hint.\(name)")
      field.error = context.error(of: name, in: problems)
      field.inputMode = "numeric"
      field.isOptional = true
      return field
    }
  }

  private func entry(_ entry: StockEntry) -> EntryView {
    let change = entry.change
    let elsewhere = [
      ("inbound", change.inbound), ("quarantine", change.quarantine), ("damaged", change.damaged),
    ].filter { $0.1 != 0 }.map { name, pieces in
      context.text("stock.entry.\(name)", ["change": signed(pieces)])
    }
    return EntryView(
      time: context.time(entry.at), reason: context.text(entry.reason.key),
      warehouse: entry.warehouse, onHand: signed(change.onHand), reserved: signed(change.reserved),
      elsewhere: elsewhere.joined(separator: context.locale.comma),
      by: entry.member ?? (entry.posting == nil ? "" : context.text("stock.entry.order")),
      note: entry.note)
  }

  private func signed(_ change: Int64) -> String {
    if change == 0 { return "" }
    return (change > 0 ? "+" : "") + context.locale.number(change)
  }
}
