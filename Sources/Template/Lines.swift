/// The rules of Mustache for lines that hold nothing but tags: such a line is not output.
///
/// One section, comment, partial, parent or block tag may stand alone. Several may when they are
/// only parents and blocks with at least one parent among them, whose inside is no output anyway.
enum Lines {
  private enum Role { case text, ordinary, block, parent }

  static func strip(_ tokens: [Token]) -> [Token] {
    var open: [Role] = []
    var stripped: [Token] = []
    stripped.reserveCapacity(tokens.count)
    var rest = tokens[...]
    while !rest.isEmpty {
      let line = takeLine(from: &rest)
      let roles = line.map { role(of: $0, &open) }
      if isStandalone(line, roles) {
        addStandalone(line, to: &stripped)
      } else {
        addOrdinary(line, to: &stripped)
      }
    }
    return stripped
  }

  private static func takeLine(from rest: inout ArraySlice<Token>) -> ArraySlice<Token> {
    let end = rest.firstIndex { $0.text?.last == 0x0A }.map { $0 + 1 } ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  private static func role(of token: Token, _ open: inout [Role]) -> Role {
    switch token.tag?.kind {
    case .section, .inverted: return push(.ordinary, &open)
    case .block: return push(.block, &open)
    case .parent: return push(.parent, &open)
    case .close: return open.popLast() ?? .ordinary
    case .comment, .partial: return .ordinary
    default: return .text
    }
  }

  private static func push(_ role: Role, _ open: inout [Role]) -> Role {
    open.append(role)
    return role
  }

  private static func isStandalone(_ line: ArraySlice<Token>, _ roles: [Role]) -> Bool {
    var tags: [Role] = []
    for (token, role) in zip(line, roles) {
      if let text = token.text {
        guard text.allSatisfy({ $0.isSpace }) else { return false }
      } else {
        guard role != .text else { return false }
        tags.append(role)
      }
    }
    return tags.count == 1 || (tags.contains(.parent) && !tags.contains(.ordinary))
  }

  private static func addStandalone(_ line: ArraySlice<Token>, to tokens: inout [Token]) {
    var indent = leadingBlank(of: line)
    for var token in line where token.tag != nil {
      token.setLine(indent: indent, isStandalone: true)
      indent = []
      tokens.append(token)
    }
  }

  private static func addOrdinary(_ line: ArraySlice<Token>, to tokens: inout [Token]) {
    guard let first = line.first else { return }
    let start = Token(content: .text(first.text ?? [], startsLine: true), position: first.position)
    tokens.append(start)
    var isIndented = first.text?.allSatisfy { $0.isBlank } ?? true
    for var token in first.text == nil ? line : line.dropFirst() {
      // No two texts are neighbours: the indented tag is the first or the second token.
      if isIndented { token.setLine(indent: leadingBlank(of: line), isStandalone: false) }
      isIndented = false
      tokens.append(token)
    }
  }

  private static func leadingBlank(of line: ArraySlice<Token>) -> ArraySlice<UInt8> {
    line.first?.text?.prefix { $0.isBlank } ?? []
  }
}

extension Token {
  fileprivate mutating func setLine(indent: ArraySlice<UInt8>, isStandalone: Bool) {
    guard var tag else { return }
    tag.indent = indent
    tag.isStandalone = isStandalone
    content = .tag(tag)
  }
}
