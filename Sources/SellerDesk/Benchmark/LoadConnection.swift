import Glibc

/// One keep-alive connection of the load generator. It looks at an answer only as far as it must:
/// the generator shares the processor with the server.
final class LoadConnection {
  /// An answer that is complete.
  struct Answer {
    let status: Int
    let bytes: Int
    /// From the request's first octet to the answer's last.
    let nanoseconds: Int64
  }

  let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private var filled = 0
  /// Octets of the whole answer, once its head is there.
  private var length: Int?
  private var status = 0
  private var began: Int64 = 0

  /// - Parameter port: of this machine.
  init(port: UInt16) throws(HTTPClientError) {
    descriptor = try Self.connect(port: port)
  }

  /// A connection to this machine, as its number.
  static func connect(port: UInt16) throws(HTTPClientError) -> Int32 {
    let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard made >= 0 else { throw .broken("no socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(made)
      throw .unreachable("127.0.0.1:\(port)")
    }
    var one: Int32 = 1
    setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    return made
  }

  deinit { close(descriptor) }

  /// Sends a request; it is small, so the socket takes it at once.
  func send(_ request: [UInt8]) throws(HTTPClientError) {
    (filled, length) = (0, nil)
    began = MonotonicClock.nanoseconds()
    var sent = 0
    while sent < request.count {
      let count = request.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw .broken("it can't be written to") }
      sent += count
    }
  }

  /// Takes what has come; the answer when it is complete.
  func receive() throws(HTTPClientError) -> Answer? {
    // Of a long answer only the head is kept: the rest is counted and written over.
    let start = length == nil ? filled : 0
    let count = buffer.withUnsafeMutableBytes {
      recv(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start, 0)
    }
    guard count > 0 else { throw .broken("the server closed it") }
    filled += count
    if length == nil { readHead() }
    guard let length else {
      guard filled < buffer.count else { throw .broken("the answer's head is too long") }
      return nil
    }
    guard filled >= length else { return nil }
    return Answer(
      status: status, bytes: length, nanoseconds: MonotonicClock.nanoseconds() - began)
  }

  private func readHead() {
    buffer.withUnsafeBytes { bytes in
      var content = 0
      var line = 0
      for index in 0..<filled where bytes[index] == 10 {
        if index <= line + 1 {
          status = (9..<12).reduce(0) { $0 * 10 + Int(bytes[$1] & 15) }
          length = index + 1 + content
          return
        }
        if bytes[line] | 32 == UInt8(ascii: "c"), let value = Self.length(bytes[line..<index]) {
          content = value
        }
        line = index + 1
      }
    }
  }

  /// The value of a Content-Length field line.
  private static func length(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
    let name = "content-length:".utf8
    guard line.count > name.count,
      zip(line, name).allSatisfy({ $0 | 32 == $1 || $0 == $1 })
    else { return nil }
    return line.dropFirst(name.count).reduce(0) { value, octet in
      (48...57).contains(octet) ? value * 10 + Int(octet - 48) : value
    }
  }
}
