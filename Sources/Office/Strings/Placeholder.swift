import Template

/// `{name}` in a string.
struct Placeholder {
  let name: String
  let range: Range<String.Index>

  /// The first one; nil where there is none.
  static func first(in text: Substring) -> Placeholder? {
    let bytes = text.utf8
    guard let open = bytes.firstIndex(of: UInt8(ascii: "{")),
      let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    let name = String(text[bytes.index(after: open)..<close])
    return Placeholder(name: name, range: open..<bytes.index(after: close))
  }

  /// The names in a text.
  static func names(in text: String) -> Set<String> {
    var found: Set<String> = []
    var rest = Array(text.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      found.insert(String(decoding: rest[open..<close].dropFirst(), as: UTF8.self))
      rest = rest[close...].dropFirst()
    }
    return found
  }
}

extension Catalogue.Entry {
  /// The names in braces over all forms.
  var placeholders: Set<String> {
    switch self {
    case .text(let text): Placeholder.names(in: text)
    case .plural(let forms):
      forms.values.reduce(into: Set()) { $0.formUnion(Placeholder.names(in: $1)) }
    }
  }

  var isPlural: Bool {
    if case .plural = self { true } else { false }
  }
}
