import Commerce
import Testing

@testable import HTTP
@testable import Office

@Suite("a form that could not be taken")
struct KeptFormTests {
  private let house: KernelHouse
  private let owner: KernelBrowser

  init() throws {
    house = try KernelHouse()
    owner = try house.browser(.owner)
  }

  private static let ours: KernelHouse.Fields = [
    ("Sec-Fetch-Site", "same-origin"), ("Referer", "http://localhost/p/page?tab=new"),
  ]

  private func isKept(_ answer: Response) -> Bool {
    answer.text.contains("name=\"note\" value=\"a long text\"")
  }

  @Test("since the session is another comes back with what was typed and the new token")
  func otherSession() throws {
    let other = try house.browser(.owner)
    let fields: KernelHouse.Fields = [("note", "a long text"), ("id", "7"), other.formToken]
    let answer = try house.post("/p/note", fields, as: owner, Self.ours)
    #expect(answer.code == 403)
    #expect(answer.text.contains("This form is from another session"))
    #expect(answer.text.contains(">a long text</dd>"))
    #expect(isKept(answer))
    #expect(answer.text.contains("name=\"_token\" value=\"\(owner.session.formToken)\""))
    #expect(!answer.text.contains(other.session.formToken))
    #expect(answer.text.contains("href=\"/p/page?tab=new\""))
    let again: KernelHouse.Fields = [("note", "a long text"), ("id", "7"), owner.formToken]
    #expect(try house.post("/p/note", again, as: owner, Self.ours).code == 200)
  }

  @Test("since the session has ended shows what was not saved and the way back in")
  func ended() throws {
    let fields: KernelHouse.Fields = [("note", "a long text"), owner.formToken]
    house.clock.advance(milliseconds: 25 * 3_600 * 1_000)
    let answer = try house.post("/p/note", fields, as: owner, Self.ours)
    #expect(answer.code == 401)
    #expect(isKept(answer))
    #expect(answer.text.contains("so nothing was saved"))
    #expect(answer.text.contains("href=\"/sign-in?return=%2Fp%2Fpage%3Ftab%3Dnew\""))
    #expect(!answer.text.contains(owner.session.formToken))
  }

  /// What the browser says of the sender: only our own page gets its form back.
  static let senders: [(headers: KernelHouse.Fields, isKept: Bool)] = [
    ([("Sec-Fetch-Site", "same-origin")], true), ([("Origin", "http://localhost")], true),
    ([("Sec-Fetch-Site", "none")], false), ([("Sec-Fetch-Site", "same-site")], false),
    ([("Sec-Fetch-Site", "cross-site"), ("Origin", "http://localhost")], false),
    ([("Origin", "https://evil.example")], false), ([("Origin", "null")], false), ([], false),
  ]

  @Test("comes back to our own page alone: another site's never becomes one that a click completes")
  func strangers() throws {
    for (headers, isOurs) in Self.senders {
      for browser in [owner, nil] {
        let answer = try house.post("/p/note", [("note", "a long text")], as: browser, headers)
        #expect([401, 403].contains(answer.code))
        #expect(isKept(answer) == isOurs, "\(headers)")
      }
    }
  }

  @Test("for a fault of ours is kept beside the number of the request")
  func fault() throws {
    let answer = try house.post(
      "/p/broken", [("note", "a long text"), owner.formToken], as: owner, Self.ours)
    #expect(answer.code == 500)
    #expect(isKept(answer))
  }

  @Test("with a password is not written into a page")
  func secrets() throws {
    let fields: KernelHouse.Fields = [("note", "a long text"), ("new_password", "blue teapot")]
    let answer = try house.post("/p/note", fields, as: owner, Self.ours)
    #expect(answer.code == 403)
    #expect(!answer.text.contains("blue teapot"))
    #expect(!isKept(answer))
  }

  @Test("leads back to our own pages alone")
  func referers() throws {
    for referer in ["https://evil.example/x", "http://localhost//evil.example", "junk"] {
      let answer = try house.post(
        "/p/note", [("note", "a long text")], as: owner,
        [("Sec-Fetch-Site", "same-origin"), ("Referer", referer)])
      #expect(answer.text.contains("<a class=\"btn\" href=\"/\">"), "\(referer)")
    }
  }

  @Test("since it came too late has the way back to its page")
  func wayBack() throws {
    func answer(_ referer: String) throws -> Response {
      let headers: KernelHouse.Fields = [("Sec-Fetch-Site", "same-origin"), ("Referer", referer)]
      return try house.post("/p/count/1", [("fails", "1"), owner.formToken], as: owner, headers)
    }
    let late = try answer("http://localhost/p/page?tab=new")
    #expect(late.code == 409)
    #expect(late.text.contains("href=\"/p/page?tab=new\">Back to the page</a>"))
    for referer in ["http://localhost/", "https://evil.example/x", "junk"] {
      #expect(try !answer(referer).text.contains("Back to the page"), "\(referer)")
    }
  }

  @Test("is read from a stranger only when it is small, and whole")
  func bounds() throws {
    let type: KernelHouse.Fields = [("Content-Type", "application/x-www-form-urlencoded")]
    for (length, isRead) in [(200, true), (KeptForm.limit + 1, false)] {
      let request = try Request(
        .post, "/p/note", headers: type + Self.ours + [("Content-Length", "\(length)")])
      let plan = house.office.plan(request, house.local)
      #expect((plan.answer == nil) == isRead)
      if let answer = plan.answer {
        #expect(answer.code == 401)
        #expect(!answer.text.contains("Send again"))
      }
    }
  }
}
