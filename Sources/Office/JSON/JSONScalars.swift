// Strings and numbers: the parts of the grammar with rules of their own.
extension JSONParser {
  /// RFC 8259 section 7.
  mutating func string() throws(JSONError) -> String {
    guard take(UInt8(ascii: "\"")) else { throw unexpected() }
    let start = at
    skipPlain()
    if next == UInt8(ascii: "\"") {
      defer { at += 1 }
      return try text(start..<at)
    }
    return try escapedString(from: start)
  }

  private mutating func skipPlain() {
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
      at += 1
    }
  }

  private func text(_ range: Range<Int>) throws(JSONError) -> String {
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
    } catch {
      throw self.error(.invalidUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var result = ""
    var plain = start
    while true {
      result += try text(plain..<at)
      switch next {
      case UInt8(ascii: "\""):
        at += 1
        return result
      case UInt8(ascii: "\\"): result.unicodeScalars.append(try escape())
      case nil: throw error(.unexpectedEnd)
      default: throw error(.controlCharacter)
      }
      plain = at
      skipPlain()
    }
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = at
    at += 1
    guard let letter = next else { throw error(.unexpectedEnd) }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar(from: start)
    default: throw error(.badEscape, at: start)
    }
  }

  /// `\uXXXX`, or two of them that are a surrogate pair.
  private mutating func escapedScalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error(.loneSurrogate, at: start)
    }
    let second = try fourDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error(.badEscape)
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }

  /// RFC 8259 section 6.
  mutating func number() throws(JSONError) -> JSON {
    let start = at
    let isNegative = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    // A negative zero keeps its sign only as a floating-point number.
    if isWhole, let integer = Int64(text), !(isNegative && integer == 0) {
      return .integer(integer)
    }
    guard let number = Double(text), number.isFinite else {
      throw error(.numberOutOfRange, at: start)
    }
    return .number(number)
  }

  private mutating func digits() throws(JSONError) {
    let start = at
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
    if at == start { throw unexpected() }
  }
}
