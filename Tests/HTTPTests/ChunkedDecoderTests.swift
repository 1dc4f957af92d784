import Testing

@testable import HTTP

/// A chunked body and its content, or nil when it must be refused.
struct ChunkCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let body: String
  let content: String?

  init(_ name: String, _ body: String, _ content: String? = nil) {
    testDescription = name
    self.body = body
    self.content = content
  }
}

@Suite struct ChunkedDecoderTests {
  static let cases = [
    ChunkCase("one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"),
    ChunkCase("two chunks", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n", "hello"),
    ChunkCase("nothing", "0\r\n\r\n", ""),
    ChunkCase(
      "hexadecimal of both cases", "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n",
      "01234567890123456789a"),
    ChunkCase("leading zeros", "0005\r\nhello\r\n00\r\n\r\n", "hello"),
    ChunkCase("7.1.1 extension", "5;a=b;c=\"d\"\r\nhello\r\n0\r\n\r\n", "hello"),
    ChunkCase("7.1.2 trailers are dropped", "5\r\nhello\r\n0\r\nX: 1\r\nY: 2\r\n\r\n", "hello"),
    ChunkCase("bare LF after the size", "5\nhello\r\n0\r\n\r\n"),
    ChunkCase("bare LF after the data", "5\r\nhello\n0\r\n\r\n"),
    ChunkCase("no size", "\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("signed size", "+5\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("blank before the size", " 5\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("blank after the size", "5 \r\nhello\r\n0\r\n\r\n"),
    ChunkCase("size too small", "4\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("size too large", "6\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("size beyond 63 bits", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("size of 17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n"),
    ChunkCase(
      "endless extension", "5;" + String(repeating: "a", count: 300) + "\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("control in an extension", "5;a\0\r\nhello\r\n0\r\n\r\n"),
    ChunkCase("trailer without colon", "0\r\nX\r\n\r\n"),
    ChunkCase("trailer without name", "0\r\n: 1\r\n\r\n"),
    ChunkCase("folded trailer", "0\r\nX: 1\r\n 2\r\n\r\n"),
    ChunkCase("control in a trailer", "0\r\nX: \0\r\n\r\n"),
    ChunkCase("endless trailers", "0\r\n" + String(repeating: "X: 1\r\n", count: 3000) + "\r\n"),
  ]

  private func content(_ pieces: [[UInt8]]) -> String? {
    var decoder = ChunkedDecoder()
    var found: [UInt8] = []
    do {
      for piece in pieces {
        var position = 0
        while let range = try decoder.next(piece.span, &position) { found += piece[range] }
      }
    } catch { return nil }
    return decoder.isComplete ? String(decoding: found, as: UTF8.self) : nil
  }

  @Test("a chunked body has one meaning, however it is cut", arguments: cases)
  func chunked(_ scenario: ChunkCase) {
    let bytes = Array(scenario.body.utf8)
    #expect(content([bytes]) == scenario.content)
    #expect(content(bytes.map { [$0] }) == scenario.content)
    for cut in bytes.indices.prefix(400) {
      #expect(content([Array(bytes[..<cut]), Array(bytes[cut...])]) == scenario.content)
    }
  }

  @Test("what follows the body is left alone")
  func following() throws {
    let bytes = Array("1\r\nx\r\n0\r\n\r\nGET".utf8)
    var decoder = ChunkedDecoder()
    var position = 0
    while try decoder.next(bytes.span, &position) != nil {}
    #expect(decoder.isComplete)
    #expect(position == bytes.count - 3)
  }
}
