import HTTP
import Office

/// Reads the reasons and the message of a decision.
struct VerdictForm {
  private(set) var reader: FormReader
  private(set) var reasons: [ReviewReason] = []

  init(_ fields: FormFields) {
    reader = FormReader(fields)
    for text in fields.all("reason") {
      guard let reason = ReviewReason(text: text) else {
        reader.add("reason", "form.choice")
        continue
      }
      if !reasons.contains(reason) { reasons.append(reason) }
    }
  }

  /// An approval has no reason to give; the form of all decisions sends a message with it.
  mutating func setAside() { _ = reader.typed("message") }

  /// At least one reason: a seller must never wonder why.
  mutating func refusal() throws(InvalidForm) -> (reasons: [ReviewReason], message: String) {
    if reasons.isEmpty { reader.add("reason", "moderation.error.noReason") }
    let message = reader.text("message", 0...2_000, lines: true)
    try reader.check()
    return (reasons, message)
  }
}
