import Foundation
import HTTP
import Testing

extension SocketTests {
  @Suite struct BodyTests {
    @Test(
      "a body goes to memory up to the limit and to disk above it",
      arguments: [
        (0, "none"), (1, "memory"), (65536, "memory"), (65537, "file"), (1 << 20, "file"),
      ], [false, true])
    func spooling(_ scenario: (count: Int, kind: String), _ chunked: Bool) throws {
      let server = try TestServer()
      let client = server.client()
      client.send(BodyTests.request(scenario.count, chunked: chunked))
      #expect(client.answer()?.body == "POST / \(scenario.count) \(scenario.kind)")
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client.answer()?.status == 200)
    }

    private static func request(_ count: Int, chunked: Bool) -> [UInt8] {
      let head = "POST / HTTP/1.1\r\nHost: a\r\n"
      guard chunked else {
        return Array("\(head)Content-Length: \(count)\r\n\r\n".utf8)
          + [UInt8](repeating: 7, count: count)
      }
      var bytes = Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8)
      var left = count
      while left > 0 {
        let size = min(left, 10000)
        bytes += Array(String(size, radix: 16).utf8) + [13, 10]
        bytes += [UInt8](repeating: 7, count: size) + [13, 10]
        left -= size
      }
      return bytes + Array("0\r\n\r\n".utf8)
    }

    @Test("what was spooled is what was sent")
    func content() throws {
      let application = TestApplication(respond: { request in
        guard case .file(let file) = request.body, let bytes = try? file.read(at: 99_998, count: 5)
        else { return .plain(.internalError) }
        return .text("\(file.count) \(bytes)")
      })
      let server = try TestServer(application)
      let client = server.client()
      let bytes = (0..<100_001).map { UInt8($0 % 251) }
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes.count)\r\n\r\n")
      client.send(bytes)
      #expect(client.answer()?.body == "100001 \(Array(bytes[99_998...]))")
    }

    @Test("a long upload takes the disk, not the memory")
    func longUpload() throws {
      let megabytes = 64
      var application = TestApplication()
      application.plan = { _ in Plan(lane: .inline, bodyLimit: megabytes << 20) }
      let server = try TestServer(application)
      let client = server.client()
      let piece = [UInt8](repeating: 7, count: 1 << 20)
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(megabytes << 20)\r\n\r\n")
      client.send(piece)
      let before = Self.anonymousKibibytes()
      for _ in 1..<megabytes { client.send(piece) }
      #expect(client.answer()?.body == "POST / \(megabytes << 20) file")
      // Other suites of the process allocate too; kept in memory it would be 64 MB.
      #expect(Self.anonymousKibibytes() - before < 16 << 10)
    }

    private static func anonymousKibibytes() -> Int {
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
      return Int(line.filter(\.isNumber)) ?? 0
    }

    @Test("413 reaches a client that is still sending", arguments: [false, true])
    func lingering(_ chunked: Bool) throws {
      let server = try TestServer()
      let client = server.client()
      let framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 8000000"
      client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
      if chunked { client.send("7a1200\r\n") }
      #expect(client.send([UInt8](repeating: 7, count: 8_000_000)))
      #expect(client.answer()?.status == 413)
      client.endWriting()
      #expect(client.isClosed())
    }

    @Test("a spool folder that cannot be written is 503, and the server goes on")
    func brokenSpool() throws {
      let server = try TestServer { $0.spoolFolder = "/nowhere" }
      let client = server.client()
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
      let answer = client.answer()
      #expect(answer?.status == 503)
      #expect(answer?.header("retry-after") != nil)
      let second = server.client()
      second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(second.answer()?.status == 200)
    }
  }
}
