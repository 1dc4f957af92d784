/// The request line and its target (RFC 9112, 2 and 3; RFC 9110, 4, 7 and 9).
enum RequestLineCases {
  static let lines: [Case] = [
    Case("9112-3 a request", request("GET /"), Expected(200, "GET / a.example")),
    Case("9112-2.2 an empty line before it", "\r\n" + request("GET /"), 200),
    Case("9112-2.2 two empty lines", "\r\n\r\n" + request("GET /"), 400),
    Case("9112-2.2 an empty line ended by LF", "\n" + request("GET /"), 400),
    Case("9112-2.2 LF for CRLF", "GET / HTTP/1.1\nHost: a\n\n", 400),
    Case("9112-2.2 LF for one CRLF", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
    Case("9112-2.2 bare CR in the line", "GET /\rx HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Case("9112-2.2 CR for CRLF", "GET / HTTP/1.1\rHost: a\r\r", 400),
    Case("9112-2.2 blank before the first field", raw("GET / HTTP/1.1", " Host: a"), 400),
    Case("9112-2.2 tab before the first field", raw("GET / HTTP/1.1", "\tHost: a"), 400),
    Case("9112-3 two blanks", raw("GET  / HTTP/1.1", "Host: a"), 400),
    Case("9112-3 two blanks before the version", raw("GET /  HTTP/1.1", "Host: a"), 400),
    Case("9112-3 tab", raw("GET\t/ HTTP/1.1", "Host: a"), 400),
    Case("9112-3 tab before the version", raw("GET /\tHTTP/1.1", "Host: a"), 400),
    Case("9112-3 vertical tab", raw("GET\u{b}/ HTTP/1.1", "Host: a"), 400),
    Case("9112-3 form feed", raw("GET /\u{c}HTTP/1.1", "Host: a"), 400),
    Case("9112-3 blank before the method", raw(" GET / HTTP/1.1", "Host: a"), 400),
    Case("9112-3 blank after the version", raw("GET / HTTP/1.1 ", "Host: a"), 400),
    Case("9112-3 a blank in the target", raw("GET /a b HTTP/1.1", "Host: a"), 400),
    Case("9112-3 no version", raw("GET /"), 400),
    Case("9112-3 no target", raw("GET HTTP/1.1", "Host: a"), 400),
    Case("9112-3 an empty target", raw("GET  HTTP/1.1", "Host: a"), 400),
    Case("9112-3 only a method", raw("GET"), 400),
    Case("9112-3 NUL", raw("GET /\0 HTTP/1.1", "Host: a"), 400),
    Case("9112-3 DEL", raw("GET /\u{7f} HTTP/1.1", "Host: a"), 400),
    Case("9112-3 a control", raw("GET /\u{1} HTTP/1.1", "Host: a"), 400),
    Case("a TLS greeting", octets: [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3], [400]),
    Case("the preface of HTTP/2 (RFC 9113, 3.4)", raw("PRI * HTTP/2.0", "", "SM"), 505),
  ]

  static let methods: [Case] = [
    Case("9110-9.1 methods have a case", request("get /"), 501),
    Case("9110-9.1 Get", request("Get /"), 501),
    Case("9110-9.1 unknown", request("BREW /"), 501),
    Case("9110-9.1 an extension token", request("X-A!#$%&'*+.^_`|~ /"), 501),
    Case("9110-5.6.2 no token", request("G(T /"), 400),
    Case("9110-5.6.2 a colon", request("GET: /"), 400),
    Case("9110-5.6.2 an at sign", request("G@T /"), 400),
    Case("9110-5.6.2 obs-text", octets: [0x47, 0xe9] + Array(request("T /").utf8), [400]),
    Case("9112-3 a long unknown method", request(String(repeating: "A", count: 300) + " /"), 501),
    Case("9112-3 a method without end", String(repeating: "A", count: 9000), 501),
    Case("9110-9.3.8 TRACE is refused", request("TRACE /"), 501),
    Case("9110-9.3.6 CONNECT is refused", raw("CONNECT a:443 HTTP/1.1", "Host: a:443"), 501),
    Case("9110-9.1 HEAD", request("HEAD /"), Expected(200, "", head: true)),
    Case("9110-9.3.3 POST", request("POST /", "Content-Length: 0"), 200),
    Case("9110-9.3.4 PUT", request("PUT /", "Content-Length: 0"), 200),
    Case("9110-9.3.5 DELETE", request("DELETE /"), 200),
    Case("5789 PATCH", request("PATCH /", "Content-Length: 0"), 200),
    Case(
      "9110-15.5.6 known but not allowed", request("DELETE /page"),
      Expected(405, nil, ("allow", "GET, HEAD"))),
    Case(
      "9110-15.5.6 not allowed on a file", request("DELETE /assets/app.css"),
      Expected(405, nil, ("allow", "GET, HEAD, OPTIONS"))),
    Case(
      "9110-9.3.7 OPTIONS of the server", request("OPTIONS *"),
      Expected(
        204, "", ("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"), ("content-length", nil)
      )),
    Case(
      "9110-9.3.7 OPTIONS of a file", request("OPTIONS /assets/app.css"),
      Expected(204, "", ("allow", "GET, HEAD, OPTIONS"))),
    Case("9110-9.3.7 OPTIONS of nothing", request("OPTIONS /nothing"), 404),
    Case(
      "9110-9.3.2 a refused HEAD has no content", raw("HEAD / HTTP/1.1", "X: 1"),
      Expected(400, "", head: true)),
    Case(
      "9110-9.3.2 a HEAD of another version", raw("HEAD / HTTP/3.1", "Host: a"),
      Expected(505, "", head: true)),
    Case(
      "9110-9.3.2 a HEAD with a control", raw("HEAD /\0 HTTP/1.1", "Host: a"),
      Expected(400, "", head: true)),
    Case(
      "9110-9.3.2 a HEAD too long", request("HEAD /" + String(repeating: "a", count: 9000)),
      Expected(414, "", head: true)),
  ]

  static let versions: [Case] = [
    Case("9112-2.3 HTTP/1.0", raw("GET / HTTP/1.0", "Host: a"), 200, closes: true),
    Case("9110-15.6.6 HTTP/2.0", raw("GET / HTTP/2.0", "Host: a"), 505),
    Case("9110-15.6.6 HTTP/0.9", raw("GET / HTTP/0.9", "Host: a"), 505),
    Case("HTTP/1.2 does not exist", raw("GET / HTTP/1.2", "Host: a"), 505),
    Case("9112-2.3 case", raw("GET / http/1.1", "Host: a"), 400),
    Case("9112-2.3 two digits", raw("GET / HTTP/1.10", "Host: a"), 400),
    Case("9112-2.3 two digits before", raw("GET / HTTP/01.1", "Host: a"), 400),
    Case("9112-2.3 no minor", raw("GET / HTTP/1", "Host: a"), 400),
    Case("9112-2.3 a comma", raw("GET / HTTP/1,1", "Host: a"), 400),
    Case("9112-2.3 a sign", raw("GET / HTTP/+1.1", "Host: a"), 400),
    Case("9112-2.3 another protocol", raw("GET / HTCPCP/1.0", "Host: a"), 400),
    Case("9112-2.3 no slash", raw("GET / HTTP1.1", "Host: a"), 400),
  ]

  static let targets: [Case] = [
    Case("9112-3.2.1 a query", request("GET /echo?a=b&c"), Expected(200, "GET /echo a.example")),
    Case(
      "9112-3.2.2 absolute form names the host", request("GET http://B.example:81/echo"),
      Expected(200, "GET /echo B.example:81")),
    Case(
      "9112-3.2.2 without a path", request("GET http://b.example"),
      Expected(200, "GET / b.example")),
    Case(
      "9112-3.2.2 a query without a path", request("GET http://b.example?x"),
      Expected(200, "GET / b.example")),
    Case("9110-4.2.3 schemes have no case", request("GET HTTP://b.example/"), 200),
    Case("9112-3.2.2 IPv6", request("GET http://[::1]:80/"), Expected(200, "GET / [::1]:80")),
    Case("9112-3.2.2 needs Host all the same", raw("GET http://b/ HTTP/1.1"), 400),
    Case("9112-3.2.2 with a bad Host", raw("GET http://b/ HTTP/1.1", "Host: a b"), 400),
    Case("9110-4.2.1 no host", request("GET http:///echo"), 400),
    Case("9110-4.2.1 only a port", request("GET http://:80/"), 400),
    Case("9110-4.2.4 userinfo", request("GET http://u:p@b.example/"), 400),
    Case("9110-7.4 https on a plain connection", request("GET https://b.example/"), 421),
    Case("9112-3.2 another scheme", request("GET ftp://b.example/"), 400),
    Case("9112-3.2 no scheme", request("GET //b.example/"), 404),
    Case("a port that is none", request("GET http://b.example:x/"), 400),
    Case("a port too high", request("GET http://b.example:65536/"), 400),
    Case("9112-3.2.4 asterisk for GET", request("GET *"), 400),
    Case("9112-3.2.4 asterisk and more", request("OPTIONS */x"), 400),
    Case("9112-3.2.4 OPTIONS of an authority", request("OPTIONS http://b.example"), 204),
    Case("9112-3.2.4 OPTIONS of a root", request("OPTIONS http://b.example/"), 200),
    Case("9112-3.2.3 authority form for GET", request("GET b.example:80"), 400),
    Case("9112-3.2 relative", request("GET echo"), 400),
    Case("9112-3.2 only a query", request("GET ?x"), 400),
    Case("9110-7.1 a fragment", request("GET /#x"), 400),
    Case(
      "3986-2.1 decoded once", request("GET /echo/%2541"), Expected(200, "GET /echo/%41 a.example")),
    Case("3986-2.1 UTF-8", request("GET /echo/%D1%84"), Expected(200, "GET /echo/ф a.example")),
    Case("3986-2.1 hex has no case", request("GET /echo/%d1%84"), 200),
    Case("3986-2.1 half an escape", request("GET /echo/%4"), 400),
    Case("3986-2.1 no escape", request("GET /echo/%"), 400),
    Case("3986-2.1 no hex", request("GET /echo/%zz"), 400),
    Case("an escaped NUL", request("GET /echo/%00"), 400),
    Case("an escaped line break", request("GET /echo/%0d%0aX:1"), 400),
    Case("an escaped slash", request("GET /echo/a%2fb"), 400),
    Case("no UTF-8", request("GET /echo/%ff"), 400),
    Case("overlong UTF-8", request("GET /echo/%c0%af"), 400),
    Case("a surrogate", request("GET /echo/%ed%a0%80"), 400),
    Case("3986-3.3 raw UTF-8", request("GET /echo/é"), 400),
    Case("3986-3.3 a quote", request("GET /echo/\""), 400),
    Case("3986-3.3 a brace", request("GET /echo/{"), 400),
    Case("3986-3.3 a backslash", request("GET /echo\\x"), 400),
    Case("3986-3.3 an angle", request("GET /echo/<"), 400),
    Case("a half escape in the query", request("GET /echo?a=%4"), 400),
    Case("no UTF-8 in the query", request("GET /echo?a=%ff"), 400),
    Case("9112-3 8000 octets", request("GET /echo?a=" + String(repeating: "a", count: 8000)), 200),
    Case("9110-15.5.15 too long", request("GET /" + String(repeating: "a", count: 9000)), 414),
    Case("9110-15.5.15 without end", "GET /" + String(repeating: "a", count: 9000), 414),
  ]

  static let all = lines + methods + versions + targets
}
