/// Dates of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), always 29 octets.
public enum HTTPDate {
  static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"].map { Array($0.utf8) }
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { Array($0.utf8) }

  /// The text of a time in seconds since 1970, 0...253402300799 (the year 9999).
  public static func text(_ seconds: Int64) -> String {
    String(decoding: bytes(seconds), as: UTF8.self)
  }

  static func bytes(_ seconds: Int64) -> [UInt8] {
    let seconds = min(max(0, seconds), 253_402_300_799)
    let civil = Civil(seconds)
    var out: [UInt8] = []
    out.reserveCapacity(29)
    out.append(contentsOf: days[Int(seconds / 86400 % 7)])
    out.append(", ")
    out.append(padded: civil.day, 2)
    out.append(" ")
    out.append(contentsOf: months[civil.month - 1])
    out.append(" ")
    out.append(padded: civil.year, 4)
    out.append(" ")
    out.append(clock: civil)
    out.append(" GMT")
    return out
  }
}

/// Calendar parts of a time, UTC, by the era arithmetic of the proleptic Gregorian calendar.
struct Civil {
  let year, month, day, hour, minute, second: Int

  /// Seconds since 1970, not negative.
  init(_ seconds: Int64) {
    let shifted = seconds / 86400 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * march + 2) / 5 + 1)
    month = Int(march < 10 ? march + 3 : march - 9)
    year = Int(yearOfEra + era * 400 + (march < 10 ? 0 : 1))
    hour = Int(seconds % 86400 / 3600)
    minute = Int(seconds % 3600 / 60)
    second = Int(seconds % 60)
  }
}

extension [UInt8] {
  mutating func append(padded value: Int, _ width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
      divisor /= 10
    }
  }

  /// `hh:mm:ss`
  mutating func append(clock civil: Civil) {
    append(padded: civil.hour, 2)
    append(Octet.colon)
    append(padded: civil.minute, 2)
    append(Octet.colon)
    append(padded: civil.second, 2)
  }
}
