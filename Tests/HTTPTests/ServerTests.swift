import Testing

@testable import HTTP

/// What is sent on one connection, and the statuses that come back.
struct Exchange: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let input: String
  let statuses: [Int]
  let closes: Bool

  init(_ name: String, _ input: String, _ statuses: [Int], closes: Bool = false) {
    testDescription = name
    self.input = input
    self.statuses = statuses
    self.closes = closes
  }
}

private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

extension SocketTests {
  @Suite struct ServerTests {
    static let exchanges = [
      Exchange("a plain request keeps the connection", get, [200]),
      Exchange(
        "close is obeyed", "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", [200],
        closes: true),
      Exchange("HTTP/1.0 closes", "GET / HTTP/1.0\r\n\r\n", [200], closes: true),
      Exchange(
        "HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200]),
      Exchange("two pipelined", get + get, [200, 200]),
      Exchange(
        "a bad second request does not lose the first answer", get + "BAD\r\n\r\n", [200, 400],
        closes: true),
      Exchange("nothing after an error is believed", "BAD\r\n\r\n" + get, [400], closes: true),
      Exchange(
        "length body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get,
        [200, 200]),
      Exchange(
        "chunked body",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
          + get,
        [200, 200]),
      Exchange(
        "broken chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
        [400], closes: true),
      Exchange(
        "both framings",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
          + get, [400], closes: true),
      Exchange(
        "too long, announced", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n",
        [413],
        closes: true),
      Exchange(
        "answered before the body",
        "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", [401], closes: true),
      Exchange(
        "answered without a body", "GET /refused HTTP/1.1\r\nHost: a\r\n\r\n" + get, [401, 200]),
      Exchange("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + get, [204, 200]),
      Exchange("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", [501], closes: true),
      Exchange("version", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", [505], closes: true),
      Exchange(
        "worker and reactor in order", "GET /worker HTTP/1.1\r\nHost: a\r\n\r\n" + get, [200, 200]),
      Exchange(
        "100-continue",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", [100]),
      Exchange(
        "100-continue when the body is already there",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi", [200]),
      Exchange(
        "refused instead of continued",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n",
        [413], closes: true),
      Exchange(
        "no content has no length", "GET /empty HTTP/1.1\r\nHost: a\r\n\r\n" + get, [204, 200]),
    ]

    @Test("one connection, whole and octet by octet", arguments: exchanges, [false, true])
    func exchange(_ scenario: Exchange, _ cut: Bool) throws {
      // Octet by octet the body of a waiting client never comes along with its head.
      if cut, scenario.testDescription.hasPrefix("100-continue when") { return }
      let server = try TestServer()
      let client = server.client()
      if cut {
        for octet in scenario.input.utf8 where client.send([octet]) {}
      } else {
        client.send(scenario.input)
      }
      for status in scenario.statuses {
        let answer = try #require(client.answer())
        #expect(answer.status == status)
        if status == 204 { #expect(answer.header("content-length") == nil) }
        if status != 100 { #expect(answer.header("date")?.utf8.count == 29) }
      }
      client.endWriting()
      #expect(client.isClosed())
    }

    @Test("an answer that ends the connection says so")
    func connectionClose() throws {
      let server = try TestServer()
      for scenario in ServerTests.exchanges where scenario.closes {
        let client = server.client()
        client.send(scenario.input)
        let answers = scenario.statuses.compactMap { _ in client.answer() }
        #expect(answers.last?.header("connection") == "close", "\(scenario.testDescription)")
        #expect(client.isClosed())
      }
    }

    @Test("HEAD has GET's length and no body")
    func head() throws {
      let server = try TestServer()
      let client = server.client()
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get)
      let answer = try #require(client.answer(isHead: true))
      #expect(answer.header("content-length") == "13")
      #expect(client.answer()?.body == "GET / 0 none")
    }

    @Test("a hundred pipelined requests are answered in order, across both lanes")
    func pipelining() throws {
      let server = try TestServer()
      let client = server.client()
      let paths = (0..<100).map { $0 % 7 == 3 ? "/worker/\($0)" : "/\($0)" }
      client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
      for path in paths { #expect(client.answer()?.body == "GET \(path) 0 none") }
    }

    @Test(
      "a client that has ended its side still gets its answer",
      arguments: ["/", "/worker", "/large"])
    func halfClose(_ path: String) throws {
      let server = try TestServer()
      let client = server.client()
      client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
      client.endWriting()
      #expect(client.answer()?.status == 200)
      #expect(client.isClosed())
    }

    @Test("answers larger than the socket wait for the client, and the next ones wait for them")
    func backPressure() throws {
      let server = try TestServer()
      let client = RawClient(server.port, receiveBuffer: 4096)
      client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n" + get)
      #expect(client.answer()?.body.utf8.count == 8 << 20)
      #expect(client.answer()?.body == "GET / 0 none")
    }

    @Test("files are sent by range")
    func file() throws {
      let file = try FileDescriptor.temporary(in: "/tmp")
      try file.write(Array("0123456789".utf8).span)
      let server = try TestServer(
        TestApplication(respond: { _ in Response(.ok, .file(file, range: 2..<5)) }))
      let client = server.client()
      client.send(get + get)
      #expect(client.answer()?.body == "234")
      #expect(client.answer()?.body == "234")
    }

    @Test("an address in use is one clear error")
    func addressInUse() throws {
      let server = try TestServer()
      let configuration = ServerConfiguration(listen: [.loopback(port: server.port)])
      let second = Server(TestApplication(), configuration: configuration)
      #expect(throws: ServerError.self) { try second.start() }
    }

    @Test("what looks whether a port is free takes no connection that it would have to reset")
    func probe() throws {
      let probe = try Socket.bound(.loopback(port: 0), sharesPort: false)
      #expect(try Socket.address(of: probe).port > 0)
      #expect(try !Socket.adopt(probe))
    }

    @Test("an application that cannot make its local state does not start")
    func localFailure() {
      struct Broken: Application {
        struct NoDatabase: Error {}
        final class Local {}
        func makeLocal(_ lane: Lane) throws -> Local { throw NoDatabase() }
        func plan(_ request: Request, _ local: Local) -> Plan { Plan(lane: lane) }
        func respond(_ request: Request, _ local: Local) -> Response { .plain(.ok) }
        var lane: Lane { .inline }
      }
      #expect(throws: ServerError.self) { try Server(Broken()).start() }
    }

    @Test(
      "a proxy is believed only when it is trusted, and only its part of the list",
      arguments: [
        ([], "127.0.0.1 false"), (["127.0.0.0/8"], "203.0.113.9 true"),
        (["127.0.0.1", "203.0.113.0/24"], "198.51.100.1 true"),
      ] as [([String], String)])
    func forwarded(_ trusted: [String], _ expected: String) throws {
      let application = TestApplication(respond: { .text("\($0.peer.text) \($0.isSecure)") })
      let server = try TestServer(application) {
        $0.trustedProxies = trusted.compactMap { AddressRange($0) }
      }
      let client = server.client()
      client.send(
        "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n"
          + "X-Forwarded-For: 10.1.1.1, 198.51.100.1, 203.0.113.9\r\n\r\n")
      #expect(client.answer()?.body == expected)
    }
  }
}
