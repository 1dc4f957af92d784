import Commerce

/// One sentence shown once, on the page after an act.
public struct Flash: Sendable {
  /// How the sentence is coloured.
  public enum Tone: String, Sendable { case ok, warn }

  public let tone: Tone
  public let message: Message

  public init(_ key: String, _ values: [String: String] = [:], tone: Tone = .ok) {
    self.tone = tone
    message = Message(key, values)
  }

  static let name = "flash"

  /// As the value of its cookie.
  var text: String {
    let object = JSON.object([
      ("t", .string(tone.rawValue)), ("k", .string(message.key)),
      ("v", .object(message.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
    ])
    return Base64URL.encode(object.bytes)
  }

  /// What the cookie says; nil where somebody else wrote it.
  init?(cookie: String) {
    guard cookie.utf8.count < 2_000, let bytes = Base64URL.decode(cookie),
      case .object(let fields)? = try? JSON(parsing: bytes)
    else { return nil }
    var tone = Tone.ok
    var key = ""
    var values: [String: String] = [:]
    for (name, value) in fields {
      switch (name, value) {
      case ("t", .string(let text)): tone = Tone(rawValue: text) ?? .ok
      case ("k", .string(let text)): key = text
      case ("v", .object(let pairs)):
        for case (let name, .string(let text)) in pairs { values[name] = text }
      default: return nil
      }
    }
    self.tone = tone
    message = Message(key, values)
  }
}
