import Testing

@testable import HTTP

/// Clients that take their answer slowly, on a clock of the test's own.
@Suite struct SlowReaderTests {
  @Test("a reader of the slowest rate is kept, a slower one is cut")
  func rate() throws {
    let reactor = try DrivenReactor(TestApplication()) {
      $0.limits.writeStall = .seconds(30)
      $0.limits.bodyRate = 1000
    }
    let client = try reactor.client()
    client.send(Array(request("GET /large").utf8)[...])
    // Plain values: a client in an expectation that fails would be described octet by octet.
    var seen: [(taken: Int, isClosed: Bool)] = []
    // The socket counts whole buffers of some 32 KB.
    for most in [40_000, 40_000, 100] {
      let taken = client.receive(most)
      reactor.pass(.seconds(31))
      seen.append((taken, client.isClosed))
    }
    #expect(seen.map(\.taken) == [40_000, 40_000, 100])
    #expect(seen.map(\.isClosed) == [false, false, true])
  }

  @Test("who reads all gets all", arguments: ["/large", "/assets/large.bin"])
  func all(_ path: String) throws {
    let application = path == "/large" ? TestApplication() : SampleSite.application
    let client = try DrivenReactor(application).client()
    client.send(Array(request("GET \(path)").utf8)[...])
    client.receiveAll()
    let (length, count) = (path == "/large" ? 8 << 20 : 1_500_000, client.received.count)
    #expect(count > length && count < length + 1000)
    let isEnded = client.isEnded
    #expect(!isEnded)
  }

  @Test("a part of shared content is no copy of it")
  func parts() {
    let shared = SharedBytes(Array(repeating: 7, count: 100_000))
    let part = shared.slice(10..<20).slice(2..<5)
    #expect(part.bytes == [7, 7, 7])
    #expect(part.range == 12..<15)
    let isSame = part.whole.withUnsafeBufferPointer { one in
      shared.whole.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress }
    }
    #expect(isSame)
  }
}
