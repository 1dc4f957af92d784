import HTTP
import Testing

extension SocketTests {
  /// The server against the clauses, from the outside: raw octets in, answers out.
  @Suite struct ConformanceTests {
    @Test("every clause", arguments: Topic.all)
    func clauses(_ topic: Topic) throws {
      let server = try TestServer(SampleSite.application)
      for scenario in topic.cases { try run(scenario, server) }
    }

    @Test(
      "9112-9.6 a refusal reaches a client that is still sending",
      arguments: [
        request("POST /echo", "Content-Length: 5000000"),
        request("POST /refused", "Content-Length: 5000000"), "BAD\r\n\r\n",
        chunked("fffff\r\n"),
      ])
    func lingering(_ head: String) throws {
      let server = try TestServer(SampleSite.application)
      let client = server.client()
      client.send(Array(head.utf8) + [UInt8](repeating: 0x78, count: 5_000_000))
      let answer = try #require(client.answer())
      #expect([400, 401, 413].contains(answer.status))
      #expect(answer.header("connection") == "close")
      #expect(client.isClosed())
    }

    @Test("a client that resets its connection disturbs nobody")
    func reset() throws {
      let server = try TestServer(SampleSite.application)
      for head in ["", "GET /", request("GET /worker"), request("GET /assets/large.bin")] {
        server.client().abort(after: head)
        let next = server.client()
        next.send(request("GET /echo"))
        #expect(next.answer()?.status == 200)
      }
    }

    /// Sends the input, reads the answers and finds out whether the connection has kept its place.
    private func run(_ scenario: Case, _ server: TestServer) throws {
      let client = server.client()
      client.send(scenario.input)
      let name: Comment = "\(scenario.testDescription)"
      var last: RawClient.Answer?
      for expected in scenario.answers {
        let answer = try #require(client.answer(isHead: expected.isHead), name)
        check(answer, expected, name)
        last = answer
      }
      if last?.status == 100 {
        client.send("body")
        #expect(client.answer()?.body.hasSuffix(" body") == true, name)
      }
      if scenario.closes {
        #expect(last?.header("connection") == "close", name)
        #expect(client.isClosed(), name)
      } else {
        client.send("GET /echo/probe HTTP/1.1\r\nHost: probe\r\n\r\n")
        #expect(client.answer()?.body == "GET /echo/probe probe", name)
      }
    }

    private func check(_ answer: RawClient.Answer, _ expected: Expected, _ name: Comment) {
      #expect(answer.status == expected.status, name)
      for (field, value) in expected.fields {
        #expect(answer.header(field) == value, name)
      }
      if let body = expected.body { #expect(answer.body == body, name) }
      if answer.status >= 200 { checkEvery(answer, expected, name) }
    }

    /// What RFC 9110 asks of every final answer.
    private func checkEvery(_ answer: RawClient.Answer, _ expected: Expected, _ name: Comment) {
      #expect(answer.header("date")?.utf8.count == 29, name)
      #expect(answer.header("transfer-encoding") == nil, name)
      let hasLength = answer.header("content-length") != nil
      #expect(hasLength == (answer.status != 204 && answer.status != 304), name)
      let type = answer.header("content-type")
      if !answer.body.isEmpty { #expect(type != nil, name) }
      if let type, type.hasPrefix("text/") { #expect(type.contains("charset=utf-8"), name) }
      if answer.status >= 400, !expected.isHead { #expect(!answer.body.isEmpty, name) }
      let demanded = [405: "allow", 401: "www-authenticate", 416: "content-range"]
      if let field = demanded[answer.status] { #expect(answer.header(field) != nil, name) }
      for field in answer.headers {
        let parts = field.split(separator: ":", maxSplits: 1)
        #expect(parts.count == 2 && !field.utf8.contains(10), name)
      }
      #expect(
        Set(answer.headers.map { $0.prefix { $0 != ":" } }).count == answer.headers.count, name)
    }
  }
}
