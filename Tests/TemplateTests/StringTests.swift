import Testing

@testable import Template

/// `{{t key}}` in several languages.
@Suite struct StringTests {
  static let english = Catalogue(
    locale: "en",
    entries: [
      "hello": .text("Hello, {text}!"), "plain": .text("R&D \"a\" {{x}}"),
      "link": .text("see {markup}"), "name": .text("{name} of {text}"),
      "orders": .plural(["one": "{count} order of {text}", "other": "{count} orders"]),
    ], plural: { $0 == 1 ? "one" : "other" },
    number: { value, out in
      out += "\(value / 1000)'\(value % 1000)".utf8
    })
  static let russian = Catalogue(
    locale: "ru",
    entries: [
      "hello": .text("{text}, привет!"), "plain": .text("план"), "link": .text("см. {markup}"),
      "name": .text("{name}"),
      "orders": .plural(["few": "{count} заказа", "many": "{count} заказов", "other": "заказ"]),
    ], plural: { $0 == 3 ? "few" : $0 == 1 ? "one" : "many" })

  @Test(arguments: [
    ("{{t hello}}", "Hello, text!", "text, привет!"),
    ("{{t plain}}", "R&amp;D &quot;a&quot; {x}", "план"),
    ("<p title=\"{{t plain}}\">", "<p title=\"R&amp;D &quot;a&quot; {x}\">", "<p title=\"план\">"),
    ("{{t link}}", "see <b>m</b>", "см. <b>m</b>"),
    ("{{#rows}}{{t name}};{{/rows}}", "a of text;b of text;", "a;b;"),
    ("{{t orders number}}.", "0&#39;3 orders.", "3 заказа."),
    ("{{#rows}}{{t orders number}}{{/rows}}", "0&#39;3 orders0&#39;3 orders", "3 заказа3 заказа"),
    ("{{number}}", "0&#39;3", "3"),
    ("{{integer}}", "3", "3"),
  ])
  func `each language has its own program`(
    source: String, english: String, russian: String
  ) throws {
    let rows = [SampleRow(name: "a"), SampleRow(name: "b")]
    let sample = Sample(number: 3, rows: rows)
    let library = try Library(["page.html": source], [StringTests.english, StringTests.russian])
    #expect(try library.render("page", sample, locale: 0) == english)
    #expect(try library.render("page", sample, locale: 1) == russian)
  }

  @Test(arguments: [(Int64(1), "заказ"), (3, "3 заказа"), (5, "5 заказов"), (-1, "-1 заказов")])
  func `the plural form follows the number; a missing one is the form other`(
    count: Int64, expected: String
  ) throws {
    let sample = Sample(number: count)
    #expect(try rendered("{{t orders number}}", sample, [StringTests.russian]) == expected)
  }

  @Test(arguments: [
    ("{{t none}}", "1:1: there is no string 'none' (en)"),
    ("\n {{t orders}}", "2:2: the string 'orders' has plural forms: name a number (en)"),
    ("{{t hello number}}", "1:1: the string 'hello' has no plural forms (en)"),
    ("{{t orders text}}", "1:1: 'text' is not a number field"),
    ("{{t orders nothing}}", "1:1: there is no field 'nothing' in Sample"),
    ("{{t name}}", "1:1: the string 'name': there is no field 'name' in Sample (en)"),
    ("{{t kind}}", "1:1: the string 'kind': 'rows' is not a value; use it as a section (en)"),
    ("{{t forms number}}", "1:1: the string 'forms' has no plural form 'other' (en)"),
    ("{{t open}}", "1:1: the string 'open': '{' without '}'; a brace is written twice (en)"),
    ("{{t close}}", "1:1: the string 'close': '}' without '{'; a brace is written twice (en)"),
    ("{{t empty}}", "1:1: the string 'empty': '{}' is not a placeholder (en)"),
    (
      "<p title='{{t link}}'>",
      "1:11: the string 'link': {markup}: markup cannot stand in an attribute (en)"
    ),
  ])
  func `faults name the place and the language`(source: String, expected: String) {
    var entries = StringTests.english.entries
    entries["kind"] = .text("{rows}")
    entries["forms"] = .plural(["one": ""])
    entries["open"] = .text("a {b")
    entries["close"] = .text("a }")
    entries["empty"] = .text("{}")
    let catalogue = Catalogue(locale: "en", entries: entries, plural: { _ in "other" })
    #expect(faults(of: source, [catalogue]) == "page.html:" + expected)
  }

  @Test func `a string that one language lacks is a fault`() {
    let chinese = Catalogue(locale: "zh", entries: [:], plural: { _ in "other" })
    #expect(
      faults(of: "{{t hello}}", [StringTests.english, chinese])
        == "page.html:1:1: there is no string 'hello' (zh)")
  }
}
