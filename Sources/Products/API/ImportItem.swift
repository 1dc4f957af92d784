import Commerce
import Office
import SQL

/// One item of `/v3/product/import`, read: what can be stored, and everything that is wrong.
struct ImportItem {
  let offerID: String
  private(set) var category: Category?
  private(set) var content: ProductContent?
  private(set) var problems: [ImportProblem] = []
  /// Whether all pictures that were named are the shop's own.
  private(set) var hasAllPictures = true
  private let fields: SellerFields
  private let currency: Currency

  var isBroken: Bool { problems.contains { !$0.isWarning } }

  init(
    _ fields: SellerFields, _ currency: Currency, _ categories: CategoryStore<OpenReader>,
    _ pictures: WirePictures
  ) throws {
    self.fields = fields
    self.currency = currency
    offerID = (try? fields.text("offer_id")) ?? ""
    guard 1...50 ~= offerID.unicodeScalars.count, FormReader.isClean(offerID) else {
      add("offer_id", "invalid_offer_id", "offer_id must have 1 to 50 characters")
      return
    }
    do {
      try readCategory(categories)
      try readContent(pictures)
      _ = try terms(over: ProductTerms())
    } catch let error as SellerError {
      add("", "invalid_value", error.message)
    } catch let refusal as ItemRefusal {
      add("price", refusal.code, refusal.message)
    }
  }

  /// The terms with what the item says of them.
  func terms(over old: ProductTerms) throws -> ProductTerms {
    var terms = old
    terms.offerID = offerID
    if let code = try fields.text("currency_code"), !code.isEmpty, code != currency.code {
      throw ItemRefusal("invalid_currency", "Prices of this shop are in \(currency.code)")
    }
    if let price = try fields.amount("price", currency) {
      guard price > 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.price = price
    }
    if let before = try fields.amount("old_price", currency) {
      guard before >= 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.priceBefore = before == 0 ? nil : before
    }
    try PriceLimits(currency).check(terms)
    if let code = try fields.text("barcode"), !code.isEmpty {
      guard (try? GTIN(code)) != nil else {
        throw ItemRefusal("invalid_barcode", "The barcode is no EAN, UPC or GTIN")
      }
      terms.barcode = code
    }
    return terms
  }

  private mutating func add(
    _ field: String, _ code: String, _ message: String, isWarning: Bool = false,
    _ attribute: WireAttribute? = nil
  ) {
    problems.append(
      ImportProblem(
        code: code, message: message, field: field, isWarning: isWarning, attribute: attribute))
  }

  private mutating func readCategory(_ categories: CategoryStore<OpenReader>) throws {
    let type = try fields.integer("type_id") ?? 0
    let wanted = try fields.integer("new_description_category_id") ?? 0
    let parent = try wanted == 0 ? fields.integer("description_category_id") : wanted
    category = try categories.leaf(type: type, below: parent)
    if category == nil {
      add("type_id", "category_not_found", "description_category_id and type_id are no pair")
    }
  }

  private mutating func readContent(_ pictures: WirePictures) throws {
    guard let category else { return }
    var made = ProductContent(category: category.id)
    made.title = try fields.text("name", max: 800) ?? ""
    if !FormReader.isClean(made.title) {
      add("name", "invalid_name", "name has control characters")
    }
    var reading = AttributeReading(WireAttributes(category, .ru), made)
    try reading.read(fields)
    made = reading.content
    problems += reading.problems
    try readSize(&made)
    try readVAT()
    let found = try pictures.read(fields)
    made.pictures = found.pictures
    hasAllPictures = found.problems.isEmpty
    problems += found.problems
    content = made
  }

  private mutating func readSize(_ content: inout ProductContent) throws {
    let unit: Int64? =
      switch try fields.text("dimension_unit")?.lowercased() ?? "mm" {
      case "mm", "": 10
      case "cm": 100
      case "in": 254
      default: nil
      }
    let weightUnit: Int64? =
      switch try fields.text("weight_unit")?.lowercased() ?? "g" {
      case "g", "": 1_000
      case "kg": 1_000_000
      case "lb": 453_592
      default: nil
      }
    guard let unit, let weightUnit else {
      add("dimension_unit", "invalid_unit", "units are mm, cm, in and g, kg, lb")
      return
    }
    let most = ProductForm.mostMillimetres
    content.length = try measure("depth", unit, 10, most)
    content.width = try measure("width", unit, 10, most)
    content.height = try measure("height", unit, 10, most)
    content.weight = try measure("weight", weightUnit, 1_000, ProductForm.mostGrams)
    checkDensity(content)
  }

  /// A whole number of a unit, in millimetres or grams; nil where it is missing or 0.
  private mutating func measure(
    _ name: String, _ unit: Int64, _ parts: Int64, _ most: Int64
  ) throws -> Int64? {
    guard let value = try fields.integer(name), value != 0 else { return nil }
    let (product, isOver) = value.multipliedReportingOverflow(by: unit)
    let result = product / parts
    guard value > 0, !isOver, 1...most ~= result else {
      add(name, "invalid_\(name)", "\(name) is out of range")
      return nil
    }
    return result
  }

  private mutating func checkDensity(_ content: ProductContent) {
    guard let weight = content.weight, let length = content.length, let width = content.width,
      let height = content.height
    else { return }
    let density = Double(weight) * 1_000 / (Double(length) * Double(width) * Double(height))
    if !(0.001...13.55 ~= density) {
      add("weight", "Incorrect_density", "weight and dimensions do not fit each other")
    }
  }

  /// Rates are looked at and not stored: the shop's tax is no part of a listing.
  private mutating func readVAT() throws {
    guard let text = try fields.text("vat"), !text.isEmpty else { return }
    guard let rate = Double(text), [0, 0.05, 0.07, 0.1, 0.2, 0.22].contains(rate) else {
      add("vat", "invalid_vat", "vat must be one of 0, 0.05, 0.07, 0.10, 0.20, 0.22")
      return
    }
  }
}
