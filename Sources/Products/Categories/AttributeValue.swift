import Commerce
import Office

/// Why a text is no value of an attribute.
struct AttributeProblem: Error {
  let message: Message

  init(_ key: String, _ values: [String: String] = [:]) { message = Message(key, values) }
}

extension Attribute {
  /// Between the keys of several choices, as they are stored.
  static let separator: Character = ","

  /// What is stored for a text that somebody typed or a file holds; nil for none. A dictionary's
  /// entry may be named by its key or by its name in any language; several are parted by `;`, or
  /// by `,`, and stored in the dictionary's order, so that equal values are equal texts. What is
  /// stored reads as itself.
  ///
  /// The form, an import, the API and the checks before a submission all ask here.
  func value(of typed: String) throws(AttributeProblem) -> String? {
    if typed.isEmpty { return nil }
    switch kind {
    case .text(let limit): return try Self.text(typed, limit)
    case .number(_, let range): return try Self.number(typed, range)
    case .flag: return try Self.flag(typed)
    case .choice(let choices):
      guard let choice = Choice.named(typed, in: choices) else {
        throw AttributeProblem("form.choice")
      }
      return choice.key
    case .choices(let choices, let limit): return try Self.several(typed, choices, limit)
    }
  }

  /// What is wrong with a stored value; nil where it still is one.
  func problem(with stored: String) -> Message? {
    do {
      _ = try value(of: stored)
      return nil
    } catch { return error.message }
  }

  private static func text(_ typed: String, _ limit: Int) throws(AttributeProblem) -> String {
    let size = typed.unicodeScalars.count
    if size > limit {
      throw AttributeProblem(
        "form.tooLong", ["max": grouped(Int64(limit)), "size": grouped(Int64(size))])
    }
    if !FormReader.isClean(typed) { throw AttributeProblem("form.control") }
    return typed
  }

  private static func number(
    _ typed: String, _ range: ClosedRange<Int64>
  ) throws(AttributeProblem) -> String {
    guard let value = Int64(typed.filter { !$0.isWhitespace }), range.contains(value) else {
      throw AttributeProblem(
        "form.integer", ["min": grouped(range.lowerBound), "max": grouped(range.upperBound)])
    }
    return String(value)
  }

  private static func flag(_ typed: String) throws(AttributeProblem) -> String? {
    switch typed.lowercased() {
    case "1", "yes", "true", "да", "是", "+": return "1"
    case "0", "no", "false", "нет", "否", "-": return nil
    default: throw AttributeProblem("form.choice")
    }
  }

  private static func several(
    _ typed: String, _ choices: [Choice], _ limit: Int
  ) throws(AttributeProblem) -> String? {
    var chosen: Set<String> = []
    for part in parts(typed, choices) {
      guard let choice = Choice.named(part, in: choices) else {
        throw AttributeProblem("form.choice")
      }
      chosen.insert(choice.key)
    }
    if chosen.count > limit {
      throw AttributeProblem("categories.error.tooMany", ["max": "\(limit)"])
    }
    let keys = choices.map(\.key).filter(chosen.contains)
    return keys.isEmpty ? nil : keys.joined(separator: String(separator))
  }

  /// A name may hold a comma itself: the whole is tried first, then `;`, then `,`.
  private static func parts(_ typed: String, _ choices: [Choice]) -> [String] {
    if Choice.named(typed, in: choices) != nil { return [typed] }
    let mark: Character = typed.contains(";") ? ";" : separator
    return typed.split(separator: mark).map { part in
      String(part.drop(while: \.isWhitespace)).trimmedEnd
    }.filter { !$0.isEmpty }
  }

  private static func grouped(_ number: Int64) -> String { Locale.en.number(number) }
}

extension Attribute.Choice {
  /// By its key, else by its name in any language.
  static func named(_ text: String, in choices: [Self]) -> Self? {
    if let choice = choices.first(where: { $0.key == text }) { return choice }
    let wanted = text.lowercased()
    return choices.first { choice in
      Locale.allCases.contains { choice.name[$0].lowercased() == wanted }
    }
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }
}
