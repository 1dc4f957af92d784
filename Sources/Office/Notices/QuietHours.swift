import Commerce

/// The hours in which a person wants no mail, every day, on their own clock.
struct QuietHours: Sendable {
  /// Minutes after midnight; `from` after `to` spans midnight, and equal ones are no hours at all.
  let from: Int
  let to: Int
  let zone: TimeZoneRules

  /// When the quiet ends that reigns now; nil where none does.
  func end(at now: Instant) -> Instant? {
    let local = zone.local(now)
    let minute = local.hour * 60 + local.minute
    let isOvernight = from > to
    let isQuiet = isOvernight ? minute >= from || minute < to : minute >= from && minute < to
    guard isQuiet else { return nil }
    let day = isOvernight && minute >= from ? local.date.adding(days: 1) : local.date
    guard let clock = LocalDateTime(date: day, hour: to / 60, minute: to % 60) else { return nil }
    let end = zone.instant(clock)
    if end > now { return end }
    // Clocks were put back and show the same hour again.
    return now + .minutes(Int64((to - minute + 1_440) % 1_440))
  }
}
