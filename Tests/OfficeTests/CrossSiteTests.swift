import HTTP
import Testing

@testable import Office

@Suite("cross-site")
struct CrossSiteTests {
  /// What the browser says, and whether the act is done. Every one of them carries the token.
  static let senders: [(headers: KernelHouse.Fields, isOurs: Bool)] = [
    ([("Sec-Fetch-Site", "same-origin")], true),
    ([("Sec-Fetch-Site", "none")], true),
    ([("Sec-Fetch-Site", "same-site")], false),
    ([("Sec-Fetch-Site", "cross-site")], false),
    ([("Sec-Fetch-Site", "same-origin, none")], false),
    ([("Sec-Fetch-Site", "cross-site"), ("Origin", "http://localhost")], false),
    ([("Origin", "http://localhost")], true),
    ([("Origin", "https://localhost")], true),
    ([("Origin", "http://localhost:81")], false),
    ([("Origin", "http://localhost.evil.example")], false),
    ([("Origin", "null")], false),
    ([], true),
  ]

  @Test("an act is done when our own page sent it")
  func table() throws {
    let house = try KernelHouse()
    let owner = try house.browser(.owner)
    for (headers, isOurs) in Self.senders {
      let code = isOurs ? 200 : 403
      let signed = try house.post("/p/seller", [owner.formToken], as: owner, headers)
      #expect(signed.code == code, "\(headers)")
      #expect(try house.post("/p/anyone", [], headers).code == code, "\(headers)")
    }
  }

  @Test("behind https only the public address and https are ours")
  func https() throws {
    let house = try KernelHouse(https: true)
    for (origin, code) in [
      ("https://desk.example", 200), ("https://localhost", 200), ("http://localhost", 403),
    ] {
      #expect(try house.post("/p/anyone", [], [("Origin", origin)]).code == code)
    }
  }

  @Test("a form of a session carries its token, once")
  func token() throws {
    let house = try KernelHouse()
    let owner = try house.browser(.owner)
    let other = try house.browser(.owner)
    #expect(try house.post("/p/seller", [], as: owner).code == 403)
    #expect(try house.post("/p/seller", [("_token", "")], as: owner).code == 403)
    #expect(try house.post("/p/seller", [other.formToken], as: owner).code == 403)
    #expect(
      try house.post("/p/seller", [owner.formToken, other.formToken], as: owner).code == 403)
    #expect(try house.post("/p/seller", [owner.formToken], as: owner).code == 200)
  }

  @Test("on a page for anyone a form from before the sign-in acts as a visitor's")
  func older() throws {
    let house = try KernelHouse()
    let owner = try house.browser(.owner)
    #expect(try house.post("/p/anyone", [("_token", "")], as: owner).text == "visitor")
    #expect(try house.post("/p/anyone", [owner.formToken], as: owner).text == "member")
  }

  @Test("a body that is no form is refused where a session acts")
  func body() throws {
    let house = try KernelHouse()
    let owner = try house.browser(.owner)
    for (type, body, code) in [
      ("text/plain", "_token=\(owner.session.formToken)", 415),
      ("multipart/form-data", "x", 400), ("application/x-www-form-urlencoded", "a=%zz", 400),
    ] {
      let answer = try house.send(
        .post, "/p/seller",
        owner.headers + [("Sec-Fetch-Site", "same-origin"), ("Content-Type", type)],
        body: Array(body.utf8))
      #expect(answer.code == code)
    }
  }
}
