/// Makes a style sheet smaller without changing what it says: comments go, blanks that separate
/// nothing go, strings and unquoted addresses stay as they are (CSS Syntax 3, section 4).
struct Stylesheet {
  private let source: [UInt8]
  private var index = 0
  private var out: [UInt8] = []
  /// Whether a blank was read that has not been written yet.
  private var hasBlank = false

  static func compacted(_ source: [UInt8]) -> [UInt8] {
    var sheet = Stylesheet(source: source)
    sheet.run()
    return sheet.out
  }

  private init(source: [UInt8]) {
    self.source = source
    out.reserveCapacity(source.count)
  }

  private mutating func run() {
    while let byte = peek(0) {
      switch byte {
      case UInt8(ascii: " "), 0x09...0x0D:
        hasBlank = true
        index += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): copy(through: byte)
      case UInt8(ascii: "(") where isAddress: copy(through: UInt8(ascii: ")"))
      default:
        put(byte)
        index += 1
      }
    }
  }

  private func peek(_ distance: Int) -> UInt8? {
    index + distance < source.count ? source[index + distance] : nil
  }

  /// A comment separates what stands on its two sides, as a blank would not: `a/**/b` is two
  /// words and no descendant.
  private mutating func skipComment() {
    index += 2
    while index < source.count, !(peek(0) == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
      index += 1
    }
    index += 2
    guard !hasBlank, let last = out.last, !Self.isOpen(last), let next = peek(0), next > 0x20,
      !Self.isClosed(next)
    else { return }
    out += Array("/**/".utf8)
  }

  /// Whether the bracket begins an address without quotes.
  private var isAddress: Bool {
    out.count >= 3 && out.suffix(3).elementsEqual("url".utf8)
      && peek(1) != UInt8(ascii: "\"") && peek(1) != UInt8(ascii: "'")
  }

  /// Copies to the closing byte, whatever is between.
  private mutating func copy(through end: UInt8) {
    put(source[index])
    index += 1
    while let byte = peek(0) {
      out.append(byte)
      index += 1
      if byte == UInt8(ascii: "\\"), let escaped = peek(0) {
        out.append(escaped)
        index += 1
      } else if byte == end {
        return
      }
    }
  }

  private mutating func put(_ byte: UInt8) {
    if hasBlank, let last = out.last, !Self.isOpen(last), !Self.isClosed(byte) {
      out.append(UInt8(ascii: " "))
    }
    hasBlank = false
    // The last declaration of a block needs no end.
    if byte == UInt8(ascii: "}"), out.last == UInt8(ascii: ";") { out.removeLast() }
    out.append(byte)
  }

  /// Blanks after these say nothing.
  private static func isOpen(_ byte: UInt8) -> Bool {
    isClosed(byte) || byte == UInt8(ascii: ",")
  }

  /// Blanks before these say nothing.
  private static func isClosed(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ";")
  }
}
