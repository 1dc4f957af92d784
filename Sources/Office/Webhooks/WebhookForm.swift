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
    if !text.isEmpty {
      do {
        let url = try WebhookURL(text, allowsPlain: allowsPrivate)
        // A name may mean another address tomorrow: that is looked at before each delivery.
        if !allowsPrivate, let address = NetworkAddress(url.host), !address.isPublic {
          reader.add("url", "webhooks.private")
        }
        if !allowsPrivate, url.host == "localhost" { reader.add("url", "webhooks.private") }
      } catch {
        reader.add("url", error == .insecure ? "webhooks.insecure" : "webhooks.malformed")
      }
    }
    let events = kinds.filter { reader.typed(Self.field($0)) == "1" }.map(\.name)
    if events.isEmpty { reader.add("events", "webhooks.noEvents") }
    try reader.check()
    return Draft(url: text, events: events)
  }
}
