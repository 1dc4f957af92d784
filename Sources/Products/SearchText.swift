/// The text by which a product is found: its name, offer id and barcode in one.
///
/// The index holds runs of three characters, which suits words of letters. A Chinese word often
/// has two or one; with a blank on each side of every Chinese character both are found too.
enum SearchText {
  static func indexed(title: String, offerID: String, barcode: String) -> String {
    spread([title, offerID, barcode].filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  /// The query in the language of FTS5: each word somewhere in the text. Words of fewer than
  /// three characters can't be looked up and are left out; nil where none is left.
  static func query(_ typed: String) -> String? {
    let words = typed.split(whereSeparator: \.isWhitespace).map { spread(String($0)) }
    let phrases = words.filter { $0.unicodeScalars.count >= 3 }.map { word in
      "\"" + word.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }
    return phrases.isEmpty ? nil : phrases.joined(separator: " ")
  }

  private static func spread(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.value != 0 {
      guard scalar.isIdeograph else {
        result.append(scalar)
        continue
      }
      if result.last != " " { result.append(" ") }
      result.append(scalar)
      result.append(" ")
    }
    return String(result)
  }
}
