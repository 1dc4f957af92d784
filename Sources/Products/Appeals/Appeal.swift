import Commerce

/// A seller's objection to a rejection. Another moderator looks at it, once.
struct Appeal: Sendable, Hashable {
  /// How long after the rejection one may object.
  static let window = Duration.hours(30 * 24)

  let text: String
  let at: Instant
  /// nil while nobody has decided.
  let outcome: Outcome?

  enum Outcome: String, Sendable {
    case granted, refused
  }
}
