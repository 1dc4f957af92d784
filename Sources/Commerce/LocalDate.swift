/// A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31, without a time zone.
public struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 1...9999
  public let year: Int
  /// 1...12
  public let month: Int
  /// 1...31
  public let day: Int

  /// 0001-01-01
  public static let earliest = LocalDate(unchecked: 1, 1, 1)
  /// 9999-12-31
  public static let latest = LocalDate(unchecked: 9999, 12, 31)

  /// Nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= Self.days(inMonth: month, of: year)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// The day that lies `days` after 1970-01-01; the first or last day where that is out of range.
  public init(daysSince1970 days: Int) {
    let clamped = min(max(days, Self.earliest.daysSince1970), Self.latest.daysSince1970)
    // Counted in years that begin on 1 March, so that the leap day is the last of its year.
    let shifted = clamped + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days from 1970-01-01, negative before.
  public var daysSince1970: Int {
    let year = month <= 2 ? self.year - 1 : self.year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// 1 = Monday ... 7 = Sunday (ISO 8601).
  public var weekday: Int { (daysSince1970 + 719_162) % 7 + 1 }

  /// The day `days` later, held within the calendar's range.
  public func adding(days: Int) -> LocalDate {
    let (sum, overflow) = daysSince1970.addingReportingOverflow(days)
    return overflow ? (days < 0 ? .earliest : .latest) : LocalDate(daysSince1970: sum)
  }

  /// 28...31
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// True for years of 366 days.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  public static func < (a: LocalDate, b: LocalDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}
