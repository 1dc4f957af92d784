import Documents
import Testing

@Suite struct Code128Tests {
  /// The label of the design, drawn and scanned before this code was written.
  @Test func `the known label`() throws {
    let code = try Code128("SVP4821700193")
    #expect(code.width == 154)
    #expect(code.svgPath.hasPrefix("M10 0h2v1h-2zM13 0h1v1h-1zM16 0h1v1h-1zM21 0h2v1h-2z"))
    #expect(code.svgPath.hasSuffix("M136 0h3v1h-3zM140 0h1v1h-1zM142 0h2v1h-2z"))
  }

  @Test(arguments: [
    ("1234", 2), ("123", 3), ("12345", 4), ("A1", 2), ("AB1234", 5), ("AB12", 4), ("1234AB", 5),
    ("ab\u{1}cd", 6), ("\u{1}\u{2}\u{3}", 3), ("\u{1}a\u{2}", 4), ("a\u{1}", 3), ("00000000000", 7),
    ("A12B", 4), ("A123456B", 7),
  ])
  func `as few symbol characters as possible`(_ text: String, _ count: Int) throws {
    // Start, check and a stop of 13 modules go with every symbol.
    #expect(try Code128(text).modules.count == (count + 2) * 11 + 13)
  }

  @Test func `every text decodes to itself`() throws {
    let all = String(decoding: (0..<80).map { UInt8($0 * 8 % 128 + $0 / 16) }, as: UTF8.self)
    for text in ["0", "SVP4821700193", "48217-1", "~\u{7F} `_", "\0\u{1F}", all] {
      #expect(Code128Decoder.decode(try Code128(text).modules) == text)
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let text = String(
        decoding: (0..<Int.random(in: 1...30)).map { _ in
          Bool.random(using: &random) ? UInt8.random(in: 48...57) : .random(in: 0...127)
        }, as: UTF8.self)
      #expect(Code128Decoder.decode(try Code128(text).modules) == text)
    }
  }

  @Test func `what has no bar code`() {
    #expect(throws: Code128Error.empty) { try Code128("") }
    #expect(throws: Code128Error.notASCII) { try Code128("Москва") }
    #expect(throws: Code128Error.tooLong(limit: 80)) {
      try Code128(String(repeating: "1", count: 81))
    }
  }
}
