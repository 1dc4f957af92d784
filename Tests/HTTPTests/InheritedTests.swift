import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite("sockets that the process was started with")
struct InheritedTests {
  private func announced(_ variables: [String: String]) -> [String] {
    InheritedSockets.announced({ variables[$0] }, pid: 7).map { "\($0.number) \($0.name)" }
  }

  @Test("count and names are those of sd_listen_fds(3), and for this process alone")
  func protocols() {
    let own = ["LISTEN_PID": "7", "LISTEN_FDS": "2"]
    #expect(announced(own) == ["3 ", "4 "])
    #expect(announced(own.merging(["LISTEN_FDNAMES": "a:admin"]) { $1 }) == ["3 a", "4 admin"])
    #expect(announced(own.merging(["LISTEN_FDNAMES": "a"]) { $1 }) == ["3 a", "4 "])
    for wrong in [["LISTEN_PID": "8"], ["LISTEN_FDS": "0"], ["LISTEN_FDS": "-1"]] {
      #expect(announced(own.merging(wrong) { $1 }) == [])
    }
    #expect(announced(["LISTEN_FDS": "2"]) == [])
    #expect(announced(["LISTEN_PID": "7"]) == [])
  }

  @Test("only a listening TCP socket is taken")
  func adoption() throws {
    let listener = try Socket.listen(.loopback(port: 0), sharesPort: false)
    #expect(try Socket.adopt(listener))
    #expect(try !Socket.adopt(FileDescriptor(owning: socket(AF_INET, 1, 0))))
    #expect(try !Socket.adopt(FileDescriptor(owning: socket(AF_UNIX, 1, 0))))
    #expect(try !Socket.adopt(FileDescriptor.temporary(in: "/tmp")))
  }
}

extension SocketTests {
  @Suite struct HandOverTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let three =
      "GET /a HTTP/1.1\r\nHost: a\r\n\r\nHEAD /b HTTP/1.1\r\nHost: a\r\n\r\nBAD\r\n\r\n"

    private func server(_ listener: FileDescriptor, _ traffic: Traffic? = nil) throws -> TestServer
    {
      try TestServer {
        $0.inherited = [listener]
        $0.reactors = 3
        $0.traffic = traffic
        $0.limits.drainGrace = .milliseconds(50)
      }
    }

    @Test("reactors share an inherited socket evenly")
    func sharing() throws {
      let listener = try Socket.listen(.loopback(port: 0), sharesPort: false)
      let traffic = Traffic(labels: [])
      let server = try server(listener, traffic)
      let clients = (0..<12).map { _ in server.client() }
      for client in clients {
        client.send(HandOverTests.get)
        #expect(client.answer()?.status == 200)
      }
      // A reactor notes it at the end of its turn.
      for _ in 0..<100 where traffic.connectionsByReactor != [4, 4, 4] { usleep(10_000) }
      #expect(traffic.connectionsByReactor == [4, 4, 4])
    }

    @Test("what comes after one server's end waits for the next")
    func handOver() throws {
      let listener = try Socket.listen(.loopback(port: 0), sharesPort: false)
      let first = try server(listener)
      let idle = first.client()
      idle.send(HandOverTests.get)
      #expect(idle.answer()?.status == 200)
      first.stop()
      first.wait()
      #expect(idle.isClosed())
      let waiting = first.client()
      waiting.send(HandOverTests.get)
      let second = try server(listener)
      #expect(waiting.answer()?.status == 200)
      #expect(second.port == first.port)
    }

    @Test("answers are counted by label and status, for each reactor by itself")
    func counting() throws {
      let traffic = Traffic(labels: [
        Traffic.Label(method: "any", route: "none"), Traffic.Label(method: "GET", route: "/a"),
      ])
      let application = TestApplication(respond: { request in
        var response = Response.text("four", request.path == "/a" ? .ok : .notFound)
        response.label = request.path == "/a" ? 1 : 99
        return response
      })
      let server = try TestServer(application) {
        $0.traffic = traffic
        $0.reactors = 2
      }
      let clients = (0..<4).map { _ in server.client() }
      for client in clients {
        client.send(HandOverTests.three)
        #expect(client.answer()?.status == 200)
        #expect(client.answer(isHead: true)?.status == 404)
        #expect(client.answer()?.status == 400)
      }
      let reading = traffic.reading()
      let lines = reading.lines.map { line in
        "\(line.label.route) \(line.requests.map { "\($0.code):\($0.count)" })"
      }
      #expect(lines == ["none [\"400:4\", \"404:4\"]", "/a [\"200:4\"]"])
      #expect(reading.lines.map { $0.buckets.reduce(0, +) } == [8, 4])
      #expect(reading.lines[1].nanoseconds > 0)
      #expect(reading.accepted == 4)
      #expect(reading.sent >= 16)
      #expect(reading.received == 4 * HandOverTests.three.utf8.count)
    }
  }
}

extension Traffic {
  fileprivate var connectionsByReactor: [Int] {
    tallies.map { $0.connections.load(ordering: .relaxed) }
  }
}
