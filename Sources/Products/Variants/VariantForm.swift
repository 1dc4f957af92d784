import Commerce
import HTTP
import Office

/// What one cell of the form says.
struct VariantDraft: Sendable {
  let cell: VariantCell
  /// Of an existing variant, when the form was opened.
  var version: Int64
  let offerID: String
  /// Empty for a number of the shop's own.
  var barcode: String
  let price: Int64?
  var was: Int64
  let stock: Int64
}

/// Reads the matrix in one go. What is wrong is told at its cell, and all of it at once.
struct VariantForm {
  private(set) var reader: FormReader
  let matrix: VariantMatrix
  let source: Product
  let currency: Currency

  init(_ fields: FormFields, _ matrix: VariantMatrix, _ source: Product, _ currency: Currency) {
    reader = FormReader(fields)
    self.matrix = matrix
    self.source = source
    self.currency = currency
  }

  static func field(_ name: String, _ cell: VariantCell) -> String {
    "\(name)_\(cell.place.field)"
  }

  /// The cells to be made or changed.
  mutating func drafts() throws(InvalidForm) -> [VariantDraft] {
    let pattern = pattern
    let price = amount("price_all")
    let stock = reader.integer("stock_all", 0...ProductForm.mostPieces)
    var drafts: [VariantDraft] = []
    for cell in matrix.cells {
      if let draft = draft(cell, pattern, price, stock) { drafts.append(draft) }
    }
    refuseTwice(drafts)
    if drafts.isEmpty && reader.problems.isEmpty { reader.add("matrix", "variants.error.nothing") }
    try reader.check()
    return drafts
  }

  private var pattern: String {
    mutating get {
      let typed = reader.text("pattern", 0...100)
      return typed.isEmpty ? matrix.usualPattern : typed
    }
  }

  private mutating func draft(
    _ cell: VariantCell, _ pattern: String, _ price: Int64?, _ stock: Int64?
  ) -> VariantDraft? {
    let name = { (part: String) in Self.field(part, cell) }
    let isKnown = cell.member != nil
    if !isKnown && reader.typed(name("make")) != "1" {
      for part in ["offer", "barcode", "price", "stock"] { _ = reader.typed(name(part)) }
      return nil
    }
    var offer = reader.text(name("offer"), 0...50)
    if offer.isEmpty { offer = patterned(cell, pattern) }
    let was = isKnown ? reader.integer(name("was"), 0...ProductForm.mostPieces) ?? 0 : 0
    let counted = reader.integer(name("stock"), 0...ProductForm.mostPieces)
    var draft = VariantDraft(
      cell: cell, version: 1, offerID: offer, barcode: reader.barcode(name("barcode")),
      price: amount(name("price")) ?? (reader.typed(name("price")).isEmpty ? price : nil),
      was: was, stock: counted ?? (isKnown ? was : stock ?? 0))
    guard let member = cell.member else { return draft }
    if reader.typed(name("make")) == "1", reader.typed(name("version")).isEmpty {
      // Made since the form was opened, mostly by the same form sent twice: no version fits, so
      // that only what differs is refused.
      draft.version = 0
      draft.was = draft.stock
      if draft.barcode.isEmpty { draft.barcode = member.product.terms.barcode }
    } else {
      draft.version = reader.integer(name("version"), 1...Int64.max, required: true) ?? 0
    }
    return draft
  }

  private mutating func patterned(_ cell: VariantCell, _ pattern: String) -> String {
    let offer = matrix.offerID(pattern, source.terms.offerID, cell)
    if offer.unicodeScalars.count > 50 {
      reader.add(
        Self.field("offer", cell), "form.tooLong",
        ["max": "50", "size": "\(offer.unicodeScalars.count)"])
    }
    return offer
  }

  private mutating func amount(_ name: String) -> Int64? {
    guard let money = reader.money(name, currency) else { return nil }
    if 1...1_000_000_000_000 ~= money.minor { return money.minor }
    reader.add(name, "products.error.amount")
    return nil
  }

  /// Two cells with one number: the second is told which has it.
  private mutating func refuseTwice(_ drafts: [VariantDraft]) {
    var offers: [String: VariantCell] = [:]
    var barcodes: [String: VariantCell] = [:]
    for draft in drafts {
      if !draft.offerID.isEmpty,
        offers.updateValue(draft.cell, forKey: draft.offerID) != nil
      {
        reader.add(Self.field("offer", draft.cell), "variants.error.offerTwice")
      }
      if !draft.barcode.isEmpty,
        barcodes.updateValue(draft.cell, forKey: draft.barcode) != nil
      {
        reader.add(Self.field("barcode", draft.cell), "variants.error.barcodeTwice")
      }
    }
  }
}
