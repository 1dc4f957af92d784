import Testing

@testable import Template

/// Templates put together at random load or are refused; nothing traps, and what loads renders
/// hostile text only as text.
@Suite struct RandomTemplateTests {
  static let pieces = [
    "{{", "}}", "{{#flag}}", "{{/flag}}", "{{^rows}}", "{{#rows}}", "{{/rows}}", "{{text}}",
    "{{name}}", "{{.}}", "{{child.name}}", "{{#maybe}}", "{{/maybe}}", "{{! c", "{{!c}}",
    "{{>page}}",
    "{{>part}}", "{{<part}}", "{{/part}}", "{{$a}}", "{{/a}}", "{{$b}}", "{{/b}}", "{{t key}}",
    "{{t many number}}", "{{asset app.css}}", "{{number}}", "{{url}}", "{{markup}}", "<p ", "<",
    ">",
    " a=\"", "\"", "'", "=", "/", "<script>", "</script>", "<!--", "-->", "<title>", "</title>",
    "<a href=\"", "\n", "  ", "\r\n", "é", "text", "&", "{", "}", "<textarea>", "</textarea>", "-",
  ]

  @Test(arguments: 0..<6)
  func `random templates never trap`(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let catalogue = Catalogue(
      locale: "en",
      entries: ["key": .text("{text} k"), "many": .plural(["one": "1", "other": "{count}"])],
      plural: { $0 == 1 ? "one" : "other" })
    let hostile = "\"'<i id=injected>"
    var sample = Sample(text: hostile, rows: [SampleRow(name: hostile), SampleRow(name: "")])
    sample.child.name = hostile
    sample.maybe = SampleRow(name: hostile)
    var loaded = 0
    for _ in 0..<500 {
      let sources = ["page.html": template(&random), "part.html": template(&random)]
      guard let library = try? Library(sources, [catalogue]),
        let page = try? library.render("page", sample)
      else { continue }
      loaded += 1
      #expect(!page.contains("<i id"))
    }
    #expect(loaded > 25)
  }

  @Test func `random bytes never trap`() {
    var random = SplitMix(state: 99)
    for _ in 0..<1_000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        [UInt8](("{}#/^<>$!. tabc\"'=-\n").utf8).randomElement(using: &random) ?? 0
      }
      let source = String(decoding: bytes, as: UTF8.self)
      _ = faults(of: source)
    }
  }

  private func template(_ random: inout SplitMix) -> String {
    let count = Int.random(in: 0..<8, using: &random)
    return (0..<count).map { _ in
      RandomTemplateTests.pieces.randomElement(using: &random) ?? ""
    }.joined()
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
