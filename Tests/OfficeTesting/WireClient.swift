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
    let isEndless = reply.header("content-type") == "text/event-stream"
    guard
      method == "HEAD" || isEndless || reply.header("content-length") == "\(reply.body.count)"
    else {
      throw Broken(reason: "half a body")
    }
    return reply
  }

  private func exchange(_ request: [UInt8]) throws(Broken) -> [UInt8] {
    let connection = try WireConnection(port: port)
    try connection.send(request)
    return try connection.rest()
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
