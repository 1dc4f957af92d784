import Glibc
import Office

/// What many open streams cost, and how soon a notice reaches them all.
struct StreamResult {
  let streams: Int
  /// Resident memory in KiB above what the server had before, with its share without files.
  let memory: (resident: Int, anonymous: Int)
  /// From the act to the stream that heard of it first and last, in milliseconds.
  let first: Double
  let last: Double
  /// Streams that heard nothing in ten seconds.
  let deaf: Int
}

/// Pages that listen, each with a connection of its own, on one thread.
struct StreamLoad {
  let server: ServerProcess
  let requests: BenchRequests
  let client: HTTPClient
  /// Whose notices they listen to.
  let cookie: String
  let count: Int

  private static let page = "/settings/contacts"

  func run() throws -> StreamResult {
    let act = try testNotice()
    let before = server.memory
    let streams = try open(server.port)
    defer { for stream in streams { close(stream.fd) } }
    let after = server.memory
    let start = MonotonicClock.nanoseconds()
    let answer = try client.exchange(act)
    guard answer.status == 303 else {
      throw HTTPClientError.broken("a test notice answers \(answer.status)")
    }
    let (first, last, deaf) = hear(streams, since: start)
    return StreamResult(
      streams: count,
      memory: (after.resident - before.resident, after.anonymous - before.anonymous),
      first: first, last: last, deaf: deaf)
  }

  /// The button by which somebody tries whether notices reach them.
  private func testNotice() throws -> [UInt8] {
    let reply = try client.exchange(requests.get(Self.page, cookie: cookie))
    let page = String(decoding: reply.body, as: UTF8.self)
    guard let mark = page.firstRange(of: "name=\"_token\" value=\"") else {
      throw HTTPClientError.broken("\(Self.page) has no form")
    }
    let token = page[mark.upperBound...].prefix { $0 != "\"" }
    return requests.form("\(Self.page)/test", "_token=\(token)", cookie: cookie)
  }

  private func open(_ port: UInt16) throws -> [pollfd] {
    let request = requests.get("/notices/live", cookie: cookie)
    var streams: [pollfd] = []
    streams.reserveCapacity(count)
    var buffer = [UInt8](repeating: 0, count: 4_096)
    for _ in 0..<count {
      let stream = try LoadConnection.connect(port: port)
      streams.append(pollfd(fd: stream, events: Int16(POLLIN), revents: 0))
      guard send(stream, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
        throw HTTPClientError.broken("a stream can't be asked for")
      }
      // The head ends with the first words of the stream.
      var head: [UInt8] = []
      while !head.suffix(2).elementsEqual([10, 10]) {
        let read = recv(stream, &buffer, buffer.count, 0)
        guard read > 0 else { throw HTTPClientError.broken("a stream is refused") }
        head += buffer.prefix(read)
      }
      guard head.starts(with: "HTTP/1.1 200".utf8) else {
        throw HTTPClientError.broken("a stream answers otherwise")
      }
    }
    return streams
  }

  private func hear(
    _ streams: [pollfd], since start: Int64
  ) -> (first: Double, last: Double, deaf: Int) {
    var waiting = streams
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var left = count
    var (first, last) = (0.0, 0.0)
    while left > 0, poll(&waiting, nfds_t(waiting.count), 10_000) > 0 {
      for index in waiting.indices where waiting[index].revents != 0 {
        _ = recv(waiting[index].fd, &buffer, buffer.count, 0)
        waiting[index].fd = -1
        left -= 1
      }
      last = Double(MonotonicClock.nanoseconds() - start) / 1e6
      if first == 0 { first = last }
    }
    return (first, last, left)
  }
}
