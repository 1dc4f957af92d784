/// When a place works: its days of the week, its days off, its clock. Pure, so that a promise can be
/// worked out anywhere.
public struct WorkingCalendar: Sendable {
  public let zone: TimeZoneRules
  /// 1 = Monday ... 7 = Sunday (ISO 8601); empty counts as every day.
  public let workingDays: Set<Int>
  public let daysOff: Set<LocalDate>
  /// Minutes from midnight, 0...1440: what comes later counts for the next working day.
  public let cutOff: Int

  /// Days that are looked at before a calendar without any working day is given up.
  private static let horizon = 3_660

  public init(
    zone: TimeZoneRules, workingDays: Set<Int> = Set(1...7), daysOff: Set<LocalDate> = [],
    cutOff: Int = 1_440
  ) {
    self.zone = zone
    self.workingDays = workingDays.isEmpty ? Set(1...7) : workingDays
    self.daysOff = daysOff
    self.cutOff = min(max(cutOff, 0), 1_440)
  }

  /// Whether anybody is there on that day.
  public func works(on date: LocalDate) -> Bool {
    workingDays.contains(date.weekday) && !daysOff.contains(date)
  }

  /// The working day for which something counts that comes at `moment`: the same day before the
  /// cut-off, else the next working day.
  public func day(of moment: Instant) -> LocalDate {
    let local = zone.local(moment)
    let isLate = local.hour * 60 + local.minute >= cutOff
    return workingDay(from: isLate ? local.date.adding(days: 1) : local.date)
  }

  /// `date`, or the first working day after it.
  public func workingDay(from date: LocalDate) -> LocalDate {
    var day = date
    for _ in 0..<Self.horizon where !works(on: day) { day = day.adding(days: 1) }
    return day
  }

  /// The moment by which `duration` of working days has gone by since `start`: the clock stands
  /// still on days off. A day is as long as it is there, 23 or 25 hours where clocks are changed.
  /// What starts after the cut-off starts with the next working day.
  public func moment(_ duration: Duration, after start: Instant) -> Instant {
    let local = zone.local(start)
    var day = day(of: start)
    var moment = day == local.date ? start : zone.start(of: day)
    var left = duration
    for _ in 0..<Self.horizon {
      let end = zone.start(of: day.adding(days: 1))
      if left <= end - moment { return moment + left }
      left -= end - moment
      day = workingDay(from: day.adding(days: 1))
      moment = zone.start(of: day)
    }
    return moment + left
  }

  /// The cut-off of the working day that lies `days` working days after the one for which `start`
  /// counts: what a warehouse promises that has so many days for its work. Where clocks skip the
  /// cut-off it is the first moment after the gap.
  public func cutOff(days: Int, after start: Instant) -> Instant {
    var day = self.day(of: start)
    for _ in 0..<max(0, days) { day = workingDay(from: day.adding(days: 1)) }
    guard let time = LocalDateTime(date: day, hour: cutOff / 60, minute: cutOff % 60) else {
      return zone.start(of: day.adding(days: 1))
    }
    return zone.instant(time)
  }

  /// When the working day after the day of `moment` is over.
  public func endOfNextWorkingDay(after moment: Instant) -> Instant {
    let day = workingDay(from: zone.local(moment).date.adding(days: 1))
    return zone.start(of: day.adding(days: 1))
  }

  /// The working time between two moments; days off don't count. Zero where `end` is not later.
  /// `moment(_:after:)` undoes it where `start` lies before a cut-off.
  public func workingTime(from start: Instant, to end: Instant) -> Duration {
    var total = Duration.zero
    var moment = start
    for _ in 0..<Self.horizon where moment < end {
      let date = zone.local(moment).date
      let next = zone.start(of: date.adding(days: 1))
      if works(on: date) { total += min(next, end) - moment }
      moment = next
    }
    return total
  }
}
