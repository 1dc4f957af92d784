import HTTP

/// Reads the form of a new webhook.
struct WebhookForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  static func field(_ kind: NoticeKind) -> String {
    "event_\(kind.name.replacing(".", with: "_"))"
  }

  struct Draft {
    let url: String
    let events: [String]
  }

  mutating func draft(
    _ kinds: [NoticeKind], allowsPrivate: Bool
  ) throws(InvalidForm) -> Draft {
    let text = reader.text("url", 1...2_000)
    if !text.isEmpty,
      let problem = WebhookURL.problem(of: text, allowsPrivate: allowsPrivate)
    {
      reader.add("url", problem)
    }
    let events = kinds.filter { reader.typed(Self.field($0)) == "1" }.map(\.name)
    if events.isEmpty { reader.add("events", "webhooks.noEvents") }
    try reader.check()
    return Draft(url: text, events: events)
  }
}
