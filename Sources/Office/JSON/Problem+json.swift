extension Problem {
  /// As it is stored with what it is about.
  public var json: JSON {
    .object([
      ("f", .string(field)), ("k", .string(message.key)),
      ("v", .object(message.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
    ])
  }

  public init?(_ json: JSON) {
    guard let field = json["f"]?.string, let key = json["k"]?.string else { return nil }
    var values: [String: String] = [:]
    if case .object(let pairs)? = json["v"] {
      for (name, value) in pairs { values[name] = value.string ?? "" }
    }
    self.init(field, Message(key, values))
  }

  /// Several as they are stored; empty for none.
  public static func text(_ problems: [Problem]) -> String {
    problems.isEmpty ? "" : JSON.array(problems.map(\.json)).text
  }

  /// Those that `text` wrote.
  public static func read(_ text: String) -> [Problem] {
    if text.isEmpty { return [] }
    return ((try? JSON(parsing: Array(text.utf8)))?.array ?? []).compactMap(Problem.init)
  }
}
