import CLinux
import Glibc
import HTTP
import Synchronization
import Testing

/// Holds worker threads until it is opened.
final class Gate: Sendable {
  private let isOpen = Atomic(false)
  let entered = Atomic(0)

  func open() { isOpen.store(true, ordering: .releasing) }

  func pass() {
    entered.add(1, ordering: .relaxed)
    while !isOpen.load(ordering: .acquiring) { usleep(1000) }
  }

  func awaitEntered(_ count: Int) {
    while entered.load(ordering: .relaxed) < count { usleep(1000) }
  }
}

extension SocketTests {
  @Suite struct TimeAndLoadTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private func impatient() throws -> TestServer {
      try TestServer {
        $0.limits.headTime = .milliseconds(250)
        $0.limits.bodyTime = .milliseconds(250)
        $0.limits.idleTime = .milliseconds(250)
        $0.limits.writeStall = .milliseconds(250)
        $0.limits.lingerTime = .milliseconds(250)
        $0.limits.bodyRate = 1 << 20
      }
    }

    @Test(
      "each kind of slowness has its end",
      arguments: [
        ("a client that says nothing", "", nil), ("half a head", "GET / HT", 408),
        ("half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe", 408),
        (
          "half a chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
          408
        ),
      ])
    func deadlines(_ name: String, _ input: String, _ status: Int?) throws {
      let server = try impatient()
      let client = server.client()
      client.send(input)
      #expect(client.answer()?.status == status)
      #expect(client.isClosed())
    }

    @Test("octets that trickle do not move the deadline of a head")
    func slowLoris() throws {
      let server = try impatient()
      let client = server.client()
      let start = ContinuousClock.now
      for octet in "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".utf8 where client.send([octet]) {
        usleep(20000)
        if ContinuousClock.now - start > .milliseconds(1000) { break }
      }
      #expect(client.answer()?.status == 408)
    }

    @Test("an idle connection is closed after its time, not before")
    func idle() throws {
      let server = try impatient()
      let client = server.client()
      client.send(TimeAndLoadTests.get)
      #expect(client.answer()?.status == 200)
      usleep(50000)
      client.send(TimeAndLoadTests.get)
      #expect(client.answer()?.status == 200)
      #expect(client.isClosed())
    }

    @Test("a client that does not read is cut off")
    func stalledReader() throws {
      let server = try impatient()
      let client = RawClient(server.port, receiveBuffer: 4096)
      client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
      usleep(650_000)
      #expect(client.answer().map { $0.body.utf8.count < 8 << 20 } ?? true)
    }

    @Test("a full queue is 503 with Retry-After, and the waiting ones are answered")
    func saturation() throws {
      let gate = Gate()
      let application = TestApplication(respond: { request in
        gate.pass()
        return .text(request.path)
      })
      let server = try TestServer(application) { $0.queueBound = 2 }
      let clients = (0..<3).map { _ in server.client() }
      clients[0].send("GET /worker/0 HTTP/1.1\r\nHost: a\r\n\r\n")
      gate.awaitEntered(1)
      for index in 1...2 { clients[index].send("GET /worker/\(index) HTTP/1.1\r\nHost: a\r\n\r\n") }
      var refused: RawClient.Answer?
      // The two that wait may still be on their way: the queue is full soon.
      for _ in 0..<200 where refused == nil {
        let extra = server.client(timeout: 1)
        usleep(5000)
        extra.send("GET /worker/x HTTP/1.1\r\nHost: a\r\n\r\n")
        refused = extra.answer()
      }
      #expect(refused?.status == 503)
      #expect(refused?.header("retry-after") == "1")
      gate.open()
      for (index, client) in clients.enumerated() {
        #expect(client.answer()?.body == "/worker/\(index)")
      }
    }

    @Test("a busy worker lane gets more threads, up to its limit")
    func growth() throws {
      let gate = Gate()
      let application = TestApplication(respond: { request in
        gate.pass()
        return .text(request.path)
      })
      let server = try TestServer(application) { $0.workers = 3 }
      let clients = (0..<4).map { _ in server.client() }
      for (index, client) in clients.enumerated() {
        client.send("GET /worker/\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
      }
      gate.awaitEntered(3)
      usleep(50_000)
      #expect(gate.entered.load(ordering: .relaxed) == 3)
      gate.open()
      for (index, client) in clients.enumerated() {
        #expect(client.answer()?.body == "/worker/\(index)")
      }
    }

    @Test("draining answers what is in flight, ends idle connections and refuses new ones")
    func drain() throws {
      let gate = Gate()
      let application = TestApplication(respond: { request in
        if request.path == "/worker" { gate.pass() }
        return .text("done")
      })
      let server = try TestServer(application)
      let idle = server.client()
      idle.send(TimeAndLoadTests.get)
      #expect(idle.answer()?.status == 200)
      let busy = server.client()
      busy.send("GET /worker HTTP/1.1\r\nHost: a\r\n\r\n")
      gate.awaitEntered(1)
      server.stop()
      #expect(idle.isClosed())
      gate.open()
      let answer = busy.answer()
      #expect(answer?.body == "done")
      #expect(answer?.header("connection") == "close")
      #expect(busy.isClosed())
      server.wait()
      let late = server.client()
      late.send(TimeAndLoadTests.get)
      #expect(late.answer() == nil)
    }

    @Test("who sends on a kept connection within the grace of a drain is answered")
    func grace() throws {
      let server = try TestServer { $0.limits.drainGrace = .seconds(10) }
      let client = server.client()
      client.send(TimeAndLoadTests.get)
      #expect(client.answer()?.header("connection") == nil)
      server.stop()
      usleep(100_000)
      client.send(TimeAndLoadTests.get)
      let answer = client.answer()
      #expect(answer?.status == 200)
      #expect(answer?.header("connection") == "close")
      #expect(client.isClosed())
    }

    @Test("what will not end is cut when the drain time is over")
    func forcedDrain() throws {
      let server = try TestServer { $0.limits.drainTime = .milliseconds(200) }
      let client = server.client()
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
      usleep(50000)
      let start = ContinuousClock.now
      server.stop()
      server.wait()
      #expect(ContinuousClock.now - start < .seconds(2))
      #expect(client.answer() == nil)
    }

    @Test("above the limit of connections clients wait for a place")
    func connectionLimit() throws {
      let server = try TestServer { $0.limits.connections = 2 }
      let clients = (0..<3).map { _ in server.client() }
      for client in clients { client.send(TimeAndLoadTests.get) }
      #expect(clients[0].answer()?.status == 200)
      #expect(clients[1].answer()?.status == 200)
      clients[0].endWriting()
      #expect(clients[2].answer()?.status == 200)
    }

    @Test("an idle server uses no processor time")
    func idleServer() throws {
      let server = try TestServer()
      let client = server.client()
      client.send(TimeAndLoadTests.get)
      #expect(client.answer()?.status == 200)
      let before = server.processorTime()
      usleep(300_000)
      // A reactor that wakes or spins would take a good part of that time; asleep it takes none.
      #expect(server.processorTime() - before < 1_000_000)
    }

    @Test("every request leaves one line without query, token or full address")
    func accessLog() throws {
      let written = Mutex<[UInt8]>([])
      let write: @Sendable ([UInt8]) -> Void = { bytes in written.withLock { $0 += bytes } }
      do {
        let server = try TestServer { $0.accessLog = .custom(write) }
        let client = server.client()
        client.send("GET /a?token=secret HTTP/1.1\r\nHost: a\r\n\r\nBAD\r\n\r\n")
        #expect(client.answer()?.status == 200)
        #expect(client.answer()?.status == 400)
      }
      let lines = String(decoding: written.withLock { $0 }, as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.contains(" 200 GET /a 13 ") == true)
      #expect(lines.first?.contains("127.0.0.0") == true)
      #expect(lines.last?.contains(" 400 - - ") == true)
    }
  }
}
