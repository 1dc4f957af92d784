import Commerce
import HTTP
import Office

/// What stands in the inputs of the edit form: what is stored, or what was typed.
struct FormValues {
  private var values: [String: String] = [:]

  subscript(_ name: String) -> String { values[name] ?? "" }

  /// The inputs that have a value.
  var names: Set<String> { Set(values.keys) }

  /// What was posted, as it was typed.
  /// - Parameter base: what stood in inputs that were locked, which are not posted.
  init(typed fields: FormFields, over base: FormValues?) {
    values = base?.values ?? [:]
    let reader = FormReader(fields)
    for (name, _) in fields.fields { values[name] = reader.typed(name) }
    for name in values.keys where name.hasPrefix("attribute_") {
      let all = fields.all(name)
      if all.count > 1 { values[name] = Self.joined(all) }
    }
  }

  /// Several ticked boxes as one text, as they are stored.
  static func joined(_ typed: [String]) -> String {
    typed.joined(separator: String(Attribute.separator))
  }

  init(
    _ product: Product, _ content: ProductContent, _ balances: [StockBalance],
    _ currency: Currency, _ locale: Locale
  ) {
    let amount = { (minor: Int64?) -> String in
      minor.map { locale.money(Money(minor: $0, currency: currency)) } ?? ""
    }
    let number = { (value: Int64?) -> String in value.map { "\($0)" } ?? "" }
    values = [
      "title": content.title, "description": content.description, "brand": content.brand,
      "category": content.category.description, "weight": number(content.weight),
      "length": number(content.length), "width": number(content.width),
      "height": number(content.height), "offer_id": product.terms.offerID,
      "barcode": product.terms.barcode, "price": amount(product.terms.price),
      "price_before": amount(product.terms.priceBefore),
      "price_min": amount(product.terms.priceMin), "cost": amount(product.terms.cost),
      "low_stock": "\(product.terms.lowStock)",
    ]
    for (key, value) in content.attributes { values["attribute_\(key)"] = value }
    for balance in balances {
      values[StockCount.field(balance.warehouse)] = "\(balance.onHand)"
    }
  }
}
