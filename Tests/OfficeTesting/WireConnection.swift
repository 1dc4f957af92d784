import Glibc

/// A connection to a server of this machine that carries one request after another.
public final class WireConnection {
  public typealias Reply = WireClient.Reply
  public typealias Broken = WireClient.Broken

  private let socket: Int32
  private var held: [UInt8] = []

  public init(port: UInt16) throws(Broken) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw Broken(reason: "no socket") }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = WebDriverWire.loopback(port: port)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Broken(reason: "nothing listens: errno \(errno)") }
  }

  deinit { close(socket) }

  /// A request and its answer.
  public func get(_ path: String) throws(Broken) -> Reply {
    try send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return try reply()
  }

  public func send(_ text: String) throws(Broken) { try send(Array(text.utf8)) }

  public func send(_ bytes: [UInt8]) throws(Broken) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Broken(reason: "it can't be written to: errno \(errno)") }
      sent += count
    }
  }

  /// The next answer, whole; it must have a Content-Length.
  public func reply() throws(Broken) -> Reply {
    while true {
      if let reply = takeReply() { return reply }
      try fill()
    }
  }

  private func fill() throws(Broken) {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count > 0 else {
      let end = count == 0 ? "it ended" : "errno \(errno)"
      throw Broken(reason: "\(end) after \(held.count) octets of an answer")
    }
    held += chunk.prefix(count)
  }

  /// What comes up to and with the mark; what is behind it is kept.
  public func text(upTo mark: String) throws(Broken) -> String {
    while true {
      if let found = held.firstRange(of: Array(mark.utf8)) {
        defer { held.removeFirst(found.upperBound) }
        return String(decoding: held[..<found.upperBound], as: UTF8.self)
      }
      try fill()
    }
  }

  /// All that comes until the server ends the connection.
  public func rest() throws(Broken) -> [UInt8] {
    var bytes = held
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = recv(socket, &chunk, chunk.count, 0)
      if count == 0 { return bytes }
      guard count > 0 else { throw Broken(reason: "no answer: errno \(errno)") }
      bytes += chunk.prefix(count)
    }
  }

  /// Whether the server has ended the connection, or does within the patience of 20 s.
  public func isEnded() -> Bool {
    var octet: UInt8 = 0
    return recv(socket, &octet, 1, 0) == 0
  }

  private func takeReply() -> Reply? {
    guard let end = held.firstRange(of: [13, 10, 13, 10]),
      let reply = WireClient.parse(held),
      let length = reply.header("content-length").flatMap(Int.init),
      held.count >= end.upperBound + length
    else { return nil }
    held.removeFirst(end.upperBound + length)
    return Reply(
      status: reply.status, headers: reply.headers, body: Array(reply.body.prefix(length)))
  }
}

extension WireClient.Reply {
  /// Whether it is the last on its connection.
  public var isLast: Bool { header("connection") == "close" }
}

/// A socket that listens on a free port of this machine, to be inherited by servers.
public final class WireListener {
  public let number: Int32
  public let port: UInt16

  public init() throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = WebDriverWire.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = number
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(number, address, length) == 0 && listen(number, 4_096) == 0
          && getsockname(number, address, &length) == 0
      }
    }
    guard result else { throw ServerProcess.Failed(description: "no listening socket") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(number) }
}
