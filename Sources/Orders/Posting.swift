import Commerce
import SQL

/// A posting as the list shows it: one row of one table.
struct PostingRow: Sendable {
  let id: PostingID
  let number: String
  let state: PostingState
  let due: Instant
  /// When the present state began.
  let since: Instant
  let placed: Instant
  let lines: Int64
  let pieces: Int64
  let title: String
  let offer: String
  let picture: String
  let city: String
  let carrier: Int64?
  let total: Money
  /// Words that the shop has put on it, parted by commas.
  let tags: String
  /// Who of the staff takes care of it; empty for nobody.
  let assignee: String
}

/// A posting as its page shows it.
struct Posting: Sendable {
  let id: PostingID
  let order: OrderID
  let number: String
  let state: PostingState
  let due: Instant
  /// When the present state began.
  let since: Instant
  let version: Int64
  let milestones: Milestones
  /// The buyer's masked name.
  let buyer: String
  let city: String
  let carrier: Int64?
  let warehouse: WarehouseID?
  let pieces: Int64
  let goods: Money
  let shipping: Money
  let total: Money
  var payment = PaymentState.paid
  /// What happens next by itself.
  var timer: PostingTimer?
  /// Since when the shop is late with it; nil where it never was.
  var late: Instant?
  /// What the carrier last said while it is on the way.
  var stage: TrackingStatus?
  /// A bit for each service metric that has it in its base.
  var judged: Int64 = 0
  /// Whether a check was red when it was taken or last changed.
  var isRed = false
  /// Whether one of its parcels is nowhere: silent for too long, or not found at the hand-over.
  var isMissing = false
  /// When the buyer answered what the shop asked; nil once somebody has gone on with it.
  var answered: Instant?

  /// "48217" of "48217-1".
  var orderNumber: String { String(number.prefix { $0 != "-" }) }
}

/// When the steps of a posting were done; nil for those that were not.
public struct Milestones: Sendable, Hashable {
  public var placed: Instant
  public var paid: Instant?
  public var confirmed: Instant?
  public var packed: Instant?
  public var shipped: Instant?
  public var delivered: Instant?
  public var cancelled: Instant?

  public init(
    placed: Instant, paid: Instant? = nil, confirmed: Instant? = nil, packed: Instant? = nil,
    shipped: Instant? = nil, delivered: Instant? = nil, cancelled: Instant? = nil
  ) {
    self.placed = placed
    self.paid = paid
    self.confirmed = confirmed
    self.packed = packed
    self.shipped = shipped
    self.delivered = delivered
    self.cancelled = cancelled
  }

  /// When a state began, for a posting of which only the steps are known.
  func began(_ state: PostingState) -> Instant {
    let step =
      switch state.tab {
      case .new: placed
      case .pack: confirmed
      case .ship: packed
      case .transit: shipped
      case .delivered: delivered
      case .cancelled: cancelled
      }
    return step ?? placed
  }

  /// Notes that a state begins at a moment.
  mutating func mark(_ state: PostingState, at now: Instant) {
    switch state {
    case .awaitingPackaging: (confirmed, packed) = (confirmed ?? now, nil)
    case .awaitingDelivery: packed = packed ?? now
    case .handedOver: shipped = now
    case .notAccepted: shipped = nil
    case .delivered: delivered = now
    case .cancelled, .merged: cancelled = now
    default: break
    }
  }
}

/// Goods of a posting.
struct PostingLine: Sendable {
  let product: ProductID
  let offer: String
  let title: String
  let picture: String
  let weightGrams: Int64
  let quantity: Int64
  /// Of one piece.
  let price: Money
  /// Its place in the posting, from 1.
  var number: Int64 = 1
  var barcode = ""
  /// What promotions took off the line, in minor units.
  var discount: Int64 = 0

  /// Price times quantity less the discount; all were put together when the order was taken, so
  /// they fit.
  var sum: Money {
    Money(minor: price.minor &* quantity &- discount, currency: price.currency)
  }
}

/// A box with a number.
struct Parcel: Sendable {
  let part: Int64
  let carrier: Int64
  let trackingNumber: String
  let weightGrams: Int64
}

/// Something that happened to a posting.
struct PostingEvent: Sendable {
  let kind: Kind
  let at: Instant
  let actorKind: ActorKind
  let actor: String
  /// A note's text, a tracking number, a reason's key: never personal data.
  let detail: String

  enum Kind: String, SQLConvertible {
    case confirmed, packed, shipped, delivered, cancelled, tracking, note, renumbered
    case recipientShown = "recipient_shown"
    case takenOver = "taken_over"
    case paid, held, resumed, unpacked, split, merged, joined, refused, late, completed, inspected
    case linesCancelled = "lines_cancelled"
    case offeredAgain = "offered_again"
    case reportedLost = "reported_lost"
    case payment
    case tagged, untagged, assigned, unassigned
    case inquired
    case inquiryAnswered = "inquiry_answered"
  }

  enum ActorKind: String, SQLConvertible {
    case member, buyer, carrier, platform
  }
}

/// Who does something to a posting, for its timeline.
struct Actor: Sendable {
  let kind: PostingEvent.ActorKind
  let name: String

  static let buyer = Actor(kind: .buyer, name: "")
  static let carrier = Actor(kind: .carrier, name: "")
  /// The marketplace itself: its clock, its rules.
  static let platform = Actor(kind: .platform, name: "")
}

extension Currency {
  /// A stored code; it was valid when it was written.
  init(stored code: String) throws(SQLError) {
    guard let currency = Currency(code: code) else { throw .mismatch("\(code) is no currency") }
    self = currency
  }
}

extension Money {
  /// A stored amount.
  init(minor: Int64, code: String) throws(SQLError) {
    self.init(minor: minor, currency: try Currency(stored: code))
  }
}
