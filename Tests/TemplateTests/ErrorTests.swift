import Testing

@testable import Template

/// Every fault names its template, line and column.
@Suite struct ErrorTests {
  @Test(arguments: [
    ("a\n {{", "2:2: '{{' is not closed by '}}'"),
    ("{{}}", "1:1: the tag has no name"),
    ("{{#a b}}", "1:1: the tag takes one name"),
    ("{{a$}}", "1:1: 'a$' is not a name"),
    ("{{a..b}}", "1:1: 'a..b' is not a name"),
    ("{{{text}}}", "1:1: there is no raw output; trusted HTML comes from a markup field"),
    ("{{&text}}", "1:1: there is no raw output; trusted HTML comes from a markup field"),
    ("{{=<% %>=}}", "1:1: delimiters cannot be changed"),
    ("{{text number}}", "1:1: 'text number' is not a tag"),
    ("{{t a b c}}", "1:1: 't a b c' is not a tag"),
    ("é{{#flag}}", "1:2: 'flag' is not closed by '{{/flag}}'"),
    ("{{/flag}}", "1:1: '{{/flag}}' closes nothing: nothing is open"),
    ("{{#flag}}{{/text}}{{/flag}}", "1:10: '{{/text}}' closes nothing: '{{/flag}}' was expected"),
    ("{{<a}}{{text}}{{/a}}", "1:7: only blocks can stand inside '{{<a}}'"),
    (
      "{{<a}}{{$b}}{{/b}}{{$b}}{{/b}}{{/a}}", "1:19: the block 'b' is replaced twice"
    ),
  ])
  func `faults of syntax`(source: String, expected: String) {
    #expect(faults(of: source) == "page.html:" + expected)
  }

  @Test(arguments: [
    ("\n\n  {{nothing}}", "3:3: there is no field 'nothing' in Sample"),
    ("{{#rows}}{{nothing}}{{/rows}}", "1:10: there is no field 'nothing' in SampleRow, Sample"),
    ("{{child.nothing}}", "1:1: there is no field 'nothing' in SampleRow"),
    ("{{text.length}}", "1:1: 'text' is not a view, so 'length' cannot be read from it"),
    ("{{rows.name}}", "1:1: 'rows' is not a view, so 'name' cannot be read from it"),
    ("{{rows}}", "1:1: 'rows' is not a value; use it as a section"),
    ("{{flag}}", "1:1: 'flag' is not a value; use it as a section"),
    ("{{child}}", "1:1: 'child' is not a value; use it as a section"),
    ("{{maybe}}", "1:1: 'maybe' is not a value; use it as a section"),
    ("{{#markup}}{{.}}{{/markup}}", "1:12: there is no field '.' in Sample"),
    ("{{asset no.css}}", "1:1: there is no asset 'no.css'"),
    ("{{link nowhere}}", "1:1: there is no link 'nowhere'"),
    ("{{> parts/none}}", "1:1: there is no template 'parts/none'"),
    ("{{<layouts/none}}{{/layouts/none}}", "1:1: there is no template 'layouts/none'"),
  ])
  func `faults of names and kinds`(source: String, expected: String) {
    #expect(faults(of: source) == "page.html:" + expected)
  }

  @Test func `a fault in a partial is reported in the partial`() {
    let found = faults(of: "\n{{>part}}", others: ["part.html": "a\n{{nothing}}"])
    #expect(found == "part.html:2:1: there is no field 'nothing' in Sample")
  }

  @Test func `all faults come at once, those of syntax from all templates`() {
    let found = faults(of: "{{nothing}}\n{{rows}}\n<p class={{text}}>")
    #expect(
      found == """
        page.html:1:1: there is no field 'nothing' in Sample
        page.html:2:1: 'rows' is not a value; use it as a section
        page.html:3:10: the value of 'class' is not in quotes
        """)
    let syntax = faults(of: "{{a", others: ["b.html": "{{b"])
    #expect(syntax.split(separator: "\n").count == 2)
  }

  @Test func `a template that includes itself is refused`() {
    #expect(
      faults(of: "{{>page}}") == "page.html:1:1: template includes itself: page.html > page.html")
    #expect(
      faults(of: "{{>a}}", others: ["a.html": "{{<b}}{{/b}}", "b.html": "-{{>a}}"])
        == "b.html:1:2: template includes itself: page.html > a.html > b.html > a.html")
  }

  @Test func `templates that include each other in very many ways are refused`() {
    var others: [String: String] = ["p0.html": "x"]
    for level in 1...30 { others["p\(level).html"] = "{{>p\(level - 1)}}{{>p\(level - 1)}}" }
    let found = faults(of: "{{>p30}}", others: others)
    #expect(found.hasSuffix("templates are nested too deeply"))
  }

  @Test func `sections nested without end are refused`() {
    let source = String(repeating: "{{#flag}}", count: 10_000)
    #expect(faults(of: source).hasPrefix("page.html:1:361: sections are nested deeper than 40"))
  }

  @Test func `a replaced block has to exist`() {
    let found = faults(
      of: "{{<layout}}\n{{$mian}}{{/mian}}{{/layout}}",
      others: ["layout.html": "{{$main}}{{/main}}"])
    #expect(found == "page.html:2:1: 'layout' has no block 'mian'")
  }

  @Test func `the template to bind has to exist`() {
    #expect(throws: TemplateErrors.self) { try Library([:]).render("nothing") }
  }
}

/// A page says what its template shows, and nothing else.
@Suite struct UnusedFieldTests {
  @Test func `a field of the page that no template uses is a fault`() throws {
    let library = try Library(["page.html": "{{text}}"])
    do {
      _ = try library.bind("page", page: Sample.self, frame: SampleFrame.self)
      Issue.record("bound")
    } catch {
      #expect(
        error.errors.first?.description == """
          page.html:1:1: the field 'bytes' of Sample is not used
          """)
      #expect(error.errors.count == 10)
    }
  }

  @Test func `use in a partial, layout, string or dotted name counts`() throws {
    let library = try Library(
      [
        "page.html": "{{<layout}}{{$main}}{{>part}}{{/main}}{{/layout}}",
        "part.html": "{{t greeting}}", "layout.html": restOfSample + "{{$main}}{{/main}}",
      ], [Catalogue(locale: "en", entries: ["greeting": .text("{text}")], plural: { _ in "" })])
    _ = try library.bind("page", page: Sample.self, frame: SampleFrame.self)
  }

  @Test func `use in one language counts, fields of the frame and of rows need none`() throws {
    let library = try Library(
      ["page.html": restOfSample.replacing("{{text}}", with: "{{t key}}")],
      [
        Catalogue(locale: "en", entries: ["key": .text("")], plural: { _ in "" }),
        Catalogue(locale: "ru", entries: ["key": .text("{text}")], plural: { _ in "" }),
      ])
    _ = try library.bind("page", page: Sample.self)
    _ = try library.bind("page", page: Sample.self, frame: SampleFrame.self)
  }

  @Test func `a name declared twice is a fault, of the page and of rows`() throws {
    let library = try Library(["page.html": "{{#rows}}{{name}}{{/rows}}"])
    do {
      _ = try library.bind("page", page: Doubled.self)
      Issue.record("bound")
    } catch {
      #expect(
        error.description == """
          page.html:1:1: the field 'rows' of Doubled is declared twice
          """)
    }
  }

  struct Doubled: View {
    var rows: [SampleRow] = []

    static var fields: [Field<Doubled>] {
      [.list("rows") { $0.rows }, .flag("rows") { $0.rows.isEmpty }]
    }
  }
}
