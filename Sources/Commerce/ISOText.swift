extension LocalDate {
  /// Reads "2026-11-23" (ISO 8601 extended calendar date), nothing else.
  public init?(iso text: some StringProtocol) {
    var scanner = DigitScanner(text.utf8)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }

  /// "2026-11-23"
  public var description: String { ByteText { $0.append(iso: self) }.string }
}

extension LocalDateTime {
  /// Reads "2026-11-23T14:05" or "2026-11-23T14:05:09", as `<input type=datetime-local>` sends.
  public init?(iso text: some StringProtocol) {
    var scanner = DigitScanner(text.utf8)
    guard let value = scanner.dateTime(), scanner.isAtEnd else { return nil }
    self = value
  }

  /// "2026-11-23T14:05:09"
  public var description: String { ByteText { $0.append(iso: self) }.string }
}

extension Instant: CustomStringConvertible {
  /// Reads the RFC 3339 forms "2026-11-23T14:05:09Z", "….123Z" and "…+03:00"; digits after the
  /// third of a fraction are dropped.
  public init?(iso text: some StringProtocol) {
    var scanner = DigitScanner(text.utf8)
    guard let local = scanner.dateTime(needsSeconds: true),
      let fraction = scanner.milliseconds(), let offset = scanner.zone(), scanner.isAtEnd
    else { return nil }
    milliseconds = (local.secondsSince1970 - offset) * 1000 + fraction
  }

  /// "2026-11-23T14:05:09.123Z" (RFC 3339), held within the years 1 to 9999.
  public var description: String { ByteText { $0.append(iso: self) }.string }
}

extension [UInt8] {
  /// Appends "2026-11-23".
  public mutating func append(iso date: LocalDate) {
    append(digits: date.year, width: 4)
    append(UInt8(ascii: "-"))
    append(digits: date.month, width: 2)
    append(UInt8(ascii: "-"))
    append(digits: date.day, width: 2)
  }

  /// Appends "2026-11-23T14:05:09".
  public mutating func append(iso local: LocalDateTime) {
    append(iso: local.date)
    append(UInt8(ascii: "T"))
    append(clock: local)
    append(UInt8(ascii: ":"))
    append(digits: local.second, width: 2)
  }

  /// Appends "2026-11-23T14:05:09.123Z".
  public mutating func append(iso instant: Instant) {
    append(iso: LocalDateTime(secondsSince1970: instant.seconds))
    append(UInt8(ascii: "."))
    let rest = instant.milliseconds % 1000
    append(digits: Int(rest < 0 ? rest + 1000 : rest), width: 3)
    append(UInt8(ascii: "Z"))
  }
}

/// Reads fixed-width digits and marks from the front of some UTF-8.
private struct DigitScanner<Bytes: Collection<UInt8>> {
  private var rest: Bytes.SubSequence

  init(_ bytes: Bytes) {
    rest = bytes[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    let field = rest.prefix(width)
    guard field.count == width, let value = Int64(digits: field) else { return nil }
    rest = rest.dropFirst(width)
    return Int(value)
  }

  mutating func date() -> LocalDate? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2)
    else { return nil }
    return LocalDate(year: year, month: month, day: day)
  }

  mutating func dateTime(needsSeconds: Bool = false) -> LocalDateTime? {
    guard let date = date(), skip("T"), let hour = number(2), skip(":"), let minute = number(2)
    else { return nil }
    var second = 0
    if skip(":") {
      guard let value = number(2) else { return nil }
      second = value
    } else if needsSeconds {
      return nil
    }
    return LocalDateTime(date: date, hour: hour, minute: minute, second: second)
  }

  mutating func milliseconds() -> Int64? {
    guard skip(".") else { return 0 }
    let digits = rest.prefix { $0 &- 48 < 10 }
    guard 1...9 ~= digits.count else { return nil }
    rest = rest.dropFirst(digits.count)
    var value: Int64 = 0
    var scale: Int64 = 100
    for digit in digits.prefix(3) {
      value += Int64(digit &- 48) * scale
      scale /= 10
    }
    return value
  }

  /// Seconds east of UTC.
  mutating func zone() -> Int64? {
    if skip("Z") { return 0 }
    let sign: Int64
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
    guard let hours = number(2), hours < 24, skip(":"), let minutes = number(2), minutes < 60
    else { return nil }
    return sign * Int64(hours * 3600 + minutes * 60)
  }
}
