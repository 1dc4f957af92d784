import Commerce
import HTTP
import Testing

@testable import Office

@Suite("form reader")
struct FormReaderTests {
  private func reader(_ values: String...) -> FormReader {
    FormReader(FormFields(fields: QueryFields(values.map { ("x", $0) })))
  }

  static let texts:
    [(typed: String, range: ClosedRange<Int>, lines: Bool, read: String, problem: String?)] =
      [
        ("  blue \u{3000}", 1...9, false, "blue", nil), ("", 0...9, false, "", nil),
        ("   ", 1...9, false, "", "form.required"), ("ab", 3...9, false, "ab", "form.tooShort"),
        ("чайник", 1...6, false, "чайник", nil), ("чайник", 1...5, false, "чайник", "form.tooLong"),
        ("a\nb", 0...9, false, "a\nb", "form.control"), ("a\r\n\tb", 0...9, true, "a\n\tb", nil),
        ("a\rb", 0...9, true, "a\rb", "form.control"),
        ("a\u{0}b", 0...9, true, "a\u{0}b", "form.control"),
        ("a\u{85}b", 0...9, true, "a\u{85}b", "form.control"),
        ("\u{202E}gpj", 0...9, false, "\u{202E}gpj", "form.control"),
        ("שלום\u{200F}", 0...9, false, "שלום\u{200F}", nil),
      ]

  @Test("text is trimmed, measured in characters and free of controls", arguments: texts)
  func text(
    _ typed: String, _ range: ClosedRange<Int>, _ lines: Bool, _ read: String, _ problem: String?
  ) {
    var form = reader(typed)
    #expect(form.text("x", range, lines: lines) == read)
    #expect(form.problems.map(\.message.key) == [problem].compactMap(\.self))
  }

  static let numbers: [(typed: String, value: Int64?, problem: String?)] = [
    ("7", 7, nil), ("1 000", 1_000, nil), ("1\u{202F}000", 1_000, nil), ("-5", -5, nil),
    ("", nil, "form.required"), ("1.5", nil, "form.integer"), ("1e3", nil, "form.integer"),
    ("٣", nil, "form.integer"), ("1001", nil, "form.integer"),
    ("99999999999999999999", nil, "form.integer"), ("0x1", nil, "form.integer"),
  ]

  @Test("a number is whole and in its range", arguments: numbers)
  func integer(_ typed: String, _ value: Int64?, _ problem: String?) {
    var form = reader(typed)
    #expect(form.integer("x", -5...1_000, required: true) == value)
    #expect(form.problems.map(\.message.key) == [problem].compactMap(\.self))
  }

  static let amounts: [(typed: String, minor: Int64?)] = [
    ("1240.50", 124_050), ("1 240,5", 124_050), ("0", 0), ("-1", nil), ("1.005", nil),
    ("12,345.00", 1_234_500), ("abc", nil), ("99999999999999999999", nil),
  ]

  @Test("money is not negative and not finer than its currency", arguments: amounts)
  func money(_ typed: String, _ minor: Int64?) throws {
    var form = reader(typed)
    let currency = try #require(Currency(code: "RUB"))
    #expect(form.money("x", currency)?.minor == minor)
    #expect(form.problems.isEmpty == (minor != nil))
  }

  @Test("a choice is one of the list")
  func choice() {
    var good = reader("ru")
    #expect(good.choice("x", Locale.self) == .ru)
    var bad = reader("xx")
    #expect(bad.choice("x", Locale.self) == nil)
    #expect(bad.problems.map(\.message.key) == ["form.choice"])
    var none = reader()
    #expect(none.choice("x", Locale.self, required: false) == nil)
    #expect(none.problems.isEmpty)
  }

  @Test("a field sent twice is refused by every kind of reading")
  func twice() throws {
    let rub = try #require(Currency(code: "RUB"))
    var form = reader("1", "2")
    _ = form.text("x")
    _ = form.integer("x", 0...9)
    _ = form.money("x", rub)
    _ = form.choice("x", Locale.self)
    #expect(form.problems.filter { $0.message.key == "form.twice" }.count == 4)
    #expect(throws: InvalidForm.self) { try form.check() }
  }
}
