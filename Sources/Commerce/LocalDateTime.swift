/// A day and a time of day as a clock on the wall shows it, without a time zone.
public struct LocalDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day.
  public let date: LocalDate
  /// 0...23
  public let hour: Int
  /// 0...59
  public let minute: Int
  /// 0...59
  public let second: Int

  /// Nil when the time of day does not exist.
  public init?(date: LocalDate, hour: Int, minute: Int, second: Int = 0) {
    guard 0...23 ~= hour, 0...59 ~= minute, 0...59 ~= second else { return nil }
    self.init(unchecked: date, hour, minute, second)
  }

  init(unchecked date: LocalDate, _ hour: Int, _ minute: Int, _ second: Int) {
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The wall clock that lies `seconds` after 1970-01-01T00:00:00 of the same wall.
  init(secondsSince1970 seconds: Int64) {
    var (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    if rest < 0 {
      days -= 1
      rest += 86_400
    }
    self.init(
      unchecked: LocalDate(daysSince1970: Int(days)), Int(rest / 3600), Int(rest / 60 % 60),
      Int(rest % 60))
  }

  var secondsSince1970: Int64 {
    Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool {
    a.secondsSince1970 < b.secondsSince1970
  }
}
