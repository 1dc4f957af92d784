/// The rule of a POSIX TZ string with the extension of RFC 9636 (3.3.1):
/// "CET-1CEST,M3.5.0,M10.5.0/3".
struct PosixTimeZone: Hashable, Sendable {
  /// Seconds east of UTC.
  let standard: Int64
  let summer: Summer?

  struct Summer: Hashable {
    let offset: Int64
    let start: ChangeDay
    let end: ChangeDay
  }

  /// Nil when the text is not such a rule.
  init?(_ text: [UInt8]) {
    var scanner = PosixScanner(text)
    guard scanner.name(), let west = scanner.time(hours: 24) else { return nil }
    standard = -west
    if scanner.isAtEnd {
      summer = nil
    } else {
      guard let summer = scanner.summer(standard: -west), scanner.isAtEnd else { return nil }
      self.summer = summer
    }
  }

  /// Seconds east of UTC at `seconds` since 1970.
  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let year = LocalDateTime(secondsSince1970: seconds).date.year
    // Times of change reach a week beyond their day, so the neighbour years count too. The last
    // change before `seconds` decides; a start at the same second as an end wins, which is how a
    // rule says that summer time lasts all year.
    var latest = Int64.min
    var isSummer = false
    for year in year - 1...year + 1 {
      let start = summer.start.seconds(in: year) - standard
      let end = summer.end.seconds(in: year) - summer.offset
      if end <= seconds && end > latest { (latest, isSummer) = (end, false) }
      if start <= seconds && start >= latest { (latest, isSummer) = (start, true) }
    }
    return isSummer ? summer.offset : standard
  }
}

/// The day and second of a change, on the clock that holds before it.
struct ChangeDay: Hashable, Sendable {
  enum Day: Hashable {
    /// Jn: 1...365, 29 February never counted.
    case julian(Int)
    /// n: 0...365, 29 February counted.
    case ordinal(Int)
    /// Mm.w.d: month, week (5 = last), day of the week (0 = Sunday).
    case weekday(month: Int, week: Int, day: Int)
  }

  let day: Day
  /// Seconds after midnight, -167 h to 167 h.
  let time: Int64

  /// Seconds since 1970 of that wall clock.
  func seconds(in year: Int) -> Int64 {
    let year = min(max(year, 1), 9999)
    let first = LocalDate(unchecked: year, 1, 1).daysSince1970
    let days =
      switch day {
      case .julian(let n): first + n - 1 + (LocalDate.isLeap(year) && n >= 60 ? 1 : 0)
      case .ordinal(let n): first + n
      case .weekday(let month, let week, let day): Self.days(year, month, week, day)
      }
    return Int64(days) * 86_400 + time
  }

  private static func days(_ year: Int, _ month: Int, _ week: Int, _ day: Int) -> Int {
    let first = LocalDate(unchecked: year, month, 1)
    let ahead = (day - first.weekday % 7 + 7) % 7 + (week - 1) * 7
    let isInMonth = ahead < LocalDate.days(inMonth: month, of: year)
    return first.daysSince1970 + (isInMonth ? ahead : ahead - 7)
  }
}

private struct PosixScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: [UInt8]) {
    rest = text[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  /// Three letters or more, or anything of letters, digits and signs in "<>".
  mutating func name() -> Bool {
    let isQuoted = skip("<")
    let name = rest.prefix { octet in
      let isLetter = octet | 32 >= 97 && octet | 32 <= 122
      let isSign = octet == UInt8(ascii: "+") || octet == UInt8(ascii: "-")
      return isLetter || isQuoted && (octet &- 48 < 10 || isSign)
    }
    rest = rest.dropFirst(name.count)
    return name.count >= 3 && (!isQuoted || skip(">"))
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { $0 &- 48 < 10 }
    guard digits.count <= 3, let value = Int64(digits: digits), range ~= Int(value) else {
      return nil
    }
    rest = rest.dropFirst(digits.count)
    return Int(value)
  }

  /// [+-]hh[:mm[:ss]] in seconds.
  mutating func time(hours: Int) -> Int64? {
    let sign: Int64 = skip("-") ? -1 : 1
    if sign == 1 { _ = skip("+") }
    guard let hour = number(0...hours) else { return nil }
    var total = Int64(hour) * 3600
    for unit: Int64 in [60, 1] where skip(":") {
      guard let part = number(0...59) else { return nil }
      total += Int64(part) * unit
    }
    return sign * total
  }

  mutating func summer(standard: Int64) -> PosixTimeZone.Summer? {
    guard name() else { return nil }
    var offset = standard + 3600
    if rest.first != UInt8(ascii: ",") {
      guard let west = time(hours: 24) else { return nil }
      offset = -west
    }
    guard skip(","), let start = change(), skip(","), let end = change() else { return nil }
    return PosixTimeZone.Summer(offset: offset, start: start, end: end)
  }

  mutating func change() -> ChangeDay? {
    guard let day = day() else { return nil }
    guard skip("/") else { return ChangeDay(day: day, time: 7200) }
    return time(hours: 167).map { ChangeDay(day: day, time: $0) }
  }

  mutating func day() -> ChangeDay.Day? {
    if skip("J") { return number(1...365).map { .julian($0) } }
    guard skip("M") else { return number(0...365).map { .ordinal($0) } }
    guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
      let day = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }
}
