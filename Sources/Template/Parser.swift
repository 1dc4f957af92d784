/// Builds the tree of a template from its tokens.
struct Parser {
  /// Sections within sections; keeps every later walk over the tree off the end of the stack.
  static let maximumDepth = 40

  private var tokens: ArraySlice<Token>
  private var depth = 0
  private(set) var faults: Faults

  /// The nodes of a template and its faults of syntax.
  static func parse(file: String, source: String) -> (nodes: [Node], faults: Faults) {
    var lexer = Lexer(file: file, source: source)
    let tokens = lexer.run()
    var parser = Parser(tokens: tokens[...], faults: lexer.faults)
    let nodes = parser.nodes(until: nil)
    return (nodes, parser.faults)
  }

  private init(tokens: ArraySlice<Token>, faults: Faults) {
    self.tokens = tokens
    self.faults = faults
  }

  /// Nodes up to the tag that closes `name`, which is taken too.
  private mutating func nodes(until name: String?, opened: Position? = nil) -> [Node] {
    var nodes: [Node] = []
    while let token = tokens.popFirst() {
      guard case .tag(let tag) = token.content, case .close(let closed) = tag.kind else {
        if let node = node(token) { nodes.append(node) }
        continue
      }
      if closed == name { return nodes }
      let expected = name.map { "'{{/\($0)}}' was expected" } ?? "nothing is open"
      faults.add("'{{/\(closed)}}' closes nothing: \(expected)", at: token.position)
    }
    if let name, let opened { faults.add("'\(name)' is not closed by '{{/\(name)}}'", at: opened) }
    return nodes
  }

  private mutating func node(_ token: Token) -> Node? {
    switch token.content {
    case .text(let bytes, let startsLine):
      Node(content: .text(bytes, startsLine: startsLine), position: token.position)
    case .tag(let tag):
      content(tag, token.position).map { Node(content: $0, position: token.position) }
    }
  }

  private mutating func content(_ tag: Tag, _ position: Position) -> Node.Content? {
    switch tag.kind {
    case .comment, .close: nil
    case .value(let path): .value(path)
    case .string(let key, let count): .string(key: key, count: count)
    case .asset(let name): .asset(name)
    case .link(let name): .link(name)
    case .partial(let name): .partial(name, indent: tag.isStandalone ? tag.indent : [])
    case .section(let path): .section(section(path, false, position))
    case .inverted(let path): .section(section(path, true, position))
    case .parent(let name): .parent(parent(name, tag, position))
    case .block(let name): .block(block(name, tag, position))
    }
  }

  private mutating func section(
    _ path: Path, _ isInverted: Bool, _ position: Position
  ) -> Section {
    Section(path: path, isInverted: isInverted, nodes: body(path.text, position))
  }

  private mutating func body(_ name: String, _ position: Position) -> [Node] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Parser.maximumDepth else {
      faults.add("sections are nested deeper than \(Parser.maximumDepth)", at: position)
      tokens = []
      return []
    }
    return nodes(until: name, opened: position)
  }

  private mutating func parent(_ name: String, _ tag: Tag, _ position: Position) -> Parent {
    var blocks: [Block] = []
    for node in body(name, position) {
      switch node.content {
      case .text: continue
      case .block(let block) where blocks.contains { $0.name == block.name }:
        faults.add("the block '\(block.name)' is replaced twice", at: node.position)
      case .block(let block): blocks.append(block)
      default: faults.add("only blocks can stand inside '{{<\(name)}}'", at: node.position)
      }
    }
    return Parent(name: name, blocks: blocks, indent: tag.isStandalone ? tag.indent : [])
  }

  private mutating func block(_ name: String, _ tag: Tag, _ position: Position) -> Block {
    let nodes = body(name, position)
    var block = Block(
      name: name, nodes: nodes, position: position, isStandalone: tag.isStandalone,
      indent: tag.indent, ownIndent: 0)
    if case .text(let text, startsLine: true) = nodes.first?.content {
      let indent = text.prefix { $0.isBlank }
      block.ownIndent = indent.count
      if tag.isStandalone { block.indent = indent }
    }
    return block
  }
}
