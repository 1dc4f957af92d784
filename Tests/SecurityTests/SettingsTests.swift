import HTTP
import Office
import OfficeTesting
import Testing

@testable import Security

@Suite("settings")
struct SettingsTests {
  private let house: SecurityHouse
  private let cookie: String
  private let token: String

  init() throws {
    house = try SecurityHouse()
    cookie = try house.session()
    token = try house.token(cookie)
  }

  private func change(_ current: String, _ new: String) throws -> Response {
    try house.send(
      .post, "/settings/password",
      [("current_password", current), ("new_password", new), ("_token", token)],
      cookie: cookie)
  }

  @Test("a new password ends every other session and is the only one from then on")
  func password() throws {
    let other = try house.session()
    #expect(try change(SecurityHouse.password, "another teapot").status == .seeOther)
    #expect(try house.opens(cookie))
    #expect(try !house.opens(other))
    #expect(try house.signIn().status == .unprocessable)
    #expect(try house.signIn(SecurityHouse.email, "another teapot").status == .seeOther)
  }

  static let refusals: [(current: String, new: String, text: String)] = [
    ("wrong", "another teapot", "Present password: The present password is wrong"),
    ("", "another teapot", "The present password is wrong"),
    (SecurityHouse.password, "short", "at least 8 characters"),
    (SecurityHouse.password, String(repeating: "x", count: 257), "at most 256 bytes"),
    (SecurityHouse.password, "password123", "attackers try first"),
    (SecurityHouse.password, "bad\u{0}character", "invisible character"),
    (SecurityHouse.password, SecurityHouse.email, "your e-mail"),
  ]

  @Test("a password that can't be taken says why, and nothing has changed", arguments: refusals)
  func refused(_ current: String, _ new: String, _ text: String) throws {
    let answer = try change(current, new)
    #expect(answer.status == .unprocessable)
    #expect(answer.text.lowercased().contains(text.lowercased()), "\(text)")
    #expect(!answer.text.contains("form.password."))
    #expect(try house.signIn().status == .seeOther)
  }

  @Test("who found an open browser can't guess at the password without end")
  func guessing() throws {
    for _ in 1...3 { #expect(try change("wrong", "another teapot").status == .unprocessable) }
    let answer = try change(SecurityHouse.password, "another teapot")
    #expect(answer.status == .tooManyRequests)
    #expect(answer.headers["Retry-After"] != nil)
  }

  @Test(
    "the theme is the profile's, on every page from the next one on",
    arguments: [("dark", " data-theme=\"dark\""), ("light", " data-theme=\"light\"")])
  func theme(_ theme: String, _ mark: String) throws {
    func choose(_ theme: String) throws -> Response {
      try house.send(
        .post, "/settings/theme", [("theme", theme), ("_token", token)], cookie: cookie)
    }
    #expect(try choose(theme).status == .seeOther)
    #expect(try house.send(.get, "/", cookie: cookie).text.contains(mark))
    #expect(try house.send(.get, "/none", cookie: cookie).text.contains(mark))
    #expect(try choose("system").status == .seeOther)
    #expect(try !house.send(.get, "/", cookie: cookie).text.contains("data-theme"))
    #expect(try choose("pink").status == .unprocessable)
  }

  @Test("row 8: single keys are switched off and on in the profile, on every page at once")
  func keys() throws {
    func choose(_ fields: [(String, String)]) throws -> Response {
      try house.send(.post, "/settings/keyboard", fields + [("_token", token)], cookie: cookie)
    }
    let mark = " data-keys=\"off\""
    #expect(try !house.send(.get, "/", cookie: cookie).text.contains(mark))
    #expect(try choose([]).status == .seeOther)
    #expect(try house.send(.get, "/", cookie: cookie).text.contains(mark))
    #expect(try house.send(.get, "/keys", cookie: cookie).text.contains("switched off"))
    #expect(try choose([("keys", "on")]).status == .seeOther)
    #expect(try !house.send(.get, "/", cookie: cookie).text.contains(mark))
    #expect(try house.send(.get, "/", cookie: cookie).text.contains("href=\"/keys\""))
  }

  @Test("the page of sent mails is the administrator's")
  func mail() throws {
    #expect(try house.send(.get, "/settings/mail", cookie: cookie).status == .forbidden)
    house.client.advance(.seconds(1))
    let admin = try house.client.signIn(.admin)
    #expect(try house.client.get("/settings/mail", as: admin).status == 200)
  }
}
