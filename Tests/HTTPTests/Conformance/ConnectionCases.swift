/// One connection and many messages (RFC 9112, 9; RFC 9110, 7.6.1).
enum ConnectionCases {
  private static let get = request("GET /echo/1")
  private static let one = Expected(200, "GET /echo/1 a.example", ("connection", nil))

  static let persistence: [Case] = [
    Case("9112-9.3 stays open", get, one),
    Case("9112-9.3 two in a row", get + get, one, one),
    Case("9112-9.6 close", request("GET /", "Connection: close"), 200, closes: true),
    Case(
      "9110-7.6.1 options have no case", request("GET /", "Connection: CLOSE"), 200, closes: true),
    Case("9110-7.6.1 in a list", request("GET /", "Connection: x, close"), 200, closes: true),
    Case("9110-5.6.1 empty members", request("GET /", "Connection: ,, close ,"), 200, closes: true),
    Case(
      "9110-5.3 in the second field",
      request("GET /", "Connection: x", "Connection: close"), 200, closes: true),
    Case(
      "9112-9.6 close wins", request("GET /", "Connection: keep-alive, close"), 200, closes: true),
    Case("9110-7.6.1 only whole options", request("GET /", "Connection: closed"), 200),
    Case(
      "9112-9.6 nothing after close",
      request("GET /", "Connection: close") + get, 200, closes: true),
    Case(
      "9112-9.3 HTTP/1.0 closes", raw("GET / HTTP/1.0", "Host: a"),
      Expected(200, nil, ("connection", "close")), closes: true),
    Case(
      "9112-9.3 HTTP/1.0 keep-alive",
      raw("GET / HTTP/1.0", "Host: a", "Connection: keep-alive"),
      Expected(200, nil, ("connection", "keep-alive"))),
    Case(
      "9112-9.3 HTTP/1.0 Keep-Alive",
      raw("GET / HTTP/1.0", "Host: a", "Connection: Keep-Alive"), 200),
    Case(
      "9112-9.3 HTTP/1.0 close wins",
      raw("GET / HTTP/1.0", "Host: a", "Connection: keep-alive, close"), 200, closes: true),
    Case("9112-3.2 HTTP/1.0 without Host", raw("GET / HTTP/1.0"), 200, closes: true),
    Case(
      "HTTP/1.0 with content",
      raw("POST /echo HTTP/1.0", "Host: a", "Content-Length: 2") + "hi",
      Expected(200, "POST /echo a hi"), closes: true),
  ]

  static let pipelining: [Case] = [
    Case(
      "9112-9.3.2 in order over both lanes",
      request("GET /worker") + get + request("HEAD /") + get,
      Expected(200, "GET /worker a.example"), one, Expected(200, "", head: true), one),
    Case("9112-9.3.2 an empty line between", get + "\r\n" + get, one, one),
    Case(
      "content between", request("POST /echo", "Content-Length: 2", body: "hi") + get,
      Expected(200, "POST /echo a.example hi"), one),
    Case(
      "chunks between", chunked("2\r\nhi\r\n0\r\n\r\n") + get,
      Expected(200, "POST /echo a.example hi"), one),
    Case(
      "9112-11.2 what looks like a request is content",
      request("POST /echo", "Content-Length: 18", body: "GET /x HTTP/1.1\r\n\r") + get,
      Expected(200, "POST /echo a.example GET /x HTTP/1.1\r\n\r"), one),
    Case("an error does not lose the answer before", get + "BAD\r\n\r\n", one, 400),
    Case(
      "nor one of a worker", request("GET /worker") + "BAD\r\n\r\n",
      Expected(200, "GET /worker a.example"), 400),
    Case(
      "nor do a hundred", String(repeating: get, count: 3) + raw("GET / HTTP/1.1"),
      one, one, one, 400),
    Case("nothing after an error is believed", "BAD\r\n\r\n" + get, 400),
    Case(
      "too long a body is not read as requests",
      request("POST /echo", "Content-Length: 5000") + get + get, 413),
    Case(
      "an unread body is not read as requests",
      request("POST /refused", "Content-Length: 30") + get,
      Expected(401, nil, ("www-authenticate", "Form realm=\"x\"")), closes: true),
    Case(
      "an error of the application keeps the connection", request("GET /nothing") + get, 404, one),
    Case(
      "so does a method not allowed", request("POST /page", "Content-Length: 2", body: "hi") + get,
      405, one),
    Case(
      "204 has no content", request("GET /empty") + get,
      Expected(204, "", ("content-length", nil)), one),
    Case(
      "9110-15.3.6 205 has no content", request("GET /reset") + get,
      Expected(205, "", ("content-length", "0")), one),
    Case("304 has no content", request("GET /tagged", "If-None-Match: *") + get, 304, one),
    Case(
      "9110-9.3.2 HEAD has GET's length", request("HEAD /assets/digits.bin") + get,
      Expected(200, "", head: true, ("content-length", "100")), one),
    Case(
      "9110-9.3.2 HEAD of an error", request("HEAD /nothing") + get,
      Expected(404, "", head: true, ("content-length", "10")), one),
  ]

  static let all = persistence + pipelining
}
