import Testing

@testable import HTTP

/// Clients that listen to events, on a clock of the test's own.
@Suite struct EventTests {
  private let broadcast: Broadcast
  private let reactor: DrivenReactor
  private static let opening = "retry: 2000\n\n"

  init() throws {
    let broadcast = Broadcast()
    self.broadcast = broadcast
    var application = TestApplication()
    application.respond = { .events(of: $0.path == "/one" ? 1 : 2) }
    reactor = try DrivenReactor(application) {
      $0.broadcast = broadcast
      $0.limits.beatTime = .seconds(20)
      $0.limits.streamTime = .seconds(50)
    }
  }

  private func listener(_ path: String, _ method: String = "GET") throws -> DrivenClient {
    let client = try reactor.client()
    client.send(Array(request("\(method) \(path)").utf8)[...])
    client.receiveAll()
    return client
  }

  /// What came behind the head.
  private func heard(_ client: DrivenClient) -> String {
    client.receiveAll()
    let text = String(decoding: client.received, as: UTF8.self)
    return text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
  }

  @Test("an answer without an end names no length, and ends with its connection")
  func head() throws {
    let client = try listener("/one")
    let head = String(decoding: client.received, as: UTF8.self)
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(head.contains("Content-Type: text/event-stream\r\n"))
    #expect(head.contains("Connection: close\r\n"))
    #expect(!head.contains("Content-Length"))
    #expect(!client.isEnded)
  }

  @Test("HEAD is answered with the head alone")
  func headOnly() throws {
    let client = try listener("/one", "HEAD")
    #expect(heard(client) == "")
    #expect(client.isEnded)
    #expect(broadcast.count == 0)
  }

  @Test("an event reaches those who listen to its topic, and nobody else")
  func topics() throws {
    let (one, other, two) = (try listener("/one"), try listener("/one"), try listener("/two"))
    #expect(broadcast.count == 3)
    reactor.tell(1, ServerEvent("order", data: "a\nb"))
    let event = Self.opening + "event: order\ndata: a\ndata: b\n\n"
    #expect(heard(one) == event)
    #expect(heard(other) == event)
    #expect(heard(two) == Self.opening)
  }

  @Test("silence is broken by comments, and ends when the stream is old enough")
  func silence() throws {
    let client = try listener("/one")
    for beats in 1...2 {
      reactor.pass(.seconds(21))
      #expect(heard(client) == Self.opening + String(repeating: ":\n\n", count: beats))
      #expect(!client.isEnded)
    }
    reactor.pass(.seconds(21))
    #expect(heard(client) == Self.opening + ":\n\n:\n\n")
    #expect(client.isEnded)
    #expect(broadcast.count == 0)
  }

  @Test("who does not read is cut, and the others go on")
  func deaf() throws {
    let (deaf, other) = (try listener("/one"), try listener("/one"))
    let event = ServerEvent("order", data: String(repeating: "x", count: 10_000))
    for _ in 0..<100 {
      reactor.tell(1, event)
      other.receiveAll()
    }
    #expect(deaf.isClosed)
    #expect(!other.isClosed)
    #expect(broadcast.count == 1)
  }

  @Test("who goes away is forgotten")
  func gone() throws {
    do { _ = try listener("/one") }
    #expect(broadcast.count == 0)
  }

  @Test("what a listener sends is not read as a request")
  func talkative() throws {
    let client = try listener("/one")
    client.send(Array(request("GET /two").utf8)[...])
    #expect(heard(client) == Self.opening)
    #expect(broadcast.count == 1)
  }
}

extension SocketTests {
  @Suite struct LiveTests {
    @Test("an event comes from any thread over a socket; a drain ends the stream")
    func overSockets() throws {
      let broadcast = Broadcast()
      var application = TestApplication()
      application.respond = { _ in .events(of: 7) }
      let server = try TestServer(application) { $0.broadcast = broadcast }
      let client = server.client()
      client.send(request("GET /one"))
      #expect(client.text(upTo: "retry: 2000\n\n").contains("text/event-stream"))
      broadcast.send(ServerEvent("order"), to: 7)
      #expect(client.text(upTo: "data: \n\n") == "event: order\ndata: \n\n")
      server.stop()
      #expect(client.isClosed())
      server.wait()
      #expect(broadcast.count == 0)
    }
  }
}
