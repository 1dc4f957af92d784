import Commerce
import Documents
import Office
import SQL

/// The columns of a sheet of goods: of an export and of a template to fill in. Each heading says in
/// brackets which field it is, so that the sheet is read back in any language.
struct ProductSheet {
  let targets: [ImportTarget]
  let headings: [String]
  private let attributes: [String: Attribute]
  private let locale: Locale
  private let yes: String
  private let catalogue: ImportCatalogue
  private let currency: Currency

  /// - Parameters:
  ///   - categories: whose attributes get columns.
  ///   - isBlank: whether it is to be filled in, with goods that have no number yet.
  init<C: RequestContext>(
    _ context: C, categories: [CategoryID], warehouses: [(WarehouseID, String)],
    isBlank: Bool = false
  ) throws where C.Scope == SellerScope {
    catalogue = try ImportCatalogue(context.open)
    locale = context.locale
    yes = context.text("products.yes")
    currency = try ProductStore(rows: context.reader).currency()
    let all = try catalogue.attributes(of: categories)
    attributes = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let fields = ImportField.allCases.filter { !isBlank || $0 != .number }
    targets =
      fields.map { .field($0) } + all.map { .attribute($0.key) }
      + warehouses.map { .stock($0.0) }
    var headings: [String] = []
    for field in fields {
      let name = context.text("products.field.\(field.rawValue)")
      let isMoney = [.price, .priceBefore, .priceMin, .cost].contains(field)
      headings.append(isMoney ? "\(name)\(context.locale.comma)\(currency.code)" : name)
    }
    headings += all.map { $0.label(context.locale) }
    let stock = context.text("products.field.stock")
    headings += warehouses.map { "\(stock)\(context.locale.comma)\($0.1)" }
    self.headings = zip(headings, targets).map { "\($0) [\($1.text)]" }
  }

  /// The cells of a product, of its newest version.
  func cells(
    _ product: Product, _ content: ProductContent, _ balances: [StockBalance]
  ) -> [XLSXWriter.Cell] {
    var values = ImportForm.stored(product, content, currency)
    values["category"] = catalogue.path(content.category, locale)
    values["product_id"] = "\(product.id)"
    values["pictures"] = content.pictures.map(\.name).joined(separator: " ")
    for balance in balances {
      values[StockCount.field(balance.warehouse)] = "\(balance.onHand)"
    }
    return targets.map { target in cell(target, values[target.text] ?? "") }
  }

  private func cell(_ target: ImportTarget, _ value: String) -> XLSXWriter.Cell {
    if value.isEmpty { return .empty }
    switch target {
    case .stock: return .number(value)
    case .field(let field): return field.isNumber ? .number(value) : .text(value)
    case .attribute(let key):
      guard let attribute = attributes[key] else { return .text(value) }
      switch attribute.kind {
      case .number: return .number(value)
      case .flag: return .text(value == "1" ? yes : value)
      case .choice(let choices):
        // A name that two entries share would not be read back.
        let name = choices.first { $0.key == value }?.name[locale] ?? value
        return .text(attribute.formValue(name) == value ? name : value)
      default: return .text(value)
      }
    }
  }
}
