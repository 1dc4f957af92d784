/// Octets as pairs of hexadecimal digits (RFC 4648, 8), written in lower case.
public enum Hex {
  /// Two digits for each octet.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    ByteText { out in
      for byte in bytes {
        out.append(digit(byte >> 4))
        out.append(digit(byte & 15))
      }
    }.string
  }

  /// Reads digits of both cases; nil for an odd count or any other character.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for octet in text.utf8 {
      guard let value = value(octet) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? bytes : nil
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func value(_ octet: UInt8) -> UInt8? {
    switch octet {
    case 48...57: octet - 48
    case 65...70: octet - 55
    case 97...102: octet - 87
    default: nil
    }
  }
}
