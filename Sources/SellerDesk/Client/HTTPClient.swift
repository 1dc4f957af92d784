import Glibc

/// What the client got back.
struct HTTPReply {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// Why there is no answer.
enum HTTPClientError: Error, CustomStringConvertible {
  case unreachable(String)
  case broken(String)

  var description: String {
    switch self {
    case .unreachable(let address): "Nothing answers at \(address)."
    case .broken(let reason): "The connection broke: \(reason)."
    }
  }
}

/// One keep-alive connection to a server on this machine or beyond: for the simulator and the
/// benchmark. Blocking, one request at a time, answers with a Content-Length.
final class HTTPClient {
  let address: String
  private let host: String
  private let port: UInt16
  private var socket: Int32 = -1
  private var buffer: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)

  /// - Parameter address: `http://HOST:PORT` with an IPv4 address in digits.
  init(_ address: String) throws(HTTPClientError) {
    let rest = address.hasPrefix("http://") ? address.dropFirst(7) : address[...]
    let parts = rest.prefix { $0 != "/" }.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1]) else { throw .unreachable(address) }
    self.address = address
    host = parts[0] == "localhost" ? "127.0.0.1" : String(parts[0])
    self.port = port
  }

  deinit { disconnect() }

  /// Sends a request and waits for its answer; a connection that the server has closed in the
  /// meantime is made anew once.
  func send(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
  ) throws(HTTPClientError) -> HTTPReply {
    var bytes = Array("\(method) \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\n".utf8)
    for (name, value) in headers { bytes += Array("\(name): \(value)\r\n".utf8) }
    if method != "GET" { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
    bytes += Array("\r\n".utf8)
    bytes += body
    return try exchange(bytes)
  }

  /// Sends bytes made before and waits for the answer.
  func exchange(_ bytes: [UInt8]) throws(HTTPClientError) -> HTTPReply {
    let isFresh = socket < 0
    do {
      return try attempt(bytes)
    } catch {
      disconnect()
      if isFresh { throw error }
      return try attempt(bytes)
    }
  }

  private func attempt(_ bytes: [UInt8]) throws(HTTPClientError) -> HTTPReply {
    if socket < 0 { try connect() }
    try write(bytes)
    return try readReply()
  }

  private func connect() throws(HTTPClientError) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw .unreachable(self.address)
    }
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .broken("no socket") }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw .unreachable(self.address)
    }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    socket = descriptor
    buffer.removeAll(keepingCapacity: true)
  }

  private func disconnect() {
    if socket >= 0 { close(socket) }
    socket = -1
  }

  private func write(_ bytes: [UInt8]) throws(HTTPClientError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw .broken("it can't be written to") }
      sent += count
    }
  }

  private func readReply() throws(HTTPClientError) -> HTTPReply {
    var searched = 0
    while true {
      if let end = Self.headEnd(buffer, from: searched) {
        return try readBody(head: buffer[..<end], from: end)
      }
      searched = max(0, buffer.count - 3)
      try fill()
    }
  }

  private func readBody(
    head: ArraySlice<UInt8>, from start: Int
  ) throws(HTTPClientError) -> HTTPReply {
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    guard let status else { throw .broken("the answer has no status") }
    let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return (line[..<colon].lowercased(), String(value))
    }
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
    while buffer.count < start + length { try fill() }
    let body = Array(buffer[start..<start + length])
    buffer.removeFirst(start + length)
    if headers.contains(where: { $0.name == "connection" && $0.value.lowercased() == "close" }) {
      disconnect()
    }
    return HTTPReply(status: status, headers: headers, body: body)
  }

  private func fill() throws(HTTPClientError) {
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count > 0 else { throw .broken("the server closed it") }
    buffer.append(contentsOf: chunk[..<count])
  }

  /// The offset behind the empty line.
  private static func headEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in start...(bytes.count - 4) where bytes[index] == 13 {
      if bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
        return index + 4
      }
    }
    return nil
  }
}
