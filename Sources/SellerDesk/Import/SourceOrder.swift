import Commerce
import Orders

/// An order of the source as it comes into the house.
struct SourceOrder: Sendable {
  let key: SourceKey
  let placed: Instant
  let status: SourceStatus
  let buyer: InventedBuyer
  let postings: [SourcePosting]
  let payments: [SourcePayment]

  /// What the buyer should have paid, in minor units.
  var total: Int64 { postings.reduce(0) { $0 + $1.goods + $1.shipping } }
  var paid: Int64 { payments.reduce(0) { $0 + $1.amount } }
}

/// What one seller ships of an order.
struct SourcePosting: Sendable {
  /// Pieces of one product at one price.
  struct Line: Sendable {
    let product: SourceKey
    let price: Int64
    var quantity: Int64
  }

  let seller: SourceKey
  let state: PostingState
  let milestones: Milestones
  /// The deadline of the state, or when the final state was reached.
  let due: Instant
  let lines: [Line]
  let shipping: Int64

  var goods: Int64 { lines.reduce(0) { $0 + $1.price * $1.quantity } }
}

/// The words that the source has for the state of an order.
enum SourceStatus: String, Sendable {
  case created, approved, invoiced, processing, shipped, delivered, canceled, unavailable

  /// An invoice is written while goods are packed; "unavailable" is the seller's cancellation.
  var state: PostingState {
    switch self {
    case .created, .approved: .awaitingConfirmation
    case .invoiced, .processing: .awaitingPackaging
    case .shipped: .delivering
    case .delivered: .delivered
    case .canceled, .unavailable: .cancelled
    }
  }

  /// Whether the seller is to blame, who did not have the goods.
  var isOutOfStock: Bool { self == .unavailable }
}

/// The dates of an order's row.
struct SourceDates: Sendable {
  let placed: Instant
  let approved: Instant?
  let shipped: Instant?
  let delivered: Instant?
  let promised: Instant?

  init(_ row: SourceRow<OrderColumn>, _ zone: TimeZoneRules) throws(RowProblem) {
    guard let placed = try row.moment(.placed, zone) else {
      throw row.problem(.placed, "is missing")
    }
    self.placed = placed
    approved = try row.moment(.approved, zone)
    shipped = try row.moment(.shipped, zone)
    delivered = try row.moment(.delivered, zone)
    promised = try row.moment(.promised, zone)
  }

  /// The last thing that is known to have happened.
  var last: Instant { [approved, shipped, delivered].compactMap(\.self).reduce(placed, max) }

  /// Only steps that the state has behind it: a date of a step that it has not is the source's
  /// slip. The approval is when the seller took it on; when it was packed nobody wrote down.
  func milestones(_ state: PostingState) -> Milestones {
    var done = Milestones(placed: placed, paid: approved)
    switch state {
    case .awaitingConfirmation: break
    case .awaitingPackaging: done.confirmed = approved
    case .delivering: (done.confirmed, done.shipped) = (approved, shipped)
    case .delivered:
      (done.confirmed, done.shipped, done.delivered) = (approved, shipped, delivered)
    default: (done.confirmed, done.shipped, done.cancelled) = (approved, shipped, last)
    }
    return done
  }

  /// - Parameter deadline: when the seller should have handed the goods over.
  func due(_ state: PostingState, _ deadline: Instant) -> Instant {
    switch state {
    case .delivering: promised ?? deadline
    case .delivered, .cancelled: state == .delivered ? delivered ?? last : last
    default: deadline
    }
  }
}
