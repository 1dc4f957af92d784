import Commerce
import HTTP
import Office
import OfficeTesting
import SQL
import SellerDesk
import Testing

/// Generated from the route table: a new route is held against its declaration the day it is
/// written.
@Suite("Every route") struct RouteSweeps {
  @Test("answers every role, and nobody, as its access declares")
  func access() throws {
    let sample = try Sample.copy()
    for role in Role.allCases.map(Optional.some) + [nil] {
      for route in sample.house.office.routes {
        guard let target = route.targets(sample.first, waiting: sample.waiting).first else {
          Issue.record("\(route.line): the sample has nothing for it")
          continue
        }
        let surfer = try role.map { try sample.house.surfer($0) } ?? sample.house.visitor()
        let answer = try surfer.ask(route, target)
        let name = role?.rawValue ?? "nobody"
        if let refusal = route.refusal(of: role) {
          #expect(answer.status == Int(refusal.code), "\(name): \(route.line)")
          if refusal == .seeOther {
            #expect(answer.location.hasPrefix("/sign-in"), "\(name): \(route.line)")
          }
        } else {
          #expect(
            answer.status < 500 && ![401, 403].contains(answer.status),
            "\(name): \(route.line) \(answer.status)")
        }
      }
    }
  }

  @Test("of the shop front works with the key and with nothing else")
  func keys() throws {
    let sample = try Sample.copy()
    let programs = [
      "key:storefront": try sample.house.front(), "key:carrier": try sample.house.carrier(),
    ]
    let owner = try sample.house.surfer(.owner)
    for route in sample.house.office.routes where route.access.hasPrefix("key:") {
      let front = try #require(programs[route.access])
      for (access, other) in programs where access != route.access {
        let target = try #require(route.targets(sample.first, waiting: []).first)
        let refused = try route.method == .get ? other.get(target) : other.post(target, .object([]))
        #expect(refused.status == 403, "\(route.line)")
      }
      let target = try #require(route.targets(sample.first, waiting: []).first)
      let opened = try route.method == .get ? front.get(target) : front.post(target, .object([]))
      #expect(opened.status < 500 && ![401, 403].contains(opened.status), "\(route.line)")
      #expect(opened.headers["Content-Type"] == "application/json", "\(route.line)")
      for key in ["", "Bearer", "Bearer wrong", "Basic \(front.key)", "Bearer \(front.key)x"] {
        let refused = try owner.send(route.method, target, [("Authorization", key)])
        #expect(refused.status == 401, "\(route.line) '\(key)'")
        #expect(refused.headers["WWW-Authenticate"] == "Bearer")
      }
    }
  }

  @Test("of the Seller API works with a seller's key and with nothing else")
  func programs() throws {
    let sample = try Sample.copy()
    let program = try sample.house.client.program(of: sample.house.first)
    let owner = try sample.house.surfer(.owner)
    let front = try sample.house.front()
    let routes = sample.house.office.routes.filter { $0.access.hasPrefix("program:") }
    #expect(routes.count > 30)
    for route in routes {
      let opened = try program.call(route.pattern)
      #expect(
        opened.status < 500 && ![401, 403, 429].contains(opened.status),
        "\(route.line) \(opened.status)")
      #expect(opened.headers["Content-Type"] == "application/json", "\(route.line)")
      for headers in [
        [], [("Client-Id", program.id)], [("Authorization", "Bearer \(front.key)")],
        [("Client-Id", "\(sample.house.second)"), ("Api-Key", program.key)],
        [("Client-Id", program.id), ("Api-Key", front.key)],
      ] {
        let refused = try owner.send(.post, route.pattern, headers)
        #expect([401, 403].contains(refused.status), "\(route.line)")
        #expect(refused.json["code"]?.integer ?? 0 > 0 && refused.json["message"] != nil)
      }
      sample.house.client.advance(.seconds(1))
    }
  }

  @Test("with the id of another seller's thing is 404, and not a byte is stored")
  func tenancy() throws {
    let sample = try Sample.copy()
    let owner = try sample.house.surfer(.owner)
    let routes = sample.house.office.routes.filter {
      $0.hasParameter && $0.refusal(of: .owner) == nil && $0.access != "anyone"
    }
    #expect(routes.count >= 20)
    let before = try sample.house.storedBytes()
    for route in routes {
      for target in route.targets(ofAnything: sample.second) {
        let answer = try owner.ask(route, target)
        #expect(answer.status == 404, "\(route.method.name) \(target): \(answer.status)")
      }
    }
    #expect(try sample.house.storedBytes() == before)
  }

  @Test("that takes ids in its form neither shows nor changes another seller's things")
  func tenancyOfForms() throws {
    let sample = try Sample.copy()
    let owner = try sample.house.surfer(.owner)
    let before = try sample.house.storedBytes()
    for route in sample.house.office.routes
    where route.method == .post && !route.hasParameter && route.refusal(of: .owner) == nil
      && route.pattern.hasPrefix("/orders")
    {
      let fields =
        sample.second.postings.map { ("id", $0) } + [("act", "confirm"), ("scope", "page")]
      let answer = try owner.post(route.pattern, fields)
      #expect(answer.status == 404, "\(route.line): \(answer.status)")
      #expect(!sample.second.numbers.contains { answer.text.contains($0) }, "\(route.line)")
    }
    #expect(try sample.house.storedBytes() == before)
  }

  @Test("a signed link opens what it was made for, and no other")
  func signedLinks() throws {
    let sample = try Sample.copy()
    let visitor = try sample.house.visitor()
    let link = try #require(sample.first.links.first)
    let other = try #require(sample.second.links.first)
    #expect(try visitor.get("/t/\(link)").status == 200)
    let parts = link.split(separator: ".")
    let others = other.split(separator: ".")
    let forged = [
      "\(others[0]).\(others[1]).\(parts[2])", "\(others[0]).\(parts[1]).\(parts[2])",
      "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).", link + "A", String(link.dropLast()),
      "..", "a.b.c", "zzzzzzzzzzzzzzzzzzzzzzzz.1.\(parts[2])",
    ]
    for token in forged { #expect(try visitor.get("/t/\(token)").status == 404, "\(token)") }
  }

  @Test("that changes something asks for the session's token and our own origin")
  func crossSite() throws {
    let sample = try Sample.copy()
    let people = try [Role.owner, .moderator, .admin].map { try sample.house.surfer($0) }
    let before = try sample.house.storedBytes()
    for route in sample.house.office.routes where route.method != .get && !route.isAPI {
      let target = try #require(route.targets(sample.first, waiting: sample.waiting).first)
      let roles: [Role] = [.owner, .moderator, .admin]
      let index = try #require(roles.firstIndex { route.refusal(of: $0) == nil }, "\(route.line)")
      let surfer = people[index]
      let tries = try [
        surfer.post(target, [], token: nil),
        surfer.post(target, [], token: "wrong"),
        surfer.post(target, [], token: surfer.token + "x"),
        surfer.post(target, [], token: people[(index + 1) % people.count].token),
        surfer.post(target, [], token: surfer.token, origin: "cross-site"),
        surfer.post(target, [], token: surfer.token, origin: "same-site"),
        surfer.postFrom("https://evil.example", target),
        surfer.postFrom("null", target),
      ]
      for (index, answer) in tries.enumerated() {
        // A page from before the sign-in has no token: there the act is a stranger's, see below.
        if route.access == "anyone" && index < 4 { continue }
        #expect(answer.status == 403, "\(route.line) try \(index): \(answer.status)")
      }
    }
    #expect(try sample.house.storedBytes() == before)
  }

  @Test("a stranger's form from another site is refused too")
  func crossSiteOfStrangers() throws {
    let sample = try Sample.copy()
    let visitor = try sample.house.visitor()
    for route in sample.house.office.routes
    where route.method == .post && route.access == "anyone" {
      #expect(try visitor.postFrom("https://evil.example", route.pattern).status == 403)
      let answer = try visitor.post(route.pattern, [], token: nil, origin: "cross-site")
      #expect(answer.status == 403, "\(route.line)")
    }
  }

  @Test("answers other methods with 405, and OPTIONS with 204, and the list of its own")
  func methods() throws {
    let sample = try Sample.copy()
    let owner = try sample.house.surfer(.owner)
    let patterns = Dictionary(grouping: sample.house.office.routes, by: \.pattern)
    for (pattern, routes) in patterns {
      let target = try #require(routes[0].targets(sample.first, waiting: sample.waiting).first)
      var allowed = Set(routes.map(\.method)).union([.options])
      if allowed.contains(.get) { allowed.insert(.head) }
      for method in Method.allCases where method == .options || !allowed.contains(method) {
        let answer = try owner.send(method, target)
        let wanted = method == .options ? 204 : 405
        #expect(answer.status == wanted, "\(method.name) \(pattern): \(answer.status)")
        let named = Set((answer.headers["Allow"] ?? "").split(separator: ", ").map(String.init))
        let own = Set(allowed.map { "\($0.name)" })
        #expect(named.union(["OPTIONS"]) == own, "\(method.name) \(pattern)")
      }
    }
  }

  @Test("is open to everybody only where it stands in this list")
  func open() throws {
    let house = try TestHouse(Modules.boot)
    let open = house.office.routes.filter { $0.access == "anyone" }.map(\.line)
    #expect(
      Set(open) == [
        "GET /healthz", "GET /readyz", "GET /q/:token", "POST /q/:token", "POST /language",
        "GET /sign-in", "POST /sign-in",
        "GET /images/:name", "GET /labels/:token", "GET /t/:token", "POST /t/:token",
        "GET /unsubscribe/:kind/:token",
        "POST /unsubscribe/:kind/:token", "GET /contacts/confirmation/:token",
        "POST /contacts/confirmation/:token",
      ])
  }

  @Test("carries the headers that keep a page to itself")
  func headers() throws {
    let sample = try Sample.copy()
    let owner = try sample.house.surfer(.owner)
    for route in sample.house.office.routes where route.method == .get {
      let target = try #require(route.targets(sample.first, waiting: sample.waiting).first)
      let answer = try owner.ask(route, target)
      let policy = answer.headers["Content-Security-Policy"] ?? ""
      #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "\(route.line)")
      #expect(policy.contains("frame-ancestors 'none'"), "\(route.line)")
      #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(route.line)")
      #expect(!answer.headers.fields.isEmpty)
      guard route.access != "anyone" else { continue }
      #expect(answer.headers.all("Cache-Control") == ["no-store"], "\(route.line)")
    }
  }
}

extension Surfer {
  /// Asks a route as our own page does.
  func ask(_ route: Route, _ target: String) throws -> Answer {
    try route.method == .get ? get(target) : post(target)
  }

  /// A form of another site, sent by an old browser that says only the origin.
  func postFrom(_ origin: String, _ target: String) throws -> Answer {
    try send(
      .post, target,
      [("Origin", origin), ("Content-Type", "application/x-www-form-urlencoded")],
      body: Array("_token=\(token)".utf8))
  }
}
