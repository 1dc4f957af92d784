import Commerce
import Office

/// A submitted version in the moderators' queue.
enum ModerationEntity {}
typealias ModerationID = ID<ModerationEntity>

extension ModerationID {
  /// A claim lasts 20 minutes; taking the item again starts them anew.
  static let lease = Duration.minutes(20)
}

/// What a moderator decides.
enum Verdict: Sendable {
  case approved
  case changes([ReviewReason], message: String)
  case rejected([ReviewReason], message: String)

  var state: RevisionState {
    switch self {
    case .approved: .approved
    case .changes: .changes
    case .rejected: .rejected
    }
  }

  var reasons: [ReviewReason] {
    switch self {
    case .approved: []
    case .changes(let reasons, _), .rejected(let reasons, _): reasons
    }
  }

  var message: String {
    switch self {
    case .approved: ""
    case .changes(_, let message), .rejected(_, let message): message
    }
  }
}

/// One item as the queue and its page need it.
struct ModerationItem: Sendable {
  let id: ModerationID
  let shop: SellerID
  let shopName: String
  let product: ProductID
  let revision: RevisionID
  let number: Int64
  /// Whether an approved version is live.
  let isUpdate: Bool
  let title: String
  let picture: String
  let category: Localized
  let submittedAt: Instant
  let isOpen: Bool
  let claim: Claim?
  /// What the seller objects to an earlier rejection; empty where this is no appeal.
  let appeal: String
  /// Who decided before and can't decide about the appeal.
  let barred: MemberID?

  struct Claim: Sendable {
    let member: MemberID
    let name: String
    let until: Instant
  }

  /// The claim that runs now.
  func claim(at now: Instant) -> Claim? { claim.flatMap { $0.until > now ? $0 : nil } }
}

/// How a shop's versions fared so far.
struct ModerationRecord: Sendable {
  var approved: Int64 = 0
  var changes: Int64 = 0
  var rejected: Int64 = 0
}
