/// A parsed template: text and tags, sections with what they hold.
struct Node: Sendable {
  enum Content: Sendable {
    case text(ArraySlice<UInt8>, startsLine: Bool)
    case value(Path)
    case string(key: String, count: Path?)
    case asset(String)
    case link(String)
    case section(Section)
    case partial(String, indent: ArraySlice<UInt8>)
    case parent(Parent)
    case block(Block)
  }

  var content: Content
  var position: Position
}

/// `{{#name}}…{{/name}}` and `{{^name}}…{{/name}}`.
struct Section: Sendable {
  var path: Path
  var isInverted: Bool
  var nodes: [Node]
}

/// `{{<name}}…{{/name}}`: another template with some of its blocks replaced.
struct Parent: Sendable {
  var name: String
  var blocks: [Block]
  var indent: ArraySlice<UInt8>
}

/// `{{$name}}…{{/name}}`: a part of a template that can be replaced, or its replacement.
struct Block: Sendable {
  var name: String
  var nodes: [Node]
  var position: Position
  var isStandalone: Bool
  /// Where a replacement begins its lines.
  var indent: ArraySlice<UInt8>
  /// How far the lines of this content are indented by themselves.
  var ownIndent: Int
}
