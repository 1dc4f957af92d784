import Commerce
import HTTP
import Office
import SQL

/// Reads the forms of a delivery.
struct InboundForm: PostedForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// The products that were ticked on the replenishment page, with their pieces.
  mutating func chosen() throws(InvalidForm) -> [(product: ProductID, quantity: Int64)] {
    let ticked = Set(reader.fields.all("product"))
    let typed = quantities(least: 0, for: ticked)
    try reader.check()
    return typed.filter { $0.quantity > 0 }
  }

  /// The delivery as it was typed.
  mutating func draft(_ store: InboundStore) throws -> InboundDraft {
    let warehouse = WarehouseID(text: reader.typed("warehouse"))
    if warehouse == nil { reader.add("warehouse", "form.choice") }
    let supplier = reader.text("supplier", 0...100)
    let day = reader.typed("expected")
    let expected = LocalDate(iso: day)
    if expected == nil, !day.isEmpty { reader.add("expected", "stock.error.date") }
    var lines = quantities(least: 0)
    if let line = try added(store) { lines.append(line) }
    try reader.check()
    guard let warehouse else { throw InvalidForm([]) }
    return InboundDraft(
      warehouse: warehouse, supplier: supplier, expected: expected, quantities: lines)
  }

  /// What has come of the lines; one for which nothing was typed is left out.
  mutating func receipts(_ lines: [InboundLine]) throws(InvalidForm) -> [InboundReceipt] {
    var receipts: [InboundReceipt] = []
    for line in lines {
      let pieces = ["received", "quarantine", "damaged"].map {
        reader.integer("\($0)_\(line.product)", 0...ProductForm.mostPieces) ?? 0
      }
      let field = "reason_\(line.product)"
      let receipt = InboundReceipt(
        product: line.product, received: pieces[0], quarantine: pieces[1], damaged: pieces[2],
        reason: reader.text(field, 0...200),
        seen: reader.integer("open_\(line.product)", 0...Int64.max))
      if receipt.came == 0 { continue }
      if receipt.came != line.open, receipt.reason.isEmpty {
        reader.add(field, "stock.inbound.error.reason")
      }
      receipts.append(receipt)
    }
    if receipts.isEmpty, reader.problems.isEmpty {
      reader.add("received_\(lines.first?.product.raw ?? 0)", "stock.inbound.error.nothing")
    }
    try reader.check()
    return receipts
  }

  mutating func reason() throws(InvalidForm) -> String {
    let reason = reader.text("reason", 1...200)
    try reader.check()
    return reason
  }

  /// A product by its offer id or barcode, with its pieces.
  private mutating func added(
    _ store: InboundStore
  ) throws(SQLError) -> (product: ProductID, quantity: Int64)? {
    let name = reader.text("add", 0...100)
    let quantity = reader.integer("add_quantity", 1...ProductForm.mostPieces)
    if name.isEmpty { return nil }
    guard let product = try store.product(named: name) else {
      reader.add("add", "stock.error.unknown")
      return nil
    }
    guard let quantity else {
      if reader.typed("add_quantity").isEmpty { reader.add("add_quantity", "form.required") }
      return nil
    }
    return (product, quantity)
  }

  /// `quantity_<product>` fields; what is empty counts as none.
  /// - Parameter ticked: only these are kept; nil keeps all.
  private mutating func quantities(
    least: Int64, for ticked: Set<String>? = nil
  ) -> [(product: ProductID, quantity: Int64)] {
    let prefix = "quantity_"
    var found: [(product: ProductID, quantity: Int64)] = []
    let names = reader.fields.fields.map(\.name).filter { $0.hasPrefix(prefix) }
    for name in names {
      let text = String(name.dropFirst(prefix.count))
      let quantity = reader.integer(name, least...ProductForm.mostPieces) ?? 0
      guard let product = ProductID(text: text) else {
        reader.add(name, "form.choice")
        continue
      }
      if ticked?.contains(text) ?? true { found.append((product, quantity)) }
    }
    return found
  }
}
