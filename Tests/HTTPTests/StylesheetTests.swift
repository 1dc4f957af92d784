import Foundation
import Testing

@testable import HTTP

@Suite("a style sheet as it is served")
struct StylesheetTests {
  static let table: [(written: String, served: String)] = [
    ("a {\n  color: red;\n}\n", "a{color: red}"),
    ("a, b{\n  margin:0 ;\n  padding:0\n}\n", "a,b{margin:0;padding:0}"),
    (".a .b{}", ".a .b{}"), (".a\n.b{}", ".a .b{}"), (".a :hover{}", ".a :hover{}"),
    ("/* why */\na{}", "a{}"), ("a{}/* * / ** */b{}", "a{}b{}"),
    (".a/* no blank */.b{}", ".a/**/.b{}"), (".a /* a blank */ .b{}", ".a .b{}"),
    ("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
    ("@media (width>=64rem) and (hover) {a{}}", "@media (width>=64rem) and (hover){a{}}"),
    ("a::after{content: \" /* {  */ \"}", "a::after{content: \" /* {  */ \"}"),
    ("a{content:\"\\\"  ;  \"}", "a{content:\"\\\"  ;  \"}"),
    ("a{content:'  ,  '}", "a{content:'  ,  '}"),
    ("a{background:url(/a,  b/*c*/.svg)  0 0}", "a{background:url(/a,  b/*c*/.svg) 0 0}"),
    ("a{background:url( \"x, y\" )}", "a{background:url( \"x, y\" )}"),
    ("a{}/* open", "a{}"), ("a{content:\"open", "a{content:\"open"), ("", ""),
  ]

  @Test("says the same in fewer bytes", arguments: table)
  func compacted(_ written: String, _ served: String) {
    #expect(String(decoding: Stylesheet.compacted(Array(written.utf8)), as: UTF8.self) == served)
  }

  @Test("stays as it is when it is made smaller twice, and keeps its budget of 8 KB packed")
  func budget() throws {
    let home = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    let once = Stylesheet.compacted(
      Array(try Data(contentsOf: URL(filePath: "\(home)/Public/app.css"))))
    #expect(Stylesheet.compacted(once) == once)
    let packed = try #require(Compression.gzip(once, level: 9))
    #expect(packed.count <= 8 << 10)
  }
}
