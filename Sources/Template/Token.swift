/// A piece of a template: text up to and with its line break, or one tag.
struct Token {
  enum Content {
    /// `startsLine` is kept for text that begins a line of the source: indentation goes there.
    case text(ArraySlice<UInt8>, startsLine: Bool)
    case tag(Tag)
  }

  var content: Content
  var position: Position

  var text: ArraySlice<UInt8>? {
    if case .text(let bytes, _) = content { bytes } else { nil }
  }

  var tag: Tag? {
    if case .tag(let tag) = content { tag } else { nil }
  }
}

/// `{{…}}` with what its line says about it.
struct Tag {
  enum Kind {
    case value(Path)
    case section(Path)
    case inverted(Path)
    case close(String)
    case comment
    case partial(String)
    case parent(String)
    case block(String)
    case string(key: String, count: Path?)
    case asset(String)
    case link(String)
  }

  var kind: Kind
  /// Whitespace before the tag, when nothing else is before it on its line.
  var indent: ArraySlice<UInt8> = []
  /// The line holds nothing else, so it is not part of the output.
  var isStandalone = false
}

/// A dotted name: `buyer.name`; a single dot is the innermost view itself.
struct Path: Hashable, Sendable {
  var first: String
  var rest: [String] = []

  var text: String { ([first] + rest).joined(separator: ".") }

  init?(_ text: String) {
    if Path.isName(text.utf8[...]) || text == "." {
      first = text
      return
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let head = parts.first, parts.allSatisfy(Path.isName) else { return nil }
    first = String(Substring(head))
    rest = parts.dropFirst().map { String(Substring($0)) }
  }

  private static func isName(_ text: Substring.UTF8View) -> Bool {
    !text.isEmpty
      && text.allSatisfy {
        $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }
}

extension UInt8 {
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  /// Space, tab and carriage return: what may surround a standalone tag on its line.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
  var isSpace: Bool { isBlank || self == 0x0A || self == 0x0C }
}
