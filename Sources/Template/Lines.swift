/// The rules of Mustache for lines that hold nothing but tags: such a line is not output.
///
/// One section, comment, partial, parent or block tag may stand alone. Several may when they are
/// only parents and blocks with at least one parent among them, whose inside is no output anyway.
enum Lines {
  private enum Role { case text, ordinary, block, parent }

  static func strip(_ tokens: [Token]) -> [Token] {
    var open: [Role] = []
    var stripped: [Token] = []
    var rest = tokens[...]
    while !rest.isEmpty {
      let line = takeLine(from: &rest)
      let roles = line.map { role(of: $0, &open) }
      stripped += isStandalone(line, roles) ? standalone(line) : ordinary(line)
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
        guard text.allSatisfy(\.isSpace) else { return false }
      } else {
        guard role != .text else { return false }
        tags.append(role)
      }
    }
    return tags.count == 1 || (tags.contains(.parent) && !tags.contains(.ordinary))
  }

  private static func standalone(_ line: ArraySlice<Token>) -> [Token] {
    let indent = leadingBlank(of: line)
    var tags = line.filter { $0.tag != nil }
    for index in tags.indices {
      tags[index].setLine(indent: index == 0 ? indent : [], isStandalone: true)
    }
    return tags
  }

  private static func ordinary(_ line: ArraySlice<Token>) -> [Token] {
    var tokens = Array(line)
    guard let first = tokens.first else { return [] }
    let indent = leadingBlank(of: line)
    if let index = tokens.firstIndex(where: { $0.tag != nil }),
      tokens[..<index].allSatisfy({ $0.text?.allSatisfy(\.isBlank) ?? false })
    {
      tokens[index].setLine(indent: indent, isStandalone: false)
    }
    if let text = first.text {
      tokens[0].content = .text(text, startsLine: true)
    } else {
      tokens.insert(Token(content: .text([], startsLine: true), position: first.position), at: 0)
    }
    return tokens
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
