/// Why the platform took a listing off sale.
enum Suspension: String, Sendable, CaseIterable {
  case policy, complaint
  /// A certificate that the listing needs has run out.
  case document
  case duplicate
}
