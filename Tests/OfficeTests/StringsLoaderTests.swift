import Commerce
import Testing

@testable import Office

@Suite("strings")
struct StringsLoaderTests {
  private static func load(
    _ en: String, _ ru: String, _ zh: String
  ) throws(BootError) -> Strings {
    try StringsLoader.load([
      ("a/strings.en.json", Array(en.utf8)), ("a/strings.ru.json", Array(ru.utf8)),
      ("a/strings.zh.json", Array(zh.utf8)),
    ])
  }

  static let broken: [(en: String, ru: String, zh: String, problem: String)] = [
    ("{\"k\":\"a\"}", "{}", "{\"k\":\"a\"}", "a/strings.ru.json: 'k' is missing"),
    ("{}", "{}", "{\"k\":\"a\"}", "a/strings.en.json: 'k' is missing"),
    (
      "{\"k\":\"{n}\"}", "{\"k\":\"{m}\"}", "{\"k\":\"{n}\"}",
      "a/strings.ru.json: 'k' has other placeholders than in English"
    ),
    (
      "{\"k\":\"a\"}", "{\"k\":\"a\"}", "{\"k\":{\"other\":\"a\"}}",
      "a/strings.zh.json: 'k' has plural forms in one language only"
    ),
    (
      "{\"k\":{\"one\":\"a\",\"other\":\"b\"}}", "{\"k\":{\"one\":\"a\",\"other\":\"b\"}}",
      "{\"k\":{\"other\":\"a\"}}", "a/strings.ru.json: 'k' needs the forms one, few, many, other"
    ),
    ("{\"k\":1}", "{}", "{}", "a/strings.en.json: 'k' must be a text or an object of plural forms"),
    ("[]", "{}", "{}", "a/strings.en.json: must be one JSON object"),
    ("{", "{}", "{}", "a/strings.en.json: the text ends too early at byte 1"),
  ]

  @Test("a fault names the file and the key", arguments: broken)
  func faults(_ en: String, _ ru: String, _ zh: String, _ problem: String) throws {
    let error = #expect(throws: BootError.self) { try Self.load(en, ru, zh) }
    #expect(error?.problems == [problem])
  }

  @Test("a key of two files, and a file of no language")
  func files() throws {
    let error = #expect(throws: BootError.self) {
      try StringsLoader.load([
        ("a/strings.en.json", Array("{\"k\":\"a\"}".utf8)),
        ("b/strings.en.json", Array("{\"k\":\"a\"}".utf8)), ("b/strings.de.json", []),
        ("a/strings.ru.json", Array("{\"k\":\"a\"}".utf8)),
        ("a/strings.zh.json", Array("{\"k\":\"a\"}".utf8)),
      ])
    }
    #expect(
      error?.problems == [
        "b/strings.en.json: 'k' is there twice, also in a/strings.en.json",
        "b/strings.de.json: the name must be strings.{en,ru,zh}.json",
      ])
  }

  @Test("a sentence is filled once, and counts as its language does")
  func text() throws {
    let strings = try Self.load(
      #"{"k":{"one":"{count} lot of {who}","other":"{count} lots of {who}"},"n":"{a}{b}{"}"#,
      #"{"k":{"one":"{count} лот {who}","few":"{count} лота {who}","many":"{count} лотов {who}","other":"{count} лота {who}"},"n":"{a}{b}{"}"#,
      #"{"k":{"other":"{who}的{count}批"},"n":"{a}{b}{"}"#)
    let who = ["who": "{count}"]
    #expect(strings.text(Message("k", who, count: 1), .en) == "1 lot of {count}")
    #expect(strings.text(Message("k", who, count: 3), .ru) == "3 лота {count}")
    #expect(strings.text(Message("k", who, count: 5), .ru) == "5 лотов {count}")
    #expect(strings.text(Message("k", who, count: 2_000), .zh) == "{count}的2\u{202F}000批")
    #expect(strings.text(Message("n", ["a": "{b}", "b": "2"]), .en) == "{b}2{")
    #expect(strings.text(Message("none"), .en) == "none")
  }
}
