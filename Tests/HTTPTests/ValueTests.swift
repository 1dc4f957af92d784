import Testing

@testable import HTTP

@Suite struct ValueTests {
  @Test(
    "dates are RFC 9110's",
    arguments: [
      (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-5, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ] as [(Int64, String)])
  func date(_ seconds: Int64, _ text: String) {
    #expect(HTTPDate.text(seconds) == text)
  }

  @Test(
    "dates are read in the three forms and no other",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Wed Nov 16 08:49:37 1994", 784_975_777),
      ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Friday, 31-Dec-77 23:59:59 GMT", 252_460_799),
      ("Thursday, 31-Dec-76 23:59:59 GMT", 3_376_684_799),
      ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_799),
      ("", nil), ("Sun", nil), ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 08:49:37", nil), ("Sun, 06 Nov 1994 08:49:37 gmt", nil),
      ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
      ("Sun, 06 nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 GMT ", nil),
      ("sun, 06 Nov 1994 08:49:37 GMT", nil), ("Sun, +6 Nov 1994 08:49:37 GMT", nil),
      ("Sun Nov 6 08:49:37 1994", nil), ("Sun Nov  6 08:49:37 1994 GMT", nil),
      ("Sun, 06-Nov-94 08:49:37 GMT", nil), ("784111777", nil),
    ] as [(String, Int64?)])
  func parsedDate(_ text: String, _ seconds: Int64?) {
    #expect(HTTPDate.seconds(text, now: 1_795_000_000) == seconds)
  }

  @Test("every day of four centuries is written and read alike")
  func dates() {
    for day in stride(from: Int64(0), to: 146_097, by: 13) {
      #expect(HTTPDate.seconds(HTTPDate.text(day * 86400 + 86399)) == day * 86400 + 86399)
    }
  }

  @Test("a header value cannot end its line, and the encoder's fields cannot be doubled")
  func headers() {
    var headers = Headers()
    headers.append("X-Note", "a\r\nSet-Cookie: b=c\0")
    headers.append("Content-Length", "5")
    headers.append("date", "never")
    #expect(headers.fields.count == 1)
    #expect(headers["x-note"] == "a  Set-Cookie: b=c ")
    headers.set("x-note", "é")
    #expect(headers.all("X-Note") == ["é"])
  }

  @Test("cookies are found in any field and end at their separators")
  func cookies() throws {
    let request = try Request(
      .get, "/", headers: [("Cookie", "a=1; bb=2;c = 3; d=x=y"), ("Cookie", "e=5; a=9")])
    #expect(request.cookie("a") == "1")
    #expect(request.cookie("b") == nil)
    #expect(request.cookie("bb") == "2")
    #expect(request.cookie("d") == "x=y")
    #expect(request.cookie("e") == "5")
  }

  @Test("a cookie cannot carry another")
  func setCookie() {
    var cookie = Cookie(name: "__Host-s", value: "ab;c\r\n d")
    cookie.maxAge = 60
    #expect(
      cookie.headerValue == "__Host-s=abcd; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax")
  }

  @Test("addresses round-trip, and ranges contain what they say")
  func addresses() throws {
    for text in ["127.0.0.1", "203.0.113.9", "::1", "2001:db8::7"] {
      #expect(PeerAddress(text)?.text == text)
    }
    for text in ["", "1.2.3", "1.2.3.4.5", "::g", "a.example", "::1\0", "::\0x"] {
      #expect(PeerAddress(text) == nil)
    }
    let range = try #require(AddressRange("10.1.0.0/16"))
    #expect(range.contains(try #require(PeerAddress("10.1.255.255"))))
    #expect(!range.contains(try #require(PeerAddress("10.2.0.0"))))
    #expect(AddressRange("10.0.0.0/33") == nil)
    #expect(try #require(AddressRange("::/0")).contains(.loopback))
    #expect(try #require(PeerAddress("203.0.113.9")).masked.text == "203.0.113.0")
    #expect(try #require(PeerAddress("2001:db8:1:2::7")).masked.text == "2001:db8:1::")
    #expect(ListenAddress("127.0.0.1:8080")?.text == "127.0.0.1:8080")
    #expect(ListenAddress("[::1]:8080")?.text == "[::1]:8080")
    for text in ["8080", "::1:8080", "a:1", "127.0.0.1:70000"] {
      #expect(ListenAddress(text) == nil)
    }
  }

  @Test("media types and their parameters")
  func mediaTypes() {
    let type = MediaType("Multipart/Form-Data; Boundary=\"a;b\"; x=1; x=2")
    #expect(type?.essence == "multipart/form-data")
    #expect(type?.parameter("boundary") == "a;b")
    #expect(type?.parameter("x") == nil)
    for text in ["", "text", "text/", "text/a b", "text/a; x", "text/a; x=\"1"] {
      #expect(MediaType(text) == nil)
    }
    #expect(MediaType.forFile("a.tar.CSS") == "text/css; charset=utf-8")
    #expect(MediaType.forFile("css") == "application/octet-stream")
  }

  @Test("percent-encoding round-trips")
  func percent() {
    #expect(PercentDecoding.encode("a b/ф") == "a%20b%2F%D1%84")
    #expect(PercentDecoding.decode("a%20b%2F%D1%84") == "a b/ф")
    for text in ["%", "%1", "%g0", "%ff"] { #expect(PercentDecoding.decode(text) == nil) }
  }

  @Test("numbers are written in full")
  func decimals() {
    for value in [0, 1, 9, 10, 11, 99, 100, 12345, Int64.max] {
      var bytes: [UInt8] = []
      bytes.append(decimal: value)
      #expect(String(decoding: bytes, as: UTF8.self) == "\(value)")
    }
  }

  @Test("the wheel yields everything after its time and nothing before")
  func wheel() {
    let second: Int64 = 1_000_000_000
    var wheel = TimerWheel(now: 7 * second)
    #expect(wheel.nextDue() == nil)
    for (token, seconds) in [(1, 8), (2, 30), (3, 500)] as [(UInt64, Int64)] {
      let look = wheel.schedule(token, at: seconds * second)
      #expect(look <= seconds * second + 128_000_000)
    }
    #expect(wheel.take(now: 8 * second - 1) == [])
    #expect(wheel.take(now: 9 * second) == [1])
    #expect(wheel.nextDue().map { $0 >= 30 * second && $0 < 31 * second } == true)
    #expect(wheel.take(now: 31 * second) == [2])
    #expect(wheel.take(now: 1000 * second) == [3])
    #expect(wheel.nextDue() == nil)
  }
}
