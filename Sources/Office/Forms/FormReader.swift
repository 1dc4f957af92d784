import Commerce
import HTTP

/// Reads a posted form field by field. Problems add up; what was typed stays readable, so that
/// the form can be shown again as it was.
public struct FormReader {
  public let fields: FormFields
  public private(set) var problems: [Problem] = []
  /// Names that were sent more than once; almost always none.
  private let repeated: Set<String>

  public init(_ fields: FormFields) {
    self.fields = fields
    var seen: Set<String> = []
    repeated = Set(fields.fields.lazy.map(\.name).filter { !seen.insert($0).inserted })
  }

  /// What was typed, without blanks at the ends; empty where the field is missing.
  public func typed(_ name: String) -> String {
    Self.trimmed(fields.first(name) ?? "")
  }

  /// Adds a problem that only the domain can see.
  public mutating func add(_ field: String, _ key: String, _ values: [String: String] = [:]) {
    problems.append(Problem(field, Message(key, values)))
  }

  /// A text of `range` characters (Unicode scalars) without control characters; of `lines` the
  /// breaks are kept as LF; forms send CRLF (WHATWG HTML 4.10.21.8).
  public mutating func text(
    _ name: String, _ range: ClosedRange<Int> = 0...500, lines: Bool = false
  ) -> String {
    let text = lines ? single(name).replacing("\r\n", with: "\n") : single(name)
    let size = text.unicodeScalars.count
    if text.isEmpty && range.lowerBound > 0 {
      add(name, "form.required")
    } else if size < range.lowerBound {
      add(name, "form.tooShort", ["min": "\(range.lowerBound)"])
    } else if size > range.upperBound {
      add(
        name, "form.tooLong",
        ["max": grouped(Int64(range.upperBound)), "size": grouped(Int64(size))])
    } else if !Self.isClean(text, lines: lines) {
      add(name, "form.control")
    }
    return text
  }

  /// A whole number in `range`; nil where the field is empty or wrong.
  public mutating func integer(
    _ name: String, _ range: ClosedRange<Int64>, required: Bool = false
  ) -> Int64? {
    let text = single(name)
    if text.isEmpty {
      if required { add(name, "form.required") }
      return nil
    }
    let digits = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
    guard let value = Int64(digits), range.contains(value) else {
      add(
        name, "form.integer", ["min": grouped(range.lowerBound), "max": grouped(range.upperBound)])
      return nil
    }
    return value
  }

  /// An amount of money, not negative; nil where the field is empty or wrong.
  public mutating func money(
    _ name: String, _ currency: Currency, required: Bool = false
  ) -> Money? {
    let text = single(name)
    if text.isEmpty {
      if required { add(name, "form.required") }
      return nil
    }
    guard let money = try? Money(parsing: text, currency: currency), money.minor >= 0 else {
      add(name, "form.money")
      return nil
    }
    return money
  }

  /// One of the given values; nil where the field is empty or another.
  public mutating func choice<T: RawRepresentable>(
    _ name: String, _: T.Type, required: Bool = true
  ) -> T? where T.RawValue == String {
    let text = single(name)
    if text.isEmpty && !required { return nil }
    if let value = T(rawValue: text) { return value }
    add(name, text.isEmpty ? "form.required" : "form.choice")
    return nil
  }

  /// Throws when anything was wrong.
  public func check() throws(InvalidForm) {
    if !problems.isEmpty { throw InvalidForm(problems) }
  }

  /// What was typed; a field sent twice is refused, since each reader could take another.
  private mutating func single(_ name: String) -> String {
    let text = typed(name)
    if repeated.contains(name), fields.doubled.contains(name) { add(name, "form.twice") }
    return text
  }

  /// Whether the text is without controls (C0, DEL, C1), where `lines` except LF and tabs, and
  /// without the marks that turn the direction of a text, which can make it read as another
  /// (Unicode TR 36, 2.2).
  public static func isClean(_ text: String, lines: Bool = false) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0A: lines
      case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
  }

  /// "10 000 000", which all languages here write alike.
  private func grouped(_ number: Int64) -> String { Locale.en.number(number) }

  /// The text without blanks (Unicode White_Space) at its ends.
  public static func trimmed(_ text: String) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[start...end])
  }
}
