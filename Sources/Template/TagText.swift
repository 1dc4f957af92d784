/// What stands between `{{` and `}}`.
struct TagText {
  private let sigil: UInt8
  private let words: [String]

  init(_ bytes: ArraySlice<UInt8>) {
    let trimmed = bytes.drop { $0.isSpace }
    let hasSigil = trimmed.first.map(TagText.isSigil) ?? false
    sigil = hasSigil ? trimmed[trimmed.startIndex] : 0
    words = trimmed.dropFirst(hasSigil ? 1 : 0).split { $0.isSpace }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func isSigil(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "/"), UInt8(ascii: "!"),
      UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "&"),
      UInt8(ascii: "="), UInt8(ascii: "{"):
      true
    default: false
    }
  }

  func kind() throws(Malformed) -> Tag.Kind {
    switch sigil {
    case UInt8(ascii: "!"): .comment
    case UInt8(ascii: "#"): .section(try path(of: try only()))
    case UInt8(ascii: "^"): .inverted(try path(of: try only()))
    case UInt8(ascii: "/"): .close(try only())
    case UInt8(ascii: ">"): .partial(try only())
    case UInt8(ascii: "<"): .parent(try only())
    case UInt8(ascii: "$"): .block(try only())
    case UInt8(ascii: "{"), UInt8(ascii: "&"):
      throw Malformed("there is no raw output; trusted HTML comes from a markup field")
    case UInt8(ascii: "="): throw Malformed("delimiters cannot be changed")
    default: try named()
    }
  }

  private func named() throws(Malformed) -> Tag.Kind {
    guard let first = words.first, words.count > 1 else { return .value(try path(of: try only())) }
    switch (first, words.count) {
    case ("t", 2): return .string(key: words[1], count: nil)
    case ("t", 3): return .string(key: words[1], count: try path(of: words[2]))
    case ("asset", 2): return .asset(words[1])
    case ("link", 2): return .link(words[1])
    default: throw Malformed("'\(words.joined(separator: " "))' is not a tag")
    }
  }

  private func only() throws(Malformed) -> String {
    guard let word = words.first else { throw Malformed("the tag has no name") }
    guard words.count == 1 else { throw Malformed("the tag takes one name") }
    return word
  }

  private func path(of word: String) throws(Malformed) -> Path {
    guard let path = Path(word) else { throw Malformed("'\(word)' is not a name") }
    return path
  }
}

/// A tag or string that cannot be read.
struct Malformed: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
