import Commerce
import Office

/// A name of the platform's own data, such as a category, in each language of the product.
struct Localized: Sendable, Hashable {
  let en: String
  let ru: String
  let zh: String

  subscript(locale: Locale) -> String {
    switch locale {
    case .en: en
    case .ru: ru
    case .zh: zh
    }
  }

  init(en: String, ru: String, zh: String) {
    self.en = en
    self.ru = ru
    self.zh = zh
  }

  /// The members `en`, `ru` and `zh` of an object; the first that is missing falls back to `en`.
  init?(_ json: JSON?) {
    guard let json, let en = json["en"]?.string else { return nil }
    self.init(en: en, ru: json["ru"]?.string ?? en, zh: json["zh"]?.string ?? en)
  }
}

extension Locale {
  /// Between a name and its unit, as in "Volume, ml".
  var comma: String { self == .zh ? "，" : ", " }
}
