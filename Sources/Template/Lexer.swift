/// Cuts the source of a template into tokens.
struct Lexer {
  private let source: [UInt8]
  private var offset = 0
  private var position: Position
  private var tokens: [Token] = []
  private(set) var faults = Faults()

  init(file: String, source: String) {
    self.source = Array(source.utf8)
    position = Position(file: file, line: 1, column: 1)
  }

  /// All tokens, lines of standalone tags already removed.
  mutating func run() -> [Token] {
    while offset < source.count {
      if startsTag(at: offset) { lexTag() } else { lexText() }
    }
    return Lines.strip(tokens)
  }

  private func startsTag(at index: Int) -> Bool {
    index + 1 < source.count && source[index] == 0x7B && source[index + 1] == 0x7B
  }

  private mutating func lexText() {
    var end = offset
    while end < source.count, !startsTag(at: end) {
      end += 1
      if source[end - 1] == 0x0A { break }
    }
    add(.text(source[offset..<end], startsLine: false), upTo: end)
  }

  private mutating func lexTag() {
    let start = offset + 2
    guard let end = closing(from: start) else {
      faults.add("'{{' is not closed by '}}'", at: position)
      return advance(to: source.count)
    }
    do {
      add(.tag(Tag(kind: try TagText(source[start..<end]).kind())), upTo: end + 2)
    } catch {
      faults.add(error.message, at: position)
      advance(to: end + 2)
    }
  }

  private func closing(from start: Int) -> Int? {
    var index = start
    while index + 1 < source.count {
      if source[index] == 0x7D, source[index + 1] == 0x7D { return index }
      index += 1
    }
    return nil
  }

  private mutating func add(_ content: Token.Content, upTo end: Int) {
    tokens.append(Token(content: content, position: position))
    advance(to: end)
  }

  private mutating func advance(to end: Int) {
    position.advance(over: source[offset..<end])
    offset = end
  }
}

extension Position {
  /// Moves behind `bytes`: columns count Unicode scalars.
  mutating func advance(over bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }
}
