/// Where in an HTML document a template stands, by the tokenizer of the HTML Standard
/// (section 13.2.5), reduced to what can be told apart without a tree. Sloppy markup that the
/// standard repairs is refused instead: then no repair can move a value to another place.
struct HTMLContext: Equatable, Sendable {
  enum State: Equatable, Sendable {
    case text
    case tagOpen
    case endTagOpen
    case tagName
    case between(needsSpace: Bool)
    case attributeName
    case afterAttributeName
    case beforeValue
    case value(quote: UInt8)
    case unquotedValue
    /// `<!`: the dashes read so far.
    case declarationOpen(dashes: Int)
    case declaration
    case comment(dashes: Int)
    /// Inside `<script>` and the like: no element ends it but its own end tag.
    case rawText
    /// Inside `<title>` and `<textarea>`: text only.
    case escapableText
  }

  var state = State.text
  /// The name of the tag being read, or of the element that holds raw text, in lower case.
  var tag: [UInt8] = []
  var isEndTag = false
  /// The name of the attribute being read, in lower case.
  var attribute: [UInt8] = []
  /// Nothing stands in the value yet.
  var isAtStart = false
  /// The tag has `http-equiv`, so that its `content` may be a command.
  var isCommand = false
  /// A tag has written into a value of this element.
  var isWritten = false
  /// Raw text since its last `<`.
  var tail: [UInt8] = []

  private static let rawTextTags = [
    "script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext",
  ].map { Array($0.utf8) }
  private static let escapableTags = ["title", "textarea"].map { Array($0.utf8) }

  /// Reads one byte of the template's own text.
  mutating func feed(_ byte: UInt8) throws(Malformed) {
    switch state {
    case .text: if byte == UInt8(ascii: "<") { state = .tagOpen }
    case .tagOpen, .endTagOpen: try openTag(byte)
    case .tagName: try readTagName(byte)
    case .between(let needsSpace): try readBetween(byte, needsSpace: needsSpace)
    case .attributeName, .afterAttributeName: try readAttributeName(byte)
    case .beforeValue, .unquotedValue: try readUnquoted(byte)
    case .value(let quote): readValue(byte, quote)
    case .declarationOpen(let dashes): try openDeclaration(byte, dashes)
    case .declaration: if byte == UInt8(ascii: ">") { state = .text }
    case .comment(let dashes): readComment(byte, dashes)
    case .rawText, .escapableText: try readRawText(byte)
    }
  }

  /// Reads what only goes on with a text, value or name, which is most of a template, in one go.
  /// - Returns: where the first byte stands that may change anything.
  mutating func readRun(of bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    let rest = bytes[start...]
    let end: Int?
    switch state {
    case .text: end = rest.firstIndex(of: UInt8(ascii: "<"))
    case .value(let quote) where !isAtStart: end = rest.firstIndex(of: quote)
    case .tagName:
      end = rest.firstIndex { !HTMLContext.isTagName($0) }
      HTMLContext.add(rest[..<(end ?? bytes.endIndex)], to: &tag)
    case .attributeName:
      end = rest.firstIndex { !HTMLContext.isName($0) }
      HTMLContext.add(rest[..<(end ?? bytes.endIndex)], to: &attribute)
    default: return start
    }
    return end ?? bytes.endIndex
  }

  private mutating func openTag(_ byte: UInt8) throws(Malformed) {
    switch byte {
    case UInt8(ascii: "/") where state == .tagOpen: state = .endTagOpen
    case UInt8(ascii: "!") where state == .tagOpen: state = .declarationOpen(dashes: 0)
    case _ where byte.isLetter:
      isEndTag = state == .endTagOpen
      tag = [byte | 0x20]
      isCommand = false
      isWritten = false
      state = .tagName
    default: throw Malformed("'<' is not the start of a tag; write &lt;")
    }
  }

  private mutating func readTagName(_ byte: UInt8) throws(Malformed) {
    if HTMLContext.isTagName(byte) {
      tag.append(byte.lowercased)
    } else {
      try readBetween(byte, needsSpace: true)
    }
  }

  private mutating func readBetween(_ byte: UInt8, needsSpace: Bool) throws(Malformed) {
    switch byte {
    case UInt8(ascii: ">"): finishTag()
    case UInt8(ascii: "/"): state = .between(needsSpace: false)
    case _ where byte.isSpace: state = .between(needsSpace: false)
    case _ where needsSpace: throw Malformed("a space is missing inside <\(name(tag))>")
    case _ where HTMLContext.isName(byte):
      attribute = [byte.lowercased]
      state = .attributeName
    default: throw Malformed("'\(name([byte]))' is not the start of an attribute")
    }
  }

  private mutating func finishTag() {
    if !isEndTag, HTMLContext.rawTextTags.contains(tag) {
      state = .rawText
    } else if !isEndTag, HTMLContext.escapableTags.contains(tag) {
      state = .escapableText
    } else {
      state = .text
    }
    tail = []
    attribute = []
  }

  private mutating func readAttributeName(_ byte: UInt8) throws(Malformed) {
    if byte == UInt8(ascii: "=") {
      state = .beforeValue
      if attribute.elementsEqual("http-equiv".utf8) {
        guard !isWritten else { throw Malformed("'http-equiv' must stand before what tags write") }
        isCommand = true
      }
    } else if byte.isSpace {
      state = .afterAttributeName
    } else if state == .attributeName, HTMLContext.isName(byte) {
      attribute.append(byte.lowercased)
    } else {
      try readBetween(byte, needsSpace: state == .attributeName)
    }
  }

  private mutating func readUnquoted(_ byte: UInt8) throws(Malformed) {
    let isBefore = state == .beforeValue
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard isBefore else { throw unquotedFault(byte) }
      state = .value(quote: byte)
      isAtStart = true
    case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: "`"): throw unquotedFault(byte)
    case UInt8(ascii: ">"):
      guard !isBefore else { throw unquotedFault(byte) }
      finishTag()
    case _ where byte.isSpace: state = isBefore ? .beforeValue : .between(needsSpace: false)
    default: state = .unquotedValue
    }
  }

  private func unquotedFault(_ byte: UInt8) -> Malformed {
    Malformed("'\(name([byte]))' cannot stand in the unquoted value of '\(name(attribute))'")
  }

  private mutating func readValue(_ byte: UInt8, _ quote: UInt8) {
    if byte == quote { state = .between(needsSpace: true) } else { isAtStart = false }
  }

  private mutating func openDeclaration(_ byte: UInt8, _ dashes: Int) throws(Malformed) {
    switch (byte, dashes) {
    case (UInt8(ascii: "-"), 0): state = .declarationOpen(dashes: 1)
    // "<!-->" and "<!--->" are whole comments.
    case (UInt8(ascii: "-"), 1): state = .comment(dashes: 2)
    case (_, 0) where byte.isLetter: state = .declaration
    default: throw Malformed("'<!' begins neither a comment nor a document type")
    }
  }

  private mutating func readComment(_ byte: UInt8, _ dashes: Int) {
    switch byte {
    case UInt8(ascii: "-"): state = .comment(dashes: min(dashes + 1, 2))
    case UInt8(ascii: ">") where dashes == 2: state = .text
    // "--!>" ends a comment too.
    case UInt8(ascii: "!") where dashes == 2: state = .comment(dashes: 2)
    default: state = .comment(dashes: 0)
    }
  }

  private mutating func readRawText(_ byte: UInt8) throws(Malformed) {
    if byte == UInt8(ascii: "<") {
      tail = [byte]
    } else if !tail.isEmpty {
      let end = Array("</".utf8) + tag
      if tail == end, byte.isSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") {
        isEndTag = true
        return try readBetween(byte, needsSpace: true)
      }
      tail.append(byte.lowercased)
      if !end.starts(with: tail) { try leaveTail() }
    }
  }

  private mutating func leaveTail() throws(Malformed) {
    // Text in these is not parsed in HTML but is in SVG, so it may look like no tag at all.
    guard state == .rawText else { throw Malformed("'<' inside <\(name(tag))>; write &lt;") }
    // After "<!--" a script may hold "</script>" without ending.
    guard !tail.starts(with: "<!".utf8) else {
      throw Malformed("'<!' inside <\(name(tag))>")
    }
    tail = []
  }

  private static func add(_ bytes: ArraySlice<UInt8>, to name: inout [UInt8]) {
    name.reserveCapacity(name.count + bytes.count)
    for byte in bytes { name.append(byte.lowercased) }
  }

  private static func isTagName(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "`"):
      false
    default: true
    }
  }

  func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension UInt8 {
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
