/// Base 64 with padding (RFC 4648, 4).
public enum Base64 {
  /// Four characters for every three octets begun.
  public static func encode(_ bytes: [UInt8]) -> String {
    Radix64("+", "/").encode(bytes, pads: true)
  }

  /// Nil unless the text is exactly what `encode` writes: padded, no breaks, spare bits zero.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var octets = Array(text.utf8)
    guard octets.count % 4 == 0 else { return nil }
    for _ in 0..<2 where octets.last == UInt8(ascii: "=") { octets.removeLast() }
    return Radix64("+", "/").decode(octets)
  }
}

/// Base 64 with the alphabet for addresses and names, without padding (RFC 4648, 5).
public enum Base64URL {
  /// Letters, digits, "-" and "_" only.
  public static func encode(_ bytes: [UInt8]) -> String {
    Radix64("-", "_").encode(bytes, pads: false)
  }

  /// Nil unless the text is exactly what `encode` writes: no padding, spare bits zero.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    Radix64("-", "_").decode(Array(text.utf8))
  }
}

/// The coding for either alphabet; the last two digits differ.
private struct Radix64 {
  let plus: UInt8
  let slash: UInt8

  init(_ plus: Unicode.Scalar, _ slash: Unicode.Scalar) {
    self.plus = UInt8(ascii: plus)
    self.slash = UInt8(ascii: slash)
  }

  func encode(_ bytes: [UInt8], pads: Bool) -> String {
    ByteText { out in
      var (bits, count): (UInt32, UInt32) = (0, 0)
      for byte in bytes {
        bits = bits << 8 | UInt32(byte)
        count += 8
        while count >= 6 {
          count -= 6
          out.append(digit(bits >> count & 63))
        }
      }
      if count > 0 { out.append(digit(bits << (6 - count) & 63)) }
      while pads && out.count % 4 != 0 { out.append(UInt8(ascii: "=")) }
    }.string
  }

  func decode(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for octet in digits {
      guard let value = value(octet) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    // One text for each value (RFC 4648, 3.5): else a signed token has several spellings.
    return bits & (1 << count - 1) == 0 ? bytes : nil
  }

  private func digit(_ value: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: value)
    switch value {
    case 0..<26: return 65 + value
    case 26..<52: return 71 + value
    case 52..<62: return value - 4
    default: return value == 62 ? plus : slash
    }
  }

  private func value(_ octet: UInt8) -> UInt32? {
    switch octet {
    case 65...90: UInt32(octet - 65)
    case 97...122: UInt32(octet - 71)
    case 48...57: UInt32(octet + 4)
    case plus: 62
    case slash: 63
    default: nil
    }
  }
}
