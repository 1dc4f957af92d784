import Glibc

/// One request on one connection to a server of this machine, as bytes: nothing is hidden.
public struct WireClient: Sendable {
  public struct Reply: Sendable {
    public let status: Int
    /// Names in lower case.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  /// Why there is no whole answer.
  public struct Broken: Error, Sendable {
    public let reason: String
  }

  public let port: UInt16

  public init(port: UInt16) { self.port = port }

  /// A port that nothing listens on.
  public static func freePort() throws -> UInt16 { try WebDriverWire.freePort() }

  public func send(
    _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
  ) throws(Broken) -> Reply {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if !body.isEmpty || method == "POST" { head += "Content-Length: \(body.count)\r\n" }
    let bytes = try exchange(Array((head + "\r\n").utf8) + body)
    guard let reply = Self.parse(bytes) else { throw Broken(reason: "half an answer") }
    guard method == "HEAD" || reply.header("content-length") == "\(reply.body.count)" else {
      throw Broken(reason: "half a body")
    }
    return reply
  }

  private func exchange(_ request: [UInt8]) throws(Broken) -> [UInt8] {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Broken(reason: "no socket") }
    defer { close(socket) }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    var address = WebDriverWire.loopback(port: port)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Broken(reason: "nothing listens") }
    try write(request, to: socket)
    return try read(from: socket)
  }

  private func write(_ bytes: [UInt8], to socket: Int32) throws(Broken) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Broken(reason: "it can't be written to") }
      sent += count
    }
  }

  private func read(from socket: Int32) throws(Broken) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = recv(socket, &chunk, chunk.count, 0)
      if count == 0 { return bytes }
      guard count > 0 else { throw Broken(reason: "no answer") }
      bytes += chunk.prefix(count)
    }
  }

  static func parse(_ bytes: [UInt8]) -> Reply? {
    guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
    }
    return Reply(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
  }
}
