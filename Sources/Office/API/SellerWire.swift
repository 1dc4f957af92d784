import Commerce

extension [(String, JSON)] {
  /// The members as an object.
  public var json: JSON { .object(self) }
}

extension SellerFields {
  /// The language asked for; Russian where none is.
  public func language() throws(SellerError) -> Locale {
    switch try text("language") ?? "DEFAULT" {
    case "", "DEFAULT", "RU": return .ru
    case "EN", "TR": return .en
    case "ZH_HANS": return .zh
    default: throw .invalid("language", "must be one of DEFAULT, RU, EN, TR, ZH_HANS")
    }
  }

  /// How many rows a page has; what is too much is cut.
  public func limit(_ most: Int64, else fallback: Int64? = nil) throws(SellerError) -> Int64 {
    let limit = try integer("limit") ?? 0
    return limit < 1 ? fallback ?? most : min(limit, most)
  }

  /// Where a page begins: behind the row with that number.
  public func place(_ name: String) throws(SellerError) -> Int64 {
    guard let text = try text(name), !text.isEmpty, text != "0" else { return 0 }
    guard let id = Int64(text), id > 0 else { throw .invalid(name, "is no place in the list") }
    return id
  }

  /// An amount in minor units, as a text with a dot or as a number; nil where it is not sent.
  public func amount(_ name: String, _ currency: Currency) throws(SellerError) -> Int64? {
    guard let text = try text(name, max: 80), !text.isEmpty else { return nil }
    do {
      return try Money(parsing: text, currency: currency).minor
    } catch {
      throw .invalid(self.name(name), "must be an amount such as 1448.00")
    }
  }
}

extension Money {
  /// Where the API wants a JSON number.
  public var number: JSON { .number(Double(minor) / Double(currency.minorPerUnit)) }

  /// The same of what may be missing: 0.
  public static func number(_ minor: Int64?, _ currency: Currency) -> JSON {
    Money(minor: minor ?? 0, currency: currency).number
  }

  /// "1448.00", or "" for none.
  public static func text(_ minor: Int64?, _ currency: Currency) -> JSON {
    .string(minor.map { Money(minor: $0, currency: currency).plain } ?? "")
  }
}
