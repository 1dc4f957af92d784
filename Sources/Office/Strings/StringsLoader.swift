import Commerce
import Template

/// Reads `strings.{en,ru,zh}.json` of every template folder and holds them against each other.
/// Every problem names the file and the key.
struct StringsLoader {
  private struct Line {
    let path: String
    let entry: Catalogue.Entry
  }

  private var tables: [Locale: [String: Line]] = [:]
  private var problems: [String] = []

  /// - Parameter files: path -> bytes of every strings file.
  static func load(_ files: [(path: String, bytes: [UInt8])]) throws(BootError) -> Strings {
    var loader = StringsLoader()
    for file in files { loader.add(file.path, file.bytes) }
    loader.compare()
    if !loader.problems.isEmpty { throw BootError(loader.problems) }
    return Strings(loader.tables.mapValues { $0.mapValues(\.entry) })
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
      for (key, value) in pairs { add(key, value, locale, path) }
    } catch {
      problems.append("\(path): \(error)")
    }
  }

  private mutating func add(_ key: String, _ value: JSON, _ locale: Locale, _ path: String) {
    guard let entry = Self.entry(value) else {
      return problems.append("\(path): '\(key)' must be a text or an object of plural forms")
    }
    if let other = tables[locale]?[key] {
      problems.append("\(path): '\(key)' is there twice, also in \(other.path)")
    }
    if case .plural(let forms) = entry {
      let needed = locale.pluralForms.map(\.rawValue)
      if Set(forms.keys) != Set(needed) {
        problems.append("\(path): '\(key)' needs the forms \(needed.joined(separator: ", "))")
      }
    }
    tables[locale, default: [:]][key] = Line(path: path, entry: entry)
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
    let english = tables[.en] ?? [:]
    for locale in Locale.allCases where locale != .en {
      let other = tables[locale] ?? [:]
      for key in Set(english.keys).union(other.keys).sorted() {
        compare(key, english[key], other[key], locale)
      }
    }
  }

  private mutating func compare(_ key: String, _ english: Line?, _ other: Line?, _ locale: Locale) {
    switch (english, other) {
    case (let english?, nil): missing(key, in: locale, as: .en, english)
    case (nil, let other?): missing(key, in: .en, as: locale, other)
    case (let english?, let other?): compare(key, english, other)
    case (nil, nil): break
    }
  }

  private mutating func missing(
    _ key: String, in locale: Locale, as twin: Locale, _ line: Line
  ) {
    let path = line.path.dropLast(Self.ending(twin).utf8.count) + Self.ending(locale)
    problems.append("\(path): '\(key)' is missing")
  }

  private mutating func compare(_ key: String, _ english: Line, _ other: Line) {
    if english.entry.isPlural != other.entry.isPlural {
      problems.append("\(other.path): '\(key)' has plural forms in one language only")
    }
    if english.entry.placeholders != other.entry.placeholders {
      problems.append("\(other.path): '\(key)' has other placeholders than in English")
    }
  }
}
