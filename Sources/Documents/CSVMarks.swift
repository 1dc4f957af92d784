/// Finds the octets that end a run of plain text, eight at a time: fields are short, and a test of
/// each octet costs more than all the rest of the reading.
struct CSVMarks {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let quotes = ones * UInt64(UInt8(ascii: "\""))
  private static let feeds = ones * UInt64(UInt8(ascii: "\n"))
  private static let returns = ones * UInt64(UInt8(ascii: "\r"))

  private let delimiter: UInt8
  private let delimiters: UInt64

  init(_ delimiter: UInt8) {
    self.delimiter = delimiter
    delimiters = Self.ones * UInt64(delimiter)
  }

  /// The position of the first delimiter, quote, CR or LF from `start` on, or the end of the piece.
  @inline(__always)
  func firstMark(in piece: UnsafeRawBufferPointer, from start: Int) -> Int {
    var position = start
    while piece.count - position >= 8 {
      let word = UInt64(
        littleEndian: piece.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let hits =
        (Self.zeros(word ^ delimiters) | Self.zeros(word ^ Self.quotes))
        | (Self.zeros(word ^ Self.feeds) | Self.zeros(word ^ Self.returns))
      if hits != 0 { return position + hits.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < piece.count, !isMark(piece[position]) { position += 1 }
    return position
  }

  /// The high bit of each octet that is zero. Octets above such a one may be marked wrongly, which
  /// does not matter to who takes the lowest.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

  private func isMark(_ octet: UInt8) -> Bool {
    octet == delimiter || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\n")
      || octet == UInt8(ascii: "\r")
  }
}
