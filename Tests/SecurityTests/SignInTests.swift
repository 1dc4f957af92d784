import Commerce
import HTTP
import Home
import Office
import OfficeTesting
import SQL
import Testing

@testable import Security

/// The sign-in as the outside sees it: one shop with an owner whose password is known.
final class SecurityHouse {
  static let email = "owner@one.example"
  static let password = "a teapot of clay"

  let client: OfficeClient
  let local: Local
  let shop: SellerID

  init() throws {
    client = try OfficeClient(modules: [HomeModule.self, SecurityModule.self]) { _ in
      [HomeModule(tasks: [], tiles: []), SecurityModule()]
    }
    local = try client.office.makeLocal(.worker)
    let made = try Accounts(database: client.kernel.database).add(
      NewMember(
        email: Self.email, name: "Vera", role: .owner, shop: nil,
        newShop: NewShop(name: "Polyana", currency: "RUB", timeZone: "UTC")),
      password: Self.password, at: client.clock.now())
    shop = try #require(made.shop)
  }

  func send(
    _ method: HTTP.Method, _ target: String, _ fields: [(String, String)] = [],
    cookie: String? = nil, from peer: String = "192.0.2.1"
  ) throws -> Response {
    var headers: [(name: String, value: String)] = [("Sec-Fetch-Site", "same-origin")]
    if let cookie { headers.append(("Cookie", cookie)) }
    if !fields.isEmpty {
      headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    }
    let pairs = fields.map { "\($0.0)=\(PercentDecoding.encode($0.1))" }
    let body = Array(pairs.joined(separator: "&").utf8)
    let request = try Request(
      method, target, headers: headers, body: body.isEmpty ? .empty : .bytes(body),
      peer: try #require(PeerAddress(peer)))
    return client.office.respond(request, local)
  }

  func signIn(
    _ email: String = SecurityHouse.email, _ password: String = SecurityHouse.password,
    to target: String = "/", cookie: String? = nil, from peer: String = "192.0.2.1"
  ) throws -> Response {
    try send(
      .post, "/sign-in", [("email", email), ("password", password), ("return", target)],
      cookie: cookie, from: peer)
  }

  /// The cookie of a new session.
  func session(from peer: String = "192.0.2.1") throws -> String {
    let cookie = try #require(try signIn(from: peer).headers["Set-Cookie"])
    return String(cookie.prefix { $0 != ";" })
  }

  /// The token that the forms of the session carry.
  func token(_ cookie: String) throws -> String {
    let page = try send(.get, "/settings", cookie: cookie).text
    let token = try #require(page.firstMatch(of: /name="_token" value="([^"]+)"/))
    return String(token.1)
  }

  func opens(_ cookie: String) throws -> Bool {
    try send(.get, "/settings", cookie: cookie).status == .ok
  }
}

extension Response {
  var text: String {
    if case .bytes(let bytes) = body { return String(decoding: bytes, as: UTF8.self) }
    return ""
  }
}

@Suite("sign-in")
struct SignInTests {
  private let house: SecurityHouse

  init() throws { house = try SecurityHouse() }

  @Test("the right password opens a session in a cookie that scripts and other sites can't use")
  func right() throws {
    let answer = try house.signIn(to: "/settings")
    #expect(answer.status == .seeOther)
    #expect(answer.headers["Location"] == "/settings")
    let cookie = try #require(answer.headers["Set-Cookie"])
    let flags = "; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax"
    #expect(cookie.firstMatch(of: /^session=[A-Za-z0-9_-]{43};/) != nil)
    #expect(cookie.hasSuffix(flags))
    #expect(try house.opens(String(cookie.prefix { $0 != ";" })))
    #expect(try house.signIn("Owner@ONE.example").status == .seeOther, "case does not matter")
  }

  @Test("a wrong password gives the form again with what was typed, without the password")
  func wrong() throws {
    let answer = try house.signIn("<b>@one.example", "wrong \"word\"", to: "/settings?a=1")
    #expect(answer.status == .unprocessable)
    #expect(answer.text.contains("value=\"&lt;b&gt;@one.example\""))
    #expect(answer.text.contains("value=\"/settings?a=1\""))
    #expect(!answer.text.contains("wrong &quot;word"))
    #expect(answer.text.contains("role=\"alert\""))
    #expect(answer.headers["Set-Cookie"] == nil)
  }

  @Test("an account that does not exist looks the same and takes about as long")
  func unknown() throws {
    let clock = ContinuousClock()
    var answers: [(text: String, time: Duration)] = []
    for email in [SecurityHouse.email, "nobody@one.example"] {
      var text = ""
      let times = try (1...3).map { turn in
        try clock.measure { text = try house.signIn(email, "wrong", from: "192.0.\(turn).2").text }
      }
      let number = try Regex("<code>[0-9a-f]{12}</code>")
      text = text.replacing(number, with: "").replacing(email, with: "")
      answers.append((text, try #require(times.min())))
      house.client.advance(.hours(1))
    }
    #expect(answers[0].text == answers[1].text)
    #expect(answers[1].time > answers[0].time / 3, "the unknown account is hashed too")
  }

  @Test("what can't be a sign-in is refused before anything is hashed")
  func empty() throws {
    for (email, password) in [
      ("", "x"), ("owner@one.example", ""), (String(repeating: "a", count: 255), "x"),
      ("owner@one.example", String(repeating: "x", count: 257)),
    ] {
      #expect(try house.signIn(email, password).status == .unprocessable)
    }
  }

  @Test("guessing has to wait longer and longer, and never locks anybody out")
  func throttle() throws {
    for _ in 1...3 { #expect(try house.signIn(SecurityHouse.email, "x").status == .unprocessable) }
    let early = try house.signIn()
    #expect(early.status == .tooManyRequests, "even the right password is not looked at")
    #expect(early.headers["Retry-After"] == "1")
    house.client.advance(.seconds(1))
    #expect(try house.signIn(SecurityHouse.email, "x").status == .unprocessable)
    #expect(try house.signIn().headers["Retry-After"] == "2")
    house.client.advance(.seconds(60))
    #expect(try house.signIn().status == .seeOther)
  }

  @Test("who guesses at an account does not hold up its owner's own address")
  func familiar() throws {
    _ = try house.session(from: "198.51.100.7")
    for _ in 1...5 { _ = try house.signIn(SecurityHouse.email, "x", from: "192.0.2.66") }
    #expect(try house.signIn(from: "192.0.2.66").status == .tooManyRequests)
    #expect(try house.signIn(from: "198.51.100.7").status == .seeOther)
  }

  @Test("a session that was there before never becomes the new one, and ends")
  func fixation() throws {
    let old = try house.session()
    let answer = try house.signIn(cookie: old)
    let new = String(try #require(answer.headers["Set-Cookie"]).prefix { $0 != ";" })
    #expect(new != old)
    #expect(try !house.opens(old))
    #expect(try house.opens(new))
    let planted = "session=" + String(repeating: "A", count: 43)
    let other = try house.signIn(cookie: planted)
    #expect(other.headers["Set-Cookie"]?.hasPrefix(planted) == false)
    #expect(try !house.opens(planted))
  }

  @Test("signing out ends this session and no other, and says so once")
  func signOut() throws {
    let first = try house.session()
    let second = try house.session()
    let token = try house.token(first)
    #expect(try house.send(.post, "/sign-out", cookie: first).status == .forbidden)
    let answer = try house.send(.post, "/sign-out", [("_token", token)], cookie: first)
    #expect(answer.headers["Location"] == "/sign-in")
    #expect(
      answer.headers.all("Set-Cookie").contains { $0.hasPrefix("session=; Path=/; Max-Age=0") })
    #expect(try !house.opens(first))
    #expect(try house.opens(second))
    let flash = try #require(answer.headers.all("Set-Cookie").first { $0.hasPrefix("flash=") })
    let next = try house.send(.get, "/sign-in", cookie: String(flash.prefix { $0 != ";" }))
    #expect(next.text.contains("You are signed out."))
    #expect(next.headers["Set-Cookie"]?.hasPrefix("flash=; ") == true)
  }

  @Test("before, at and after the sign-in only a page of this site is led to")
  func openRedirect() throws {
    let cookie = try house.session()
    for target in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"] {
      #expect(try house.signIn(to: target).headers["Location"] == "/")
      let path = "/sign-in?return=\(PercentDecoding.encode(target))"
      let page = try house.send(.get, path)
      #expect(page.text.contains("name=\"return\" value=\"/\""))
      #expect(try house.send(.get, path, cookie: cookie).headers["Location"] == "/")
    }
  }
}
