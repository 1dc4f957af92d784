/// Conditions, ranges and negotiation (RFC 9110, 12 to 14).
enum SelectionCases {
  private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
  private static let same = SampleSite.modified
  private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"
  private static let digits = SampleSite.digits

  private static func tagged(_ fields: String...) -> String {
    (["GET /tagged HTTP/1.1", "Host: a.example"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
  }

  static let conditions: [Case] = [
    Case(
      "9110-8.8 validators are sent", tagged(),
      Expected(
        200, digits, ("etag", "\"a,b\""), ("last-modified", same), ("accept-ranges", "bytes"))),
    Case("9110-13.1.1 If-Match", tagged("If-Match: \"a,b\""), 200),
    Case("9110-13.1.1 in a list", tagged("If-Match: \"x\" , ,\"a,b\""), 200),
    Case("9110-13.1.1 any", tagged("If-Match: *"), 200),
    Case("9110-13.1.1 another", tagged("If-Match: \"x\""), 412),
    Case("9110-13.1.1 compares strongly", tagged("If-Match: W/\"a,b\""), 412),
    Case("9110-13.1.1 a weak tag never matches", request("GET /weak", "If-Match: W/\"1\""), 412),
    Case("9110-13.1.1 no tag at all", request("GET /page", "If-Match: \"x\""), 412),
    Case("9110-13.1.1 malformed", tagged("If-Match: a,b"), 412),
    Case(
      "9110-13.1.2 If-None-Match", tagged("If-None-Match: \"a,b\""),
      Expected(
        304, "", ("etag", "\"a,b\""), ("cache-control", "no-cache"), ("content-type", nil),
        ("last-modified", nil))),
    Case("9110-13.1.2 compares weakly", tagged("If-None-Match: W/\"a,b\""), 304),
    Case("9110-13.1.2 a weak tag", request("GET /weak", "If-None-Match: \"1\""), 304),
    Case("9110-13.1.2 any", tagged("If-None-Match: *"), 304),
    Case("9110-13.1.2 in a list", tagged("If-None-Match: \"x\", \"a,b\""), 304),
    Case("9110-5.3 in two fields", tagged("If-None-Match: \"x\"", "If-None-Match: \"a,b\""), 304),
    Case("9110-13.1.2 without quotes", tagged("If-None-Match: a,b"), 200),
    Case("9110-13.1.2 the beginning of one", tagged("If-None-Match: \"a,\""), 200),
    Case("9110-13.1.2 open quotes", tagged("If-None-Match: \""), 200),
    Case("9110-13.1.2 nothing", tagged("If-None-Match:"), 200),
    Case("9110-13.1.2 an asterisk in a list", tagged("If-None-Match: \"x\", *"), 200),
    Case("9110-13.1.2 another", tagged("If-None-Match: \"x\""), 200),
    Case("9110-8.8.3 a comma is part of a tag", tagged("If-None-Match: \"a\", b\""), 200),
    Case("9110-8.8.3 w/ in lower case is no tag", tagged("If-None-Match: w/\"a,b\""), 200),
    Case(
      "9110-13.1.2 HEAD", request("HEAD /tagged", "If-None-Match: *"), Expected(304, "", head: true)
    ),
    Case("9110-13.1.3 not modified", tagged("If-Modified-Since: \(same)"), 304),
    Case("9110-13.1.3 a later date", tagged("If-Modified-Since: \(later)"), 304),
    Case("9110-13.1.3 modified", tagged("If-Modified-Since: \(earlier)"), 200),
    Case("9110-5.6.7 as RFC 850", tagged("If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT"), 304),
    Case("9110-5.6.7 as asctime", tagged("If-Modified-Since: Sun Nov  6 08:49:37 1994"), 304),
    Case("9110-13.1.3 no date", tagged("If-Modified-Since: yesterday"), 200),
    Case(
      "9110-13.1.3 another zone is no date",
      tagged("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 CET"), 200),
    Case("9110-13.1.3 more behind", tagged("If-Modified-Since: \(same) x"), 200),
    Case("9110-13.1.3 a number", tagged("If-Modified-Since: 1893456000"), 200),
    Case("9110-13.1.3 as ISO 8601", tagged("If-Modified-Since: 2030-01-01T00:00:00Z"), 200),
    Case(
      "9110-13.1.3 the 31st of February",
      tagged("If-Modified-Since: Sun, 31 Feb 2030 00:00:00 GMT"), 200),
    Case(
      "9110-13.1.3 hour 24", tagged("If-Modified-Since: Sun, 30 Jun 2030 24:00:00 GMT"), 200),
    Case(
      "9110-13.1.3 an offset", tagged("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 +0000"), 200),
    Case(
      "9110-13.1.3 a year of five digits",
      tagged("If-Modified-Since: Sun, 30 Jun 12030 23:00:00 GMT"), 200),
    Case(
      "9110-5.6.7 a leap second", tagged("If-Modified-Since: Sat, 30 Jun 2012 23:59:60 GMT"), 304),
    Case(
      "9110-13.1.3 two dates", tagged("If-Modified-Since: \(same)", "If-Modified-Since: \(same)"),
      200),
    Case(
      "9110-13.1.3 the date of nothing", request("GET /page", "If-Modified-Since: \(same)"), 200),
    Case("9110-13.1.4 unmodified", tagged("If-Unmodified-Since: \(same)"), 200),
    Case("9110-13.1.4 modified", tagged("If-Unmodified-Since: \(earlier)"), 412),
    Case("9110-13.1.4 no date", tagged("If-Unmodified-Since: x"), 200),
    Case(
      "9110-13.2.2 If-Match before If-Unmodified-Since",
      tagged("If-Match: \"a,b\"", "If-Unmodified-Since: \(earlier)"), 200),
    Case(
      "9110-13.2.2 If-Match before If-None-Match",
      tagged("If-None-Match: *", "If-Match: \"x\""), 412),
    Case(
      "9110-13.2.2 If-None-Match before If-Modified-Since",
      tagged("If-Modified-Since: \(same)", "If-None-Match: \"x\""), 200),
    Case("9110-13.2.2 both may hold", tagged("If-Match: *", "If-None-Match: \"a,b\""), 304),
    Case("9110-13.2.1 not before an error", request("GET /nothing", "If-Match: \"x\""), 404),
    Case("9110-13.2.1 nor for OPTIONS", request("OPTIONS /assets/app.css", "If-Match: \"x\""), 204),
  ]

  private static func part(_ body: String, _ range: String) -> Expected {
    Expected(
      206, body, ("content-range", "bytes \(range)/100"), ("etag", "\"a,b\""),
      ("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-cache"))
  }

  private static let whole = Expected(200, digits, ("content-range", nil))
  private static let none = Expected(416, nil, ("content-range", "bytes */100"), ("etag", nil))

  static let ranges: [Case] = [
    Case("9110-14.1.2 a range", tagged("Range: bytes=2-4"), part("234", "2-4")),
    Case("9110-14.1.2 one octet", tagged("Range: bytes=0-0"), part("0", "0-0")),
    Case("9110-14.1.2 to the end", tagged("Range: bytes=97-"), part("789", "97-99")),
    Case("9110-14.1.2 the last", tagged("Range: bytes=-2"), part("89", "98-99")),
    Case("9110-14.1.2 more than there is", tagged("Range: bytes=98-1000"), part("89", "98-99")),
    Case(
      "9110-14.1.2 a suffix longer than all", tagged("Range: bytes=-1000"), part(digits, "0-99")),
    Case("9110-14.1 units have no case", tagged("Range: BYTES=2-4"), part("234", "2-4")),
    Case(
      "9110-14.1.2 beyond 64 bits",
      tagged("Range: bytes=98-99999999999999999999999"), part("89", "98-99")),
    Case("9110-14.1.2 behind the end", tagged("Range: bytes=100-"), none),
    Case(
      "9110-14.1.2 a start beyond 64 bits", tagged("Range: bytes=99999999999999999999999-"), none),
    Case("9110-14.1.2 the last none", tagged("Range: bytes=-0"), none),
    Case(
      "9110-14.1.2 nothing of nothing", request("GET /assets/empty.txt", "Range: bytes=0-"),
      Expected(416, nil, ("content-range", "bytes */0"))),
    Case("9110-14.2 another unit", tagged("Range: lines=2-4"), whole),
    Case("9110-14.1.1 backwards", tagged("Range: bytes=4-2"), whole),
    Case("9110-14.1.1 malformed", tagged("Range: bytes=a-b"), whole),
    Case("9110-14.1.1 no range", tagged("Range: bytes="), whole),
    Case("9110-14.1.1 only a dash", tagged("Range: bytes=-"), whole),
    Case("9110-14.1.1 no dash", tagged("Range: bytes=5"), whole),
    Case("9110-14.1.1 a sign", tagged("Range: bytes=+2-4"), whole),
    Case("9110-14.1.1 one bad spoils all", tagged("Range: bytes=2-4,x"), whole),
    Case("9110-14.1.1 no equals", tagged("Range: bytes 2-4"), whole),
    Case("9110-14.1.1 a sign before a suffix", tagged("Range: bytes=--1"), whole),
    Case("9110-14.1.1 a fraction", tagged("Range: bytes=1.5-2"), whole),
    Case("9110-14.1.1 hexadecimal", tagged("Range: bytes=0x0-1"), whole),
    Case("9110-14.1.1 three ends", tagged("Range: bytes=0-1-2"), whole),
    Case("9110-14.1.1 blanks inside", tagged("Range: bytes=0 - 1"), whole),
    Case("9110-14.1.1 two without comma", tagged("Range: bytes=0-1 2-3"), whole),
    Case("9110-14.1.1 two equals signs", tagged("Range: bytes==0-1"), whole),
    Case("9110-14.1.1 only commas", tagged("Range: bytes=,,"), whole),
    Case("9110-14.2 two fields", tagged("Range: bytes=0-1", "Range: bytes=2-3"), whole),
    Case(
      "9110-14.1.2 a suffix beyond 64 bits",
      tagged("Range: bytes=-99999999999999999999"), part(digits, "0-99")),
    Case("9110-14.2 too many", tagged("Range: bytes=" + many(17)), whole),
    Case(
      "9110-14.2 too many, unsatisfiable",
      tagged("Range: bytes=" + String(repeating: "500-,", count: 20)), whole),
    Case(
      "9110-14.2 HEAD ignores it", request("HEAD /tagged", "Range: bytes=2-4"),
      Expected(200, "", head: true, ("content-length", "100"))),
    Case("9110-14.2 POST ignores it", request("POST /echo", "Range: bytes=2-4"), 200),
    Case(
      "a page has no ranges", request("GET /page", "Range: bytes=0-0"),
      Expected(200, "<p>", ("accept-ranges", nil))),
    Case("9110-15.3.7.2 overlapping are one", tagged("Range: bytes=2-4,3-6"), part("23456", "2-6")),
    Case(
      "9110-15.3.7.2 a chain that overlaps", tagged("Range: bytes=6-8,2-3,3-6"),
      part("2345678", "2-8")),
    Case(
      "9110-15.3.7.2 the same hundred times is once",
      tagged("Range: bytes=0-9,0-9,0-9,0-9,0-9,0-9"), part("0123456789", "0-9")),
    Case("9110-15.3.7.2 one of two", tagged("Range: bytes=2-4,500-"), part("234", "2-4")),
    Case(
      "9110-14.2 a part of a file", request("GET /file", "Range: bytes=98-1000"),
      Expected(206, "89", ("content-range", "bytes 98-99/100"))),
    Case(
      "9110-13.1.5 If-Range", tagged("If-Range: \"a,b\"", "Range: bytes=2-4"), part("234", "2-4")),
    Case("9110-13.1.5 another", tagged("If-Range: \"x\"", "Range: bytes=2-4"), whole),
    Case("9110-13.1.5 compares strongly", tagged("If-Range: W/\"a,b\"", "Range: bytes=2-4"), whole),
    Case(
      "9110-13.1.5 a weak tag", request("GET /weak", "If-Range: W/\"1\"", "Range: bytes=2-4"), 200),
    Case("9110-13.1.5 a date", tagged("If-Range: \(same)", "Range: bytes=2-4"), part("234", "2-4")),
    Case(
      "9110-13.1.5 a later date is another", tagged("If-Range: \(later)", "Range: bytes=2-4"), whole
    ),
    Case(
      "9110-13.1.5 an earlier date", tagged("If-Range: \(earlier)", "Range: bytes=2-4"), whole),
    Case("9110-13.1.5 neither tag nor date", tagged("If-Range: x", "Range: bytes=2-4"), whole),
    Case("9110-13.1.5 no list", tagged("If-Range: \"x\", \"a,b\"", "Range: bytes=2-4"), whole),
    Case(
      "9110-13.1.5 outdated and unsatisfiable", tagged("If-Range: \"x\"", "Range: bytes=500-"),
      whole),
    Case("9110-13.2.2 without Range it says nothing", tagged("If-Range: \"x\""), whole),
    Case("9110-13.2.2 conditions come first", tagged("If-None-Match: *", "Range: bytes=2-4"), 304),
    Case("9110-13.2.2 also before 416", tagged("If-Match: \"x\"", "Range: bytes=500-"), 412),
  ]

  private static func many(_ count: Int) -> String {
    (0..<count).map { "\($0)-\($0)" }.joined(separator: ",")
  }

  private static func css(_ accepted: String?) -> String {
    request("GET /assets/app.css", accepted.map { "Accept-Encoding: \($0)" } ?? "X: 1")
  }

  private static let plain = Expected(
    200, SampleSite.css, ("content-encoding", nil), ("vary", "Accept-Encoding"),
    ("content-type", "text/css; charset=utf-8"), ("x-content-type-options", "nosniff"))
  private static let packed = Expected(
    200, nil, ("content-encoding", "gzip"), ("vary", "Accept-Encoding"))
  private static let nothing = Expected(406, nil, ("vary", "Accept-Encoding"))

  static let codings: [Case] = [
    Case("9110-12.5.3 no field", css(nil), plain),
    Case("9110-12.5.3 an empty field", css(""), plain),
    Case("9110-12.5.3 gzip", css("gzip"), packed),
    Case("9110-12.5.3 x-gzip", css("x-gzip"), packed),
    Case("9110-12.5.3 in any case", css("GZIP"), packed),
    Case("9110-12.5.3 any", css("*"), packed),
    Case("9110-12.5.3 among others", css("br, deflate, gzip;q=0.5"), packed),
    Case("9110-12.5.3 identity is better", css("gzip;q=0.5, identity"), plain),
    Case("9110-12.5.3 identity is worse", css("gzip, identity;q=0.5"), packed),
    Case("9110-12.4.2 never", css("gzip;q=0"), plain),
    Case("9110-12.4.2 never in full", css("gzip;q=0.000"), plain),
    Case("9110-12.4.2 the least", css("gzip;q=0.001"), packed),
    Case("9110-12.4.2 blanks", css("gzip ; q=1.000"), packed),
    Case("9110-12.4.2 Q", css("gzip;Q=0"), plain),
    Case("9110-12.4.2 no weight", css("gzip;q=2"), plain),
    Case("9110-12.4.2 too many decimals", css("gzip;q=0.1234"), plain),
    Case("9110-12.5.3 named before any", css("*, gzip;q=0"), plain),
    Case("9110-12.5.3 almost gzip", css("gzipx, xgzip"), plain),
    Case("9110-12.5.3 any but gzip", css("gzip;q=0, *"), plain),
    Case("9110-12.5.3 gzip in spite of none", css("*;q=0, gzip"), packed),
    Case("9110-12.5.3 only others", css("br"), plain),
    Case("9110-12.5.3 identity excluded", css("gzip, identity;q=0"), packed),
    Case("9110-12.5.3 nothing left", css("identity;q=0"), nothing),
    Case("9110-12.5.3 nothing left by any", css("*;q=0"), nothing),
    Case(
      "9110-12.5.3 nothing left of a picture",
      request("GET /assets/digits.bin", "Accept-Encoding: identity;q=0, gzip"), 406),
    Case("9110-12.5.3 identity despite any", css("identity, *;q=0"), plain),
    Case("9110-8.8.3.3 another coding, another tag", css("gzip"), packed),
  ]

  static let all = conditions + ranges + codings
}
