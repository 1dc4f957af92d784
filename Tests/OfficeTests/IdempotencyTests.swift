import Commerce
import HTTP
import OfficeTesting
import SQL
import Testing

@testable import Office

@Suite("idempotency")
struct IdempotencyTests {
  private let house: KernelHouse
  private let key: String

  init() throws {
    house = try KernelHouse()
    key = try house.key()
  }

  private func post(
    _ body: String, _ token: String?, key: String? = nil, type: String? = "application/json"
  ) throws -> Response {
    var headers: KernelHouse.Fields = [("Authorization", "Bearer \(key ?? self.key)")]
    if let token { headers.append(("Idempotency-Key", token)) }
    if let type { headers.append(("Content-Type", type)) }
    return try house.send(.post, "/storefront/once", headers, body: Array(body.utf8))
  }

  @Test("a repeat gets the first answer, byte for byte; another key is another act")
  func repeats() throws {
    let first = try post("{\"a\":1}", "cart 1")
    #expect(first.code == 201)
    #expect(first.text == "{\"n\":1}")
    #expect(try post("{\"a\":2}", "cart 2").text == "{\"n\":2}")
    let again = try post("{\"a\":1}", "cart 1")
    #expect((again.code, again.text) == (201, first.text))
    #expect(try post("{\"a\":1}", "cart 1", key: try house.key()).text == "{\"n\":3}")
  }

  @Test("the same key with another body is refused, and names the header")
  func reused() throws {
    _ = try post("{\"a\":1}", "cart 1")
    let other = try post("{\"a\":2}", "cart 1")
    #expect(other.code == 422)
    #expect(other.json["error"]?["fields"]?.array?.first?["field"] == "Idempotency-Key")
  }

  @Test("what failed leaves nothing behind, and the key can be used again")
  func failed() throws {
    #expect(try post("{\"fail\":\"x\"}", "cart 1").code == 409)
    #expect(try post("{\"a\":1}", "cart 1").text == "{\"n\":1}")
    let open = try house.office.kernel.database.makeReader().open
    #expect(try Audit.history(of: "probe", 1, open, limit: 9).count == 1)
  }

  @Test("repeats that come at once do one act")
  func concurrent() async throws {
    let office = house.office
    let request = try Request(
      .post, "/storefront/once",
      headers: [("Authorization", "Bearer \(key)"), ("Idempotency-Key", "cart 1")],
      body: .bytes(Array("{}".utf8)))
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 1...8 {
        group.addTask { office.respond(request, try office.makeLocal(.worker)).text }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: "{\"n\":1}", count: 8))
  }

  static let refusals: [(body: String, token: String?, type: String?, code: Int)] = [
    ("{}", nil, "application/json", 422),
    ("{}", String(repeating: "k", count: 201), "application/json", 422),
    ("{}", String(repeating: "k", count: 200), "application/json", 201),
    ("{}", "k", nil, 201),
    ("{}", "k", "application/json; charset=utf-8", 201),
    ("{}", "k", "text/plain", 415),
    ("a=1", "k", "application/x-www-form-urlencoded", 415),
    ("{", "k", "application/json", 400),
    ("[]", "k", "application/json", 400),
    ("", "k", "application/json", 400),
    ("{\"a\":1,\"a\":2}", "k", "application/json", 400),
    ("\u{FEFF}{}", "k", "application/json", 400),
  ]

  @Test("a request that is none says which part is wrong")
  func refused() throws {
    for (body, token, type, code) in Self.refusals {
      let answer = try post(body, token, type: type)
      #expect(answer.code == code, "\(body) \(answer.text)")
    }
  }

  @Test("a document too large to be held is refused, not taken as empty")
  func large() throws {
    let body = "{\"a\":\"" + String(repeating: "x", count: JSONBody.limit) + "\"}"
    #expect(try post(body, "k").code == 413)
  }

  @Test("answers are forgotten after a week")
  func sweep() throws {
    _ = try post("{}", "cart 1")
    let writer = house.office.kernel.database.writer
    house.clock.advance(milliseconds: 7 * 24 * 3_600_000)
    #expect(try writer.write { try Idempotency.sweep(at: house.clock.now(), in: $0) } == 0)
    house.clock.advance(milliseconds: 1)
    #expect(try writer.write { try Idempotency.sweep(at: house.clock.now(), in: $0) } == 1)
  }

  @Test("a repeat gets its answer of before the table was rebuilt")
  func rebuilt() throws {
    let older = try OlderDatabase(
      KernelSchema.migrations,
      before: "2026-11-29 kernel: answers lie in the order they were given",
      rows: """
        insert into idempotency values
          (2, 'later', x'0b', 201, x'7b7d', 200), (2, 'sooner', x'0a', 409, x'5b5d', 100);
        """)
    let reader = try older.database.makeReader().open
    let kept = try #require(try reader.first(IdempotencySQL.find, 2, "sooner"))
    #expect(kept.request == [10])
    #expect(kept.answer == APIAnswer(status: 409, body: Array("[]".utf8)))
    #expect(try reader.first(IdempotencySQL.find, 2, "later")?.answer.status == 201)
  }
}
