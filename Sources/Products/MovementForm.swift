import Commerce
import HTTP
import Office
import Template

/// A movement that a person wants to book.
struct Booking: Sendable {
  let warehouse: WarehouseID
  let reason: StockReason
  /// Pieces that moved; for a count the pieces that are there.
  let quantity: Int64
  let note: String

  /// The change of what is on hand.
  func change(from onHand: Int64) -> Int64 {
    reason == .count ? quantity - onHand : quantity * (reason.sign ?? 1)
  }
}

/// Reads the form of a movement.
struct MovementForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func booking() throws(InvalidForm) -> Booking {
    let warehouse = WarehouseID(text: reader.typed("warehouse"))
    if warehouse == nil { reader.add("warehouse", "form.choice") }
    let reason = reader.choice("reason", StockReason.self)
    if let reason, !StockReason.byHand.contains(reason) { reader.add("reason", "form.choice") }
    let most = ProductForm.mostPieces
    let least: Int64 = reason == .correction ? -most : reason == .count ? 0 : 1
    let quantity = reader.integer("quantity", least...most, required: true)
    let note = reader.text("note", 0...200)
    try reader.check()
    guard let warehouse, let reason, let quantity else { throw InvalidForm([]) }
    return Booking(warehouse: warehouse, reason: reason, quantity: quantity, note: note)
  }
}

/// Shows the form of a movement and the ledger's lines.
struct MovementView<Context: RequestContext> {
  let context: Context
  let form: FormReader
  let problems: [Problem]

  var errors: ErrorsView? {
    ErrorsView(
      problems.map { problem in
        ProblemView(
          field: problem.field,
          text: context.text(
            "products.problem",
            [
              "field": context.text("products.stock.\(problem.field)"),
              "problem": context.text(problem.message),
            ]))
      })
  }

  func warehouse(_ balances: [StockBalance]) -> FieldView {
    var field = field("warehouse")
    field.options = balances.map { balance in
      let id = balance.warehouse.description
      return OptionView(value: id, label: balance.name, isSelected: id == field.value)
    }
    return field
  }

  var reason: FieldView {
    var field = field("reason")
    field.options = StockReason.byHand.map { reason in
      OptionView(
        value: reason.rawValue, label: context.text(reason.key),
        isSelected: reason.rawValue == field.value)
    }
    return field
  }

  var quantity: FieldView {
    var field = field("quantity")
    field.hint = context.text("products.stock.quantity.hint")
    field.inputMode = "numeric"
    return field
  }

  var note: FieldView {
    var field = field("note")
    field.isOptional = true
    return field
  }

  func entry(_ entry: StockEntry) -> EntryView {
    EntryView(
      time: context.time(entry.at), reason: context.text(entry.reason.key),
      warehouse: entry.warehouse, onHand: signed(entry.onHand), reserved: signed(entry.reserved),
      by: entry.member ?? "", note: entry.note)
  }

  private func signed(_ change: Int64) -> String {
    if change == 0 { return "" }
    return (change > 0 ? "+" : "") + context.locale.number(change)
  }

  private func field(_ name: String) -> FieldView {
    var field = FieldView(name, label: context.text("products.stock.\(name)"))
    field.value = form.typed(name)
    let problem = problems.first { $0.field == name }
    field.error = problem.map { context.text($0.message) } ?? ""
    return field
  }
}
