/// The text of a piece of HTML, for descriptions that other shops keep as HTML: tags go, blocks
/// begin new lines, items of lists begin with a dash.
enum HTMLText {
  private static let blocks: Set<String> = [
    "p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "blockquote", "hr", "dl", "dt", "dd",
  ]
  private static let silent: Set<String> = ["script", "style", "head", "template", "iframe"]

  static func plain(_ html: String) -> String {
    var out = ""
    // What has no tag at all is no HTML: there lines are lines.
    if !html.contains("<") {
      append(html[...], to: &out)
      return tidy(out)
    }
    let html = String(html.map { $0.isNewline ? " " : $0 })
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      append(rest[..<open], to: &out)
      rest = rest[open...]
      guard rest.dropFirst().first.map({ $0.isLetter || $0 == "/" || $0 == "!" }) == true else {
        append("<", to: &out)
        rest = rest.dropFirst()
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { return tidy(out) }
      let tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
      if tag.hasPrefix("!--"), let end = html[open...].firstRange(of: "-->") {
        rest = html[end.upperBound...]
      } else if silent.contains(name), !tag.hasPrefix("/") {
        guard let end = rest.firstRange(of: "</\(name)") else { return tidy(out) }
        rest = rest[end.lowerBound...]
      } else if name == "li", !tag.hasPrefix("/") {
        out += "\n- "
      } else if blocks.contains(name) {
        out += "\n"
      }
    }
    append(rest, to: &out)
    return tidy(out)
  }

  private static func append(_ text: Substring, to out: inout String) {
    var rest = text
    while let mark = rest.firstIndex(of: "&") {
      out += rest[..<mark]
      rest = rest[mark...]
      if let end = rest.prefix(12).firstIndex(of: ";"),
        let found = entity(rest[rest.index(after: mark)..<end])
      {
        out += found
        rest = rest[rest.index(after: end)...]
      } else {
        out += "&"
        rest = rest.dropFirst()
      }
    }
    out += rest
  }

  private static func entity(_ name: Substring) -> String? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return " "
    case "mdash": return "—"
    case "ndash": return "–"
    case "hellip": return "…"
    case "rsquo": return "’"
    case "lsquo": return "‘"
    case "ldquo": return "“"
    case "rdquo": return "”"
    case "bull": return "•"
    case "deg": return "°"
    case "times": return "×"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let number =
      digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let number, number >= 32, let scalar = Unicode.Scalar(number) else { return nil }
    return String(Character(scalar))
  }

  /// One blank between words, at most one empty line between lines.
  private static func tidy(_ text: String) -> String {
    var lines: [String] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if words.isEmpty || words == "-" {
        if lines.last?.isEmpty == false { lines.append("") }
      } else {
        lines.append(words)
      }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
