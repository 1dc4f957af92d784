import Commerce
import Testing

@testable import HTTP
@testable import Office

@Suite("access")
struct AccessTests {
  /// A rule's path, and what each identity is answered: visitor, owner, warehouse, moderator,
  /// support.
  static let table: [(path: String, statuses: [Int])] = [
    ("/p/anyone", [200, 200, 200, 200, 200]),
    ("/p/signed", [303, 200, 200, 200, 200]),
    ("/p/seller", [303, 200, 403, 403, 403]),
    ("/p/platform", [303, 403, 403, 200, 403]),
    ("/p/nothing", [404, 404, 404, 404, 404]),
    ("/storefront/probe", [401, 401, 401, 401, 401]),
  ]
  static let people: [Role?] = [nil, .owner, .warehouse, .moderator, .support]

  @Test("a page is shown to whom its rule admits", arguments: table)
  func pages(_ path: String, _ statuses: [Int]) throws {
    let house = try KernelHouse()
    for (role, status) in zip(Self.people, statuses) {
      let browser = try role.map { try house.browser($0) }
      #expect(try house.get(path, as: browser).code == status, "\(role.map { "\($0)" } ?? "-")")
      let head = try house.send(.head, path, browser?.headers ?? [])
      #expect(head.code == status, "HEAD is answered as GET is")
    }
  }

  @Test(
    "an act is done for whom its rule admits; a visitor's is not turned into a page",
    arguments: table.prefix(4))
  func acts(_ path: String, _ statuses: [Int]) throws {
    let house = try KernelHouse()
    for (role, status) in zip(Self.people, statuses) {
      let browser = try role.map { try house.browser($0) }
      let answer = try house.post(path, browser.map { [$0.formToken] } ?? [], as: browser)
      #expect(answer.code == (status == 303 ? 401 : status))
    }
  }

  @Test("the route table says the same as the requests", arguments: table.prefix(4))
  func declared(_ path: String, _ statuses: [Int]) throws {
    let house = try KernelHouse()
    let route = try #require(house.office.routes.first { $0.pattern == path && $0.method == .get })
    for (role, status) in zip(Self.people, statuses) {
      #expect(Int(route.refusal(of: role)?.code ?? 200) == status)
    }
  }

  @Test("a key opens the programs' paths and nothing else; a cookie opens none of them")
  func keys() throws {
    let house = try KernelHouse()
    let bearer: KernelHouse.Fields = [("Authorization", "Bearer \(try house.key())")]
    #expect(try house.get("/storefront/probe", bearer).code == 200)
    #expect(try house.get("/p/signed", bearer).code == 303)
    for wrong in ["Bearer no", "Bearer", "Basic abc", String(repeating: "x", count: 300)] {
      let answer = try house.get("/storefront/probe", [("Authorization", wrong)])
      #expect(answer.code == 401)
      #expect(answer.headers["WWW-Authenticate"] == "Bearer")
    }
  }

  @Test("a visitor is led to the sign-in and back to the very address")
  func back() throws {
    let house = try KernelHouse()
    let answer = try house.get("/p/signed?tab=new&q=a%26b")
    #expect(answer.headers["Location"] == "/sign-in?return=%2Fp%2Fsigned%3Ftab%3Dnew%26q%3Da%2526b")
    #expect(try house.post("/p/signed").headers["WWW-Authenticate"] != nil)
  }

  @Test("a wrong method is named with those that work; OPTIONS lists them")
  func methods() throws {
    let house = try KernelHouse()
    let wrong = try house.send(.delete, "/p/anyone")
    #expect(wrong.code == 405)
    #expect(wrong.headers["Allow"] == "GET, HEAD, POST, OPTIONS")
    let options = try house.send(.options, "/p/page")
    #expect(options.code == 204)
    #expect(options.headers["Allow"] == "GET, HEAD, OPTIONS")
    #expect(
      try house.send(.post, "/storefront/probe").json["error"]?["code"] == "method_not_allowed")
  }

  @Test("before the body is read: who may not act is answered, a longer body than allowed too")
  func plan() throws {
    let house = try KernelHouse()
    let owner = try house.browser(.owner)
    func answer(_ headers: KernelHouse.Fields, _ path: String = "/p/signed") throws -> Int? {
      let request = try Request(.post, path, headers: headers + [("Sec-Fetch-Site", "none")])
      return house.office.plan(request, house.local).answer?.code
    }
    #expect(try answer([]) == 401)
    #expect(try answer(owner.headers) == nil)
    #expect(try answer(owner.headers + [("Content-Length", "1000")]) == nil)
    #expect(try answer(owner.headers + [("Content-Length", "1001")]) == 413)
    #expect(try answer(owner.headers, "/p/platform") == 403)
    #expect(try answer([], "/p/nothing") == 404)
    let cross = try Request(
      .post, "/p/signed", headers: owner.headers + [("Sec-Fetch-Site", "cross-site")])
    #expect(house.office.plan(cross, house.local).answer?.code == 403)
  }
}
