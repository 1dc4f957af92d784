import Commerce
import Office

/// What can be done to many products at once.
enum ProductBulkAct: String, BulkVerb {
  /// The price, by some per cent.
  case percent
  case price
  case before = "price_before"
  case least = "price_min"
  case lowStock = "low_stock"
  case hide, show, archive, submit
  /// Several fields, typed in a table.
  case edit

  /// What the table edits.
  static let tableFields: [ImportField] = [
    .title, .price, .priceBefore, .priceMin, .cost, .lowStock,
  ]

  /// The field that gets one value for all; nil for acts of another kind.
  var field: String? {
    switch self {
    case .percent: "price"
    case .price, .before, .least, .lowStock: rawValue
    default: nil
    }
  }

  var takesValues: Bool { field != nil || self == .edit }
  /// A table is shorter than a run.
  var most: Int { self == .edit ? 100 : BulkRun.most }
}

/// A value for all products of a run.
struct ProductBulkValue: Sendable {
  enum Rounding: String, Sendable, CaseIterable {
    /// To minor units.
    case exact
    case units, tens

    func step(_ currency: Currency) -> Int64 {
      var unit: Int64 = 1
      for _ in 0..<currency.digits { unit *= 10 }
      return self == .exact ? 1 : self == .units ? unit : unit * 10
    }
  }

  let act: ProductBulkAct
  /// As it was typed.
  let text: String
  /// Of a change by per cent: hundredths of one.
  let basisPoints: Int64
  let rounding: Rounding

  /// The fields that the product gets, as text; nil where it has no price to change.
  func changes(_ terms: ProductTerms, _ currency: Currency) -> [String: String]? {
    guard act == .percent else { return act.field.map { [$0: text] } }
    guard let price = terms.price else { return nil }
    let money = Money(minor: price, currency: currency)
    guard let scaled = try? money.scaled(by: 10_000 + basisPoints, over: 10_000) else { return nil }
    let step = rounding.step(currency)
    let rounded = max(step, (scaled.minor + step / 2) / step * step)
    return ["price": Money(minor: rounded, currency: currency).plain]
  }
}

/// Reads the value of an act.
struct ProductBulkForm {
  private(set) var reader: FormReader

  init(_ reader: FormReader) { self.reader = reader }

  mutating func value(
    _ act: ProductBulkAct, _ currency: Currency
  ) throws(InvalidForm) -> ProductBulkValue {
    let rounding = reader.choice("rounding", ProductBulkValue.Rounding.self, required: false)
    let text = reader.typed("value")
    var points: Int64 = 0
    switch act {
    case .percent: points = percent(text)
    case .lowStock:
      _ = reader.integer("value", 0...ProductForm.mostPieces, required: true)
    case .price:
      if reader.money("value", currency, required: true)?.minor == 0 {
        reader.add("value", "products.error.amount")
      }
    default: _ = reader.money("value", currency)
    }
    try reader.check()
    return ProductBulkValue(
      act: act, text: text, basisPoints: points, rounding: rounding ?? .exact)
  }

  /// "-12.5", "+10 %": at most 90 off and ten times more.
  private mutating func percent(_ text: String) -> Int64 {
    let bare = text.filter { $0 != "+" && $0 != "%" && $0 != "％" }
    // Two digits behind the point, as money has them.
    guard let currency = Currency(code: "USD"),
      let parsed = try? Money(parsing: bare, currency: currency).minor,
      -9_000...100_000 ~= parsed, parsed != 0
    else {
      reader.add("value", text.isEmpty ? "form.required" : "products.bulk.percent.wrong")
      return 0
    }
    return parsed
  }
}
