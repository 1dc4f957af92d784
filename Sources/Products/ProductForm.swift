import Commerce
import HTTP
import Office

/// The edit form, read: what can be saved.
struct ProductDraft: Sendable {
  /// The product's version when the form was opened.
  let version: Int64
  let terms: ProductTerms
  /// nil where the content was locked.
  let content: ProductContent?
  let counts: [StockCount]
}

/// A count of the stock in one warehouse, typed over the number that the form showed.
struct StockCount: Sendable, Hashable {
  let warehouse: WarehouseID
  let was: Int64
  let now: Int64

  var field: String { Self.field(warehouse) }
  static func field(_ warehouse: WarehouseID) -> String { "stock_\(warehouse)" }
}

/// Reads the edit form. What is wrong with its form is told by field; what is missing is not
/// wrong: a draft may be incomplete.
struct ProductForm {
  static let mostPictures = 15
  static let mostGrams: Int64 = 1_000_000
  static let mostMillimetres: Int64 = 10_000
  static let mostPieces: Int64 = 10_000_000

  private(set) var reader: FormReader
  /// Those that the form carries and those just uploaded, also where something else was wrong.
  private(set) var pictures: [Picture] = []
  let currency: Currency
  /// Of the category that the form names; nil where it names none.
  let category: Category?
  let tokens: PictureToken

  init(_ fields: FormFields, _ currency: Currency, _ category: Category?, _ tokens: PictureToken) {
    reader = FormReader(fields)
    self.currency = currency
    self.category = category
    self.tokens = tokens
  }

  /// - Parameters:
  ///   - isLocked: whether the content waits for a moderator and is not in the form; an older
  ///     page still sends it.
  ///   - warehouses: those whose stock the member may count.
  mutating func draft(
    isLocked: Bool, uploads: [Picture], warehouses: [WarehouseID]
  ) throws(InvalidForm) -> ProductDraft {
    let version = reader.integer("version", 1...Int64.max, required: true) ?? 0
    let hasContent = !isLocked || reader.fields.first("category") != nil
    let content = hasContent ? readContent(uploads) : nil
    let terms = readTerms()
    let counts = warehouses.compactMap { readCount($0) }
    try reader.check()
    return ProductDraft(version: version, terms: terms, content: content, counts: counts)
  }

  /// Takes the inputs of the category that the product leaves: they have no place in the other.
  func leave(_ old: Category) {
    for attribute in old.attributes where category?.attribute(attribute.key) == nil {
      _ = reader.fields.all(attribute.field)
    }
  }

  /// Adds what was wrong with uploads, so that all problems are told at once.
  mutating func add(_ problems: [Problem]) {
    for problem in problems {
      reader.add(problem.field, problem.message.key, problem.message.values)
    }
  }
}

extension ProductForm {
  private mutating func readTerms() -> ProductTerms {
    var terms = ProductTerms()
    terms.offerID = reader.text("offer_id", 0...50)
    terms.barcode = reader.barcode("barcode")
    terms.price = readAmount("price", from: 1)
    terms.priceBefore = readAmount("price_before", from: 1)
    terms.priceMin = readAmount("price_min", from: 1)
    terms.cost = readAmount("cost", from: 0)
    terms.lowStock = reader.integer("low_stock", 0...Self.mostPieces) ?? 0
    if let price = terms.price {
      if let before = terms.priceBefore, before <= price {
        reader.add("price_before", "products.error.beforeTooLow")
      }
      if let least = terms.priceMin, least > price {
        reader.add("price_min", "products.error.minTooHigh")
      }
    } else if terms.priceBefore != nil && reader.typed("price").isEmpty {
      reader.add("price_before", "products.error.beforeAlone")
    }
    return terms
  }

  private mutating func readAmount(_ name: String, from least: Int64) -> Int64? {
    guard let money = reader.money(name, currency) else { return nil }
    if money.minor < least || money.minor > 1_000_000_000_000 {
      reader.add(name, "products.error.amount")
      return nil
    }
    return money.minor
  }

  private mutating func readContent(_ uploads: [Picture]) -> ProductContent? {
    guard let category else {
      reader.add("category", "form.choice")
      return nil
    }
    var content = ProductContent(category: category.id)
    content.title = reader.text("title", 0...800)
    content.description = reader.text("description", 0...20_000, lines: true)
    content.brand = reader.text("brand", 0...100)
    for attribute in category.attributes {
      content.attributes[attribute.key] = read(attribute)
    }
    content.weight = readMeasure("weight", "products.error.grams", Self.mostGrams)
    content.length = readMeasure("length", "products.error.millimetres", Self.mostMillimetres)
    content.width = readMeasure("width", "products.error.millimetres", Self.mostMillimetres)
    content.height = readMeasure("height", "products.error.millimetres", Self.mostMillimetres)
    pictures = readPictures(uploads)
    content.pictures = pictures
    return content
  }

  private mutating func read(_ attribute: Attribute) -> String? {
    let name = attribute.field
    if case .choices = attribute.kind {
      return value(of: FormValues.joined(reader.fields.all(name)), attribute)
    }
    if reader.fields.doubled.contains(name) { reader.add(name, "form.twice") }
    return value(of: reader.typed(name), attribute)
  }

  private mutating func value(of typed: String, _ attribute: Attribute) -> String? {
    do {
      return try attribute.value(of: typed)
    } catch {
      reader.add(attribute.field, error.message.key, error.message.values)
      return nil
    }
  }

  /// A measure in its one unit: "1.25 kg" is told which unit is wanted.
  private mutating func readMeasure(_ name: String, _ problem: String, _ most: Int64) -> Int64? {
    let text = reader.typed(name)
    if text.isEmpty { return nil }
    let digits = text.filter { !$0.isWhitespace }
    if let value = Int64(digits), 1...most ~= value { return value }
    reader.add(name, problem, ["max": Locale.en.number(most)])
    return nil
  }

  private mutating func readPictures(_ uploads: [Picture]) -> [Picture] {
    var pictures: [Picture] = []
    for index in 0..<Self.mostPictures {
      guard let token = reader.fields.first("picture_\(index)") else { break }
      let alt = reader.text("alt_\(index)", 0...300)
      guard let picture = tokens.picture(token, alt: alt) else {
        reader.add("pictures", "products.error.pictureToken")
        continue
      }
      pictures.append(picture)
    }
    pictures = PictureOrder(reader.typed("picture"))?.applied(to: pictures) ?? pictures
    for upload in uploads where !pictures.contains(where: { $0.name == upload.name }) {
      pictures.append(upload)
    }
    if pictures.count > Self.mostPictures {
      reader.add("pictures", "products.error.tooManyPictures", ["max": "\(Self.mostPictures)"])
      pictures.removeLast(pictures.count - Self.mostPictures)
    }
    return pictures
  }

  private mutating func readCount(_ warehouse: WarehouseID) -> StockCount? {
    let field = StockCount.field(warehouse)
    let was = reader.integer("\(field)_was", 0...Self.mostPieces)
    let now = reader.integer(field, 0...Self.mostPieces)
    guard let was, let now else { return nil }
    return StockCount(warehouse: warehouse, was: was, now: now)
  }
}

/// The button under a picture that was pressed: `2-earlier`, `2-later`, `2-remove`.
struct PictureOrder {
  let index: Int
  let change: String

  init?(_ text: String) {
    let parts = text.split(separator: "-")
    guard parts.count == 2, let index = Int(parts[0]) else { return nil }
    self.index = index
    change = String(parts[1])
  }

  func applied(to pictures: [Picture]) -> [Picture] {
    guard pictures.indices.contains(index) else { return pictures }
    var pictures = pictures
    switch change {
    case "earlier" where index > 0: pictures.swapAt(index, index - 1)
    case "later" where index + 1 < pictures.count: pictures.swapAt(index, index + 1)
    case "remove": pictures.remove(at: index)
    default: break
    }
    return pictures
  }
}
