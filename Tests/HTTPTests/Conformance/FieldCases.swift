/// The header section (RFC 9112, 5; RFC 9110, 5, 7.2 and 10.1.1).
enum FieldCases {
  private static func seen(_ value: String?) -> Expected {
    Expected(200, "GET /echo a.example" + (value.map { " seen=\($0)" } ?? ""))
  }

  static let grammar: [Case] = [
    Case("9110-5.1 names have no case", request("GET /echo", "x-SEEN: 1"), seen("1")),
    Case("9110-5.1 every octet of a token", request("GET /", "!#$%&'*+-.^_`|~09Az: 1"), 200),
    Case("9112-5.1 blank before the colon", request("GET /", "X : 1"), 400),
    Case("9112-5.1 tab before the colon", request("GET /", "X\t: 1"), 400),
    Case("9112-5.1 blank in the name", request("GET /", "X Y: 1"), 400),
    Case(
      "9112-5.1 blank before Content-Length's colon", request("GET /", "Content-Length : 1"), 400),
    Case("9112-5.1 no name", request("GET /", ": 1"), 400),
    Case("9112-5 no colon", request("GET /", "X"), 400),
    Case("9110-5.1 no token", request("GET /", "X(: 1"), 400),
    Case("9110-5.1 a quote in the name", request("GET /", "\"X\": 1"), 400),
    Case("9112-5 only a colon", request("GET /", ":"), 400),
    Case("9112-5 only blanks", request("GET /", "   "), 400),
    Case("9110-5.1 a slash in the name", request("GET /", "X/Y: 1"), 400),
    Case("9110-5.1 a comma in the name", request("GET /", "X,: 1"), 400),
    Case("9110-5.1 a semicolon in the name", request("GET /", "X;: 1"), 400),
    Case("9110-5.1 an equals sign in the name", request("GET /", "X=: 1"), 400),
    Case("9110-5.1 an at sign in the name", request("GET /", "X@: 1"), 400),
    Case("9110-5.1 a bracket in the name", request("GET /", "X[: 1"), 400),
    Case("9110-5.1 a brace in the name", request("GET /", "X{: 1"), 400),
    Case("9110-5.1 a backslash in the name", request("GET /", "X\\: 1"), 400),
    Case("9110-5.1 DEL in the name", request("GET /", "X\u{7f}: 1"), 400),
    Case("9110-5.1 obs-text in the name", octets: latin(request("GET /", "X\u{e9}: 1")), [400]),
    Case("9110-5.1 NUL in the name", request("GET /", "X\0: 1"), 400),
    Case("9110-5.1 UTF-8 in the name", request("GET /", "Xé: 1"), 400),
    Case("9112-5 blanks around the value", request("GET /echo", "X-Seen: \t 1 \t"), seen("1")),
    Case("9112-5 no blank", request("GET /echo", "X-Seen:1"), seen("1")),
    Case("9110-5.5 an empty value", request("GET /echo", "X-Seen:"), seen("")),
    Case("9110-5.5 only blanks", request("GET /echo", "X-Seen: \t "), seen("")),
    Case("9110-5.5 blanks inside stay", request("GET /echo", "X-Seen: a  b"), seen("a  b")),
    Case("9110-5.5 a colon in the value", request("GET /echo", "X-Seen: a:b"), seen("a:b")),
    Case("9112-5.2 folded by a blank", request("GET /", "X: 1", " 2"), 400),
    Case("9112-5.2 folded by a tab", request("GET /", "X: 1", "\t2"), 400),
    Case("9112-5.2 folded empty", request("GET /", "X: 1", " "), 400),
    Case("9110-5.5 NUL", request("GET /", "X: a\0b"), 400),
    Case("9110-5.5 bare CR", request("GET /", "X: a\rb"), 400),
    Case("9110-5.5 bare LF", request("GET /", "X: a\nb"), 400),
    Case("9110-5.5 CR CR LF", request("GET /", "X: a\r"), 400),
    Case("9110-5.5 only NUL", request("GET /", "X: \0"), 400),
    Case("9110-5.5 a vertical tab", request("GET /", "X: \u{b}"), 400),
    Case("9110-5.5 a form feed", request("GET /", "X: a\u{c}b"), 400),
    Case("9110-5.5 an escape sequence", request("GET /", "X: \u{1b}[31m"), 400),
    Case("9112-11.1 LF and another field", request("GET /", "X: a\nContent-Length: 5"), 400),
    Case("9110-5.5 DEL", request("GET /", "X: a\u{7f}"), 400),
    Case("9110-5.5 a control", request("GET /", "X: a\u{1}"), 400),
    Case("9110-5.5 obs-text as UTF-8", request("GET /echo", "X-Seen: é"), seen("é")),
    Case(
      "9110-5.5 obs-text as octets",
      octets: Array("GET /echo HTTP/1.1\r\nHost: a.example\r\nX-Seen: ".utf8) + [0xe9, 0xff]
        + Array("\r\n\r\n".utf8), [seen("éÿ")]),
    Case(
      "9110-5.3 lines of one name", request("GET /echo", "X-Seen: 1", "X-SEEN: 2"), seen("1, 2")),
    Case("9112-5 the head ends with LF", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
  ]

  static let sizes: [Case] = [
    Case("6585-5 100 fields", raw("GET / HTTP/1.1", "Host: a", many(99)), 200),
    Case("6585-5 101 fields", raw("GET / HTTP/1.1", "Host: a", many(100)), 431),
    Case(
      "9110-5.4 a long value", request("GET /", "X: " + String(repeating: "a", count: 8000)), 200),
    Case(
      "6585-5 small fields without end",
      "GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 6000), 431),
    Case("6585-5 too much", request("GET /", "X: " + String(repeating: "a", count: 33000)), 431),
    Case(
      "6585-5 a name without end", "GET / HTTP/1.1\r\n" + String(repeating: "a", count: 33000), 431),
  ]

  private static func many(_ count: Int) -> String {
    Array(repeating: "X: 1", count: count).joined(separator: "\r\n")
  }

  static let host: [Case] = [
    Case("9112-3.2 none", raw("GET / HTTP/1.1"), 400),
    Case("9112-3.2 two", request("GET /", "Host: b"), 400),
    Case("9112-3.2 two of the same", request("GET /", "Host: a.example"), 400),
    Case("9112-3.2 two in HTTP/1.0", raw("GET / HTTP/1.0", "Host: a", "Host: a"), 400),
    Case("9110-4.2.1 empty", raw("GET / HTTP/1.1", "Host:"), 400),
    Case("9110-7.2 a list", raw("GET / HTTP/1.1", "Host: a, b"), 400),
    Case("9110-7.2 blank inside", raw("GET / HTTP/1.1", "Host: a b"), 400),
    Case("9110-7.2 a path", raw("GET / HTTP/1.1", "Host: a/b"), 400),
    Case("9110-7.2 a scheme", raw("GET / HTTP/1.1", "Host: http://a"), 400),
    Case("9110-7.2 userinfo", raw("GET / HTTP/1.1", "Host: u@a"), 400),
    Case("9110-7.2 a query", raw("GET / HTTP/1.1", "Host: a?b"), 400),
    Case("9110-7.2 a fragment", raw("GET / HTTP/1.1", "Host: a#b"), 400),
    Case("9110-7.2 a backslash", raw("GET / HTTP/1.1", "Host: a\\b"), 400),
    Case("9110-7.2 a list without blanks", raw("GET / HTTP/1.1", "Host: a,b"), 400),
    Case("9110-7.2 a slash behind", raw("GET / HTTP/1.1", "Host: a/"), 400),
    Case("9110-7.2 a password", raw("GET / HTTP/1.1", "Host: u:p@a"), 400),
    Case("9110-7.2 only an at sign", raw("GET / HTTP/1.1", "Host: @"), 400),
    Case("9110-7.2 half an escape", raw("GET / HTTP/1.1", "Host: a%"), 400),
    Case("9110-7.2 an escaped NUL", raw("GET / HTTP/1.1", "Host: a%00"), 400),
    Case("9110-7.2 a tab inside", raw("GET / HTTP/1.1", "Host: a\tb"), 400),
    Case("9110-7.2 angles", raw("GET / HTTP/1.1", "Host: <a>"), 400),
    Case("9110-7.2 a brace", raw("GET / HTTP/1.1", "Host: a{b}"), 400),
    Case("9110-7.2 a bar", raw("GET / HTTP/1.1", "Host: a|b"), 400),
    Case("9110-7.2 obs-text", octets: latin(raw("GET / HTTP/1.1", "Host: \u{ff}")), [400]),
    Case("9110-7.2 of HTTP/1.0, too", raw("GET / HTTP/1.0", "Host: a b"), 400),
    Case("9110-7.2 blanks around", raw("GET / HTTP/1.1", "Host:\t a \t"), 200),
    Case("9110-7.2 behind other fields", raw("GET / HTTP/1.1", "X: 1", "Y: 2", "Host: a"), 200),
    Case("9112-3.2 two apart", raw("GET / HTTP/1.1", "Host: a", "X: 1", "host: a"), 400),
    Case("9110-7.2 quotes", raw("GET / HTTP/1.1", "Host: \"a\""), 400),
    Case("9110-7.2 UTF-8", raw("GET / HTTP/1.1", "Host: é"), 400),
    Case("9110-7.2 a port", raw("GET / HTTP/1.1", "Host: a:8080"), 200),
    Case("3986-3.2.3 an empty port", raw("GET / HTTP/1.1", "Host: a:"), 200),
    Case("a port too high", raw("GET / HTTP/1.1", "Host: a:65536"), 400),
    Case("a signed port", raw("GET / HTTP/1.1", "Host: a:+80"), 400),
    Case("a named port", raw("GET / HTTP/1.1", "Host: a:http"), 400),
    Case("two ports", raw("GET / HTTP/1.1", "Host: a:1:2"), 400),
    Case("only a port", raw("GET / HTTP/1.1", "Host: :80"), 400),
    Case("IPv4", raw("GET / HTTP/1.1", "Host: 127.0.0.1"), 200),
    Case("IPv6", raw("GET / HTTP/1.1", "Host: [2001:db8::1]:80"), 200),
    Case("IPv6 without brackets", raw("GET / HTTP/1.1", "Host: ::1"), 400),
    Case("no IPv6", raw("GET / HTTP/1.1", "Host: [:::1]"), 400),
    Case("IPv4 in brackets", raw("GET / HTTP/1.1", "Host: [127.0.0.1]"), 400),
    Case("an open bracket", raw("GET / HTTP/1.1", "Host: [::1"), 400),
    Case("a zone", raw("GET / HTTP/1.1", "Host: [fe80::1%25eth0]"), 400),
    Case("nine groups", raw("GET / HTTP/1.1", "Host: [1:2:3:4:5:6:7:8:9]"), 400),
    Case("empty brackets", raw("GET / HTTP/1.1", "Host: []"), 400),
    Case("double brackets", raw("GET / HTTP/1.1", "Host: [[::1]]"), 400),
    Case("a bracket's port that is none", raw("GET / HTTP/1.1", "Host: [::1]:x"), 400),
    Case("an address of the future", raw("GET / HTTP/1.1", "Host: [v1.x]"), 400),
    Case("IPv4 in IPv6", raw("GET / HTTP/1.1", "Host: [::ffff:192.0.2.1]"), 200),
    Case("a port beyond 64 bits", raw("GET / HTTP/1.1", "Host: a:99999999999999999999"), 400),
    Case("blank before the port", raw("GET / HTTP/1.1", "Host: a :80"), 400),
    Case("blank in the port", raw("GET / HTTP/1.1", "Host: a: 80"), 400),
    Case("more behind the bracket", raw("GET / HTTP/1.1", "Host: [::1]x"), 400),
    Case("9110-7.2 in any case", raw("GET / HTTP/1.1", "hOsT: A.EXAMPLE"), 200),
  ]

  private static let four = "Content-Length: 4"
  static let expectations: [Case] = [
    Case(
      "9110-10.1.1 100-continue", request("POST /echo", "Expect: 100-continue", four), 100),
    Case("9110-10.1.1 in any case", request("POST /echo", "Expect: 100-Continue", four), 100),
    Case("9110-5.6.1 an empty member", request("POST /echo", "Expect: , 100-continue", four), 100),
    Case("9110-10.1.1 without content", request("GET /", "Expect: 100-continue"), 200),
    Case("9110-10.1.1 another", request("GET /", "Expect: 200-ok"), 417),
    Case("9110-10.1.1 one more", request("GET /", "Expect: 100-continue, x"), 417),
    Case("9110-10.1.1 a number", request("GET /", "Expect: 100"), 417),
    Case("9110-10.1.1 quotes", request("GET /", "Expect: \"100-continue\""), 417),
    Case("9110-10.1.1 with a parameter", request("GET /", "Expect: 100-continue;x"), 417),
    Case(
      "9110-10.1.1 HTTP/1.0 does not know it",
      raw("POST /echo HTTP/1.0", "Host: a", "Expect: 100-continue", "Content-Length: 2") + "hi",
      Expected(200, "POST /echo a hi"), closes: true),
    Case(
      "9110-10.1.1 a final status instead",
      request("POST /echo", "Expect: 100-continue", "Content-Length: 5000"), 413),
    Case(
      "9110-10.1.1 refused before the content",
      request("POST /refused", "Expect: 100-continue", four), 401, closes: true),
  ]

  static let all = grammar + sizes + host
}
