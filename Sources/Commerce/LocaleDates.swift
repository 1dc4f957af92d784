extension Locale {
  /// "23 Nov 2026", "23 нояб. 2026 г.", "2026年11月23日".
  public func date(_ date: LocalDate) -> String { ByteText { append(date: date, to: &$0) }.string }

  /// "23 November 2026", "23 ноября 2026 г.", "2026年11月23日".
  public func longDate(_ date: LocalDate) -> String {
    ByteText { append(day: date, months: monthNamesInDates, withYear: true, to: &$0) }.string
  }

  /// "23 Nov", "23 нояб.", "11月23日".
  public func dayAndMonth(_ date: LocalDate) -> String {
    ByteText { append(day: date, months: monthShortNames, withYear: false, to: &$0) }.string
  }

  /// "November 2026", "ноябрь 2026 г.", "2026年11月".
  public func monthAndYear(_ date: LocalDate) -> String {
    switch self {
    case .en: "\(monthName(date.month)) \(date.year)"
    case .ru: "\(monthName(date.month)) \(date.year)\u{A0}г."
    case .zh: "\(date.year)年\(date.month)月"
    }
  }

  /// "Mon 23 Nov", "пн, 23 нояб.", "11月23日周一"; with the year "Mon, 23 Nov 2026" and so on.
  public func weekdayAndDate(_ date: LocalDate, withYear: Bool = false) -> String {
    ByteText { append(weekdayAndDate: date, withYear: withYear, to: &$0) }.string
  }

  /// "14:05" in every language.
  public func time(_ local: LocalDateTime) -> String {
    ByteText { $0.append(clock: local) }.string
  }

  /// "23 Nov 2026, 14:05", "23 нояб. 2026 г., 14:05", "2026年11月23日 14:05".
  public func dateTime(_ local: LocalDateTime) -> String {
    ByteText { append(dateTime: local, to: &$0) }.string
  }

  /// `date` without a `String`: allocates only when `out` has no room.
  public func append(date: LocalDate, to out: inout [UInt8]) {
    append(day: date, months: monthShortNames, withYear: true, to: &out)
  }

  /// `dateTime` without a `String`: allocates only when `out` has no room.
  public func append(dateTime local: LocalDateTime, to out: inout [UInt8]) {
    append(date: local.date, to: &out)
    out.append(self == .zh ? " " : ", ")
    out.append(clock: local)
  }

  /// `weekdayAndDate` without a `String`: allocates only when `out` has no room.
  public func append(weekdayAndDate date: LocalDate, withYear: Bool, to out: inout [UInt8]) {
    let weekday = weekdayShortNames[date.weekday - 1]
    switch self {
    case .en:
      out.append(weekday)
      out.append(withYear ? ", " : " ")
      append(day: date, months: monthShortNames, withYear: withYear, to: &out)
    case .ru:
      out.append(weekday)
      out.append(", ")
      append(day: date, months: monthShortNames, withYear: withYear, to: &out)
    case .zh:
      append(day: date, months: monthShortNames, withYear: withYear, to: &out)
      out.append(weekday)
    }
  }

  private func append(
    day date: LocalDate, months: [StaticString], withYear: Bool, to out: inout [UInt8]
  ) {
    guard self != .zh else { return append(chinese: date, withYear: withYear, to: &out) }
    out.append(plain: Int64(date.day), digits: 0)
    out.append(" ")
    out.append(months[date.month - 1])
    guard withYear else { return }
    out.append(" ")
    out.append(plain: Int64(date.year), digits: 0)
    if self == .ru { out.append("\u{A0}г.") }
  }

  private func append(chinese date: LocalDate, withYear: Bool, to out: inout [UInt8]) {
    if withYear {
      out.append(plain: Int64(date.year), digits: 0)
      out.append("年")
    }
    out.append(plain: Int64(date.month), digits: 0)
    out.append("月")
    out.append(plain: Int64(date.day), digits: 0)
    out.append("日")
  }
}
