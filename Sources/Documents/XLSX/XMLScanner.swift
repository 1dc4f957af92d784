/// A piece of an XML text.
enum XMLToken {
  case open(XMLTag)
  /// The name without its prefix.
  case close(ArraySlice<UInt8>)
  /// Entities are resolved.
  case text([UInt8])
}

/// A start tag, as it was written between its angles.
struct XMLTag {
  let bytes: [UInt8]

  var isEmpty: Bool { bytes.last == UInt8(ascii: "/") }

  /// Without its prefix.
  var name: ArraySlice<UInt8> { XMLTag.local(bytes.prefix { !XMLTag.isBlank($0) && $0 != 47 }) }

  func isNamed(_ name: StaticString) -> Bool { self.name.equals(name) }

  /// The value of an attribute, by its name without a prefix; entities are not resolved.
  func attribute(_ name: StaticString) -> ArraySlice<UInt8>? {
    var place = bytes.firstIndex(where: XMLTag.isBlank) ?? bytes.endIndex
    while let equals = bytes[place...].firstIndex(of: UInt8(ascii: "=")) {
      let left = bytes[place..<equals].filter { !XMLTag.isBlank($0) }
      guard
        let open = bytes[equals...].firstIndex(where: { $0 == 34 || $0 == 39 }),
        let close = bytes[(open + 1)...].firstIndex(of: bytes[open])
      else { return nil }
      if XMLTag.local(left[...]).equals(name) { return bytes[(open + 1)..<close] }
      place = close + 1
    }
    return nil
  }

  func text(_ name: StaticString) -> String? {
    attribute(name).map { String(decoding: $0, as: UTF8.self) }
  }

  static func local(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return name }
    return name[(colon + 1)...]
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
}

extension ArraySlice<UInt8> {
  func equals(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { elementsEqual($0) }
  }
}

/// Reads XML that arrives in pieces: enough of it for the parts of a workbook. A document type is
/// refused, so no entity can be defined and none can grow.
struct XMLScanner {
  private static let tagLimit = 64 << 10
  private let textLimit: Int
  private var isInMarkup = false
  private var quote: UInt8 = 0
  private var markup: [UInt8] = []
  private var text: [UInt8] = []

  init(textLimit: Int) { self.textLimit = textLimit }

  mutating func push(
    _ piece: UnsafeRawBufferPointer, _ body: (XMLToken) throws -> Void
  ) throws {
    var place = 0
    while place < piece.count {
      if isInMarkup {
        let byte = piece[place]
        place += 1
        if byte == UInt8(ascii: ">"), isComplete {
          try endMarkup(body)
        } else {
          try append(byte)
        }
      } else {
        var end = place
        while end < piece.count, piece[end] != UInt8(ascii: "<") { end += 1 }
        text.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[place..<end]))
        guard text.count <= textLimit else { throw XLSXError.textTooLong(limit: textLimit) }
        place = end
        guard end < piece.count else { return }
        try endText(body)
        isInMarkup = true
        place += 1
      }
    }
  }

  /// Throws where the text ends inside a tag.
  func finish() throws(XLSXError) {
    if isInMarkup { throw .damaged }
  }

  private var isTag: Bool { markup.first != UInt8(ascii: "!") && markup.first != UInt8(ascii: "?") }

  private mutating func append(_ byte: UInt8) throws(XLSXError) {
    markup.append(byte)
    let limit = isTag ? Self.tagLimit : textLimit
    guard markup.count <= limit else { throw .textTooLong(limit: limit) }
    guard isTag else { return }
    if quote != 0 {
      if byte == quote { quote = 0 }
    } else if byte == 34 || byte == 39 {
      quote = byte
    }
  }

  /// Whether a ">" ends what was begun.
  private var isComplete: Bool {
    if isTag { return quote == 0 }
    if markup.starts(with: Array("!--".utf8)) {
      return markup.count >= 5 && markup.suffix(2).equals("--")
    }
    if markup.starts(with: Array("![CDATA[".utf8)) { return markup.suffix(2).equals("]]") }
    return markup.first == UInt8(ascii: "!") || markup.last == UInt8(ascii: "?")
  }

  private mutating func endText(_ body: (XMLToken) throws -> Void) throws {
    if text.isEmpty { return }
    let whole = text.contains(UInt8(ascii: "&")) ? try XMLEntities.resolved(text) : text
    text.removeAll(keepingCapacity: true)
    try body(.text(whole))
  }

  private mutating func endMarkup(_ body: (XMLToken) throws -> Void) throws {
    defer {
      markup.removeAll(keepingCapacity: true)
      isInMarkup = false
    }
    switch markup.first {
    case nil: throw XLSXError.damaged
    case UInt8(ascii: "?"): return
    case UInt8(ascii: "/"):
      let name = markup.dropFirst().prefix { !XMLTag.isBlank($0) }
      try body(.close(XMLTag.local(name)))
    case UInt8(ascii: "!"):
      if markup.starts(with: Array("!--".utf8)) { return }
      guard markup.starts(with: Array("![CDATA[".utf8)) else { throw XLSXError.entities }
      try body(.text(Array(markup.dropFirst(8).dropLast(2))))
    default:
      let tag = XMLTag(bytes: markup)
      try body(.open(tag))
      if tag.isEmpty { try body(.close(tag.name)) }
    }
  }
}

/// The five entities of XML and references to characters (XML 1.0, 4.1 and 4.6).
enum XMLEntities {
  static func resolved(_ text: [UInt8]) throws(XLSXError) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var rest = text[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      out += rest[..<start]
      guard let end = rest[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
        throw .entities
      }
      out += try character(rest[(start + 1)..<end])
      rest = rest[(end + 1)...]
    }
    return out + rest
  }

  private static func character(_ name: ArraySlice<UInt8>) throws(XLSXError) -> [UInt8] {
    switch String(decoding: name, as: UTF8.self) {
    case "amp": return [38]
    case "lt": return [60]
    case "gt": return [62]
    case "quot": return [34]
    case "apos": return [39]
    default: break
    }
    guard name.first == UInt8(ascii: "#") else { throw .entities }
    let digits = String(decoding: name.dropFirst(), as: UTF8.self)
    let number =
      digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let number, let scalar = Unicode.Scalar(number) else { throw .entities }
    return Array(String(Character(scalar)).utf8)
  }
}
