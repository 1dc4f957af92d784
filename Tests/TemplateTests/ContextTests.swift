import Testing

@_spi(Trusted) @testable import Template

/// Where a tag may stand in HTML.
@Suite struct ContextTests {
  @Test(arguments: [
    (#"<p class={{text}}>"#, "1:10: the value of 'class' is not in quotes"),
    (#"<p class=a{{text}}>"#, "1:11: the value of 'class' is not in quotes"),
    (#"<p {{text}}="a">"#, "1:4: no tag can stand in the name of an attribute"),
    (#"<p data-{{text}}="a">"#, "1:9: no tag can stand in the name of an attribute"),
    (#"<p title {{text}}>"#, "1:10: no tag can stand in the name of an attribute"),
    (#"<{{text}}>"#, "1:2: no tag can stand in the name of an element"),
    (#"<h{{number}}>"#, "1:3: no tag can stand in the name of an element"),
    (#"</{{text}}>"#, "1:3: no tag can stand in the name of an element"),
    (#"<!-- {{text}} -->"#, "1:6: no tag can stand in a comment or declaration"),
    (#"<!-- {{t hello}} -->"#, "1:6: no tag can stand in a comment or declaration"),
    (#"<!doctype {{text}}>"#, "1:11: no tag can stand in a comment or declaration"),
    (#"<script>{{text}}</script>"#, "1:9: no tag can stand inside <script>"),
    (#"<script>"</scripty>{{number}}"</script>"#, "1:20: no tag can stand inside <script>"),
    (#"<SCRIPT>{{asset app.css}}</SCRIPT>"#, "1:9: no tag can stand inside <script>"),
    (#"<style>{{text}}</style>"#, "1:8: no tag can stand inside <style>"),
    (#"<iframe>{{text}}</iframe>"#, "1:9: no tag can stand inside <iframe>"),
    (#"<p onclick="{{text}}">"#, "1:13: no tag can stand in 'onclick'"),
    (#"<p ONCLICK='{{number}}'>"#, "1:13: no tag can stand in 'onclick'"),
    (#"<p style="{{text}}">"#, "1:11: no tag can stand in 'style'"),
    (#"<iframe srcdoc="{{text}}">"#, "1:17: no tag can stand in 'srcdoc'"),
    (#"<set to="{{url}}">"#, "1:10: no tag can stand in 'to'"),
    (
      #"<meta http-equiv="refresh" content="{{text}}">"#,
      "1:37: no tag can stand in 'content'"
    ),
    (
      #"<meta content="{{text}}" http-equiv="refresh">"#,
      "1:36: 'http-equiv' must stand before what tags write"
    ),
    (
      #"<a href="{{text}}">"#,
      "1:10: 'href' takes an address: a url field, {{asset}} or {{link}}"
    ),
    (
      #"<a href="/x?id={{number}}">"#,
      "1:16: 'href' takes an address: a url field, {{asset}} or {{link}}"
    ),
    (
      #"<a href="{{t hello}}">"#,
      "1:10: 'href' takes an address: a url field, {{asset}} or {{link}}"
    ),
    (#"<a href="javascript:{{url}}">"#, "1:21: a url field must be at the start of 'href'"),
    (#"<a href="{{url}}{{url}}">"#, "1:17: a url field must be at the start of 'href'"),
    (
      #"<a href="{{#flag}}x{{/flag}}{{url}}">"#, "1:29: a url field must be at the start of 'href'"
    ),
    (#"<p title="{{markup}}">"#, "1:11: markup cannot stand in an attribute"),
    (#"<title>{{markup}}</title>"#, "1:8: markup cannot stand inside <title>"),
    (#"<textarea>{{markup}}</textarea>"#, "1:11: markup cannot stand inside <textarea>"),
    (#"<textarea><b {{text}}</textarea>"#, "1:12: '<' inside <textarea>; write &lt;"),
    (#"<textarea></text{{text}}"#, "1:17: no tag can stand in the name of an element"),
  ])
  func `refused`(source: String, expected: String) {
    let catalogue = Catalogue(locale: "en", entries: ["hello": .text("x")], plural: { _ in "" })
    let found = faults(of: source, [catalogue]).split(separator: "\n").first ?? ""
    #expect(found == "page.html:" + expected)
  }

  @Test(arguments: [
    "src", "action", "formaction", "poster", "data", "xlink:href", "href", "srcset", "ping", "cite",
  ])
  func `attributes that hold an address take no text`(attribute: String) throws {
    let found = faults(of: #"<use \#(attribute)="{{text}}"/>"#)
    #expect(found.contains("'\(attribute)' takes an address"))
    #expect(faults(of: #"<use \#(attribute)="{{url}}#a"/>"#).isEmpty)
    #expect(faults(of: #"<use \#(attribute)='{{asset app.css}}#a'/>"#).isEmpty)
    #expect(faults(of: #"<use \#(attribute) = "{{link products.new}}"/>"#).isEmpty)
  }

  @Test(arguments: [
    ("a < b", "1:4: '<' is not the start of a tag; write &lt;"),
    ("<?xml?>", "1:2: '<' is not the start of a tag; write &lt;"),
    ("<![CDATA[x]]>", "1:3: '<!' begins neither a comment nor a document type"),
    (#"<p class="a"id="b">"#, "1:13: a space is missing inside <p>"),
    ("<p =a>", "1:4: '=' is not the start of an attribute"),
    (#"<p a=b"c>"#, "1:7: '\"' cannot stand in the unquoted value of 'a'"),
    ("<script><!-- </script>", "1:10: '<!' inside <script>"),
  ])
  func `sloppy markup is refused`(source: String, expected: String) {
    #expect(faults(of: source).split(separator: "\n").first ?? "" == "page.html:" + expected)
  }

  @Test(arguments: ["<p", #"<p class="a"#, "<!-- x", "<script>", "<title>x", "<", "<p a"])
  func `a template ends outside of tags and comments`(source: String) {
    #expect(faults(of: source).contains("the template ends inside of a tag, comment or element"))
  }

  @Test(arguments: [
    #"<input {{#flag}}checked{{/flag}}>"#,
    #"<input{{#flag}} checked{{/flag}}>"#,
    #"<option{{#flag}} selected{{/flag}}{{^flag}} disabled{{/flag}}>"#,
    #"<tr{{#flag}} class="a"{{/flag}} id="{{text}}">"#,
    #"<tr class="a{{#flag}} b{{/flag}}{{^flag}} {{text}}{{/flag}}">"#,
    #"{{#flag}}<p>{{/flag}}{{^flag}}<p class="x">{{/flag}}</p>"#,
    #"<a {{#flag}}href="{{url}}"{{/flag}}>"#,
    "<script>{{#flag}}a{{/flag}}</script>",
    "<!-- {{#flag}} {{/flag}} -->",
    "<!----><!--->{{text}}<!-- a --!>{{text}}",
    "<title>{{text}} {{note}}</title><textarea>{{text}}</textarea>",
    "<img width=40 alt='{{text}}'><br/><input value=\"{{integer}}\"/>",
  ])
  func `sections may choose attributes, parts of values and elements`(source: String) {
    #expect(faults(of: source).isEmpty)
  }

  @Test(arguments: [
    "<p {{#flag}}>{{/flag}}", #"<p class="{{#flag}}">{{/flag}}"#, "{{#flag}}<p{{/flag}}>",
    "<p class={{#flag}}'a'{{/flag}}>", "{{#flag}}<!--{{/flag}}", "{{^flag}}<script>{{/flag}}",
  ])
  func `a section ends where it began`(source: String) {
    #expect(faults(of: source).contains("the section does not end where it begins"))
  }

  @Test(arguments: [
    #"<tr{{#flag}} class="a"{{/flag}}id="b">"#, "<p{{#flag}}x{{/flag}}>",
    "<input {{#flag}}a{{/flag}}b>",
  ])
  func `names do not grow together over a section`(source: String) {
    #expect(faults(of: source).contains("a space is missing inside"))
  }

  @Test func `a hostile text stays text wherever it is accepted`() throws {
    let hostile = #""'><script>alert(1)</script>&amp;{{text}}<!-- --> javascript:x"#
    let safe =
      "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"
      + "{{text}}&lt;!-- --&gt; javascript:x"
    var sample = Sample(text: hostile, bytes: Array(hostile.utf8))
    sample.note = hostile
    sample.child.name = hostile
    sample.rows = [SampleRow(name: hostile, tags: [hostile])]
    for tag in [
      "{{text}}", "{{bytes}}", "{{note}}", "{{#note}}{{.}}{{/note}}", "{{child.name}}",
      "{{#rows}}{{name}}{{/rows}}", "{{#rows}}{{#tags}}{{.}}{{/tags}}{{/rows}}", "{{t key}}",
    ] {
      let catalogue = Catalogue(locale: "", entries: ["key": .text("{text}")], plural: { _ in "" })
      for (before, after) in [
        ("<p>", "</p>"), ("<p title=\"", "\">"), ("<p title='", "'>"), ("<title>", "</title>"),
        ("<textarea>", "</textarea>"), ("<svg><text>", "</text></svg>"),
      ] {
        let page = try rendered(before + tag + after, sample, [catalogue])
        #expect(page == before + safe + after)
      }
    }
  }

  @Test func `markup is copied between elements`() throws {
    #expect(try rendered("<p>{{markup}}</p>") == "<p><b>m</b></p>")
  }

  @Test func `plain text is not escaped and not checked`() throws {
    let text = try rendered("{{text}} < {{url}} {{number}}", Sample(text: "a&b"), file: "m.txt")
    #expect(text == "a&b < /a 1240")
  }
}
