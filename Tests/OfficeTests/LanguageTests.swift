import Commerce
import HTTP
import SQL
import Testing

@testable import Office

@Suite("language and return path")
struct LanguageTests {
  static let headers: [(header: String?, locale: Locale)] = [
    (nil, .en), ("", .en), ("de,fr;q=0.9", .en), ("*", .en),
    ("ru", .ru), ("ru-RU,ru;q=0.9,en;q=0.8", .ru), ("RU", .ru), ("zh-CN", .zh), ("zh-TW", .zh),
    ("en;q=0.5, zh;q=0.8, ru;q=0.7", .zh), ("en;q=0.8,ru;q=0.8", .en), ("ru;Q=0.9", .ru),
    ("ru;q=0", .en), ("ru;q=0.0,zh;q=0.001", .zh), ("ru;q=2,zh;q=0.1", .zh),
    ("ru;q=x,zh;q=0.1", .zh), ("ru;q=1.001,zh;q=0.1", .zh), ("ru;q=,zh;q=0.1", .zh),
    (" \tru ; q=0.5", .ru), (",,;;,zh", .zh), ("rus", .en), ("r", .en), ("ру", .en),
    (String(repeating: "ru,", count: 400), .en),
  ]

  @Test("the browser's best language of ours is chosen", arguments: headers)
  func negotiation(_ header: String?, _ locale: Locale) {
    #expect(LocaleNegotiation.choose(header) == locale)
  }

  @Test("the choice of this browser goes before what it asks for, the profile before both")
  func order() throws {
    let house = try KernelHouse()
    let viewer = try house.browser(.viewer)
    let asks = [("Accept-Language", "zh"), ("Cookie", "locale=ru")] as KernelHouse.Fields
    func language(
      as browser: KernelBrowser? = nil, _ headers: KernelHouse.Fields
    ) throws -> String? {
      try house.get("/p/page", as: browser, headers).text.firstMatch(of: /lang="([^"]+)"/)
        .map { String($0.1) }
    }
    #expect(try language(asks) == "ru")
    #expect(try language([("Accept-Language", "zh"), ("Cookie", "locale=xx")]) == "zh-Hans")
    let answer = try house.post(
      "/language", [viewer.formToken, ("locale", "en"), ("return", "/p/page?a=1")], as: viewer)
    #expect(answer.code == 303)
    #expect(answer.headers["Location"] == "/p/page?a=1")
    #expect(
      answer.headers["Set-Cookie"]
        == "locale=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
    #expect(try language(as: viewer, asks) == "en")
    let open = try house.office.kernel.database.makeReader().open
    let member = viewer.session.member.id.raw
    #expect(
      try Audit.history(of: "member", member, open, limit: 1).first?.act == "profile.language")
  }

  @Test("over https every cookie is bound to the host", arguments: ["en", "zh"])
  func secure(_ locale: String) throws {
    let answer = try KernelHouse(https: true).post("/language", [("locale", locale)])
    #expect(
      answer.headers["Set-Cookie"]
        == "__Host-locale=\(locale); Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax")
  }

  @Test("an unknown language is refused", arguments: ["", "de", "en-GB"])
  func unknown(_ locale: String) throws {
    let answer = try KernelHouse().post("/language", [("locale", locale)])
    #expect(answer.code == 400)
    #expect(answer.headers["Set-Cookie"] == nil)
  }

  static let paths: [(path: String?, isOurs: Bool)] = [
    ("/", true), ("/orders?tab=new&q=%D1%8F", true), ("/a#b", true), ("/a//b", true),
    (nil, false), ("", false), ("orders", false), ("//evil.example", false),
    ("/\\evil.example", false), ("/a\\b", false), ("\\/evil.example", false),
    ("https://evil.example/", false), ("javascript:alert(1)", false), ("/\t/evil.example", false),
    ("/\n/evil.example", false), ("/\r\nSet-Cookie: a=b", false), (" /", false), ("/é", false),
    ("/a b", false), ("/\u{7F}", false), ("/" + String(repeating: "a", count: 2_000), false),
  ]

  @Test("an act returns to a path of this site only", arguments: paths)
  func returns(_ path: String?, _ isOurs: Bool) {
    #expect(LocalPath.checked(path) == (isOurs ? path : nil))
  }

  @Test("the choice of a language is such an act")
  func returnsFromLanguage() throws {
    let house = try KernelHouse()
    for (path, isOurs) in Self.paths {
      let answer = try house.post("/language", [("locale", "en"), ("return", path ?? "")])
      #expect(answer.headers["Location"] == (isOurs ? path : "/"), "\(path ?? "-")")
    }
  }

  @Test("a sentence is shown once, and only one that we have")
  func flash() throws {
    let house = try KernelHouse()
    let cookie = "flash=\(Flash("form.tooShort", ["min": "<b>"]).text)"
    let shown = try house.get("/p/page", [("Cookie", cookie)])
    #expect(shown.text.contains("Use at least &lt;b&gt; characters"))
    #expect(shown.headers["Set-Cookie"]?.hasPrefix("flash=; Path=/; Max-Age=0") == true)
    for forged in [Flash("Your account is blocked").text, "e30", "%%", ""] {
      let answer = try house.get("/p/page", [("Cookie", "flash=\(forged)")])
      #expect(answer.code == 200)
      #expect(!answer.text.contains("role=\"status\""))
    }
  }
}
