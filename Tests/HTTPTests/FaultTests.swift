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
        Scenario("accept interrupted", .accept, .failure(EINTR)),
        Scenario("accept aborted", .accept, .failure(ECONNABORTED)),
        Scenario("accept without descriptors", .accept, .failure(EMFILE)),
        Scenario("accept without files", .accept, .failure(ENFILE)),
        Scenario("accept without memory", .accept, .failure(ENOMEM)),
        Scenario("poll interrupted", .poll, .failure(EINTR)),
        Scenario("spool interrupted", .write, .failure(EINTR)),
        Scenario("spool ten octets", .write, .short(10)),
        Scenario("spool full", .write, .failure(ENOSPC), isHarmless: false),
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

    @Test(
      "a fault never gives a wrong answer, and the next client is served",
      arguments: Scenario.all, [false, true])
    func fault(_ scenario: Scenario, _ repeats: Bool) throws {
      // What fails for ever is not served; what is only slow for ever is.
      if repeats, case .failure = scenario.fault { return }
      for nth in 1...(repeats ? 1 : 4) {
        let server = try TestServer(try SampleSite.application())
        defer { Faults.clear() }
        Faults.plan(scenario.call, scenario.fault, nth: nth, repeats: repeats)
        let client = server.client()
        client.send(FaultTests.inputs.map(\.input).joined())
        var answered = 0
        while answered < FaultTests.inputs.count, let answer = client.answer() {
          guard answer.status == 200 else { break }
          // A connection that breaks may cut the answer, never change it.
          let expected = FaultTests.inputs[answered].answer
          let isRight =
            scenario.isHarmless
            ? answer.body == expected
            : expected.hasPrefix(answer.body)
          #expect(isRight, "answer \(answered), n = \(nth)")
          answered += 1
        }
        if nth == 1, !scenario.isHarmless { #expect(answered < FaultTests.inputs.count) }
        if scenario.isHarmless { #expect(answered == FaultTests.inputs.count, "n = \(nth)") }
        Faults.clear()
        let next = server.client()
        next.send(request("GET /echo"))
        #expect(next.answer()?.body == "GET /echo a.example", "n = \(nth)")
      }
    }

    @Test("without descriptors the server waits and does not spin")
    func exhausted() throws {
      let server = try TestServer()
      Faults.plan(.accept, .failure(EMFILE), nth: 1, repeats: true)
      defer { Faults.clear() }
      let client = server.client()
      client.send(request("GET /"))
      let before = TimeAndLoadTests.switches()
      usleep(300_000)
      #expect(TimeAndLoadTests.switches() - before < 50)
      Faults.clear()
      #expect(client.answer()?.status == 200)
    }

    @Test("a server that cannot have its threads does not start, and leaves nothing behind")
    func threads() throws {
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
  }
}
