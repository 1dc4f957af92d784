import Foundation
import Glibc
import Synchronization

/// A program that listens to webhooks: on this machine, on its own thread.
public final class Receiver: Sendable {
  public struct Call: Sendable {
    public let head: String
    public let body: String

    public func field(_ name: String) -> String? {
      for line in head.split(separator: "\r\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == name {
          return parts[1].trimmingCharacters(in: .whitespaces)
        }
      }
      return nil
    }
  }

  public let port: UInt16
  private let listener: Int32
  private let state: Mutex<(answer: [UInt8], calls: [Call])>
  private let isStopped = DispatchSemaphore(value: 0)

  /// - Parameter answer: what every call gets, whole; empty is silent until the receiver is stopped.
  public init(_ answer: String = Receiver.ok) throws {
    let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, size) }
    }
    guard made >= 0, code == 0, listen(made, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
    var bound = sockaddr_in()
    var length = size
    _ = withUnsafeMutablePointer(to: &bound) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(made, $0, &length) }
    }
    port = UInt16(bigEndian: bound.sin_port)
    listener = made
    state = Mutex((Array(answer.utf8), []))
    let thread = Thread { [self] in serve() }
    thread.start()
  }

  public static let ok = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
  public static func status(_ code: Int, _ more: String = "") -> String {
    "HTTP/1.1 \(code) X\r\n\(more)Content-Length: 3\r\nConnection: close\r\n\r\nno\n"
  }

  /// An answer of 200 with that JSON.
  public static func json(_ body: String) -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  public var url: String { "http://127.0.0.1:\(port)/hooks?shop=1" }
  public var calls: [Call] { state.withLock { $0.calls } }
  public func answer(_ text: String) { state.withLock { $0.answer = Array(text.utf8) } }

  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    isStopped.signal()
  }

  private func serve() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      let call = Self.read(client)
      let answer = state.withLock { state in
        if let call { state.calls.append(call) }
        return state.answer
      }
      var bytes = answer
      // An answer that begins with a star never ends.
      let isEndless = bytes.first == UInt8(ascii: "*")
      if isEndless { bytes = Array("HTTP/1.1 200 OK\r\n\r\n".utf8) }
      if bytes.isEmpty {
        isStopped.wait()
        isStopped.signal()
      }
      _ = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      let chunk = [UInt8](repeating: 65, count: 65_536)
      while isEndless,
        chunk.withUnsafeBytes({ send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }) > 0
      {}
      close(client)
    }
    close(listener)
  }

  private static func read(_ client: Int32) -> Call? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8_192)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let call = Call(
          head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
        if call.body.utf8.count >= Int(call.field("content-length") ?? "0") ?? 0 { return call }
      }
      let count = recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk.prefix(count)
    }
  }
}
