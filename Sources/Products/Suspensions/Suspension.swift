/// Why the platform took a listing off sale.
enum Suspension: String, Sendable, CaseIterable {
  case policy, complaint, duplicate
  /// A certificate that the listing needs has run out; ends by itself when another is added.
  case document

  /// Those that a moderator gives.
  static let byHand: [Suspension] = [.policy, .complaint, .duplicate]

  var key: String { "suspensions.reason.\(rawValue)" }
}
