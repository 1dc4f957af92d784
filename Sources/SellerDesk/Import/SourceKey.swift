import Commerce

/// An identity in the source: 32 hexadecimal digits, kept as two words.
struct SourceKey: Hashable, Comparable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Nil for anything but 32 digits; both cases are read, as one identity.
  init?(_ digits: ArraySlice<UInt8>) {
    guard digits.count == 32, let high = Self.word(digits.prefix(16)),
      let low = Self.word(digits.suffix(16))
    else { return nil }
    self.high = high
    self.low = low
  }

  /// The 32 digits, in lower case.
  var text: String { Hex.encode(bytes) }

  /// The first eight digits: enough to tell things apart on a page.
  var short: String { String(text.prefix(8)) }

  /// As the `source` columns hold it.
  var source: String { "olist:\(text)" }

  /// Two keys in one order everywhere.
  static func < (a: SourceKey, b: SourceKey) -> Bool { (a.high, a.low) < (b.high, b.low) }

  /// A number from 0 on that depends on the key alone.
  func choice(of count: Int) -> Int { count > 0 ? Int(low % UInt64(count)) : 0 }

  /// The first 53 bits of the SHA-256 of the kind and the keys: an identity of ours that every
  /// run makes alike.
  static func identity(_ kind: String, _ keys: SourceKey...) -> Int64 {
    let message = keys.reduce(into: Array(kind.utf8)) { $0 += $1.bytes }
    let word = SHA256.hash(message).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return max(1, Int64(word >> 11))
  }

  private var bytes: [UInt8] {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
  }

  private static func word(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case 48...57: value = value << 4 | UInt64(digit - 48)
      case 65...70: value = value << 4 | UInt64(digit - 55)
      case 97...102: value = value << 4 | UInt64(digit - 87)
      default: return nil
      }
    }
    return value
  }
}
