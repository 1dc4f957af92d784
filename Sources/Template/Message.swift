/// The text of a string with its placeholders.
struct Message {
  enum Piece: Equatable {
    case text(String)
    case placeholder(Path)
  }

  private(set) var pieces: [Piece] = []

  /// Without braces a text is one piece, as it stands.
  static func hasBraces(_ text: String) -> Bool {
    let bytes = text.utf8Span.span
    return bytes.indices.contains {
      bytes[$0] == UInt8(ascii: "{") || bytes[$0] == UInt8(ascii: "}")
    }
  }

  init(_ source: String) throws(Malformed) {
    var text: [UInt8] = []
    var rest = Array(source.utf8)[...]
    while let byte = rest.popFirst() {
      let isDoubled = rest.first == byte
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        if isDoubled {
          rest.removeFirst()
          text.append(byte)
        } else if byte == UInt8(ascii: "{") {
          add(&text)
          pieces.append(.placeholder(try Message.placeholder(&rest)))
        } else {
          throw Malformed("'}' without '{'; a brace is written twice")
        }
      default: text.append(byte)
      }
    }
    add(&text)
  }

  private mutating func add(_ text: inout [UInt8]) {
    if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
    text = []
  }

  private static func placeholder(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> Path {
    guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
      throw Malformed("'{' without '}'; a brace is written twice")
    }
    let name = String(decoding: rest[..<end], as: UTF8.self)
    guard let path = Path(name) else { throw Malformed("'{\(name)}' is not a placeholder") }
    rest = rest[(end + 1)...]
    return path
  }
}
