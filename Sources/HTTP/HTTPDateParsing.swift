extension HTTPDate {
  /// Seconds since 1970 of a date in any of the three forms a recipient must accept (RFC 9110,
  /// 5.6.7); nil for anything else. `now` decides the century of a year of two digits.
  static func seconds(_ text: String, now: Int64 = Clock.seconds()) -> Int64? {
    var scanner = DateScanner(Array(text.utf8))
    let name = scanner.letters()
    let hasComma = scanner.skip(", ")
    guard hasComma || scanner.skip(" ") else { return nil }
    if days.contains(name) { return hasComma ? scanner.fixed() : scanner.asctime() }
    return hasComma && longDays.contains(name) ? scanner.obsolete(now: now) : nil
  }

  private static let longDays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ].map { Array($0.utf8) }
}

/// Reads the parts of a date behind its day's name. Every form has fixed widths.
private struct DateScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func letters() -> [UInt8] {
    let start = position
    while position < bytes.count, Octet.isAlpha(bytes[position]) { position += 1 }
    return Array(bytes[start..<position])
  }

  mutating func skip(_ text: StaticString) -> Bool {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes.span.extracting(position..<end).equals(text) else {
      return false
    }
    position = end
    return true
  }

  /// `06 Nov 1994 08:49:37 GMT`
  mutating func fixed() -> Int64? {
    guard let day = number(2), skip(" "), let month = month(), skip(" "), let year = number(4),
      skip(" ")
    else { return nil }
    return finish(year, month, day, isUTC: true)
  }

  /// `06-Nov-94 08:49:37 GMT`. A year more than 50 years ahead is the past one of these digits.
  mutating func obsolete(now: Int64) -> Int64? {
    guard let day = number(2), skip("-"), let month = month(), skip("-"), let digits = number(2),
      skip(" ")
    else { return nil }
    let present = Civil(max(0, now)).year
    let year = present - present % 100 + digits
    return finish(year > present + 50 ? year - 100 : year, month, day, isUTC: true)
  }

  /// `Nov  6 08:49:37 1994`
  mutating func asctime() -> Int64? {
    guard let month = month(), skip(" "), let day = skip(" ") ? number(1) : number(2), skip(" ")
    else { return nil }
    let clock = position
    position += 9
    guard position <= bytes.count, let year = number(4), position == bytes.count else { return nil }
    position = clock
    return finish(year, month, day, isUTC: false)
  }

  private mutating func finish(_ year: Int, _ month: Int, _ day: Int, isUTC: Bool) -> Int64? {
    guard let hour = number(2), skip(":"), let minute = number(2), skip(":"),
      let second = number(2), skip(" "), !isUTC || (skip("GMT") && position == bytes.count)
    else { return nil }
    guard (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
    let seconds = Civil.days(year, month, day) * 86400
    let time = hour * 3600 + minute * 60 + min(59, second)
    // The 31st of a shorter month is no date.
    return seconds >= 0 && Civil(Int64(seconds)).day != day ? nil : Int64(seconds + time)
  }

  private mutating func number(_ width: Int) -> Int? {
    let end = position + width
    guard end <= bytes.count, let value = bytes.span.decimal(position..<end) else { return nil }
    position = end
    return Int(value)
  }

  private mutating func month() -> Int? {
    HTTPDate.months.firstIndex(of: letters()).map { $0 + 1 }
  }
}

extension Civil {
  /// Days since 1970 of a date; the inverse of `init`.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
