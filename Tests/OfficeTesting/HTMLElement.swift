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
    for known in attributes where known.name == attribute { return known.value }
    return nil
  }

  /// The element and all below it, in the order of the page. Asked for often, and kept: not for
  /// use before the page is parsed.
  public private(set) lazy var all: [HTMLElement] = {
    var found: [HTMLElement] = []
    collect(into: &found)
    return found
  }()

  private func collect(into found: inout [HTMLElement]) {
    found.append(self)
    for case .element(let child) in children { child.collect(into: &found) }
  }

  /// Every element below with one of the names.
  public func elements(_ names: String...) -> [HTMLElement] {
    var found: [HTMLElement] = []
    for element in all where element !== self && names.contains(element.name) {
      found.append(element)
    }
    return found
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
    return Self.folded(raw)
  }

  private static func folded(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in Array(text.utf8) {
      let isBlank = byte == 0x20 || byte == 0x0A || byte == 0x09
      if !isBlank { bytes.append(byte) } else if bytes.last ?? 0x20 != 0x20 { bytes.append(0x20) }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
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
