import Foundation
import Glibc

/// One request and one answer of the W3C WebDriver protocol: JSON over HTTP/1.1 on loopback.
struct WebDriverWire: Sendable {
  let port: UInt16
  /// Longest silence of the driver before a call fails, in seconds.
  let patience: Int

  /// The `value` of the answer. An error answer is thrown as `.refused`.
  func call(
    _ method: String, _ path: String, _ parameters: [String: Any]? = nil
  ) throws(WebDriverError) -> Any {
    var body = [UInt8]()
    if method == "POST" { body = try Self.encode(parameters ?? [:]) }
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
      + "Content-Type: application/json; charset=utf-8\r\nContent-Length: \(body.count)\r\n\r\n"
    let answer = try exchange(Array(head.utf8) + body)
    return try Self.value(of: answer)
  }

  private static func encode(_ parameters: [String: Any]) throws(WebDriverError) -> [UInt8] {
    do {
      return [UInt8](try JSONSerialization.data(withJSONObject: parameters))
    } catch {
      throw .driver("cannot write the request: \(error)")
    }
  }

  private static func value(of answer: [UInt8]) throws(WebDriverError) -> Any {
    guard let start = answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
      let json = try? JSONSerialization.jsonObject(with: Data(answer[start...])),
      let object = json as? [String: Any]
    else {
      throw .driver("unreadable answer: \(String(decoding: answer.prefix(200), as: UTF8.self))")
    }
    let value = object["value"] ?? NSNull()
    if let problem = value as? [String: Any], let code = problem["error"] as? String {
      let message = problem["message"] as? String ?? ""
      throw .refused(code: code, message: String(message.prefix { $0 != "\n" }))
    }
    return value
  }

  /// Sends everything and reads until the driver closes the connection.
  private func exchange(_ request: [UInt8]) throws(WebDriverError) -> [UInt8] {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw .driver("no socket: \(Self.reason)") }
    defer { close(socket) }
    try connect(socket)
    var sent = 0
    while sent < request.count {
      let count = request[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw .driver("cannot send: \(Self.reason)") }
      sent += count
    }
    return try readAll(socket)
  }

  private func connect(_ socket: Int32) throws(WebDriverError) {
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    var address = Self.loopback(port: port)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw .driver("cannot connect: \(Self.reason)") }
  }

  private func readAll(_ socket: Int32) throws(WebDriverError) -> [UInt8] {
    var answer = [UInt8]()
    var part = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = recv(socket, &part, part.count, 0)
      if count == 0 { return answer }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .timedOut("chromedriver said nothing for \(patience) s")
      }
      answer += part.prefix(count)
      if Self.isWhole(answer) { return answer }
    }
  }

  /// Whether the announced Content-Length has arrived: the driver may keep the connection open.
  private static func isWhole(_ answer: [UInt8]) -> Bool {
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
    guard let field = head.firstRange(of: "content-length:"),
      let length = Int(head[field.upperBound...].drop { $0 == " " }.prefix { $0.isNumber })
    else { return false }
    return answer.count - end.upperBound >= length
  }

  private static var reason: String { String(cString: strerror(errno)) }

  static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
    return address
  }

  /// A port of loopback that nobody listens on at this moment. It is below those that the system
  /// gives to whoever connects, since another test may connect before this one is listened on.
  static func freePort() throws(WebDriverError) -> UInt16 {
    for _ in 0..<100 {
      let port = UInt16.random(in: 10_240..<32_768)
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard socket >= 0 else { throw .driver("no socket: \(reason)") }
      defer { close(socket) }
      var address = loopback(port: port)
      let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if result == 0 { return port }
    }
    throw .driver("no free port: \(reason)")
  }
}
