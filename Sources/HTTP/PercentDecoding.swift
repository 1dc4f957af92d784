/// Percent-encoding (RFC 3986, 2.1) and the urlencoded form (WHATWG URL, 5.1).
public enum PercentDecoding {
  /// Decodes `%XX` once; `+` stays. nil for a broken escape or when the result is not UTF-8.
  public static func decode(_ text: some StringProtocol) -> String? {
    decode(Array(text.utf8).span, 0..<text.utf8.count, plusIsSpace: false)
  }

  /// Encodes everything outside the unreserved set (RFC 3986, 2.3).
  public static func encode(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    for octet in text.utf8 {
      if isUnreserved(octet) {
        bytes.append(octet)
      } else {
        bytes.append(contentsOf: [Octet.percent, hex[Int(octet >> 4)], hex[Int(octet & 15)]])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ octet: UInt8) -> Bool {
    switch octet {
    case Octet.dash, Octet.dot, 0x5f, 0x7e: true
    default: Octet.isAlpha(octet) || Octet.isDigit(octet)
    }
  }

  private static let hex = Array("0123456789ABCDEF".utf8)

  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, plusIsSpace: Bool) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let octet = bytes[index]
      if octet == Octet.percent {
        guard index + 2 < range.upperBound, let high = Octet.hexValue(bytes[index + 1]),
          let low = Octet.hexValue(bytes[index + 2])
        else { return nil }
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(plusIsSpace && octet == Octet.plus ? Octet.space : octet)
        index += 1
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
