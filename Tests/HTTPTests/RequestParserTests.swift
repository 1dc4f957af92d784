import Testing

@testable import HTTP

/// Heads and what they must mean: nil is a well-formed request, a number the status of its refusal.
struct HeadCase: CustomTestStringConvertible, Sendable {
  let clause: String
  let head: String
  let status: UInt16?

  init(_ clause: String, _ head: String, _ status: UInt16? = nil) {
    self.clause = clause
    self.head = head
    self.status = status
  }

  var testDescription: String { clause }

  static let host = "Host: a.example\r\n\r\n"

  static let all: [HeadCase] = requestLines + targets + fields + framing

  static let requestLines = [
    HeadCase("plain GET", "GET / HTTP/1.1\r\n" + host),
    HeadCase("9112-2.2 one empty line before is skipped", "\r\nGET / HTTP/1.1\r\n" + host),
    HeadCase("two empty lines are noise", "\r\n\r\nGET / HTTP/1.1\r\n" + host, 400),
    HeadCase("9112-2.2 bare LF", "GET / HTTP/1.1\n" + host, 400),
    HeadCase("9112-2.2 bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n", 400),
    HeadCase("9112-3 two blanks", "GET  / HTTP/1.1\r\n" + host, 400),
    HeadCase("9112-3 tab for blank", "GET\t/ HTTP/1.1\r\n" + host, 400),
    HeadCase("blank before the method", " GET / HTTP/1.1\r\n" + host, 400),
    HeadCase("blank after the version", "GET / HTTP/1.1 \r\n" + host, 400),
    HeadCase("no version (HTTP/0.9)", "GET /\r\n" + host, 400),
    HeadCase("9110-9.1 methods are case-sensitive", "get / HTTP/1.1\r\n" + host, 501),
    HeadCase("9110-9.1 unknown method", "BREW / HTTP/1.1\r\n" + host, 501),
    HeadCase("TRACE is not implemented", "TRACE / HTTP/1.1\r\n" + host, 501),
    HeadCase("CONNECT is not implemented", "CONNECT a.example:80 HTTP/1.1\r\n" + host, 501),
    HeadCase("method is no token", "G(T / HTTP/1.1\r\n" + host, 400),
    HeadCase("HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n"),
    HeadCase("9110-15.6.6 HTTP/2.0", "GET / HTTP/2.0\r\n" + host, 505),
    HeadCase("HTTP/1.2", "GET / HTTP/1.2\r\n" + host, 505),
    HeadCase("9112-2.3 version is case-sensitive", "GET / http/1.1\r\n" + host, 400),
    HeadCase("9112-2.3 version of two digits", "GET / HTTP/1.10\r\n" + host, 400),
    HeadCase("NUL in the request line", "GET /\0 HTTP/1.1\r\n" + host, 400),
    HeadCase("TLS on the plain port", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0", 400),
  ]

  static let targets = [
    HeadCase("9112-3.2.2 absolute form", "GET http://b.example/x?y HTTP/1.1\r\n" + host),
    HeadCase("absolute form without path", "GET http://b.example HTTP/1.1\r\n" + host),
    HeadCase("absolute form needs Host too", "GET http://b.example/ HTTP/1.1\r\n\r\n", 400),
    HeadCase("absolute form with user", "GET http://u@b.example/ HTTP/1.1\r\n" + host, 400),
    HeadCase("another scheme", "GET ftp://b.example/ HTTP/1.1\r\n" + host, 400),
    HeadCase("9112-3.2.4 asterisk for OPTIONS", "OPTIONS * HTTP/1.1\r\n" + host),
    HeadCase("asterisk for GET", "GET * HTTP/1.1\r\n" + host, 400),
    HeadCase("9112-3.2.3 authority for GET", "GET b.example:80 HTTP/1.1\r\n" + host, 400),
    HeadCase("relative path", "GET x HTTP/1.1\r\n" + host, 400),
    HeadCase("fragment", "GET /#x HTTP/1.1\r\n" + host, 400),
    HeadCase("3986-2.1 broken escape", "GET /%4 HTTP/1.1\r\n" + host, 400),
    HeadCase("escape of no hex", "GET /%zz HTTP/1.1\r\n" + host, 400),
    HeadCase("raw UTF-8", "GET /é HTTP/1.1\r\n" + host, 400),
    HeadCase("query with what browsers leave bare", "GET /?a=[1|2]{} HTTP/1.1\r\n" + host),
    HeadCase("broken escape in the query is for a page to tell", "GET /?a=% HTTP/1.1\r\n" + host),
    HeadCase("quote in the path", "GET /\" HTTP/1.1\r\n" + host, 400),
    HeadCase(
      "9112-3 target too long",
      "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n" + host, 414),
  ]

  static let fields = [
    HeadCase("9112-3.2 no Host", "GET / HTTP/1.1\r\n\r\n", 400),
    HeadCase("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\n" + host, 400),
    HeadCase("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
    HeadCase("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    HeadCase("Host with a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
    HeadCase("Host with port", "GET / HTTP/1.1\r\nHost: a.example:8080\r\n\r\n"),
    HeadCase("Host with a port too high", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400),
    HeadCase("Host with a signed port", "GET / HTTP/1.1\r\nHost: a:+80\r\n\r\n", 400),
    HeadCase("Host as IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
    HeadCase("Host as open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
    HeadCase("9112-5.1 blank before the colon", "GET / HTTP/1.1\r\nX : 1\r\n" + host, 400),
    HeadCase("9112-5.2 folded line", "GET / HTTP/1.1\r\nX: 1\r\n 2\r\n" + host, 400),
    HeadCase("folded first line", "GET / HTTP/1.1\r\n X: 1\r\n" + host, 400),
    HeadCase("empty name", "GET / HTTP/1.1\r\n: 1\r\n" + host, 400),
    HeadCase("line without colon", "GET / HTTP/1.1\r\nX\r\n" + host, 400),
    HeadCase("name of no token", "GET / HTTP/1.1\r\nX@: 1\r\n" + host, 400),
    HeadCase("9110-5.5 NUL in a value", "GET / HTTP/1.1\r\nX: a\0b\r\n" + host, 400),
    HeadCase("bare CR in a value", "GET / HTTP/1.1\r\nX: a\rb\r\n" + host, 400),
    HeadCase("bare LF in a value", "GET / HTTP/1.1\r\nX: a\nb\r\n" + host, 400),
    HeadCase("DEL in a value", "GET / HTTP/1.1\r\nX: a\u{7f}b\r\n" + host, 400),
    HeadCase("tab in a value", "GET / HTTP/1.1\r\nX:\ta\tb \r\n" + host),
    HeadCase("empty value", "GET / HTTP/1.1\r\nX:\r\n" + host),
    HeadCase("100 fields", "GET / HTTP/1.1\r\n" + String(repeating: "X: 1\r\n", count: 99) + host),
    HeadCase(
      "6585-5 101 fields", "GET / HTTP/1.1\r\n" + String(repeating: "X: 1\r\n", count: 100) + host,
      431),
    HeadCase(
      "6585-5 head too long", "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 33000), 431),
    HeadCase("9110-10.1.1 other expectation", "GET / HTTP/1.1\r\nExpect: x\r\n" + host, 417),
  ]

  static let framing = [
    HeadCase("Content-Length", "POST / HTTP/1.1\r\nContent-Length: 5\r\n" + host),
    HeadCase(
      "two lengths", "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n" + host, 400),
    HeadCase(
      "the same length twice",
      "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n" + host, 400),
    HeadCase("list of lengths", "POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n" + host, 400),
    HeadCase("signed length", "POST / HTTP/1.1\r\nContent-Length: +5\r\n" + host, 400),
    HeadCase("negative length", "POST / HTTP/1.1\r\nContent-Length: -5\r\n" + host, 400),
    HeadCase("hexadecimal length", "POST / HTTP/1.1\r\nContent-Length: 0x5\r\n" + host, 400),
    HeadCase("empty length", "POST / HTTP/1.1\r\nContent-Length:\r\n" + host, 400),
    HeadCase(
      "length beyond 63 bits", "POST / HTTP/1.1\r\nContent-Length: 9223372036854775808\r\n" + host,
      400),
    HeadCase("chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + host),
    HeadCase("codings have no case", "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n" + host),
    HeadCase(
      "9112-6.1 unknown coding", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" + host,
      501),
    HeadCase(
      "chunked not last", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n" + host, 400),
    HeadCase(
      "chunked twice", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n" + host, 400),
    HeadCase(
      "chunked in two fields",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" + host, 400),
    HeadCase(
      "coding that looks like chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n" + host,
      400),
    HeadCase(
      "chunked with a control", "POST / HTTP/1.1\r\nTransfer-Encoding: \u{b}chunked\r\n" + host, 400
    ),
    HeadCase(
      "9112-6.3 both framings",
      "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" + host, 400),
    HeadCase(
      "9112-6.1 chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
  ]
}

@Suite struct RequestParserTests {
  /// The outcome of input that arrives in the given pieces; nil when the head is accepted.
  private func outcome(_ bytes: [UInt8], cuts: [Int]) -> UInt16? {
    var parser = RequestParser()
    for cut in cuts {
      let seen = Array(bytes[..<cut])
      switch parser.parse(seen.span, Limits()) {
      case .incomplete: continue
      case .failed(let status): return status.code
      case .complete(let length):
        return RequestHead(parser, seen.span.extracting(0..<length)) == nil ? 400 : nil
      }
    }
    return 0
  }

  @Test("a head has one meaning, however it is cut", arguments: HeadCase.all)
  func head(_ scenario: HeadCase) {
    let bytes = Array(scenario.head.utf8)
    #expect(outcome(bytes, cuts: [bytes.count]) == scenario.status)
    let steps =
      bytes.count > 2000
      ? stride(from: 1, to: bytes.count, by: 997) : stride(from: 1, to: bytes.count, by: 1)
    for cut in steps {
      #expect(outcome(bytes, cuts: [cut, bytes.count]) == scenario.status, "cut at \(cut)")
    }
    if bytes.count < 2000 {
      #expect(outcome(bytes, cuts: Array(1...bytes.count)) == scenario.status, "octet by octet")
    }
  }

  @Test(
    "paths are decoded once and refused when they could mean two things",
    arguments: [
      ("/a%20b", "/a b"), ("/%D1%84", "/ф"), ("/%2541", "/%41"), ("/a+b", "/a+b"),
      ("/%2e%2e/x", "/../x"),
      ("/a%2Fb", nil), ("/a%00", nil), ("/a%0d%0aX", nil), ("/%ff", nil), ("/%c0%af", nil),
    ])
  func path(_ target: String, _ decoded: String?) {
    #expect((try? Request(.get, target))?.path == decoded)
  }

  @Test("fields are found without case; doubled ones are joined; octets are never lost")
  func fields() throws {
    let request = try Request(
      .get, "/x?a=1&b=%D1%84&a=2+3&c", headers: [("X-Thing", "1"), ("x-thing", " 2 "), ("Y", "é")])
    #expect(request.header("x-thing") == "1, 2")
    #expect(request.header("y") == "é")
    #expect(request.header("z") == nil)
    #expect(request.query.first("b") == "ф")
    #expect(request.query.all("a") == ["1", "2 3"])
    #expect(request.query.first("c") == "")
    #expect(request.rawTarget == "/x?a=1&b=%D1%84&a=2+3&c")
  }

  @Test("text that is not UTF-8 is read octet by octet")
  func obsoleteText() {
    let bytes =
      Array("GET / HTTP/1.1\r\nHost: a\r\nX: a".utf8) + [0xe9, 0xff] + Array("\r\n\r\n".utf8)
    var parser = RequestParser()
    #expect(parser.parse(bytes.span, Limits()) == .complete(length: bytes.count))
    #expect(RequestHead(parser, bytes.span)?.value("x") == "aéÿ")
  }

  @Test("random octets never trap")
  func noise() {
    var random = SystemRandomNumberGenerator()
    for scenario in HeadCase.all where scenario.head.utf8.count < 500 {
      for _ in 0..<50 {
        var bytes = Array(scenario.head.utf8)
        for _ in 0..<3 {
          bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255)
        }
        _ = outcome(bytes, cuts: [bytes.count])
      }
    }
  }
}
