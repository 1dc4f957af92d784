import Commerce
import HTTP
import Office
import SQL
import Template

/// The values of a run on products: where they are typed, and what they would do.
struct ProductBulkInputs<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let run: BulkRun
  let act: ProductBulkAct
  let currency: Currency

  init(_ context: Context, _ run: BulkRun, _ act: ProductBulkAct) throws {
    self.context = context
    self.run = run
    self.act = act
    currency = try ProductStore(rows: context.reader).currency()
  }

  func view(_ typed: FormReader?, _ problems: [Problem]) throws -> BulkInputs {
    act == .edit ? try table(typed, problems) : values(typed, problems)
  }

  private func values(_ typed: FormReader?, _ problems: [Problem]) -> BulkInputs {
    var value = FieldView(
      "value",
      label: context.text(
        act == .percent ? "products.bulk.percent" : "products.field.\(act.field ?? "price")"))
    value.value = typed?.typed("value") ?? ""
    value.error = context.error(of: "value", in: problems)
    value.hint = context.text(
      act == .percent
        ? "products.bulk.percent.hint"
        : act == .before || act == .least ? "products.bulk.clears" : "products.bulk.forAll")
    value.inputMode = "decimal"
    if act != .percent { return .values([value]) }
    var rounding = FieldView("rounding", label: context.text("products.bulk.rounding"))
    rounding.options = ProductBulkValue.Rounding.allCases.map { choice in
      OptionView(
        value: choice.rawValue, label: context.text("products.bulk.rounding.\(choice.rawValue)"),
        isSelected: choice.rawValue == typed?.typed("rounding"))
    }
    return .values([value, rounding])
  }

  private func name(_ field: ImportField, _ item: BulkItem) -> String {
    "\(field.rawValue)_\(item.position)"
  }

  private func table(_ typed: FormReader?, _ problems: [Problem]) throws -> BulkInputs {
    let errors = context.errors(problems)
    let heads = ProductBulkAct.tableFields.map { context.text("products.field.\($0.rawValue)") }
    let rows = try stored().map { item, _, values in
      let number = values["offer_id"].flatMap { $0.isEmpty ? nil : $0 } ?? item.title
      let cells = zip(ProductBulkAct.tableFields, heads).map { field, head in
        let name = name(field, item)
        return CellInputView(
          name, label: "\(head), \(number)", head: head,
          value: typed?.typed(name) ?? shown(values[field.rawValue], field),
          error: errors[name] ?? "",
          inputMode: field == .title ? "text" : "decimal", size: field == .title ? 24 : 8)
      }
      return BulkTableRow(name: number, cells: cells)
    }
    return .table(head: context.text("products.field.offer_id"), heads: heads, rows: rows)
  }

  private func shown(_ value: String?, _ field: ImportField) -> String {
    ProductBulk.shown(value ?? "", of: field.rawValue, currency, context.locale)
  }

  /// The chosen products that are still there, with their fields as text.
  private func stored() throws -> [(BulkItem, Product, [String: String])] {
    let reader = context.reader
    let chosen = try BulkStore(rows: reader).items(of: run.id, .waiting, limit: BulkRun.most)
    let found = try ProductStore(rows: reader).products(chosen.map(\.object))
    let products = Dictionary(found.map { ($0.id.raw, $0) }) { first, _ in first }
    let contents = try RevisionStore(rows: reader).contents(of: found.compactMap(\.newest))
    return chosen.compactMap { item in
      guard let product = products[item.object], let newest = product.newest,
        let content = contents[newest]
      else { return nil }
      return (item, product, ImportForm.stored(product, content, currency))
    }
  }
}

extension ProductBulkInputs {
  /// The items with what each field was and would be.
  func items(_ reader: inout FormReader) throws -> [BulkItem] {
    if act == .edit { return try cells(reader) }
    var form = ProductBulkForm(reader)
    let value = try form.value(act, currency)
    return try stored().map { item, product, stored in
      filled(item, product, stored, value.changes(product.terms, currency))
    }
  }

  private func filled(
    _ item: BulkItem, _ product: Product, _ stored: [String: String],
    _ after: [String: String]?
  ) -> BulkItem {
    let before = (after ?? [:]).keys.reduce(into: [String: String]()) { $0[$1] = stored[$1] ?? "" }
    return BulkItem(
      position: item.position, object: item.object, title: item.title, version: product.version,
      before: JSON(texts: before), after: JSON(texts: after ?? [:]),
      outcome: after == nil ? .refused : .waiting,
      problems: after == nil ? [Problem("price", Message("products.bulk.noPrice"))] : [])
  }

  /// The products whose cells were changed.
  private func cells(_ reader: FormReader) throws -> [BulkItem] {
    let changed = try stored().compactMap { item, product, values -> BulkItem? in
      var changes: [String: String] = [:]
      for field in ProductBulkAct.tableFields {
        guard let sent = reader.fields.first(name(field, item)) else { continue }
        let typed = FormReader.trimmed(sent)
        if shown(typed, field) != shown(values[field.rawValue], field) {
          changes[field.rawValue] = typed
        }
      }
      return changes.isEmpty ? nil : filled(item, product, values, changes)
    }
    if changed.isEmpty { throw InvalidForm("table", Message("bulk.nothing")) }
    try check(changed)
    return changed
  }

  /// What the form's rules say of a cell is told beside the cell.
  private func check(_ items: [BulkItem]) throws {
    let engine = BulkEngine(ProductBulk(kernel: context.kernel), kernel: context.kernel)
    var problems: [Problem] = []
    for item in try engine.rehearsed(items, of: run, at: context.now, as: context.scope) {
      for problem in item.problems where item.after.texts[problem.field] != nil {
        problems.append(Problem("\(problem.field)_\(item.position)", problem.message))
      }
    }
    if !problems.isEmpty { throw InvalidForm(problems) }
  }
}
