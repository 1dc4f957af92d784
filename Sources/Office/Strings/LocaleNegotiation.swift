import Commerce

/// Chooses a language from `Accept-Language` (RFC 9110 12.5.4).
enum LocaleNegotiation {
  static let cookie = "locale"

  /// Works on bytes: it runs for every page of who has chosen no language.
  static func choose(_ header: String?) -> Locale {
    guard let header, header.utf8.count <= 1_000 else { return .en }
    var best = (locale: Locale.en, weight: 0)
    for item in header.utf8.split(separator: UInt8(ascii: ",")) {
      let parts = item.split(separator: UInt8(ascii: ";"), maxSplits: 1)
      guard let tag = parts.first, let locale = locale(of: tag) else { continue }
      let weight = parts.count > 1 ? weight(parts[1]) : 1_000
      if weight > best.weight { best = (locale, weight) }
    }
    return best.locale
  }

  /// The language alone decides: `zh-TW` gets the Chinese there is.
  private static func locale(of tag: Substring.UTF8View) -> Locale? {
    let language = tag.drop(while: isBlank).prefix { $0 != UInt8(ascii: "-") && !isBlank($0) }
    guard language.count == 2 else { return nil }
    return Locale(rawValue: String(decoding: language.map { $0 | 0x20 }, as: UTF8.self))
  }

  /// Thousandths of `q=0.8`; a malformed weight counts as none.
  private static func weight(_ parameter: Substring.UTF8View) -> Int {
    let text = parameter.filter { !isBlank($0) }
    guard text.count > 2, text[0] | 0x20 == UInt8(ascii: "q"), text[1] == UInt8(ascii: "="),
      text[2] == UInt8(ascii: "0") || text[2] == UInt8(ascii: "1"),
      text.count == 3 || text[3] == UInt8(ascii: ".")
    else { return 0 }
    var weight = Int(text[2] - 0x30) * 1_000
    for (digit, place) in zip(text.dropFirst(4), [100, 10, 1]) {
      guard (0x30...0x39).contains(digit) else { return 0 }
      weight += Int(digit - 0x30) * place
    }
    return weight <= 1_000 ? weight : 0
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
