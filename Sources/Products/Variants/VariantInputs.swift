import Commerce
import Office
import SQL
import Template

/// The inputs of the matrix, with what stands in them and what is wrong.
struct VariantInputs<Context: RequestContext> where Context.Scope == SellerScope {
  let editor: VariantEditor<Context>
  let typed: FormReader?
  let problems: [Problem]
  let balances: [ProductID: Int64]

  private var context: Context { editor.context }
  private var locale: Locale { context.locale }

  func grid(_ matrix: VariantMatrix) -> VariantGridView {
    VariantGridView(
      hidden: matrix.axes.flatMap { axis in
        axis.values.map {
          HiddenView(name: VariantEditor<Context>.field(axis.attribute), value: $0.key)
        }
      },
      pattern: shared("pattern", matrix.usualPattern), price: shared("price_all", ""),
      stock: shared("stock_all", ""),
      axis: matrix.axes.map { $0.attribute.name[locale] }.joined(separator: " / "),
      cells: matrix.cells.map(cell))
  }

  /// The summary above the form: in the order of the cells, each with the variant's name.
  func errors(_ matrix: VariantMatrix?) -> ErrorSummary? {
    let named = (matrix?.cells ?? []).flatMap { cell in
      ["offer", "barcode", "price", "stock", "version", "was"].compactMap { part in
        let field = VariantForm.field(part, cell)
        return problems.first { $0.field == field }.map { problem in
          line(problem, "\(cell.label(locale)): \(context.text("variants.field.\(shown(part))"))")
        }
      }
    }
    let shared = ["pattern", "price_all", "stock_all"].compactMap { name in
      problems.first { $0.field == name }.map {
        line($0, context.text("variants.field.\(name)"))
      }
    }
    let others = problems.filter { ["axes", "matrix"].contains($0.field) }.map {
      ProblemView(field: $0.field, text: context.text($0.message))
    }
    return ErrorSummary(unlessEmpty: others + shared + named)
  }

  /// Hidden inputs have no place of their own.
  private func shown(_ part: String) -> String {
    part == "version" || part == "was" ? "offer" : part
  }

  private func line(_ problem: Problem, _ label: String) -> ProblemView {
    let field = problem.field.replacing("version_", with: "offer_").replacing(
      "was_", with: "stock_")
    return ProblemView(
      field: field,
      text: context.text(
        "parts.errors.line", ["field": label, "problem": context.text(problem.message)]))
  }

  private func shared(_ name: String, _ usual: String) -> FieldView {
    var field = FieldView(name, label: context.text("variants.field.\(name)"))
    let text = typed?.typed(name) ?? ""
    field.value = text.isEmpty ? usual : text
    field.error = context.error(of: name, in: problems)
    field.inputMode = name == "pattern" ? "text" : "decimal"
    field.isMono = name == "pattern"
    if name == "pattern" {
      field.hint = context.text("variants.hint.pattern")
    }
    if name == "price_all" {
      field.hint = context.text("variants.hint.price", ["currency": editor.currency.code])
    }
    return field
  }

  private func cell(_ cell: VariantCell) -> VariantCellView {
    let product = cell.member?.product
    let onHand = product.flatMap { balances[$0.id] }
    let badge = product.map { context.badge($0.state, $0.pending, $0.blockers).badge }
    let make = VariantForm.field("make", cell)
    return VariantCellView(
      label: cell.label(locale), make: make,
      isMade: typed.map { $0.typed(make) == "1" } ?? true, badge: badge,
      href: product.map { URLText(path: "/products/\($0.id)") }, held: held(product),
      version: HiddenView(
        name: VariantForm.field("version", cell), value: "\(product?.version ?? 1)"),
      was: HiddenView(
        name: VariantForm.field("was", cell),
        value: typed?.typed(VariantForm.field("was", cell)).orNull ?? "\(onHand ?? 0)"),
      inputs: [
        input("offer", cell, product?.terms.offerID ?? ""),
        input("barcode", cell, product?.terms.barcode ?? ""),
        input("price", cell, price(product)),
        input("stock", cell, onHand.map { "\($0)" } ?? ""),
      ])
  }

  private func price(_ product: Product?) -> String { money(product?.terms.price) }

  private func held(_ product: Product?) -> String {
    guard let asked = product?.asked else { return "" }
    return context.text("variants.held", ["price": money(asked.price)])
  }

  private func money(_ minor: Int64?) -> String {
    guard let minor else { return "" }
    return locale.money(Money(minor: minor, currency: editor.currency))
  }

  private func input(_ part: String, _ cell: VariantCell, _ stored: String) -> CellInputView {
    let name = VariantForm.field(part, cell)
    let head = context.text("variants.field.\(part)")
    return CellInputView(
      name, label: "\(head): \(cell.label(locale))", head: head,
      value: typed?.typed(name) ?? stored, error: context.error(of: name, in: problems),
      inputMode: part == "offer" ? "text" : part == "price" ? "decimal" : "numeric",
      size: part == "offer" ? 16 : part == "barcode" ? 14 : 8)
  }
}
