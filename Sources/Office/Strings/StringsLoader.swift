import Commerce
import Template

/// Reads `strings.{en,ru,zh}.json` of every template folder and holds them against each other.
/// Every problem names the file and the key.
struct StringsLoader {
  private struct Line {
    let path: String
    let entry: Catalogue.Entry
  }

  /// By `Locale.index`.
  private var tables: [[String: Line]] = Locale.allCases.map { _ in [:] }
  private var problems: [String] = []

  /// - Parameter files: path -> bytes of every strings file.
  static func load(_ files: [(path: String, bytes: [UInt8])]) throws(BootError) -> Strings {
    var loader = StringsLoader()
    for file in files { loader.add(file.path, file.bytes) }
    loader.compare()
    if !loader.problems.isEmpty { throw BootError(loader.problems) }
    return Strings(loader.tables.map { $0.mapValues { $0.entry } })
  }

  private static func ending(_ locale: Locale) -> String { "strings.\(locale.rawValue).json" }

  private mutating func add(_ path: String, _ bytes: [UInt8]) {
    guard let locale = Locale.allCases.first(where: { path.hasSuffix(Self.ending($0)) }) else {
      return problems.append("\(path): the name must be strings.{en,ru,zh}.json")
    }
    do {
      guard case .object(let pairs) = try JSON(parsing: bytes) else {
        return problems.append("\(path): must be one JSON object")
      }
      tables[locale.index].reserveCapacity(tables[locale.index].count + pairs.count)
      for (key, value) in pairs { add(key, value, locale, path) }
    } catch {
      problems.append("\(path): \(error)")
    }
  }

  private mutating func add(_ key: String, _ value: JSON, _ locale: Locale, _ path: String) {
    guard let entry = Self.entry(value) else {
      return problems.append("\(path): '\(key)' must be a text or an object of plural forms")
    }
    if case .plural(let forms) = entry {
      let needed = locale.pluralForms.map(\.rawValue)
      if Set(forms.keys) != Set(needed) {
        problems.append("\(path): '\(key)' needs the forms \(needed.joined(separator: ", "))")
      }
    }
    let line = Line(path: path, entry: entry)
    if let other = tables[locale.index].updateValue(line, forKey: key) {
      problems.append("\(path): '\(key)' is there twice, also in \(other.path)")
    }
  }

  private static func entry(_ value: JSON) -> Catalogue.Entry? {
    switch value {
    case .string(let text): return .text(text)
    case .object(let pairs):
      var forms: [String: String] = [:]
      for (form, text) in pairs {
        guard case .string(let text) = text else { return nil }
        forms[form] = text
      }
      return .plural(forms)
    default: return nil
    }
  }

  private mutating func compare() {
    for locale in Locale.allCases where locale != .en {
      // Only the few that differ are put in order.
      let found = differences(tables[Locale.en.index], tables[locale.index], locale)
      problems += found.sorted { $0.key < $1.key }.map(\.problem)
    }
  }

  private typealias Difference = (key: String, problem: String)

  private func differences(
    _ english: [String: Line], _ other: [String: Line], _ locale: Locale
  ) -> [Difference] {
    var found: [Difference] = []
    for (key, line) in english {
      if let twin = other[key] {
        found += differences(key, line, twin)
      } else {
        found.append((key, missing(key, in: locale, as: .en, line)))
      }
    }
    for (key, line) in other where english[key] == nil {
      found.append((key, missing(key, in: .en, as: locale, line)))
    }
    return found
  }

  private func missing(
    _ key: String, in locale: Locale, as twin: Locale, _ line: Line
  ) -> String {
    let path = line.path.dropLast(Self.ending(twin).utf8.count) + Self.ending(locale)
    return "\(path): '\(key)' is missing"
  }

  private func differences(_ key: String, _ english: Line, _ other: Line) -> [Difference] {
    var found: [Difference] = []
    if english.entry.isPlural != other.entry.isPlural {
      found.append((key, "\(other.path): '\(key)' has plural forms in one language only"))
    }
    if english.entry.hasBraces || other.entry.hasBraces,
      english.entry.placeholders != other.entry.placeholders
    {
      found.append((key, "\(other.path): '\(key)' has other placeholders than in English"))
    }
    return found
  }
}
