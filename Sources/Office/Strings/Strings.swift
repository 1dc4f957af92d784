import Commerce
import Template

/// Every sentence of the product in every language. Checked at boot: the same keys, the same
/// placeholders and the plural forms that each language needs.
public final class Strings: Sendable {
  /// By `Locale.index`.
  private let tables: [[String: Catalogue.Entry]]

  init(_ tables: [[String: Catalogue.Entry]]) { self.tables = tables }

  /// The sentence; the key itself where it is unknown, which a sweep test finds.
  public func text(_ message: Message, _ locale: Locale) -> String {
    guard let entry = tables[locale.index][message.key] else { return message.key }
    let pattern: String
    switch entry {
    case .text(let text): pattern = text
    case .plural(let forms):
      let form = locale.plural(message.count ?? 0).rawValue
      pattern = forms[form] ?? forms["other"] ?? message.key
    }
    guard pattern.utf8.contains(UInt8(ascii: "{")) else { return pattern }
    var values = message.values
    if let count = message.count, values["count"] == nil {
      values["count"] = locale.number(count)
    }
    return Self.fill(pattern, values)
  }

  /// Whether the key exists.
  public func contains(_ key: String) -> Bool { tables[Locale.en.index][key] != nil }

  /// The catalogues as templates take them, in the order of `Locale.allCases`.
  var catalogues: [Catalogue] {
    Locale.allCases.map { locale in
      Catalogue(locale: locale.tag, entries: tables[locale.index]) { count in
        locale.plural(count).rawValue
      } number: { value, out in
        locale.append(number: value, to: &out)
      }
    }
  }

  private static func fill(_ pattern: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = pattern[...]
    while let hole = Placeholder.first(in: rest) {
      result += rest[..<hole.range.lowerBound]
      result += values[hole.name] ?? "{\(hole.name)}"
      rest = rest[hole.range.upperBound...]
    }
    return result + rest
  }
}
