/// The parsed templates of a library by name.
struct Templates: Sendable {
  private var nodes: [String: [Node]] = [:]

  init(_ sources: [String: String]) throws(TemplateErrors) {
    var errors: [TemplateError] = []
    for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
      let parsed = Parser.parse(file: name, source: source)
      nodes[name] = parsed.nodes
      errors += parsed.faults.errors
    }
    guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
  }

  /// A template by its name, which may leave out the ending of the one that asks.
  func find(_ name: String, from file: String) -> (name: String, nodes: [Node])? {
    for candidate in [name, name + (file.hasSuffix(".txt") ? ".txt" : ".html")] {
      if let nodes = nodes[candidate] { return (candidate, nodes) }
    }
    return nil
  }

  /// Every block that a template or what it includes declares.
  func blockNames(of name: String) -> Set<String> {
    var names: Set<String> = []
    var seen: Set<String> = []
    var pending = [name]
    while let next = pending.popLast() {
      guard let (found, nodes) = find(next, from: name), seen.insert(found).inserted else {
        continue
      }
      Templates.collect(nodes, blocks: &names, includes: &pending)
    }
    return names
  }

  private static func collect(
    _ nodes: [Node], blocks: inout Set<String>, includes: inout [String]
  ) {
    for node in nodes {
      switch node.content {
      case .section(let section): collect(section.nodes, blocks: &blocks, includes: &includes)
      case .partial(let name, _): includes.append(name)
      case .parent(let parent):
        includes.append(parent.name)
        for block in parent.blocks { collect(block.nodes, blocks: &blocks, includes: &includes) }
      case .block(let block):
        blocks.insert(block.name)
        collect(block.nodes, blocks: &blocks, includes: &includes)
      case .text, .value, .string, .asset, .link: continue
      }
    }
  }
}
