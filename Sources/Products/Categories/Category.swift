import Commerce
import Office

/// A node of the platform's category tree. Goods stand in leaves; the leaf says which
/// attributes they have, which drives the form, the checks and the moderator's page alike.
struct Category: Sendable {
  let id: CategoryID
  let parent: CategoryID?
  let name: Localized
  /// The share of the price that the category began with; what holds on a day is its `FeeTable`.
  let commission: Percent
  let attributes: [Attribute]
  var pictures = PictureRules()
  /// Whether nothing new can be listed in it; what is listed stays.
  var isClosed = false

  func attribute(_ key: String) -> Attribute? { attributes.first { $0.key == key } }

  /// Those that make variants, in the order of the form.
  var aspects: [Attribute] { attributes.filter(\.isAspect) }
}

/// A typed property that the goods of a category have.
struct Attribute: Sendable {
  enum Kind: Sendable {
    /// At most `limit` characters.
    case text(limit: Int)
    /// A whole number of `unit`s.
    case number(unit: Localized, range: ClosedRange<Int64>)
    /// One entry of a dictionary.
    case choice([Choice])
    /// Several entries of a dictionary, at most `limit`.
    case choices([Choice], limit: Int)
    case flag
  }

  /// An entry of a dictionary: the key is stored, the name is shown.
  struct Choice: Sendable {
    let key: String
    let name: Localized
    /// Whether it is no longer offered; goods that have it keep it.
    var isRetired = false
  }

  /// Stored with the values; never shown.
  let key: String
  let name: Localized
  let isRequired: Bool
  let kind: Kind
  /// What to write; shown below the input.
  var help: Localized?
  /// Whether goods that differ in it alone are variants of one another.
  var isAspect = false

  /// The name of its input.
  var field: String { "attribute_\(key)" }

  /// Every entry of its dictionary, also those no longer offered; empty where it has none.
  var choices: [Choice] {
    switch kind {
    case .choice(let choices), .choices(let choices, _): choices
    case .text, .number, .flag: []
    }
  }

  /// How many values it takes at once.
  var mostValues: Int { if case .choices(_, let limit) = kind { limit } else { 1 } }

  /// The entries that can be chosen anew.
  var offered: [Choice] { choices.filter { !$0.isRetired } }

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
    case .choices(let choices, _):
      return value.split(separator: Self.separator).map { key in
        choices.first { $0.key == key }?.name[locale] ?? String(key)
      }.joined(separator: locale == .zh ? "、" : ", ")
    case .flag: return yes
    }
  }
}

extension Attribute {
  /// - Parameter dictionary: the entries of the dictionary of a name.
  init(_ definition: AttributeDefinition, dictionary: (String) -> [Choice]) {
    self.init(
      key: definition.key, name: definition.name, isRequired: definition.isRequired,
      kind: Kind(definition, dictionary: dictionary), help: definition.help,
      isAspect: definition.isAspect)
  }
}

extension Attribute.Kind {
  fileprivate init(
    _ definition: AttributeDefinition, dictionary: (String) -> [Attribute.Choice]
  ) {
    switch definition.kind {
    case .text: self = .text(limit: Int(clamping: definition.most ?? 200))
    case .flag: self = .flag
    case .choice: self = .choice(dictionary(definition.dictionary))
    case .choices:
      let limit = definition.most ?? AttributeDefinition.mostChoices
      self = .choices(dictionary(definition.dictionary), limit: Int(clamping: limit))
    case .number:
      let unit = definition.unit ?? Localized(en: "", ru: "", zh: "")
      let least = definition.least ?? 1
      self = .number(unit: unit, range: least...max(least, definition.most ?? 1_000_000))
    }
  }
}
