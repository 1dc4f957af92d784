import Testing

@_spi(Trusted) @testable import Template

/// What a bound template writes.
@Suite struct RenderTests {
  @Test(arguments: [
    ("{{text}} {{bytes}} {{number}} {{integer}}", "text bytes 1240 1240"),
    ("{{#flag}}yes{{/flag}}{{^flag}}no{{/flag}}", "yes"),
    ("{{#number}}some{{/number}}{{#text}}t{{/text}}{{#url}}u{{/url}}", "sometu"),
    ("{{#child}}{{name}}{{/child}} {{child.name}}", "child child"),
    ("{{^maybe}}none{{/maybe}}{{maybe.name}}", "none"),
    ("{{^rows}}empty{{/rows}}{{#rows}}row{{/rows}}", "empty"),
    (
      #"<a href="{{link products.new}}">{{asset app.css}}</a>"#,
      #"<a href="/products/new?a&amp;b">/assets/app.1.css</a>"#
    ),
    ("{{user}}: {{text}}", "user: text"),
    ("", ""), ("{{! }}", ""), ("} }} { {", "} }} { {"),
  ])
  func `fields by kind`(source: String, expected: String) throws {
    #expect(try rendered(source) == expected)
  }

  @Test func `names are looked up from the innermost view outwards, then in the frame`() throws {
    var sample = Sample()
    sample.rows = [
      SampleRow(name: "a", tags: ["x", "y"]),
      SampleRow(name: "b", children: [SampleRow(name: "c", tags: ["z"])]),
    ]
    let page = try rendered(
      "{{#rows}}[{{name}}{{#tags}} {{.}}{{name}}{{text}}{{user}}{{/tags}}"
        + "{{#children}}({{name}}{{#tags}}{{.}}{{name}}{{/tags}}){{/children}}]{{/rows}}", sample)
    #expect(page == "[a xatextuser yatextuser][b(czc)]")
  }

  @Test func `optionals of views and text`() throws {
    var sample = Sample(maybe: SampleRow(name: "m"))
    sample.note = "n"
    let source = "{{#maybe}}{{name}}{{/maybe}}{{maybe.name}}{{#note}}({{note}}{{.}}){{/note}}"
    #expect(try rendered(source, sample) == "mm(nn)")
    #expect(try rendered(source) == "")
  }

  @Test func `a layout, its blocks and a partial`() throws {
    let library = try Library([
      "layouts/app.html": """
      <title>{{$title}}SellerDesk{{/title}}</title>
      <main>
        {{$main}}{{/main}}
      </main>
      {{$foot}}
      <p>{{user}}</p>
      {{/foot}}
      """,
      "products/list.html": """
      {{<layouts/app}}
      {{$title}}{{text}}{{/title}}
      {{$main}}
      <ul>
        {{> parts/item}}
      </ul>
      {{/main}}
      {{/layouts/app}}
      """, "parts/item.html": "<li>{{text}}</li>\n",
    ])
    let expected = """
      <title>text</title>
      <main>
        <ul>
          <li>text</li>
        </ul>

      </main>
      <p>user</p>

      """
    #expect(try library.render("products/list") == expected)
    #expect(try library.render("products/list.html") == expected)
  }

  @Test func `a parent can be used inside of its own block`() throws {
    let library = try Library([
      "card.html": "<div>{{$body}}{{/body}}</div>",
      "page.html":
        "{{<card}}{{$body}}a{{<card}}{{$body}}{{text}}{{/body}}{{/card}}{{/body}}{{/card}}",
    ])
    #expect(try library.render("page") == "<div>a<div>text</div></div>")
  }

  @Test func `rendering appends, and a long page is whole`() throws {
    let library = try Library(["page.html": "{{#rows}}{{name}},{{/rows}}{{text}}"])
    let programs = try library.compile(
      "page", page: Sample.undeclared, frame: NoFrame.schema, isChecked: false)
    let names = (0..<5_000).map { String(repeating: "\($0 % 7)&", count: $0 % 23) }
    let text = String(repeating: "0123456789<", count: 2_000)
    var out = Array("before ".utf8)
    let sample = Sample(text: text, rows: names.map { SampleRow(name: $0) })
    Template<Sample, NoFrame>(programs: programs).render(sample, locale: 9, into: &out)
    let list = names.map { $0.replacing("&", with: "&amp;") + "," }.joined()
    let expected = "before " + list + text.replacing("<", with: "&lt;")
    #expect(String(decoding: out, as: UTF8.self) == expected)
  }

  @Test func `each byte is escaped at each place of a text`() throws {
    let library = try Library(["page.html": "{{text}}"])
    for length in 1...20 {
      for place in 0..<length {
        for (byte, entity) in [
          ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
          ("ж", "ж"), ("\u{0}", "\u{0}"), ("§", "§"),
        ] {
          let before = String(repeating: "x", count: place)
          let after = String(repeating: "y", count: length - place - 1)
          let page = try library.render("page", Sample(text: before + byte + after))
          #expect(page == before + entity + after)
        }
      }
    }
  }
}
