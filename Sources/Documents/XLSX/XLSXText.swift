import Commerce

/// Characters that XML can't hold are written as `_x0007_` (ECMA-376 part 1, 22.4.2.4).
enum XLSXText {
  static func unescaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.first {
      if scalar == "_", let code = code(rest), let found = Unicode.Scalar(code) {
        out.append(found)
        rest = rest.dropFirst(7)
      } else {
        out.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return String(out)
  }

  /// Appends the text with what XML forbids and what would be read as an escape escaped.
  static func append(_ text: String, to out: inout [UInt8]) {
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": out += Array("&amp;".utf8)
      case "<": out += Array("&lt;".utf8)
      case ">": out += Array("&gt;".utf8)
      case "_" where code(scalars[index...]) != nil: out += Array("_x005F_".utf8)
      // A bare CR would be read as LF (XML 1.0, 2.11).
      case "\t", "\n": out.append(UInt8(scalar.value))
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += Array("_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8)
      default: out += UTF8.encode(scalar).map(Array.init) ?? []
      }
    }
  }

  private static func code(_ text: ArraySlice<Unicode.Scalar>) -> UInt32? {
    let part = Array(text.prefix(7))
    guard part.count == 7, part[1] == "x", part[6] == "_" else { return nil }
    let digits = String(String.UnicodeScalarView(part[2..<6]))
    return digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: 16) : nil
  }
}

/// Numbers as people write them.
enum XLSXNumber {
  /// Without exponent and with at most 15 digits: what a program shows, so that 1690.4 is not
  /// 1690.4000000000001.
  static func plain(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 9_007_199_254_740_992,
      let whole = Int64(exactly: value)
    {
      return String(whole)
    }
    guard abs(value) < 1e15, abs(value) >= 1e-6 else { return "\(value)" }
    let whole = value.rounded(.towardZero)
    let digits = max(0, 15 - String(Int64(abs(whole))).count)
    var scale = 1.0
    for _ in 0..<min(digits, 9) { scale *= 10 }
    let parts = (abs(value) - abs(whole)) * scale
    var fraction = String(Int64(parts.rounded()))
    let width = min(digits, 9)
    if fraction.count > width { return plain(value.rounded()) }
    fraction = String(repeating: "0", count: width - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 ? "-" : ""
    return "\(sign)\(Int64(abs(whole)))" + (fraction.isEmpty ? "" : "." + fraction)
  }
}

/// Dates, which a sheet holds as days since 1900 or 1904.
enum XLSXDate {
  /// Number formats that the standard defines as dates or times (18.8.30).
  static func isBuiltIn(_ id: Int) -> Bool { 14...22 ~= id || 27...36 ~= id || 45...47 ~= id }

  /// Whether a format's code shows a part of a date: a letter of one outside quotes and brackets.
  static func isDate(format: String) -> Bool {
    var isQuoted = false
    var isBracketed = false
    for character in format.lowercased().replacing("&quot;", with: "\"") {
      switch character {
      case "\"": isQuoted.toggle()
      case "[" where !isQuoted: isBracketed = true
      case "]" where !isQuoted: isBracketed = false
      case "d", "m", "y", "h", "s": if !isQuoted && !isBracketed { return true }
      default: break
      }
    }
    return false
  }

  /// nil for a number that is no date.
  static func text(_ serial: Double, is1904: Bool) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    var days = Int(serial)
    let seconds = Int(((serial - Double(days)) * 86_400).rounded())
    // The first two months of 1900 are one day off: the format has a 29 February there.
    if !is1904 && days < 60 { days += 1 }
    let epoch = is1904 ? -24_107 : -25_569
    let date = civil(days + epoch)
    if seconds == 0 { return date }
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(padded)
    return date + " " + parts.joined(separator: ":")
  }

  /// The Gregorian date of a day counted from 1970.
  private static func civil(_ day: Int) -> String {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let inEra = shifted - era * 146_097
    let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * year + year / 4 - year / 100)
    let month = (5 * inYear + 2) / 153
    let dayOfMonth = inYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
    return "\(civilYear)-\(padded(civilMonth))-\(padded(dayOfMonth))"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
