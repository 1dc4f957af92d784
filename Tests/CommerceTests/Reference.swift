import Commerce

extension String {
  /// A number as CLDR 48 writes it (ICU 78, en-GB, ru, zh-Hans), with the product's deviation: groups
  /// parted by U+202F, minus U+2212.
  func ours(_ locale: Locale) -> String {
    let isGroup: Set<Character> = locale == .ru ? ["\u{A0}"] : [","]
    let characters = Array(self)
    return String(
      characters.enumerated().map { index, character in
        let isBetweenDigits =
          index > 0 && index + 1 < characters.count && characters[index - 1].isNumber
          && characters[index + 1].isNumber
        if character == "-" { return "\u{2212}" }
        return isBetweenDigits && isGroup.contains(character) ? "\u{202F}" : character
      })
  }
}

/// The text that an appending call writes.
func appended(_ append: (inout [UInt8]) -> Void) -> String {
  var bytes = Array("> ".utf8)
  append(&bytes)
  return String(decoding: bytes.dropFirst(2), as: UTF8.self)
}
