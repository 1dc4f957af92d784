import Glibc

/// A page, parsed strictly: what a browser would repair is a problem here.
///
/// Every element that is not void must be closed by its own end tag, attribute values stand in
/// quotes, and `&` begins a known reference.
public struct HTMLDocument {
  /// `html`; an empty element where the page has none.
  public let root: HTMLElement
  /// What is not well-formed, as `line: what`.
  public let problems: [String]

  public init(_ text: String) {
    var parser = HTMLParser(text)
    parser.parse()
    root = parser.root
    problems = parser.problems
  }
}

struct HTMLParser {
  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
  ]
  private static let raw: Set<String> = ["script", "style", "textarea", "title"]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var open: [HTMLElement] = []
  private(set) var problems: [String] = []
  private var roots: [HTMLElement] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  var root: HTMLElement { roots.first ?? HTMLElement("html", [], line: 1) }

  mutating func parse() {
    let doctype = "<!doctype html>"
    if lowercase(bytes.prefix(doctype.utf8.count)) == doctype {
      advance(to: doctype.utf8.count)
    } else {
      complain("the page does not begin with <!doctype html>")
    }
    while position < bytes.count { step() }
    for element in open { complain("<\(element.name)> of line \(element.line) is never closed") }
    if roots.map(\.name) != ["html"] { complain("the page is not one <html> element") }
  }

  private mutating func step() {
    guard bytes[position] == UInt8(ascii: "<") else { return readText() }
    if starts("<!--") {
      guard let end = find("-->", from: position + 4) else { return giveUp("a comment has no end") }
      advance(to: end + 3)
    } else if starts("</") {
      readEndTag()
    } else {
      readStartTag()
    }
  }

  // MARK: text

  private mutating func readText() {
    let end = find(UInt8(ascii: "<"), from: position) ?? bytes.count
    append(text: bytes[position..<end])
    advance(to: end)
  }

  private mutating func append(text slice: ArraySlice<UInt8>) {
    guard let parent = open.last else {
      let isBlank = slice.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
      if !isBlank { complain("text outside of <html>") }
      return
    }
    parent.children.append(.text(decode(slice)))
  }

  private mutating func decode(_ slice: ArraySlice<UInt8>) -> String {
    let ampersand = find(UInt8(ascii: "&"), from: slice.startIndex) ?? slice.endIndex
    guard ampersand < slice.endIndex else { return String(decoding: slice, as: UTF8.self) }
    var out = ""
    var rest = slice
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      out += String(decoding: rest[..<start], as: UTF8.self)
      let name = rest[start...].dropFirst().prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
      if name.endIndex < rest.endIndex, rest[name.endIndex] == UInt8(ascii: ";"),
        let text = Self.reference(String(decoding: name, as: UTF8.self))
      {
        out += text
        rest = rest[(name.endIndex + 1)...]
      } else {
        complain("'&' begins no reference")
        out += "&"
        rest = rest[(start + 1)...]
      }
    }
    return out + String(decoding: rest, as: UTF8.self)
  }

  private static let names = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": "\u{A0}", "apos": "'",
  ]

  private static func reference(_ name: String) -> String? {
    if let known = names[name] { return known }
    guard name.hasPrefix("#") else { return nil }
    let isHex = name.dropFirst().first == "x"
    let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
    return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }

  // MARK: tags

  private mutating func readEndTag() {
    guard let end = find(">", from: position) else { return giveUp("an end tag has no end") }
    let name = String(decoding: bytes[(position + 2)..<end], as: UTF8.self)
    if open.last?.name == name {
      open.removeLast()
    } else {
      complain("</\(name)> closes nothing: open is <\(open.last?.name ?? "nothing")>")
      if let index = open.lastIndex(where: { $0.name == name }) { open.removeSubrange(index...) }
    }
    advance(to: end + 1)
  }

  private mutating func readStartTag() {
    let start = line
    position += 1
    let name = readName()
    guard !name.isEmpty else { return giveUp("'<' begins no tag") }
    var attributes: [(name: String, value: String)] = []
    while true {
      skipBlanks()
      guard position < bytes.count else { return giveUp("<\(name)> has no end") }
      if starts("/>") || bytes[position] == UInt8(ascii: ">") { break }
      guard let attribute = readAttribute(of: name) else { return }
      if attributes.contains(where: { $0.name == attribute.name }) {
        complain("<\(name)> has \(attribute.name) twice")
      }
      attributes.append(attribute)
    }
    let closesItself = starts("/>")
    position += closesItself ? 2 : 1
    let isForeign = name == "svg" || open.last?.isForeign == true
    place(HTMLElement(name, attributes, line: start, isForeign: isForeign), closesItself)
  }

  private mutating func place(_ element: HTMLElement, _ closesItself: Bool) {
    if closesItself && !element.isForeign { complain("<\(element.name)/> closes itself") }
    element.parent = open.last
    if let parent = open.last {
      parent.children.append(.element(element))
    } else {
      roots.append(element)
    }
    guard !closesItself, !Self.void.contains(element.name) else { return }
    open.append(element)
    if Self.raw.contains(element.name), !element.isForeign { readRaw(element.name) }
  }

  /// Text in which tags are text, up to the end tag.
  private mutating func readRaw(_ name: String) {
    guard let end = find("</\(name)>", from: position) else {
      return giveUp("<\(name)> has no end")
    }
    append(text: bytes[position..<end])
    advance(to: end)
  }

  private mutating func readAttribute(of element: String) -> (name: String, value: String)? {
    let name = readName()
    guard !name.isEmpty else {
      giveUp("<\(element)> has a stray '\(Character(Unicode.Scalar(bytes[position])))'")
      return nil
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return (name, "") }
    let quote = position + 1 < bytes.count ? bytes[position + 1] : 0
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      let end = find(quote, from: position + 2)
    else {
      giveUp("\(name) of <\(element)> is not quoted")
      return nil
    }
    let value = decode(bytes[(position + 2)..<end])
    advance(to: end + 1)
    return (name, value)
  }

  private mutating func readName() -> String {
    let start = position
    position = bytes.withUnsafeBufferPointer { all in
      var end = start
      while end < all.count, Self.isName(all[end]) { end += 1 }
      return end
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A)
      || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x3A || byte == 0x5F
  }

  // MARK: places

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  private mutating func advance(to end: Int) {
    while let next = find(0x0A, from: position), next < end {
      line += 1
      position = next + 1
    }
    position = end
  }

  private func starts(_ text: StaticString) -> Bool {
    let size = text.utf8CodeUnitCount
    guard position + size <= bytes.count else { return false }
    return bytes.withUnsafeBytes { memcmp($0.baseAddress! + position, text.utf8Start, size) == 0 }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return bytes.withUnsafeBytes { all in
      memchr(all.baseAddress! + start, Int32(byte), all.count - start)
        .map { UnsafeRawPointer($0) - all.baseAddress! }
    }
  }

  private func find(_ text: String, from start: Int) -> Int? {
    let wanted = Array(text.utf8)
    var place = start
    while let found = find(wanted[0], from: place), found + wanted.count <= bytes.count {
      if bytes.withUnsafeBytes({ memcmp($0.baseAddress! + found, wanted, wanted.count) == 0 }) {
        return found
      }
      place = found + 1
    }
    return nil
  }

  private func lowercase(_ slice: ArraySlice<UInt8>) -> String {
    String(decoding: slice, as: UTF8.self).lowercased()
  }

  private mutating func complain(_ what: String) { problems.append("\(line): \(what)") }

  private mutating func giveUp(_ what: String) {
    complain(what)
    position = bytes.count
  }
}
