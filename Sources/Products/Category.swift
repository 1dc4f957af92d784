import Commerce
import Office

/// A node of the platform's category tree. Goods stand in leaves; the leaf says which
/// attributes they have, which drives the form, the checks and the moderator's page alike.
struct Category: Sendable {
  let id: CategoryID
  let parent: CategoryID?
  let name: Localized
  /// The marketplace's share of the price.
  let commission: Percent
  let attributes: [Attribute]

  func attribute(_ key: String) -> Attribute? { attributes.first { $0.key == key } }
}

/// A typed property that the goods of a category have.
struct Attribute: Sendable {
  enum Kind: Sendable {
    /// At most `limit` bytes of UTF-8.
    case text(limit: Int)
    /// A whole number of `unit`s.
    case number(unit: Localized, range: ClosedRange<Int64>)
    /// One entry of a dictionary.
    case choice([Choice])
    case flag
  }

  /// An entry of a dictionary: the key is stored, the name is shown.
  struct Choice: Sendable {
    let key: String
    let name: Localized
  }

  /// Stored with the values; never shown.
  let key: String
  let name: Localized
  let isRequired: Bool
  let kind: Kind

  /// The name of its input.
  var field: String { "attribute_\(key)" }

  /// "Volume, ml".
  func label(_ locale: Locale) -> String {
    if case .number(let unit, _) = kind, !saysItsUnit(unit) {
      return name[locale] + locale.comma + unit[locale]
    }
    return name[locale]
  }

  /// "Pages" and "Year of publication" need no unit behind them.
  private func saysItsUnit(_ unit: Localized) -> Bool {
    name[.en].lowercased().split(separator: " ").contains { $0 == unit[.en] }
  }

  /// A stored value as a person reads it, with its unit; nil where it has none.
  func text(_ value: String?, _ locale: Locale, yes: String) -> String? {
    guard let value, !value.isEmpty else { return nil }
    switch kind {
    case .text: return value
    case .number(let unit, _):
      // A year is a name rather than a number: 2024, not 2 024 years.
      if unit[.en] == "year" { return value }
      return Int64(value).map { "\(locale.number($0)) \(unit[locale])" } ?? value
    case .choice(let choices): return choices.first { $0.key == value }?.name[locale] ?? value
    case .flag: return yes
    }
  }
}

extension Attribute {
  /// Reads one definition of a category's row:
  /// `{"key":"volume","kind":"number","unit":{...},"max":20000,"required":true,"name":{...}}`.
  init?(_ json: JSON, dictionary: (String) -> [Choice]) {
    guard let key = json["key"]?.string, let name = Localized(json["name"]),
      let kind = Kind(json, dictionary: dictionary)
    else { return nil }
    self.init(key: key, name: name, isRequired: json["required"]?.bool ?? false, kind: kind)
  }
}

extension Attribute.Kind {
  fileprivate init?(_ json: JSON, dictionary: (String) -> [Attribute.Choice]) {
    switch json["kind"]?.string {
    case "text": self = .text(limit: 200)
    case "flag": self = .flag
    case "choice": self = .choice(dictionary(json["dictionary"]?.string ?? ""))
    case "number":
      guard let unit = Localized(json["unit"]) else { return nil }
      let least = json["min"]?.integer ?? 1
      self = .number(unit: unit, range: least...max(least, json["max"]?.integer ?? 1_000_000))
    default: return nil
    }
  }
}
