/// Texts that spreadsheets run (OWASP, "CSV Injection").
public enum CSVFormula {
  /// The text as it was before `CSVWriter` guarded it; any other text as it is.
  public static func unguarded(_ text: String) -> String {
    guard text.utf8.first == mark else { return text }
    var rest = String(text.unicodeScalars.dropFirst())
    return rest.withUTF8(needsGuard) ? rest : text
  }

  private static let mark = UInt8(ascii: "'")

  /// A guarded text is guarded once more: else nobody could tell whose the mark is.
  static func needsGuard(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let marks = text.prefix { $0 == mark }.count
    return looksLikeOne(UnsafeBufferPointer(rebasing: text[marks...]))
  }

  private static func looksLikeOne(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 9, 10, 13: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): !isNumber(text.dropFirst())
    case 0xEF: isFullWidthSign(text)
    default: false
    }
  }

  private static func isNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let signs = digits.filter { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    return signs.count <= 1 && digits.count > signs.count
      && digits.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  }

  /// U+FF1D, U+FF0B, U+FF0D and U+FF20, which East Asian versions take for the signs.
  private static func isFullWidthSign(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 3, text[1] == 0xBC else { return false }
    return [0x9D, 0x8B, 0x8D, 0xA0].contains(text[2])
  }
}
