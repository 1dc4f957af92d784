import Commerce

/// RFC 2047 encoded words, `=?utf-8?B?...?=`: text of any script in the headers of a mail.
enum EncodedWord {
  private static let opening = "=?utf-8?B?"
  private static let closing = "?="

  /// The text as encoded words of at most 75 characters, each on a line of its own; no
  /// character is cut in two (RFC 2047 section 5).
  /// - Parameter column: characters before the first word on its line.
  static func encode(_ text: String, after column: Int) -> String {
    var words: [String] = []
    var word: [UInt8] = []
    // 75 less the frame of 12 leaves 63 characters: 45 bytes in fifteen groups of four.
    var room = max(9, (63 - column) / 4 * 3)
    for scalar in text.unicodeScalars {
      let bytes = UTF8.encode(scalar).map(Array.init) ?? []
      if word.count + bytes.count > room {
        words.append(opening + Base64.encode(word) + closing)
        word = []
        room = 45
      }
      word += bytes
    }
    words.append(opening + Base64.encode(word) + closing)
    return words.joined(separator: "\r\n ")
  }

  /// The text of a header value, its encoded words of UTF-8 in base64 decoded; the space
  /// between two of them is no part of the text (RFC 2047 section 6.2).
  static func decode(_ value: String) -> String {
    var out: [UInt8] = []
    var afterWord = false
    for part in value.split(separator: " ", omittingEmptySubsequences: false) {
      if let bytes = bytes(of: part) {
        if !out.isEmpty && !afterWord { out.append(0x20) }
        out += bytes
        afterWord = true
      } else {
        if !out.isEmpty { out.append(0x20) }
        out += Array(part.utf8)
        afterWord = false
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func bytes(of part: Substring) -> [UInt8]? {
    guard part.lowercased().hasPrefix(opening.lowercased()), part.hasSuffix(closing) else {
      return nil
    }
    return Base64.decode(part.dropFirst(opening.utf8.count).dropLast(closing.utf8.count))
  }
}
