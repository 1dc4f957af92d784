import CLinux
import Glibc

/// A blocking client that sends exactly the octets it is given. A test that waits longer than
/// `timeout` seconds gets an end of input.
final class RawClient {
  private let socket: Int32
  private var buffer: [UInt8] = []
  private var hasEnded = false

  struct Answer: Equatable {
    var status: Int
    var headers: [String]
    var body: String

    func header(_ name: String) -> String? {
      let prefix = name.lowercased() + ": "
      return headers.first { $0.lowercased().hasPrefix(prefix) }.map {
        String($0.dropFirst(prefix.count))
      }
    }
  }

  init(_ port: UInt16, timeout: Int = 5, receiveBuffer: Int32? = nil) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    // Each send is a segment of its own: that is what tests of cut input are about.
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    if var receiveBuffer { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    _ = withUnsafeBytes(of: &address) { raw in
      connect(
        socket, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
    }
  }

  deinit { close(socket) }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// False when the server would not take everything.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        raw.baseAddress.map {
          Glibc.send(socket, $0 + sent, raw.count - sent, Int32(MSG_NOSIGNAL))
        } ?? 0
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Ends the connection with a reset.
  func abort(after text: String) {
    send(text)
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  func endWriting() { shutdown(socket, Int32(SHUT_WR)) }

  /// The next answer, or nil at the end of input. `isHead`: no body follows.
  func answer(isHead: Bool = false) -> Answer? {
    while true {
      if let end = headEnd() { return read(headEnd: end, isHead) }
      guard fill() else { return nil }
    }
  }

  /// What comes up to and with `mark`; the rest stays. Less at the end of input.
  func text(upTo mark: String) -> String {
    while true {
      if let found = buffer.firstRange(of: Array(mark.utf8)) {
        defer { buffer.removeFirst(found.upperBound) }
        return String(decoding: buffer[..<found.upperBound], as: UTF8.self)
      }
      guard fill() else { return rest() }
    }
  }

  /// Everything up to the end of input, as text.
  func rest() -> String {
    while fill() {}
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Whether the server closes without another octet.
  func isClosed() -> Bool {
    while fill() {}
    return buffer.isEmpty && hasEnded
  }

  private func headEnd() -> Int? {
    buffer.firstRange(of: [13, 10, 13, 10])?.lowerBound
  }

  private func read(headEnd end: Int, _ isHead: Bool) -> Answer? {
    let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n").map(
      String.init)
    buffer.removeFirst(end + 4)
    guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else {
      return nil
    }
    var answer = Answer(status: status, headers: Array(lines.dropFirst()), body: "")
    let length = isHead || status == 304 ? 0 : Int(answer.header("content-length") ?? "0") ?? 0
    while buffer.count < length, fill() {}
    answer.body = String(decoding: buffer.prefix(length), as: UTF8.self)
    buffer.removeFirst(min(length, buffer.count))
    return answer
  }

  private func fill() -> Bool {
    guard !hasEnded else { return false }
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count > 0 else {
      hasEnded = count == 0
      return false
    }
    buffer.append(contentsOf: chunk[..<count])
    return true
  }
}
