/// Rules about what a text may say.
enum TextRules {
  struct Finding: Sendable, Hashable {
    let code: ReasonCode
    /// As written.
    let words: String
  }

  /// The length as it takes room: a Chinese character counts for two.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.isIdeograph ? 2 : 1) }
  }

  /// Whether a text of some length is written in capitals.
  static func isShouted(_ text: String) -> Bool {
    let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
    let capitals = letters.count(where: \.properties.isUppercase)
    return letters.count >= 8 && capitals * 10 > letters.count * 6
  }

  /// Contacts, forbidden words and claims, each once.
  static func findings(in text: String) -> [Finding] {
    var found: [Finding] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      let bare = word.drop { "(\"'«“<[".contains($0) }
      if let finding = finding(String(bare)), !found.contains(finding) { found.append(finding) }
    }
    for phone in phones(in: text) { found.append(Finding(code: .contactInText, words: phone)) }
    return found
  }

  private static func finding(_ word: String) -> Finding? {
    let trimmed = String(word.reversed().drop { ".,;:!?)\"'»”>]".contains($0) }.reversed())
    let lower = trimmed.lowercased()
    if isContact(lower) { return Finding(code: .contactInText, words: trimmed) }
    if let match = match(lower, trimmed, prohibited) {
      return Finding(code: .prohibitedWord, words: match)
    }
    return match(lower, trimmed, claims).map { Finding(code: .misleadingClaim, words: $0) }
  }

  /// Latin and Cyrillic words match from their start, Chinese ones anywhere in the run.
  private static func match(_ lower: String, _ word: String, _ list: [String]) -> String? {
    for entry in list {
      if entry.unicodeScalars.first?.isIdeograph == true {
        if lower.contains(entry) { return entry }
      } else if lower.hasPrefix(entry) {
        return word
      }
    }
    return nil
  }

  /// An address of a mail, a handle or a site.
  private static func isContact(_ word: String) -> Bool {
    if word.hasPrefix("http://") || word.hasPrefix("https://") || word.hasPrefix("www.") {
      return true
    }
    if let at = word.firstIndex(of: "@") {
      return word[word.index(after: at)...].utf8.prefix(while: isNameByte).count >= 3
    }
    return domains.contains { word.hasSuffix($0) } && word.utf8.allSatisfy(isNameByte)
      && word.utf8.count > 5
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  /// Runs that read as telephone numbers: 10 to 15 digits behind a plus, or parted by marks.
  private static func phones(in text: String) -> [String] {
    var phones: [String] = []
    var run = ""
    for character in text + "\n" {
      if character.isASCII, character.isNumber || "+-() ".contains(character) {
        run.append(character)
        continue
      }
      if isPhone(run) { phones.append(run.trimmed) }
      run = ""
    }
    return phones
  }

  private static func isPhone(_ run: String) -> Bool {
    let text = run.trimmed
    let digits = text.utf8.count { (0x30...0x39).contains($0) }
    guard 10...15 ~= digits else { return false }
    return text.hasPrefix("+") || text.utf8.contains { $0 == 0x28 || $0 == 0x2D }
  }

  private static let domains = [".com", ".ru", ".net", ".cn", ".org", ".shop", ".me"]
  private static let prohibited = [
    "replica", "counterfeit", "bootleg", "реплик", "поддел", "контрафакт", "高仿", "仿品", "盗版",
  ]
  private static let claims = [
    "heals", "cures", "лечит", "исцел", "излечивает", "治愈", "根治", "包治", "减肥神器",
  ]
}

extension Unicode.Scalar {
  /// Whether it is a Chinese character (the CJK blocks of the Unicode Standard).
  var isIdeograph: Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let bare = drop { $0 == " " }
    return String(bare.reversed().drop { $0 == " " }.reversed())
  }
}
