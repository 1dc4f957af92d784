import Glibc
import Testing

@testable import HTTP

extension SocketTests {
  /// Every system call on the path of a request fails at its first, second, third... time.
  @Suite struct FaultTests {
    /// A fault, and what it may cost: the connection it hits, or nothing.
    struct Scenario: CustomTestStringConvertible, Sendable {
      let testDescription: String
      let call: SystemCall
      let fault: Faults.Fault
      var isHarmless = true

      static let all: [Scenario] = [
        Scenario("recv interrupted", .receive, .failure(EINTR)),
        Scenario("recv empty", .receive, .failure(EAGAIN)),
        Scenario("recv one octet", .receive, .short(1)),
        Scenario("recv reset", .receive, .failure(ECONNRESET), isHarmless: false),
        Scenario("recv timed out", .receive, .failure(ETIMEDOUT), isHarmless: false),
        Scenario("send interrupted", .send, .failure(EINTR)),
        Scenario("send full", .send, .failure(EAGAIN)),
        Scenario("send one octet", .send, .short(1)),
        Scenario("send reset", .send, .failure(ECONNRESET), isHarmless: false),
        Scenario("send broken", .send, .failure(EPIPE), isHarmless: false),
        Scenario("send without memory", .send, .failure(ENOMEM), isHarmless: false),
        Scenario("sendfile interrupted", .sendFile, .failure(EINTR)),
        Scenario("sendfile full", .sendFile, .failure(EAGAIN)),
        Scenario("sendfile ten octets", .sendFile, .short(10)),
        Scenario("sendfile failed", .sendFile, .failure(EIO), isHarmless: false),
        Scenario("sendfile reset", .sendFile, .failure(ECONNRESET), isHarmless: false),
        Scenario("accept empty", .accept, .failure(EAGAIN)),
        Scenario("accept interrupted", .accept, .failure(EINTR)),
        Scenario("accept aborted", .accept, .failure(ECONNABORTED)),
        Scenario("accept without descriptors", .accept, .failure(EMFILE)),
        Scenario("accept without files", .accept, .failure(ENFILE)),
        Scenario("accept without memory", .accept, .failure(ENOMEM)),
        Scenario("poll interrupted", .poll, .failure(EINTR)),
        Scenario("watch without memory", .watch, .failure(ENOMEM), isHarmless: false),
        Scenario("watch without room", .watch, .failure(ENOSPC), isHarmless: false),
        Scenario("spool interrupted", .write, .failure(EINTR)),
        Scenario("spool ten octets", .write, .short(10)),
        Scenario("spool full", .write, .failure(ENOSPC), isHarmless: false),
        Scenario("spool broken", .write, .failure(EIO), isHarmless: false),
        Scenario("spool without descriptors", .open, .failure(EMFILE), isHarmless: false),
        Scenario("spool without room", .open, .failure(ENOSPC), isHarmless: false),
        Scenario("spool read interrupted", .read, .failure(EINTR)),
        Scenario("spool read ten octets", .read, .short(10)),
        Scenario("spool read broken", .read, .failure(EIO), isHarmless: false),
      ]

      init(_ name: String, _ call: SystemCall, _ fault: Faults.Fault, isHarmless: Bool = true) {
        testDescription = name
        self.call = call
        self.fault = fault
        self.isHarmless = isHarmless
      }
    }

    private static let body = String(repeating: "x", count: 900)
    private static let inputs: [(input: String, answer: String)] = [
      (request("GET /echo"), "GET /echo a.example"),
      (request("GET /worker"), "GET /worker a.example"),
      (request("POST /echo", "Content-Length: 900", body: body), "POST /echo a.example \(body)"),
      (chunked("384\r\n\(body)\r\n0\r\n\r\n"), "POST /echo a.example \(body)"),
      (request("GET /file"), SampleSite.digits),
      (request("GET /assets/wide.bin"), String(repeating: SampleSite.digits, count: 1000)),
    ]

    @Test("a fault at the n-th call never gives a wrong answer", arguments: Scenario.all)
    func fault(_ scenario: Scenario) throws {
      var nth = 1
      while try run(scenario, nth, repeats: false) { nth += 1 }
      // At least the first call has come: a scenario that meets no call tests nothing.
      #expect(nth > 1)
    }

    @Test(
      "what is only slow for ever is served all the same",
      arguments: Scenario.all.filter { if case .short = $0.fault { true } else { false } })
    func slow(_ scenario: Scenario) throws {
      #expect(try run(scenario, 1, repeats: true))
    }

    /// Whether there was an n-th call to fail.
    private func run(_ scenario: Scenario, _ nth: Int, repeats: Bool) throws -> Bool {
      Faults.forgetThreads()
      var application = SampleSite.application
      application.meetsFaults = true
      // The server's own start is not on the path of a request.
      let server = try TestServer(application) {
        $0.limits.lingerTime = .milliseconds(100)
        $0.limits.drainTime = .seconds(1)
      }
      defer { Faults.clear() }
      Faults.plan(scenario.call, scenario.fault, nth: nth, repeats: repeats)
      let client = server.client()
      client.send(FaultTests.inputs.map(\.input).joined())
      let answered = answers(client, scenario, nth)
      let hasFired = Faults.hasFired
      if scenario.isHarmless || !hasFired {
        #expect(answered == FaultTests.inputs.count, "n = \(nth)")
      } else if nth == 1 {
        #expect(answered < FaultTests.inputs.count)
      }
      Faults.clear()
      let next = server.client()
      next.send(request("GET /echo"))
      #expect(next.answer()?.body == "GET /echo a.example", "n = \(nth)")
      return hasFired
    }

    /// How many inputs were answered as they should; a connection that breaks may cut an answer, but
    /// never change it.
    private func answers(_ client: RawClient, _ scenario: Scenario, _ nth: Int) -> Int {
      for (index, expected) in FaultTests.inputs.map(\.answer).enumerated() {
        guard let answer = client.answer(), answer.status == 200 else { return index }
        if answer.body == expected { continue }
        let isCut = !scenario.isHarmless && expected.hasPrefix(answer.body)
        #expect(isCut, "answer \(index), n = \(nth)")
        return index
      }
      return FaultTests.inputs.count
    }

    @Test("without descriptors the server waits and does not spin")
    func exhausted() throws {
      Faults.forgetThreads()
      var application = TestApplication()
      application.meetsFaults = true
      let server = try TestServer(application)
      Faults.plan(.accept, .failure(EMFILE), nth: 1, repeats: true)
      defer { Faults.clear() }
      let client = server.client()
      client.send(request("GET /"))
      // Let it meet the fault before its time is taken.
      usleep(50_000)
      let before = server.processorTime()
      usleep(350_000)
      // It tries again every 100 ms; a listener that stays readable would take all of the time.
      #expect(server.processorTime() - before < 10_000_000)
      Faults.clear()
      #expect(client.answer()?.status == 200)
    }

    @Test("a server that cannot have its threads does not start, and leaves nothing behind")
    func threads() throws {
      Faults.forgetThreads()
      Faults.admitThisThread()
      defer { Faults.forgetThreads() }
      // The log's thread, the worker's and the reactor's.
      for nth in 1...3 {
        Faults.plan(.makeThread, .failure(EAGAIN), nth: nth)
        defer { Faults.clear() }
        #expect(throws: ServerError.self) {
          _ = try TestServer { $0.accessLog = .custom { _ in } }
        }
      }
      Faults.clear()
      let server = try TestServer()
      let client = server.client()
      client.send(request("GET /"))
      #expect(client.answer()?.status == 200)
    }

    @Test("where no further thread can be had, the first worker does all the work")
    func noMoreWorkers() throws {
      let gate = Gate()
      var application = TestApplication(respond: { request in
        gate.pass()
        return .text(request.path)
      })
      application.meetsFaults = true
      let server = try TestServer(application) { $0.workers = 3 }
      Faults.plan(.makeThread, .failure(EAGAIN), nth: 1, repeats: true)
      defer { Faults.clear() }
      let clients = (0..<3).map { _ in server.client() }
      for (index, client) in clients.enumerated() {
        client.send(request("GET /worker/\(index)"))
        if index == 0 { gate.awaitEntered(1) }
      }
      for _ in 0..<500 where !Faults.hasFired { usleep(1000) }
      #expect(Faults.hasFired)
      gate.open()
      for (index, client) in clients.enumerated() {
        #expect(client.answer()?.body == "/worker/\(index)")
      }
    }
  }
}
