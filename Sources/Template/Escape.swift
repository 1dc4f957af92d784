/// Which bytes of text mean something in HTML, and how they are written instead.
enum Escape {
  /// The length of the longest entity.
  static let longest = 6

  /// `&` and `'` differ in one bit, `<` and `>` in another.
  @inline(__always) static func isNeeded(_ byte: UInt8) -> Bool {
    byte | 1 == 0x27 || byte | 2 == 0x3E || byte == 0x22
  }

  /// The same for eight bytes at once.
  @inline(__always) static func isNeeded(inAnyOf bytes: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let found =
      zeros((bytes | ones) ^ (ones &* 0x27)) | zeros((bytes | (ones &* 2)) ^ (ones &* 0x3E))
      | zeros(bytes ^ (ones &* 0x22))
    return found != 0
  }

  /// Not zero if one of the eight bytes is zero.
  @inline(__always) private static func zeros(_ bytes: UInt64) -> UInt64 {
    (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
  }

  static func entity(for byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: ""
    }
  }
}

extension StaticString {
  /// The bytes of a literal of more than one character.
  var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
