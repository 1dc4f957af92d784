extension Locale {
  /// "today", "yesterday", "tomorrow", else weekday and date; the year only when it is not today's.
  public func relativeDay(_ date: LocalDate, today: LocalDate) -> String {
    ByteText { append(relativeDay: date, today: today, to: &$0) }.string
  }

  /// "today 14:05", "вчера 19:04", "Tue 24 Nov 10:00".
  public func shortDateTime(_ local: LocalDateTime, today: LocalDate) -> String {
    ByteText { append(shortDateTime: local, today: today, to: &$0) }.string
  }

  /// `shortDateTime` without a `String`: allocates only when `out` has no room.
  public func append(shortDateTime local: LocalDateTime, today: LocalDate, to out: inout [UInt8]) {
    append(relativeDay: local.date, today: today, to: &out)
    out.append(" ")
    out.append(clock: local)
  }

  /// `relativeDay` without a `String`: allocates only when `out` has no room.
  public func append(relativeDay date: LocalDate, today: LocalDate, to out: inout [UInt8]) {
    switch date.daysSince1970 - today.daysSince1970 {
    case -1: out.append(dayNames.yesterday)
    case 0: out.append(dayNames.today)
    case 1: out.append(dayNames.tomorrow)
    default: append(weekdayAndDate: date, withYear: date.year != today.year, to: &out)
    }
  }

  private typealias DayNames = (
    yesterday: StaticString, today: StaticString, tomorrow: StaticString
  )

  private var dayNames: DayNames {
    switch self {
    case .en: ("yesterday", "today", "tomorrow")
    case .ru: ("вчера", "сегодня", "завтра")
    case .zh: ("昨天", "今天", "明天")
    }
  }
}
