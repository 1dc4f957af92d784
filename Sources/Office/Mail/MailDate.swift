import Commerce

/// `Mon, 23 Nov 2026 22:38:01 +0000` (RFC 5322 section 3.3), always in UTC.
enum MailDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func text(_ instant: Instant) -> String {
    let local = TimeZoneRules.utc.local(instant)
    let date = local.date
    let day = days[(date.weekday - 1) % 7]
    let month = months[(date.month - 1) % 12]
    let clock = [local.hour, local.minute, local.second].map(two).joined(separator: ":")
    return "\(day), \(two(date.day)) \(month) \(date.year) \(clock) +0000"
  }

  /// Nil for any other form.
  static func instant(_ text: String) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "+0000", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])),
      let date = LocalDate(year: year, month: month + 1, day: day)
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3,
      let local = LocalDateTime(date: date, hour: clock[0], minute: clock[1], second: clock[2])
    else { return nil }
    return TimeZoneRules.utc.instant(local)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
