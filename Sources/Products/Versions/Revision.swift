import Commerce

/// Who or what a `Revision` is.
enum RevisionEntity {}
typealias RevisionID = ID<RevisionEntity>

/// How far one version of a listing's content has come.
///
/// "In review" is not a state of its own: it is `submitted` while a moderator's lease runs, so
/// that a lease that ends needs nobody to end it.
enum RevisionState: String, Sendable {
  case draft
  case submitted
  /// Live, or live until `superseded`.
  case approved
  /// A moderator asked for changes.
  case changes
  case rejected
  /// A newer version took its place.
  case superseded

  /// Whether its content may still be written over. What was decided is never changed: writing
  /// on starts a new version.
  var isOpen: Bool { self == .draft }

  /// What the product waits for when this is its newest version.
  /// - Parameter isReturned: whether it was begun to answer a moderator.
  func pending(isReturned: Bool) -> Pending {
    switch self {
    case .draft: isReturned ? .fixes : .draft
    case .submitted: .review
    case .changes, .rejected: .fixes
    case .approved, .superseded: .none
    }
  }
}

/// One version of the content of a listing.
struct Revision: Sendable {
  let id: RevisionID
  /// Counts from 1 within the product.
  let number: Int64
  let state: RevisionState
  /// The version that a moderator sent back and this one answers.
  let answers: RevisionID?
  let content: ProductContent
  let submittedAt: Instant?
  let decidedAt: Instant?
  /// What the moderator wrote with the decision.
  let message: String

  /// Where the moderator's reasons about it are found.
  var reasonsOf: RevisionID? {
    switch state {
    case .changes, .rejected: id
    case .draft, .submitted: answers
    case .approved, .superseded: nil
    }
  }
}
