import Commerce
import HTTP
import Office

/// A row as the edit form would have sent it, read by the form's own rules: what the form refuses
/// the import refuses, with the same words.
struct ImportForm {
  let row: ImportRow
  let category: Category
  let currency: Currency
  let tokens: PictureToken
  /// Pictures that the row names and the shop has; nil where the row says nothing of pictures.
  let pictures: [Picture]?

  struct Reading {
    var draft: ProductDraft?
    var problems: [Problem] = []
    var warnings: [Problem] = []
  }

  /// - Parameters:
  ///   - stored: the product's own fields, over which the row's are laid; none for a new one.
  ///   - warehouses: those whose pieces the row may count, with what is there.
  func read(
    over stored: [String: String], pictures old: [Picture], version: Int64,
    warehouses: [WarehouseID: Int64]
  ) -> Reading {
    var reading = Reading()
    var values = stored
    for (name, value) in row.values where name != "category" && name != "pictures" {
      if name.hasPrefix("attribute_") {
        guard let attribute = category.attribute(String(name.dropFirst("attribute_".count))) else {
          reading.warnings.append(Problem(name, Message("imports.warning.attribute")))
          continue
        }
        let form = attribute.formValue(value)
        if case .flag = attribute.kind, !attribute.isFlagValue(form) {
          reading.problems.append(Problem(name, Message("imports.error.flag")))
        }
        values[name] = form
      } else {
        values[name] = value
      }
    }
    values["category"] = category.id.description
    values["version"] = "\(max(1, version))"
    for (warehouse, onHand) in warehouses {
      let field = StockCount.field(warehouse)
      if values[field] != nil { values["\(field)_was"] = "\(onHand)" }
    }
    let pairs = values.map { (name: $0.key, value: $0.value) }
    var form = ProductForm(
      FormFields(fields: QueryFields(pairs)), currency, category, tokens)
    do {
      reading.draft = try form.draft(
        isLocked: false, uploads: pictures ?? old, warehouses: Array(warehouses.keys))
    } catch {
      reading.problems += error.problems
    }
    return reading
  }

  /// The fields of a stored product as plain text, which reads back as it is.
  static func stored(
    _ product: Product, _ content: ProductContent, _ currency: Currency
  ) -> [String: String] {
    var values: [String: String] = [:]
    let amount = { (minor: Int64?) in minor.map { Money(minor: $0, currency: currency).plain } }
    values["offer_id"] = product.terms.offerID
    values["barcode"] = product.terms.barcode
    values["price"] = amount(product.terms.price)
    values["price_before"] = amount(product.terms.priceBefore)
    values["price_min"] = amount(product.terms.priceMin)
    values["cost"] = amount(product.terms.cost)
    values["low_stock"] = "\(product.terms.lowStock)"
    values["title"] = content.title
    values["description"] = content.description
    values["brand"] = content.brand
    values["weight"] = content.weight.map(String.init)
    values["length"] = content.length.map(String.init)
    values["width"] = content.width.map(String.init)
    values["height"] = content.height.map(String.init)
    for (key, value) in content.attributes { values["attribute_\(key)"] = value }
    return values
  }
}
