/// The languages of the product. Texts follow CLDR 48 for en-GB, ru and zh-Hans, with one deviation
/// on purpose: in every language thousands are parted by U+202F (narrow no-break space) and the
/// minus is U+2212, so that columns of figures look the same in all three. The decimal sign stays
/// the language's own: "." in en and zh, "," in ru.
public enum Locale: String, CaseIterable, Sendable {
  case en, ru
  /// Simplified Chinese.
  case zh

  /// The BCP 47 language tag, as for `<html lang>`.
  public var tag: String {
    switch self {
    case .en: "en"
    case .ru: "ru"
    case .zh: "zh-Hans"
    }
  }
}
