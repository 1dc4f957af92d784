import SQL

/// Text as an index of FTS5 with the tokenizer `trigram` holds it, and queries to it.
///
/// The index holds runs of three characters, which finds words of letters by any part of them. A
/// Chinese word often has two or one; with a blank on each side of every Chinese character both
/// are found too. Shorter words of letters are found where they begin one: two blanks stand before
/// each line, and a blank before each word.
public enum SearchText {
  /// - Parameter lines: what the thing is found by, such as its name and its number.
  public static func indexed(_ lines: [String]) -> String {
    lines.filter { !$0.isEmpty }.map { "  " + spread($0) }.joined(separator: "\n")
  }

  /// The query in the language of FTS5: each word somewhere in the text, one of two characters at
  /// the start of a word, one alone at the start of a line. Nil where nothing was typed.
  public static func query(_ typed: String) -> String? {
    let words = typed.split(whereSeparator: \.isWhitespace).map { spread(String($0)) }
      .filter { !$0.isEmpty }
    let long = words.filter { $0.unicodeScalars.count > 1 }
    let phrases = (long.isEmpty ? words.prefix(1) : long[...]).map(phrase)
    return phrases.isEmpty ? nil : phrases.joined(separator: " ")
  }

  private static func phrase(_ word: String) -> String {
    let blanks = String(repeating: " ", count: max(0, 3 - word.unicodeScalars.count))
    let text = word.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(blanks)\(text)\""
  }

  private static func spread(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.value != 0 {
      guard scalar.isIdeograph else {
        result.append(plain(scalar))
        continue
      }
      if result.last != " " { result.append(" ") }
      result.append(scalar)
      result.append(" ")
    }
    return String(result)
  }

  /// Russians write and type е for ё as often as not.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "ё": "е"
    case "Ё": "Е"
    default: scalar
    }
  }

  /// Brings an index of before to what is written now.
  public static func plainMigration(_ name: String, _ table: String) -> Migration {
    Migration(
      name,
      """
      update \(table) set words = replace(replace(words, 'ё', 'е'), 'Ё', 'Е')
        where instr(words, 'ё') > 0 or instr(words, 'Ё') > 0;
      """)
  }
}

extension Unicode.Scalar {
  /// Whether it is a Chinese character (the CJK blocks of the Unicode Standard).
  fileprivate var isIdeograph: Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
  }
}
