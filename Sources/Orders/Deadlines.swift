import Commerce
import Office
import SQL

/// By when the next step of a posting must be done. What the warehouse does keeps to its calendar;
/// what the carrier does, to the clock.
struct Deadlines: Sendable {
  var confirm = Duration.hours(4)
  var pack = Duration.hours(24)
  var ship = Duration.hours(24)
  /// From the hand-over until the carrier's first scan.
  var accept = Duration.hours(24)
  var deliver = Duration.days(14)
  /// Who knows the calendars; nil where every warehouse works around the clock.
  var times: (any WorkingTimes)?

  static let standard = Deadlines()

  /// The same by the calendar of the warehouse that has the goods.
  func due(
    in state: PostingState, since now: Instant, at warehouse: WarehouseID?, in rows: SellerReader
  ) throws(SQLError) -> Instant {
    guard let time = work(in: state), let warehouse,
      let calendar = try times?.calendar(of: warehouse, in: rows)
    else { return due(in: state, since: now) }
    return calendar.moment(time, after: now)
  }

  /// The time that the warehouse has for its step; nil where the step is another's.
  private func work(in state: PostingState) -> Duration? {
    switch state {
    case .awaitingConfirmation: confirm
    case .awaitingPackaging: pack
    case .awaitingDelivery, .notAccepted: ship
    default: nil
    }
  }

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
