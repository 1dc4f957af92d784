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
    var rest = text[...]
    while let hole = first(in: rest) {
      found.insert(hole.name)
      rest = rest[hole.range.upperBound...]
    }
    return found
  }
}

extension Catalogue.Entry {
  /// The text, or the text of every plural form.
  var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .plural(let forms): Array(forms.values)
    }
  }

  /// The names in braces over all forms.
  var placeholders: Set<String> {
    texts.reduce(into: Set()) { $0.formUnion(Placeholder.names(in: $1)) }
  }

  var isPlural: Bool {
    if case .plural = self { true } else { false }
  }
}
