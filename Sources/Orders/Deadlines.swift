import Commerce
import Office
import SQL

/// By when the next step of a posting must be done, and what the clock does otherwise. What the
/// warehouse does keeps to its calendar; what buyers and carriers do, to the clock.
struct Deadlines: Sendable {
  var pay = Duration.minutes(30)
  /// Working time.
  var confirm = Duration.hours(4)
  /// Working days until the cut-off by which a posting is packed, and then handed over; a
  /// warehouse without a calendar has as many times 24 hours.
  var handlingDays = 1
  /// From the hand-over until the carrier's first scan.
  var accept = Duration.hours(24)
  var deliver = Duration.days(14)
  /// How long the buyer may send it back.
  var returning = Duration.days(14)
  /// The longest that questions to a buyer may stop the clock, all together.
  var pause = Duration.hours(48)
  /// Who knows the calendars; nil where every warehouse works around the clock.
  var times: (any WorkingTimes)?

  static let standard = Deadlines()

  /// A deadline and what happens by itself.
  struct Plan: Sendable, Hashable {
    var due: Instant
    var timer: PostingTimer?
  }

  /// What holds for a state that begins now.
  func plan(
    for state: PostingState, since now: Instant, at warehouse: WarehouseID?, in rows: SellerReader
  ) throws(SQLError) -> Plan {
    let calendar = isWork(state) ? try self.calendar(of: warehouse, in: rows) : nil
    guard state == .awaitingConfirmation else { return plan(for: state, since: now, by: calendar) }
    var own = self
    own.confirm = .hours(try OrderTerms.read(rows).confirmHours)
    return own.plan(for: state, since: now, by: calendar)
  }

  func plan(
    for state: PostingState, since now: Instant, by calendar: WorkingCalendar? = nil
  ) -> Plan {
    let due = due(in: state, since: now, by: calendar)
    let kind: PostingTimer.Kind? =
      switch state {
      case .awaitingPayment: .expire
      case .awaitingConfirmation, .awaitingPackaging, .awaitingDelivery, .notAccepted: .warn
      case .handedOver, .delivering, .returning: .warn
      case .onHold: .resume
      case .delivered: .complete
      default: nil
      }
    let moment = state == .delivered ? now + returning : due
    return Plan(due: due, timer: kind.map { PostingTimer(kind: $0, at: moment) })
  }

  /// The deadline of a state that begins now; a state without one is ordered by its beginning.
  func due(
    in state: PostingState, since now: Instant, by calendar: WorkingCalendar? = nil
  ) -> Instant {
    switch state {
    case .awaitingPayment: now + pay
    case .awaitingConfirmation: calendar?.moment(confirm, after: now) ?? now + confirm
    case .onHold: now + pause
    case .awaitingPackaging, .awaitingDelivery, .notAccepted:
      calendar?.cutOff(days: handlingDays, after: now) ?? now + .days(Int64(handlingDays))
    case .handedOver: now + accept
    case .delivering, .returning: now + deliver
    default: now
    }
  }

  /// When a posting of which nobody took care after the warning is cancelled: at the end of the
  /// next working day, or of as many as the platform says.
  func lapse(
    after warning: Instant, at warehouse: WarehouseID?, in rows: SellerReader
  ) throws(SQLError) -> Instant {
    let days = try OrderTerms.read(rows).lapseDays
    guard let calendar = try calendar(of: warehouse, in: rows) else { return warning + .days(days) }
    var moment = warning
    for turn in 0..<days {
      // The end of a day is the first moment of the next one, which is not to be left out.
      moment = calendar.endOfNextWorkingDay(after: turn == 0 ? moment : moment + .minutes(-1))
    }
    return moment
  }

  func calendar(
    of warehouse: WarehouseID?, in rows: SellerReader
  ) throws(SQLError) -> WorkingCalendar? {
    guard let warehouse else { return nil }
    return try times?.calendar(of: warehouse, in: rows)
  }

  /// Whether the warehouse has the next step.
  private func isWork(_ state: PostingState) -> Bool {
    switch state {
    case .awaitingConfirmation, .awaitingPackaging, .awaitingDelivery, .notAccepted: true
    default: false
    }
  }
}
