import Testing

@testable import Documents

@Suite("Lines of text") struct WrapTests {
  private static let book = FontBook.none

  /// Every letter of the estimate is 0.58 wide, an ideograph 1: 10 points are 3.53 mm.
  private static func lines(_ text: String, _ width: Double) -> [String] {
    book.wrap(text, width, TextStyle(10)).lines
  }

  @Test("words stay whole, and what is longer than a line is broken")
  func words() {
    #expect(Self.lines("one two three", 17) == ["one two", "three"])
    #expect(Self.lines("  one  ", 17) == ["one"])
    #expect(Self.lines("", 17) == [""])
    #expect(Self.lines("abcdefghij", 8.3) == ["abcd", "efgh", "ij"])
    #expect(Self.lines("a\nb\r\nc", 17) == ["a", "b", "c"])
  }

  @Test("Chinese parts anywhere, but never before a closing mark or after an opening one")
  func chinese() {
    #expect(Self.lines("北京市朝阳区", 14.2) == ["北京市朝", "阳区"])
    #expect(Self.lines("北京市朝，阳区", 14.2) == ["北京市", "朝，阳区"])
    #expect(Self.lines("北京市（朝阳", 14.2) == ["北京市", "（朝阳"])
    #expect(Self.lines("A座12号北京", 14.2).joined() == "A座12号北京")
  }

  @Test("no line is wider than asked, and no character is lost")
  func random() {
    var random = SystemRandomNumberGenerator()
    let letters = Array("abc  де-жз,.中文（）！7\u{301}")
    for _ in 0..<2_000 {
      let text = String((0..<Int.random(in: 0...60)).compactMap { _ in letters.randomElement() })
      let width = Double.random(in: 8...60, using: &random)
      let style = TextStyle(10)
      let block = Self.book.wrap(text, width, style)
      for line in block.lines { #expect(Self.book.width(line, style) <= width + 0.2, "\(line)") }
      let bare = { (text: String) in text.unicodeScalars.filter { $0 != " " }.map(\.value) }
      #expect(bare(block.lines.joined()) == bare(text))
    }
  }

  @Test("what does not fit becomes smaller, then is cut with an ellipsis")
  func fit() {
    let text = "one two three four five six seven"
    let block = Self.book.fit(text, 30, height: 12, .bold(14), smallest: 6)
    #expect(!block.isCut && block.height <= 12 && block.style.size < 14)
    let cut = Self.book.fit(text, 12, height: 5, .bold(14), smallest: 8)
    #expect(cut.isCut && cut.lines.last?.hasSuffix("…") ?? false)
    #expect(cut.lines.allSatisfy { Self.book.width($0, cut.style) <= 12.2 })
  }
}
