import Commerce
import HTTP
import Office

/// A movement that a person wants to book.
struct Booking: Sendable {
  let warehouse: WarehouseID
  /// Where pieces go that are moved to another warehouse.
  let target: WarehouseID?
  let reason: StockReason
  /// Pieces that moved; for a count the pieces that are there.
  let quantity: Int64
  let note: String
  /// The newest entry of the ledger that the person had before them; nil where that is not told.
  var seen: Int64?

  /// What it changes where the pieces are.
  func change(from balance: StockBalance) -> StockChange {
    reason == .count
      ? StockChange(onHand: quantity - balance.onHand) : reason.change(of: quantity)
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
    let target = WarehouseID(text: reader.typed("target"))
    if reason == .transfer, target == nil || target == warehouse {
      reader.add("target", "stock.error.target")
    }
    let most = ProductForm.mostPieces
    let least: Int64 = reason == .correction ? -most : reason == .count ? 0 : 1
    let quantity = reader.integer("quantity", least...most, required: true)
    let note = reader.text("note", 0...200)
    let seen = reader.integer("seen", 0...Int64.max)
    try reader.check()
    guard let warehouse, let reason, let quantity else { throw InvalidForm([]) }
    return Booking(
      warehouse: warehouse, target: reason == .transfer ? target : nil, reason: reason,
      quantity: quantity, note: note, seen: seen)
  }
}

/// Shows the form of a movement.
struct MovementView<Context: RequestContext> {
  let context: Context
  let form: FormReader
  let problems: [Problem]
  let balances: [StockBalance]

  var warehouse: FieldView {
    field("warehouse") { $0.options = warehouses($0.value) }
  }

  var target: FieldView {
    field("target") {
      let none = OptionView(value: "", label: context.text("stock.target.none"), isSelected: false)
      $0.options = [none] + warehouses($0.value)
      $0.isOptional = true
    }
  }

  var reason: FieldView {
    field("reason") { field in
      let chosen = field.value
      let reasons = StockReason.byHand.filter { balances.count > 1 || $0 != .transfer }
      field.options = reasons.map { reason in
        OptionView(
          value: reason.rawValue, label: context.text(reason.key),
          isSelected: reason.rawValue == chosen)
      }
    }
  }

  var quantity: FieldView {
    field("quantity") {
      $0.hint = context.text("products.stock.quantity.hint")
      $0.inputMode = "numeric"
    }
  }

  var note: FieldView { field("note") { $0.isOptional = true } }

  private func warehouses(_ chosen: String) -> [OptionView] {
    balances.map { balance in
      let id = balance.warehouse.description
      return OptionView(value: id, label: balance.name, isSelected: id == chosen)
    }
  }

  private func field(_ name: String, _ change: (inout FieldView) -> Void) -> FieldView {
    var field = FieldView(name, label: context.text("stock.field.\(name)"))
    field.value = form.typed(name)
    field.error = context.error(of: name, in: problems)
    change(&field)
    return field
  }
}
