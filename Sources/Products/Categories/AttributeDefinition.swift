import Commerce
import Office

/// One attribute as the category's row holds it and the admin changes it. `Attribute` is the same
/// with its dictionary read: the form, the template of an import, the checks and the moderator's
/// page all derive from that.
struct AttributeDefinition: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case text, number, choice, choices, flag

    /// Whether its values are entries of a dictionary.
    var hasDictionary: Bool { self == .choice || self == .choices }
    /// Whether one value of it can set a variant apart.
    var canBeAspect: Bool { self == .choice }
  }

  static let mostCharacters: Int64 = 4_000
  static let mostChoices: Int64 = 50
  static let numbers: ClosedRange<Int64> = -1_000_000_000...1_000_000_000

  /// Stored with goods; never changes.
  let key: String
  var kind: Kind
  var name: Localized
  /// What to write; shown below the input.
  var help: Localized?
  var isRequired = false
  /// Whether goods that differ in it alone are variants of one another.
  var isAspect = false
  var dictionary = ""
  var unit: Localized?
  /// Of a number.
  var least: Int64?
  /// Of a number; of a text in characters; of several choices in choices.
  var most: Int64?
}

extension AttributeDefinition {
  /// Reads one object of a category's row:
  /// `{"key":"volume","kind":"number","unit":{...},"max":20000,"required":true,"name":{...}}`.
  init?(_ json: JSON) {
    guard let key = json["key"]?.string, let name = Localized(json["name"]),
      let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:))
    else { return nil }
    self.init(key: key, kind: kind, name: name)
    help = Localized(json["help"])
    isRequired = json["required"]?.bool ?? false
    isAspect = kind.canBeAspect && (json["aspect"]?.bool ?? false)
    dictionary = json["dictionary"]?.string ?? ""
    unit = Localized(json["unit"])
    least = json["min"]?.integer
    most = json["max"]?.integer
    if kind == .number, unit == nil { return nil }
  }

  var json: JSON {
    var members: [(String, JSON)] = [
      ("key", .string(key)), ("kind", .string(kind.rawValue)), ("name", name.json),
    ]
    if let help { members.append(("help", help.json)) }
    if let unit { members.append(("unit", unit.json)) }
    if !dictionary.isEmpty { members.append(("dictionary", .string(dictionary))) }
    if let least { members.append(("min", .integer(least))) }
    if let most { members.append(("max", .integer(most))) }
    members.append(("required", .bool(isRequired)))
    members.append(("aspect", .bool(isAspect)))
    return .object(members)
  }

  /// The definitions of a category's row, in the order of its form.
  static func all(of text: String) -> [AttributeDefinition] {
    let items = (try? JSON(parsing: Array(text.utf8)))?.array ?? []
    return items.compactMap(AttributeDefinition.init)
  }

  static func text(_ all: [AttributeDefinition]) -> String { JSON.array(all.map(\.json)).text }

  /// A key that can be stored: small letters, digits and `_`, a letter first, at most 40.
  static func isKey(_ text: String) -> Bool {
    guard let first = text.utf8.first, 97...122 ~= first, text.utf8.count <= 40 else {
      return false
    }
    return text.utf8.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 }
  }
}

extension Localized {
  var json: JSON {
    .object([("en", .string(en)), ("ru", .string(ru)), ("zh", .string(zh))])
  }
}
