/// The bytes of a page while it is rendered: short runs are gathered in a small block that stays
/// in the nearest cache, and go to the page's array a block at a time.
@usableFromInline struct Output: ~Copyable {
  private static let capacity = 8192
  /// What eight bytes can become.
  private static let longestWord = 8 * Escape.longest

  /// So many bytes can be read behind every literal.
  static let padding = 32

  private var page: [UInt8]
  private let block: UnsafeMutableRawPointer
  private var count = 0

  /// Continues `page`.
  init(continuing page: consuming [UInt8]) {
    self.page = page
    block = .allocate(byteCount: Output.capacity, alignment: 16)
  }

  deinit { block.deallocate() }

  /// The whole page.
  consuming func finish() -> [UInt8] {
    flush()
    return page
  }

  /// Appends bytes as they are.
  @inline(__always) mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    guard bytes.count <= Output.capacity &- count else { return appendOverflow(bytes) }
    (block + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  /// Appends a literal, most of which are shorter than the call of a copy is worth: they are
  /// taken with what stands behind them, which the next bytes overwrite.
  @inline(__always) mutating func append(
    padded literals: UnsafeBufferPointer<UInt8>, from start: Int, count length: Int
  ) {
    let source = UnsafeRawBufferPointer(literals)
    guard length <= Output.padding, Output.padding <= Output.capacity &- count else {
      return append(UnsafeBufferPointer(rebasing: literals[start..<start + length]))
    }
    let words = source.loadUnaligned(fromByteOffset: start, as: (Word, Word).self)
    (block + count).storeBytes(of: words, as: (Word, Word).self)
    count &+= length
  }

  private typealias Word = SIMD2<UInt64>

  /// Appends bytes as they are.
  @usableFromInline mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { append($0) }
  }

  /// Appends text as it is.
  @usableFromInline mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends text so that it is safe between elements and in quoted attribute values.
  @usableFromInline mutating func appendEscaped(_ text: String) {
    var text = text
    text.withUTF8 { appendEscaped($0) }
  }

  /// Appends UTF-8 so that it is safe between elements and in quoted attribute values.
  @usableFromInline mutating func appendEscaped(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { appendEscaped($0) }
  }

  private mutating func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    let source = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index < source.count {
      if Output.longestWord > Output.capacity &- count { flush() }
      index = appendWord(source, at: index)
    }
  }

  /// Appends up to eight bytes at once if none needs an escape, else one by one.
  @inline(__always) private mutating func appendWord(
    _ source: UnsafeRawBufferPointer, at index: Int
  ) -> Int {
    let end = min(index &+ 8, source.count)
    // The last word reaches back over bytes that stand at the end of the block as they are: if
    // one of them had become an entity, the word would need an escape and not be taken.
    let back = index &+ 8 &- end
    if source.count >= 8, back <= count {
      let word = source.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self)
      if !Escape.isNeeded(inAnyOf: word) {
        (block + (count &- back)).storeBytes(of: word, as: UInt64.self)
        count &+= end &- index
        return end
      }
    }
    for index in index..<end { appendByte(source[index]) }
    return end
  }

  @inline(__always) private mutating func appendByte(_ byte: UInt8) {
    guard !Escape.isNeeded(byte) else { return append(Escape.entity(for: byte).utf8) }
    block.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  @inline(never) private mutating func appendOverflow(_ bytes: UnsafeBufferPointer<UInt8>) {
    flush()
    page.append(contentsOf: bytes)
  }

  private mutating func flush() {
    page.append(contentsOf: UnsafeRawBufferPointer(start: block, count: count))
    count = 0
  }
}
