/// Where a message ends (RFC 9112, 6 and 7; RFC 9110, 8.6).
enum FramingCases {
  private static func echoed(_ body: String) -> Expected {
    Expected(200, "POST /echo a.example" + (body.isEmpty ? "" : " " + body))
  }

  private static func post(_ length: String, _ body: String = "hello") -> String {
    request("POST /echo", "Content-Length: \(length)", body: body)
  }

  static let lengths: [Case] = [
    Case("9112-6.2 a length", post("5"), echoed("hello")),
    Case("9110-8.6 zero", post("0", ""), echoed("")),
    Case("9110-8.6 leading zeros", post("0005"), echoed("hello")),
    Case("9110-8.6 blanks around", post(" 5 "), echoed("hello")),
    Case("9112-6.3 no length is no content", request("POST /echo"), echoed("")),
    Case(
      "a body on GET is read", request("GET /echo", "Content-Length: 2", body: "hi"),
      Expected(200, "GET /echo a.example hi")),
    Case("9110-8.6 a plus", post("+5"), 400),
    Case("9110-8.6 a minus", post("-5"), 400),
    Case("9110-8.6 hexadecimal", post("0x5"), 400),
    Case("9110-8.6 a fraction", post("5.0"), 400),
    Case("9110-8.6 an exponent", post("5e0"), 400),
    Case("9110-8.6 a letter", post("5a"), 400),
    Case("9110-8.6 a blank inside", post("5 5"), 400),
    Case("9110-8.6 an underscore", post("1_0"), 400),
    Case("9110-8.6 quotes", post("\"5\""), 400),
    Case("9110-8.6 empty", post(""), 400),
    Case("9110-8.6 other digits", post("٥"), 400),
    Case("9110-8.6 a negative zero", post("-0"), 400),
    Case("9110-8.6 a comma before", post(",5"), 400),
    Case("9110-8.6 a semicolon", post("5;"), 400),
    Case("9110-8.6 not a number", post("NaN"), 400),
    Case("9110-8.6 a tab inside", post("5\t5"), 400),
    Case("9110-8.6 NUL behind", post("5\0"), 400),
    Case("9110-8.6 CR behind", post("5\r"), 400),
    Case("9110-8.6 a vertical tab before", post("\u{b}5"), 400),
    Case("9110-8.6 a digit of ISO 8859", octets: latin(post("\u{b3}")), [400]),
    Case("9110-8.6 beyond 32 bits", post("4294967301", ""), 413),
    Case("9110-8.6 a list of two", post("5, 6"), 400),
    Case("9110-8.6 a list of the same", post("5, 5"), 400),
    Case("9110-8.6 a trailing comma", post("5,"), 400),
    Case("9112-6.3 two fields", request("POST /", "Content-Length: 5", "Content-Length: 6"), 400),
    Case(
      "9112-6.3 the same twice", request("POST /", "Content-Length: 5", "Content-Length: 5"), 400),
    Case("9110-8.6 beyond 63 bits", post("9223372036854775808"), 400),
    Case("9110-8.6 beyond 64 bits", post("18446744073709551621"), 400),
    Case("9110-8.6 beyond 128 bits", post(String(repeating: "9", count: 60)), 400),
    Case("9110-15.5.14 too much", post("1001", ""), 413),
    Case("9110-15.5.14 the most of 63 bits", post("9223372036854775807", ""), 413),
    Case("the limit itself", post("1000", String(repeating: "x", count: 1000)), 200),
  ]

  private static let lines = "5\r\nhello\r\n0\r\n\r\n"

  private static func coded(_ fields: String...) -> String {
    let lines = ["POST /echo HTTP/1.1", "Host: a.example"] + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + Self.lines
  }

  static let codings: [Case] = [
    Case("9112-7.1 chunked", coded("Transfer-Encoding: chunked"), echoed("hello")),
    Case("9112-7 codings have no case", coded("transfer-encoding: CHUNKED"), echoed("hello")),
    Case("9112-6.1 another before", coded("Transfer-Encoding: gzip, chunked"), 501),
    Case("9112-6.1 not chunked", coded("Transfer-Encoding: gzip"), 400),
    Case("9112-6.1 identity", coded("Transfer-Encoding: identity"), 400),
    Case("9112-6.1 chunked not last", coded("Transfer-Encoding: chunked, gzip"), 400),
    Case("9112-6.1 chunked twice", coded("Transfer-Encoding: chunked, chunked"), 400),
    Case(
      "9112-6.1 in two fields", coded("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
      400),
    Case(
      "9112-6.1 identity besides",
      coded("Transfer-Encoding: chunked", "Transfer-Encoding: identity"), 400),
    Case("9112-6.1 an empty member", coded("Transfer-Encoding: chunked,"), 400),
    Case("9112-6.1 an empty member before", coded("Transfer-Encoding: , chunked"), 400),
    Case("9112-6.1 empty", coded("Transfer-Encoding:"), 400),
    Case("9112-7 a parameter", coded("Transfer-Encoding: chunked;a=b"), 400),
    Case("9112-7 quotes", coded("Transfer-Encoding: \"chunked\""), 400),
    Case("9112-7 almost", coded("Transfer-Encoding: xchunked"), 400),
    Case("9112-7 almost, too", coded("Transfer-Encoding: chunke"), 400),
    Case("9112-6.1 identity before", coded("Transfer-Encoding: identity, chunked"), 501),
    Case("9112-6.1 two without blank", coded("Transfer-Encoding: chunked,chunked"), 400),
    Case(
      "9112-6.1 unknown, then chunked",
      coded("Transfer-Encoding: x", "Transfer-Encoding: chunked"), 400),
    Case("9112-6.1 unknown with a length", coded("Transfer-Encoding: x", "Content-Length: 5"), 400),
    Case("9112-6.1 empty with a length", coded("Transfer-Encoding:", "Content-Length: 5"), 400),
    Case("9112-7 single quotes", coded("Transfer-Encoding: 'chunked'"), 400),
    Case("9112-7 a blank inside", coded("Transfer-Encoding: chu nked"), 400),
    Case("9112-7 two words", coded("Transfer-Encoding: chunked gzip"), 400),
    Case("9112-7 a wide letter", coded("Transfer-Encoding: ｃhunked"), 400),
    Case(
      "9112-7 a blank of ISO 8859", octets: latin(coded("Transfer-Encoding: chunked\u{a0}")), [400]
    ),
    Case("9110-5.5 NUL in the coding", coded("Transfer-Encoding: chunked\0"), 400),
    Case(
      "9110-5.1 an underscore makes another name",
      request("GET /echo", "Transfer_Encoding: chunked", "Content_Length: 5"),
      Expected(200, "GET /echo a.example")),
    Case("9110-5.5 a vertical tab", coded("Transfer-Encoding: \u{b}chunked"), 400),
    Case("9112-5.1 a blank before the colon", coded("Transfer-Encoding : chunked"), 400),
    Case("9112-5.2 folded", coded("Transfer-Encoding:", " chunked"), 400),
    Case("9112-6.1 both", coded("Content-Length: 5", "Transfer-Encoding: chunked"), 400),
    Case(
      "9112-6.1 both, the other way", coded("Transfer-Encoding: chunked", "Content-Length: 15"), 400
    ),
    Case(
      "9112-6.1 both, length zero", coded("Transfer-Encoding: chunked", "Content-Length: 0"), 400),
    Case(
      "9112-6.1 in HTTP/1.0",
      raw("POST /echo HTTP/1.0", "Host: a", "Transfer-Encoding: chunked") + lines, 400),
    Case(
      "9110-8.4 coded content",
      request("POST /echo", "Content-Encoding: gzip", "Content-Length: 2"),
      Expected(415, nil, ("accept-encoding", "identity"))),
    Case(
      "9110-8.4 identity",
      request("POST /echo", "Content-Encoding: identity", "Content-Length: 2", body: "hi"),
      echoed("hi")),
    Case(
      "9110-14.5 a part is not the whole",
      request("PUT /echo", "Content-Range: bytes 0-1/4", "Content-Length: 2"), 400),
    Case(
      "9110-10.1.4 TE is the client's wish", request("GET /", "TE: trailers", "Connection: TE"), 200
    ),
    Case(
      "9110-7.8 Upgrade is ignored", request("GET /", "Upgrade: h2c", "Connection: Upgrade"), 200),
  ]

  static let chunks: [Case] = [
    Case("9112-7.1 one chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), echoed("hello")),
    Case("9112-7.1 two chunks", chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), echoed("hello")),
    Case("9112-7.1 no content", chunked("0\r\n\r\n"), echoed("")),
    Case("9112-7.1 upper case", chunked("A\r\n0123456789\r\n0\r\n\r\n"), echoed("0123456789")),
    Case("9112-7.1 leading zeros", chunked("005\r\nhello\r\n000\r\n\r\n"), echoed("hello")),
    Case("9112-7.1 no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 no hex", chunked("g\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a minus", chunked("-1\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a blank before", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a blank after", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 an underscore", chunked("0_5\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a tab before", chunked("\t5\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a tab after", chunked("5\t\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a letter behind", chunked("5h\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a word behind", chunked("5 a\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 a fraction", chunked("5.0\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 quotes", chunked("\"5\"\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 NUL behind", chunked("5\0\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 CR CR LF", chunked("5\r\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 other digits", chunked("٥\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 the data ends with CR", chunked("5\r\nhello\r0\r\n\r\n"), 400),
    Case("9112-7.1 the data ends with two octets", chunked("5\r\nhelloXX0\r\n\r\n"), 400),
    Case("9112-7.1 an empty line between", chunked("5\r\nhello\r\n\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 the last chunk with LF", chunked("0\n\r\n"), 400),
    Case("9112-7.1 the last chunk with CR CR LF", chunked("0\r\r\n\r\n"), 400),
    Case("9112-7.1 all ones", chunked("ffffffffffffffff\r\n"), 400),
    Case("9112-7.1 beyond 63 bits", chunked("8000000000000000\r\n"), 400),
    Case("9112-7.1 beyond 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400),
    Case(
      "9112-7.1 many zeros", chunked(String(repeating: "0", count: 40) + "5\r\nhello\r\n0\r\n\r\n"),
      400),
    Case("9112-7.1 the size ends with LF", chunked("5\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 the size ends with CR", chunked("5\rhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 the data ends with LF", chunked("5\r\nhello\n0\r\n\r\n"), 400),
    Case("9112-7.1 the data does not end", chunked("5\r\nhello0\r\n\r\n"), 400),
    Case("9112-7.1 more than the size", chunked("4\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 less than the size", chunked("6\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1 the end with LF", chunked("0\r\n\n"), 400),
    Case("9112-7.1 the end with CR", chunked("0\r\n\rx"), 400),
    Case("9110-15.5.14 too much", chunked("3e9\r\n" + String(repeating: "x", count: 1001)), 413),
    Case(
      "too much in small pieces",
      chunked(String(repeating: "64\r\n" + String(repeating: "x", count: 100) + "\r\n", count: 11)),
      413),
  ]

  static let extensions: [Case] = [
    Case("9112-7.1.1 a name", chunked("5;a\r\nhello\r\n0\r\n\r\n"), echoed("hello")),
    Case("9112-7.1.1 name and value", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), echoed("hello")),
    Case(
      "9112-7.1.1 several", chunked("5;a=b;c;d=\"e;\\\"f\"\r\nhello\r\n0\r\n\r\n"), echoed("hello")),
    Case("9112-7.1.1 bad blanks", chunked("5 ; a = b ;c\r\nhello\r\n0\r\n\r\n"), echoed("hello")),
    Case("9112-7.1.1 no name", chunked("5;\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 no name, two", chunked("5;;a\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 no value", chunked("5;a=\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 no token", chunked("5;a=b@c\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 only a blank", chunked("5; \r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 a value without name", chunked("5;=b\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 two words", chunked("5;a=b c\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 more behind quotes", chunked("5;a=\"b\"c\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 DEL", chunked("5;a=\u{7f}\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 open quotes", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 a line break in quotes", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 bare LF", chunked("5;a\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 bare CR", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 NUL", chunked("5;a\0\r\nhello\r\n0\r\n\r\n"), 400),
    Case("9112-7.1.1 too long", chunked("5;" + String(repeating: "a", count: 300) + "\r\n"), 400),
    Case(
      "9112-7.1.1 too much in all",
      chunked(
        String(repeating: "1;" + String(repeating: "a", count: 200) + "\r\nx\r\n", count: 100)), 400
    ),
  ]

  static let trailers: [Case] = [
    Case("9112-7.1.2 never merged", chunked("0\r\nX-Seen: 1\r\n\r\n"), echoed("")),
    Case("9112-7.1.2 framing in a trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), echoed("")),
    Case("9112-7.1.2 Host in a trailer", chunked("0\r\nHost: b\r\n\r\n"), echoed("")),
    Case("9112-7.1.2 announced", chunked("0\r\nX: 1\r\n\r\n", "Trailer: X"), echoed("")),
    Case("9112-7.1.2 no colon", chunked("0\r\nX\r\n\r\n"), 400),
    Case("9112-7.1.2 no name", chunked("0\r\n: 1\r\n\r\n"), 400),
    Case("9112-7.1.2 a blank before the colon", chunked("0\r\nX : 1\r\n\r\n"), 400),
    Case("9112-7.1.2 folded", chunked("0\r\nX: 1\r\n 2\r\n\r\n"), 400),
    Case("9112-7.1.2 NUL", chunked("0\r\nX: \0\r\n\r\n"), 400),
    Case("9112-7.1.2 a blank before the name", chunked("0\r\n X: 1\r\n\r\n"), 400),
    Case("9112-7.1.2 no token", chunked("0\r\nX(: 1\r\n\r\n"), 400),
    Case("9112-7.1.2 obs-text", octets: latin(chunked("0\r\nX\u{e9}: 1\r\n\r\n")), [400]),
    Case("9112-7.1.2 a request line", chunked("0\r\nGET / HTTP/1.1\r\n\r\n"), 400),
    Case("9112-7.1.2 bare CR", chunked("0\r\nX: a\rb\r\n\r\n"), 400),
    Case("9112-7.1.2 bare LF", chunked("0\r\nX: 1\n\r\n"), 400),
    Case("6585-5 too much", chunked("0\r\n" + String(repeating: "X: 1\r\n", count: 2000)), 431),
  ]

  static let all = lengths + codings + chunks + extensions + trailers
}
