/// Text put together as octets; the one way from the appending calls to `String`.
struct ByteText {
  private(set) var bytes: [UInt8] = []

  init(_ build: (inout [UInt8]) -> Void) {
    bytes.reserveCapacity(32)
    build(&bytes)
  }

  var string: String { String(decoding: bytes, as: UTF8.self) }
}

extension [UInt8] {
  /// Appends text that is known at compile time, without making a `String`.
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends the last `width` digits of a number that is not negative, with leading zeros.
  mutating func append(digits value: Int, width: Int) {
    var scale = 1
    for _ in 1..<Swift.max(width, 1) { scale *= 10 }
    while scale > 0 {
      append(UInt8(truncatingIfNeeded: 48 + value / scale % 10))
      scale /= 10
    }
  }

  /// Appends "14:05".
  mutating func append(clock local: LocalDateTime) {
    append(pair: local.hour)
    append(UInt8(ascii: ":"))
    append(pair: local.minute)
  }

  /// Appends a number below 100 in two digits.
  private mutating func append(pair value: Int) {
    append(UInt8(truncatingIfNeeded: 48 + value / 10))
    append(UInt8(truncatingIfNeeded: 48 + value % 10))
  }
}
