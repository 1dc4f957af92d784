import Commerce

/// By when the next step of a posting must be done. Hours on the clock; calendars of warehouses
/// replace this rule without touching what is stored.
struct Deadlines: Sendable {
  var confirm = Duration.hours(4)
  var pack = Duration.hours(24)
  var ship = Duration.hours(24)
  /// From the hand-over until the carrier's first scan.
  var accept = Duration.hours(24)
  var deliver = Duration.days(14)

  static let standard = Deadlines()

  /// The deadline of a state that begins now; a state without one is ordered by its beginning.
  func due(in state: PostingState, since now: Instant) -> Instant {
    switch state {
    case .awaitingConfirmation: now + confirm
    case .awaitingPackaging: now + pack
    case .awaitingDelivery, .notAccepted: now + ship
    case .handedOver: now + accept
    case .delivering, .returning: now + deliver
    default: now
    }
  }
}
