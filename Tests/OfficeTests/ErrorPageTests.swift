import Commerce
import HTTP
import Testing

@testable import Office

@Suite("answers to what fails")
struct ErrorPageTests {
  static let codes = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503]

  @Test("every status has a page in every language", arguments: Locale.allCases)
  func pages(_ locale: Locale) throws {
    let house = try KernelHouse()
    for code in Self.codes where code != 401 {
      let answer = try house.get("/p/fail/\(code)", [("Accept-Language", locale.rawValue)])
      let title = house.office.kernel.wording.strings.text(Message("errors.\(code).title"), locale)
      #expect(answer.code == code)
      #expect(answer.text.contains("<html lang=\"\(locale.tag)\""))
      #expect(answer.text.contains("<h1>\(title)</h1>"), "\(title)")
      #expect(!title.hasPrefix("errors."))
      #expect(answer.text.firstMatch(of: /<code>[0-9a-f]{12}<\/code>/) != nil)
    }
  }

  static let words = [
    400: "malformed", 401: "unauthenticated", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 409: "conflict", 413: "too_large", 415: "unsupported_media_type",
    422: "invalid", 429: "too_many_requests", 500: "internal", 503: "unavailable",
  ]

  @Test("programs get the same as JSON, in one shape")
  func programs() throws {
    let house = try KernelHouse()
    let bearer: KernelHouse.Fields = [("Authorization", "Bearer \(try house.key())")]
    for (code, word) in Self.words {
      let answer = try house.get("/storefront/fail/\(code)", bearer)
      #expect(answer.code == code)
      #expect(answer.headers["Content-Type"] == "application/json")
      let error = try #require(answer.json["error"])
      #expect(error["code"]?.string == word)
      let message = try #require(error["message"]?.string)
      #expect(!message.isEmpty && !message.hasPrefix("errors."))
      let field = error["fields"]?.array?.first?["field"]?.string
      #expect(field == (code == 422 ? "title" : nil))
    }
  }

  @Test("a status brings the headers it needs")
  func headers() throws {
    let house = try KernelHouse()
    #expect(try house.get("/p/fail/429").headers["Retry-After"] == "7")
    #expect(try house.get("/p/fail/503").headers["Retry-After"] == "5")
    #expect(try house.get("/p/fail/405").headers["Allow"] == "POST, OPTIONS")
  }

  @Test("only faults of ours and of the database are logged: by the route, never by the path")
  func log() throws {
    let house = try KernelHouse()
    for code in Self.codes { _ = try house.get("/p/fail/\(code)") }
    // That an answer took long is of the machine, not of the page.
    let log = house.log.filter { !$0.hasPrefix("slow ") }
    try #require(log.count == 2)
    #expect(log[0].hasSuffix("GET /p/fail/:name: Unforeseen()"))
    #expect(log[1].contains("database or disk is full"))
  }

  @Test("a handler that fails sets no cookie")
  func cookies() throws {
    let house = try KernelHouse()
    #expect(try house.get("/p/fail/409").headers.all("Set-Cookie").isEmpty)
  }

  @Test("every answer keeps browsers from framing, sniffing and storing it")
  func security() throws {
    let house = try KernelHouse(https: true)
    for path in ["/p/anyone", "/p/nothing", "/p/fail/500", "/p/signed", "/storefront/probe"] {
      let headers = try house.get(path).headers
      #expect(headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
      #expect(headers.all("X-Content-Type-Options") == ["nosniff"])
      #expect(headers["Referrer-Policy"] == "same-origin")
      #expect(headers.all("Cache-Control") == ["no-store"], "\(path)")
      #expect(headers["Strict-Transport-Security"] == "max-age=31536000")
    }
  }

  @Test("what a handler declares cacheable stays so; static files are immutable")
  func caching() throws {
    let house = try KernelHouse()
    let viewer = try house.browser(.viewer)
    let cached = try house.get("/p/cached", as: viewer).headers
    #expect(cached.all("Cache-Control") == ["public, max-age=60"])
    #expect(cached["Strict-Transport-Security"] == nil, "not over plain http")
    let url = try #require(house.office.kernel.assets.url(for: "app.css"))
    let asset = try house.get(url).headers
    #expect(asset["Cache-Control"]?.contains("immutable") == true)
    #expect(asset.all("X-Content-Type-Options") == ["nosniff"])
    #expect(asset["Content-Security-Policy"] != nil)
    #expect(try house.get("/assets/none.css").headers["Content-Security-Policy"] != nil)
  }

  @Test("a handler that holds its reactor is named, at most once a second")
  func watchdog() throws {
    let house = try KernelHouse()
    for _ in 1...3 { _ = try house.get("/p/slow") }
    #expect(house.log.count == 1)
    #expect(house.log.first?.hasPrefix("slow GET /p/slow: ") == true)
  }
}
