/// A template with its partials, parents and blocks put in place.
struct Part: Sendable {
  enum Content: Sendable {
    case text(ArraySlice<UInt8>)
    case value(Path)
    case string(key: String, count: Path?)
    case asset(String)
    case link(String)
    case section(Path, isInverted: Bool, [Part])
  }

  var content: Content
  var position: Position
}

/// Puts partials, parents and blocks in place.
struct Expansion {
  /// Bounds against templates that include each other in many ways.
  static let maximumDepth = 100
  static let maximumParts = 20_000

  /// What the blocks of a template mean: replacements with the place they were written in, and
  /// the templates that are being expanded there.
  private struct Surroundings {
    var replacements: [String: Replacement] = [:]
    var active: [Active] = []
  }

  private struct Replacement {
    var block: Block
    var surroundings: Surroundings
  }

  /// A template includes itself if it is met again with no more blocks replaced.
  private struct Active: Equatable {
    var name: String
    var replaced: Set<String>
  }

  private let templates: Templates
  private var faults = Faults()
  private var depth = 0
  private var count = 0

  /// The parts of the template `name` and the faults met on the way.
  static func expand(
    _ name: String, nodes: [Node], templates: Templates
  ) -> (parts: [Part], faults: Faults) {
    var expansion = Expansion(templates: templates)
    let active = Active(name: name, replaced: [])
    var parts: [Part] = []
    expansion.add(nodes, Surroundings(active: [active]), Indentation(), to: &parts)
    return (parts, expansion.faults)
  }

  private init(templates: Templates) { self.templates = templates }

  private mutating func add(
    _ nodes: [Node], _ around: Surroundings, _ indentation: Indentation, to parts: inout [Part]
  ) {
    depth += 1
    defer { depth -= 1 }
    for node in nodes {
      guard isWithinBounds(node) else { break }
      add(node, around, indentation, to: &parts)
    }
  }

  private mutating func isWithinBounds(_ node: Node) -> Bool {
    count += 1
    guard depth <= Expansion.maximumDepth, count <= Expansion.maximumParts else {
      if faults.errors.isEmpty { faults.add("templates are nested too deeply", at: node.position) }
      return false
    }
    return true
  }

  private mutating func add(
    _ node: Node, _ around: Surroundings, _ indentation: Indentation, to parts: inout [Part]
  ) {
    func put(_ content: Part.Content) {
      parts.append(Part(content: content, position: node.position))
    }
    switch node.content {
    case .text(let text, let startsLine):
      for run in startsLine ? indentation.line(text) : [text] where !run.isEmpty {
        put(.text(run))
      }
    case .value(let path): put(.value(path))
    case .string(let key, let count): put(.string(key: key, count: count))
    case .asset(let name): put(.asset(name))
    case .link(let name): put(.link(name))
    case .section(let section):
      var inner: [Part] = []
      add(section.nodes, around, indentation, to: &inner)
      put(.section(section.path, isInverted: section.isInverted, inner))
    case .partial(let name, let indent):
      let parent = Parent(name: name, blocks: [], indent: indent)
      include(parent, at: node.position, around, indentation, to: &parts)
    case .parent(let parent):
      include(parent, at: node.position, around, indentation, to: &parts)
    case .block(let block): addContent(of: block, around, indentation, to: &parts)
    }
  }

  private mutating func include(
    _ parent: Parent, at position: Position, _ around: Surroundings, _ indentation: Indentation,
    to parts: inout [Part]
  ) {
    guard let (name, nodes) = templates.find(parent.name, from: position.file) else {
      return faults.add("there is no template '\(parent.name)'", at: position)
    }
    checkNames(of: parent, declaredBy: name)
    var inner = around
    for block in parent.blocks where inner.replacements[block.name] == nil {
      inner.replacements[block.name] = Replacement(block: block, surroundings: around)
    }
    let active = Active(name: name, replaced: Set(inner.replacements.keys))
    guard !around.active.contains(active) else {
      let chain = around.active.map(\.name) + [name]
      return faults.add(
        "template includes itself: \(chain.joined(separator: " > "))", at: position)
    }
    inner.active.append(active)
    add(nodes, inner, indentation.nested(by: parent.indent), to: &parts)
  }

  private mutating func checkNames(of parent: Parent, declaredBy name: String) {
    guard !parent.blocks.isEmpty else { return }
    let declared = templates.blockNames(of: name)
    for block in parent.blocks where !declared.contains(block.name) {
      faults.add("'\(parent.name)' has no block '\(block.name)'", at: block.position)
    }
  }

  private mutating func addContent(
    of block: Block, _ around: Surroundings, _ indentation: Indentation, to parts: inout [Part]
  ) {
    guard let replacement = around.replacements[block.name] else {
      return add(block.nodes, around, indentation, to: &parts)
    }
    var nodes = replacement.block.nodes
    var inner = indentation.nested(by: block.indent)
    inner.removed = replacement.block.ownIndent
    if !block.isStandalone, case .text(let text, startsLine: true) = nodes.first?.content {
      let rest = text.dropFirst(min(inner.removed, text.prefix { $0.isBlank }.count))
      nodes[0].content = .text(rest, startsLine: false)
    }
    add(nodes, replacement.surroundings, inner, to: &parts)
  }
}

/// What happens to the beginning of each line of an included template.
struct Indentation {
  /// Put before each line that is not empty.
  var added: ArraySlice<UInt8> = []
  /// So much whitespace of the source is taken away first.
  var removed = 0

  func line(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let rest = text.dropFirst(min(removed, text.prefix { $0.isBlank }.count))
    let isEmptyLine = !rest.isEmpty && rest.allSatisfy(\.isSpace)
    return added.isEmpty || isEmptyLine ? [rest] : [added, rest]
  }

  func nested(by indent: ArraySlice<UInt8>) -> Indentation {
    Indentation(added: added + indent.dropFirst(min(removed, indent.count)))
  }
}
