import HTTP
import Testing

extension SocketTests {
  /// Several ranges in one answer (RFC 9110, 14.6), and ranges of what does not fit a socket.
  @Suite struct RangeTests {
    @Test("several ranges are parts in the order asked for", arguments: ["/tagged", "/file"])
    func parts(_ path: String) throws {
      let server = try TestServer(SampleSite.application)
      let client = server.client()
      client.send(request("GET \(path)", "Range: bytes=95-,0-2") + request("GET /echo"))
      let answer = try #require(client.answer())
      #expect(answer.status == 206)
      #expect(answer.header("content-range") == nil)
      let type = try #require(answer.header("content-type"))
      let boundary = try #require(type.split(separator: "=").last)
      #expect(type.hasPrefix("multipart/byteranges; boundary="))
      let field = "Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes"
      #expect(
        answer.body == "\r\n--\(boundary)\r\n\(field) 95-99/100\r\n\r\n56789"
          + "\r\n--\(boundary)\r\n\(field) 0-2/100\r\n\r\n012\r\n--\(boundary)--\r\n")
      #expect(client.answer()?.status == 200)
    }

    @Test("a part that is as good as the whole is coalesced, not sent twice")
    func abuse() throws {
      let server = try TestServer(SampleSite.application)
      let client = server.client()
      let list = (0..<16).map { "\($0)-" }.joined(separator: ",")
      client.send(request("GET /assets/large.bin", "Range: bytes=\(list)"))
      let answer = try #require(client.answer())
      #expect(answer.header("content-range") == "bytes 0-1499999/1500000")
      #expect(answer.body.utf8.count == 1_500_000)
    }

    @Test("parts of a large file keep their order when the socket is full")
    func backPressure() throws {
      let server = try TestServer(SampleSite.application)
      let client = RawClient(server.port, receiveBuffer: 4096)
      client.send(
        request("GET /assets/large.bin", "Range: bytes=700005-1499999,0-600000")
          + request("GET /echo"))
      let answer = try #require(client.answer())
      #expect(answer.header("content-length") == "\(answer.body.utf8.count)")
      let parts = answer.body.split(separator: "\r\n\r\n")
      #expect(parts.count == 3)
      #expect(parts[1].utf8.prefix(5).elementsEqual("56789".utf8))
      #expect(parts[2].utf8.prefix(5).elementsEqual("01234".utf8))
      #expect(client.answer()?.body == "GET /echo a.example")
    }
  }
}
