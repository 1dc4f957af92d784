import Commerce
import HTTP
import Office
import OfficeTesting
import SellerDesk
import Testing

/// What a crawler finds that is signed in as each role and reads each language.
@Suite("Every page") struct PageSweeps {
  /// Pages that a link of the site does not lead to, only a mail or the address bar.
  private static func starts(_ sample: Sample, _ role: Role) -> [String] {
    ["/", "/sign-in", "/settings", "/t/\(sample.first.links[0])"]
      + (role == .owner
        ? [
          "/orders?tab=all&q=nothing", "/products?q=nothing", "/search?q=nothing",
          "/search?q=teapot", "/orders?tab=new&carrier=1",
        ] + sample.first.prints.map { "/prints/\($0)" }
          + sample.first.open.map { "/orders/\($0)" } : [])
  }

  @Test(
    "row 9 and 10: has no raw key and keeps the rules of HTML, in each language for each role",
    arguments: Locale.allCases)
  func crawl(locale: Locale) throws {
    let sample = try Sample.copy()
    var shown: Set<String> = []
    // What the other roles see is a part of what these see; their words are read once, in English.
    let roles = locale == .en ? Role.allCases : [.owner, .moderator, .admin]
    for role in roles {
      let crawler = try Crawler(sample.house.surfer(role, locale), role.rawValue, sample.reading)
      try crawler.crawl(from: Self.starts(sample, role))
      shown.formUnion(crawler.shown)
      for problem in crawler.problems { Issue.record("\(problem)") }
    }
    let stranger = try Crawler(sample.house.visitor(locale), "nobody", sample.reading)
    try stranger.crawl(from: ["/sign-in", "/t/\(sample.first.links[1])"] + sample.mailed)
    shown.formUnion(stranger.shown)
    for problem in stranger.problems { Issue.record("\(problem)") }
    let pages = sample.house.office.routes.filter { $0.method == .get && !$0.isAPI }
    let missed = Set(pages.map(\.pattern)).subtracting(shown)
    #expect(
      missed == [
        "/healthz", "/readyz", "/orders/live", "/notices/live",
        // A file that programs fetch.
        "/labels/:token",
      ],
      "no link leads to \(missed.sorted().joined(separator: " "))")
  }

  @Test("answers a form sent as it stands, and one sent empty, with a page that keeps the rules")
  func forms() throws {
    for (index, role) in [Role.owner, .care, .moderator, .admin].enumerated() {
      let sample = try Sample.copy()
      let surfer = try sample.house.surfer(role, Locale.allCases[index % 3])
      let crawler = try Crawler(surfer, role.rawValue, sample.reading)
      // The pages themselves are another test's subject.
      try crawler.crawl(from: Self.starts(sample, role), isLooking: false)
      for isEmpty in [true, false] {
        for place in crawler.forms {
          try send(place, isEmpty: isEmpty, surfer, crawler)
        }
      }
      for problem in Set(crawler.problems) { Issue.record("\(problem)") }
    }
  }

  /// The page may have changed by forms sent before: then there is nothing to send.
  private func send(
    _ place: (page: String, index: Int, button: Int), isEmpty: Bool, _ surfer: Surfer,
    _ crawler: Crawler
  ) throws {
    let found = try surfer.get(place.page).document.forms(at: place.page)
    guard found.indices.contains(place.index) else { return }
    var form = found[place.index]
    guard form.method == "post" else { return }
    guard form.buttons.indices.contains(place.button) else { return }
    let button = form.buttons[place.button]
    guard !["/sign-out", "/language"].contains(button.action) else { return }
    if isEmpty {
      form = form.cleared
      var strange = form
      strange["surplus"] = "1"
      let refused = try surfer.submit(strange, pressing: button)
      crawler.check(refused, at: "POST \(button.action)", nil)
      #expect(400...499 ~= refused.status, "\(button.action) with a field more: \(refused.status)")
    }
    let answer = try surfer.submit(form, pressing: button)
    crawler.check(answer, at: "POST \(button.action)", nil)
    let allowed = [200, 303, 400, 404, 409, 422]
    #expect(
      allowed.contains(answer.status),
      "\(button.action): \(answer.status) \(answer.document.root.elements("main").first?.text ?? "")"
    )
    if answer.status == 303 {
      let next = try surfer.follow(answer)
      crawler.check(next, at: answer.location, nil)
    }
  }

  @Test("of an error is a page too", arguments: Locale.allCases)
  func errors(locale: Locale) throws {
    let sample = try Sample.copy()
    let owner = try sample.house.surfer(.owner, locale)
    let crawler = try Crawler(owner, "owner", sample.reading)
    let posting = sample.first.postings[0]
    let answers = try [
      (404, owner.get("/nowhere")), (404, owner.get("/products/1")),
      (403, owner.get("/moderation")), (405, owner.send(.delete, "/products")),
      (403, owner.post("/products", [], token: nil)),
      (409, owner.post("/orders/\(posting)/packing", [("version", "1")])),
      (400, owner.post("/language", [("locale", "tlh")])),
      (404, sample.house.visitor(locale).get("/t/none")),
      (404, sample.house.visitor(locale).get("/nowhere")),
    ]
    for (status, answer) in answers {
      #expect(answer.status == status)
      #expect(answer.isHTML)
      crawler.check(answer, at: "\(status)", nil)
    }
    for problem in crawler.problems { Issue.record("\(problem)") }
  }

  @Test("with HEAD answers like GET without the page")
  func heads() throws {
    let sample = try Sample.copy()
    let server = Server(sample.house.office)
    try server.start()
    defer {
      server.stop()
      server.wait()
    }
    let wire = WireClient(port: server.port)
    let owner = try sample.house.surfer(.owner)
    let cookie = owner.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    for route in sample.house.office.routes where route.method == .get {
      let target = try #require(route.targets(sample.first, waiting: sample.waiting).first)
      let get = try wire.send("GET", target, [("Cookie", cookie)])
      let head = try wire.send("HEAD", target, [("Cookie", cookie)])
      #expect(head.status == get.status, "\(route.line)")
      #expect(head.body.isEmpty, "\(route.line)")
      let changing: Set = ["date"]
      let names = get.headers.map(\.name).filter { !changing.contains($0) }
      for name in names {
        #expect(head.header(name) == get.header(name), "\(route.line) \(name)")
      }
    }
  }
}
