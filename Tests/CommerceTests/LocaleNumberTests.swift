import Commerce
import Testing

/// The tables are verbatim outputs of CLDR 48; `ours` applies the product's deviation to them.
@Suite struct LocaleNumberTests {
  @Test func `the decimal sign is the language's, groups and minus are the product's`() {
    #expect(Locale.en.decimal(-124_050, digits: 2) == "\u{2212}1\u{202F}240.50")
    #expect(Locale.ru.decimal(-124_050, digits: 2) == "\u{2212}1\u{202F}240,50")
    #expect(Locale.zh.decimal(-124_050, digits: 2) == "\u{2212}1\u{202F}240.50")
  }

  @Test(arguments: numbers)
  func `whole numbers`(_ n: Int64, _ en: String, _ ru: String, _ zh: String) {
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(locale.number(n) == text.ours(locale))
      #expect(appended { locale.append(number: n, to: &$0) } == text.ours(locale))
    }
  }

  @Test(arguments: decimals)
  func `numbers with a decimal sign`(
    _ n: Int64, _ digits: Int, _ en: String, _ ru: String, _ zh: String
  ) {
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(locale.decimal(n, digits: digits) == text.ours(locale))
      #expect(appended { locale.append(decimal: n, digits: digits, to: &$0) } == text.ours(locale))
    }
  }

  @Test(arguments: amounts)
  func `amounts with and without their code`(
    _ code: String, _ minor: Int64, _ en: String, _ ru: String, _ zh: String
  ) throws {
    let money = Money(minor: minor, currency: try #require(Currency(code: code)))
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(locale.moneyWithCode(money) == text.codeBehind.ours(locale))
      #expect(
        appended { locale.append(moneyWithCode: money, to: &$0) } == text.codeBehind.ours(locale))
      let bare = text.replacing("\(code)\u{A0}", with: "").replacing("\u{A0}\(code)", with: "")
      #expect(locale.money(money) == bare.ours(locale))
      #expect(appended { locale.append(money: money, to: &$0) } == bare.ours(locale))
    }
  }

  @Test(arguments: shares)
  func `percentages`(_ basisPoints: Int64, _ en: String, _ ru: String, _ zh: String) {
    let share = Percent(basisPoints: basisPoints)
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(locale.percent(share) == text.ours(locale))
      #expect(appended { locale.append(percent: share, to: &$0) } == text.ours(locale))
    }
  }

  @Test(arguments: sizes)
  func `file sizes`(_ bytes: Int64, _ en: String, _ ru: String, _ zh: String) {
    for (locale, text) in zip(Locale.allCases, [en, ru, zh]) {
      #expect(locale.fileSize(bytes).replacing("\u{A0}", with: " ") == text.ours(locale))
    }
  }

  @Test func `the extremes of file sizes`() {
    #expect(Locale.en.fileSize(-1) == "0 byte")
    #expect(Locale.en.fileSize(.max) == "9\u{202F}223\u{202F}372 TB")
  }

  @Test(arguments: plurals)
  func `plural forms of 0 1 2 5 11 21 22 25 101 111, and of 1.5 and 1.0`(
    _ locale: Locale, _ forms: [PluralForm], _ oneAndAHalf: PluralForm, _ onePointZero: PluralForm
  ) {
    #expect([0, 1, 2, 5, 11, 21, 22, 25, 101, 111].map { locale.plural($0) } == forms)
    #expect(locale.plural(15, digits: 1) == oneAndAHalf)
    #expect(locale.plural(10, digits: 1) == onePointZero)
    #expect(locale.plural(-21) == locale.plural(21))
    #expect(locale.plural(.min) == (locale == .ru ? .many : .other))
    #expect(Set(forms + [oneAndAHalf]) == Set(locale.pluralForms))
  }
}

private let numbers: [(Int64, String, String, String)] = [
  (0, "0", "0", "0"),
  (7, "7", "7", "7"),
  (-7, "-7", "-7", "-7"),
  (999, "999", "999", "999"),
  (1000, "1,000", "1\u{A0}000", "1,000"),
  (-1000, "-1,000", "-1\u{A0}000", "-1,000"),
  (12345, "12,345", "12\u{A0}345", "12,345"),
  (1_234_567, "1,234,567", "1\u{A0}234\u{A0}567", "1,234,567"),
  (-1_234_567, "-1,234,567", "-1\u{A0}234\u{A0}567", "-1,234,567"),
  (
    .max, "9,223,372,036,854,775,807", "9\u{A0}223\u{A0}372\u{A0}036\u{A0}854\u{A0}775\u{A0}807",
    "9,223,372,036,854,775,807"
  ),
  (
    .min, "-9,223,372,036,854,775,808",
    "-9\u{A0}223\u{A0}372\u{A0}036\u{A0}854\u{A0}775\u{A0}808", "-9,223,372,036,854,775,808"
  ),
]

private let decimals: [(Int64, Int, String, String, String)] = [
  (0, 1, "0.0", "0,0", "0.0"),
  (5, 2, "0.05", "0,05", "0.05"),
  (-5, 2, "-0.05", "-0,05", "-0.05"),
  (123456, 1, "12,345.6", "12\u{A0}345,6", "12,345.6"),
  (-123_456_789, 3, "-123,456.789", "-123\u{A0}456,789", "-123,456.789"),
  (100000, 2, "1,000.00", "1\u{A0}000,00", "1,000.00"),
]

private let amounts: [(String, Int64, String, String, String)] = [
  ("USD", 0, "USD\u{A0}0.00", "0,00\u{A0}USD", "USD\u{A0}0.00"),
  ("USD", 124050, "USD\u{A0}1,240.50", "1\u{A0}240,50\u{A0}USD", "USD\u{A0}1,240.50"),
  ("USD", -124050, "-USD\u{A0}1,240.50", "-1\u{A0}240,50\u{A0}USD", "-USD\u{A0}1,240.50"),
  ("RUB", 0, "RUB\u{A0}0.00", "0,00\u{A0}RUB", "RUB\u{A0}0.00"),
  ("RUB", 124050, "RUB\u{A0}1,240.50", "1\u{A0}240,50\u{A0}RUB", "RUB\u{A0}1,240.50"),
  ("RUB", -124050, "-RUB\u{A0}1,240.50", "-1\u{A0}240,50\u{A0}RUB", "-RUB\u{A0}1,240.50"),
  ("CNY", 0, "CNY\u{A0}0.00", "0,00\u{A0}CNY", "CNY\u{A0}0.00"),
  ("CNY", 124050, "CNY\u{A0}1,240.50", "1\u{A0}240,50\u{A0}CNY", "CNY\u{A0}1,240.50"),
  ("CNY", -124050, "-CNY\u{A0}1,240.50", "-1\u{A0}240,50\u{A0}CNY", "-CNY\u{A0}1,240.50"),
  ("BRL", 0, "BRL\u{A0}0.00", "0,00\u{A0}BRL", "BRL\u{A0}0.00"),
  ("BRL", 124050, "BRL\u{A0}1,240.50", "1\u{A0}240,50\u{A0}BRL", "BRL\u{A0}1,240.50"),
  ("BRL", -124050, "-BRL\u{A0}1,240.50", "-1\u{A0}240,50\u{A0}BRL", "-BRL\u{A0}1,240.50"),
  ("JPY", 0, "JPY\u{A0}0", "0\u{A0}JPY", "JPY\u{A0}0"),
  ("JPY", 124050, "JPY\u{A0}124,050", "124\u{A0}050\u{A0}JPY", "JPY\u{A0}124,050"),
  ("JPY", -124050, "-JPY\u{A0}124,050", "-124\u{A0}050\u{A0}JPY", "-JPY\u{A0}124,050"),
  ("BHD", 0, "BHD\u{A0}0.000", "0,000\u{A0}BHD", "BHD\u{A0}0.000"),
  ("BHD", 124050, "BHD\u{A0}124.050", "124,050\u{A0}BHD", "BHD\u{A0}124.050"),
  ("BHD", -124050, "-BHD\u{A0}124.050", "-124,050\u{A0}BHD", "-BHD\u{A0}124.050"),
]

private let shares: [(Int64, String, String, String)] = [
  (0, "0%", "0\u{A0}%", "0%"),
  (1, "0.01%", "0,01\u{A0}%", "0.01%"),
  (50, "0.5%", "0,5\u{A0}%", "0.5%"),
  (1250, "12.5%", "12,5\u{A0}%", "12.5%"),
  (-500, "-5%", "-5\u{A0}%", "-5%"),
  (10000, "100%", "100\u{A0}%", "100%"),
  (123456, "1,234.56%", "1\u{A0}234,56\u{A0}%", "1,234.56%"),
]

private let sizes: [(Int64, String, String, String)] = [
  (0, "0 byte", "0 Б", "0 B"),
  (1, "1 byte", "1 Б", "1 B"),
  (999, "999 byte", "999 Б", "999 B"),
  (1000, "1 kB", "1 кБ", "1 kB"),
  (1500, "1.5 kB", "1,5 кБ", "1.5 kB"),
  (999_949, "999.9 kB", "999,9 кБ", "999.9 kB"),
  (999_950, "1 MB", "1 МБ", "1 MB"),
  (12_345_678, "12.3 MB", "12,3 МБ", "12.3 MB"),
  (2_000_000_000, "2 GB", "2 ГБ", "2 GB"),
  (1_250_000_000_000, "1.3 TB", "1,3 ТБ", "1.3 TB"),
  (4_000_000_000_000_000, "4,000 TB", "4\u{A0}000 ТБ", "4,000 TB"),
]

private let plurals: [(Locale, [PluralForm], PluralForm, PluralForm)] = [
  (
    .en, [.other, .one, .other, .other, .other, .other, .other, .other, .other, .other], .other,
    .other
  ),
  (.ru, [.many, .one, .few, .many, .many, .one, .few, .many, .one, .many], .other, .other),
  (
    .zh, [.other, .other, .other, .other, .other, .other, .other, .other, .other, .other], .other,
    .other
  ),
]

extension String {
  /// The product's one deviation from CLDR's order: the code stands behind the amount.
  fileprivate var codeBehind: String {
    let parts = split(separator: "\u{A0}", maxSplits: 1)
    guard parts.count == 2, let code = parts.first, code.suffix(3).allSatisfy(\.isLetter) else {
      return self
    }
    return "\(code.dropLast(3))\(parts[1])\u{A0}\(code.suffix(3))"
  }
}
