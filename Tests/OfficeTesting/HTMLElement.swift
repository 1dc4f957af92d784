/// An element of a parsed page.
public final class HTMLElement {
  public let name: String
  public let attributes: [(name: String, value: String)]
  /// Whether it belongs to a drawing, with rules of its own.
  let isForeign: Bool
  /// The line of the start tag, from 1.
  public let line: Int
  public internal(set) var children: [HTMLNode] = []
  public internal(set) weak var parent: HTMLElement?

  init(
    _ name: String, _ attributes: [(name: String, value: String)], line: Int,
    isForeign: Bool = false
  ) {
    self.isForeign = isForeign
    self.name = name
    self.attributes = attributes
    self.line = line
  }

  /// The value of an attribute, empty where it has none; nil where the attribute is absent.
  public subscript(_ attribute: String) -> String? {
    attributes.first { $0.name == attribute }?.value
  }

  /// The element and all below it, in the order of the page.
  public var all: [HTMLElement] {
    var found: [HTMLElement] = []
    collect(into: &found)
    return found
  }

  private func collect(into found: inout [HTMLElement]) {
    found.append(self)
    for case .element(let child) in children { child.collect(into: &found) }
  }

  /// Every element below with one of the names.
  public func elements(_ names: String...) -> [HTMLElement] {
    all.dropFirst().filter { names.contains($0.name) }
  }

  /// The elements around it, the nearest first.
  public var ancestors: [HTMLElement] {
    var found: [HTMLElement] = []
    var next = parent
    while let element = next {
      found.append(element)
      next = element.parent
    }
    return found
  }

  /// All text below, white space folded to single blanks.
  public var text: String {
    var raw = ""
    appendText(to: &raw)
    return raw.split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ")
  }

  private func appendText(to out: inout String) {
    for child in children {
      switch child {
      case .text(let text): out += text
      case .element(let element):
        out += " "
        element.appendText(to: &out)
        out += " "
      }
    }
  }
}

public enum HTMLNode {
  case element(HTMLElement)
  /// References are decoded.
  case text(String)
}
