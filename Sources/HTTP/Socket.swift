import CLinux
import Glibc

/// The socket calls, each with its outcomes as a closed set, so that no caller reads `errno`.
enum Socket {
  enum Accepted {
    case connection(Int32, PeerAddress)
    case nothing
    /// No descriptors or memory left: try again later.
    case exhausted
  }

  enum Received {
    /// `isAll`: less than there was room for, so the socket is empty unless its end is waiting
    /// (epoll(7)).
    case octets(Int, isAll: Bool)
    case end
    case nothing
    case failed
  }

  enum Sent {
    case octets(Int)
    case blocked
    case failed
  }

  /// A listening socket. `sharesPort` lets each reactor have its own (SO_REUSEPORT).
  static func listen(
    _ address: ListenAddress, sharesPort: Bool
  ) throws(SystemError) -> FileDescriptor {
    let listener = try bound(address, sharesPort: sharesPort)
    guard Glibc.listen(listener.number, 4096) == 0 else { throw SystemError("listen") }
    return listener
  }

  /// A socket that has its port but takes no connection.
  static func bound(
    _ address: ListenAddress, sharesPort: Bool
  ) throws(SystemError) -> FileDescriptor {
    let family = address.address.isIPv4 ? AF_INET : AF_INET6
    let flags = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    let number = socket(family, Int32(flags), 0)
    guard number >= 0 else { throw SystemError("socket") }
    let listener = FileDescriptor(owning: number)
    try set(number, SOL_SOCKET, SO_REUSEADDR)
    if sharesPort { try set(number, SOL_SOCKET, SO_REUSEPORT) }
    // Accepted sockets inherit it; answers go out in one write and need no gathering.
    try set(number, Int32(IPPROTO_TCP), TCP_NODELAY)
    if family == AF_INET6 { try set(number, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY)) }
    guard bind(number, to: address) == 0 else { throw SystemError("bind") }
    return listener
  }

  private static func set(_ socket: Int32, _ level: Int32, _ name: Int32) throws(SystemError) {
    var on: Int32 = 1
    guard setsockopt(socket, level, name, &on, 4) == 0 else { throw SystemError("setsockopt") }
  }

  private static func bind(_ socket: Int32, to address: ListenAddress) -> Int32 {
    if address.address.isIPv4 {
      var target = sockaddr_in()
      target.sin_family = sa_family_t(AF_INET)
      target.sin_port = address.port.bigEndian
      target.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.address.low).bigEndian
      return bind(socket, &target)
    }
    var target = sockaddr_in6()
    target.sin6_family = sa_family_t(AF_INET6)
    target.sin6_port = address.port.bigEndian
    withUnsafeMutableBytes(of: &target.sin6_addr) { $0.copyBytes(from: address.address.bytes) }
    return bind(socket, &target)
  }

  private static func bind<Address>(_ socket: Int32, _ address: inout Address) -> Int32 {
    withUnsafeBytes(of: &address) { raw in
      guard let base = raw.baseAddress else { return -1 }
      return Glibc.bind(
        socket, base.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
    }
  }

  /// Makes ready a listening socket that somebody else opened; false for anything else.
  static func adopt(_ listener: FileDescriptor) throws(SystemError) -> Bool {
    let number = listener.number
    guard option(number, SO_ACCEPTCONN) == 1,
      [AF_INET, AF_INET6].contains(option(number, SO_DOMAIN))
    else { return false }
    guard fcntl(number, F_SETFD, FD_CLOEXEC) == 0,
      fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) == 0
    else { throw SystemError("fcntl") }
    try set(number, Int32(IPPROTO_TCP), TCP_NODELAY)
    return true
  }

  private static func option(_ socket: Int32, _ name: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(4)
    return getsockopt(socket, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
  }

  /// The address and port a listener was given.
  static func address(of listener: FileDescriptor) throws(SystemError) -> ListenAddress {
    var storage = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutableBytes(of: &storage) { raw in
      raw.baseAddress.map {
        getsockname(listener.number, $0.assumingMemoryBound(to: sockaddr.self), &length)
      } ?? -1
    }
    guard result == 0 else { throw SystemError("getsockname") }
    // The port is at the same place in both families.
    return ListenAddress(address: peer(&storage), port: UInt16(bigEndian: storage.sin6_port))
  }

  static func accept(_ listener: Int32) -> Accepted {
    var storage = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let number = withUnsafeMutableBytes(of: &storage) { raw in
      raw.baseAddress.map { base in
        perform(.accept, listener) { _ in
          Int(
            accept4(
              listener, base.assumingMemoryBound(to: sockaddr.self), &length,
              Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)))
        }
      } ?? -1
    }
    if number >= 0 { return .connection(Int32(truncatingIfNeeded: number), peer(&storage)) }
    switch errno {
    case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
    case EINTR, ECONNABORTED, EPROTO: return accept(listener)
    default: return .nothing
    }
  }

  private static func peer(_ storage: inout sockaddr_in6) -> PeerAddress {
    if storage.sin6_family == sa_family_t(AF_INET6) { return PeerAddress(storage.sin6_addr) }
    let v4 = withUnsafeBytes(of: &storage) { $0.loadUnaligned(as: sockaddr_in.self) }
    return PeerAddress(v4.sin_addr)
  }

  static func receive(_ socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Received {
    while true {
      var room = 0
      let got = perform(.receive, socket, buffer.count) {
        room = $0
        return recv(socket, buffer.baseAddress, $0, 0)
      }
      if got > 0 { return .octets(got, isAll: got < room) }
      if got == 0 { return .end }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .nothing : .failed
    }
  }

  /// Head and body in one call and, where they fit, one packet.
  static func send(_ socket: Int32, _ first: Span<UInt8>, _ second: Span<UInt8>) -> Sent {
    first.withUnsafeBytes { one in
      second.withUnsafeBytes { two in
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
          var message = msghdr()
          message.msg_iov = vectors.baseAddress
          message.msg_iovlen = 2
          return retried(.send, socket, one.count + two.count) { count in
            let head = min(count, one.count)
            vectors[0] = iovec(
              iov_base: UnsafeMutableRawPointer(mutating: one.baseAddress), iov_len: head)
            vectors[1] = iovec(
              iov_base: UnsafeMutableRawPointer(mutating: two.baseAddress), iov_len: count - head)
            return sendmsg(socket, &message, Int32(MSG_NOSIGNAL))
          }
        }
      }
    }
  }

  static func send(_ socket: Int32, _ bytes: Span<UInt8>, more: Bool = false) -> Sent {
    let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
    return bytes.withUnsafeBytes { buffer in
      retried(.send, socket, buffer.count) { Glibc.send(socket, buffer.baseAddress, $0, flags) }
    }
  }

  static func send(_ socket: Int32, _ file: FileDescriptor, _ range: Range<Int64>) -> Sent {
    var offset = off_t(range.lowerBound)
    let wanted = Int(min(range.upperBound - range.lowerBound, 1 << 20))
    // 0 octets mean that the file has shrunk: the promised length cannot be kept.
    return retried(.sendFile, socket, wanted) { sendfile(socket, file.number, &offset, $0) }
  }

  private static func retried(
    _ call: SystemCall, _ socket: Int32, _ count: Int, _ body: (Int) -> Int
  ) -> Sent {
    while true {
      let sent = perform(call, socket, count, body)
      if sent > 0 { return .octets(sent) }
      if sent < 0, errno == EINTR { continue }
      return sent < 0 && errno == EAGAIN ? .blocked : .failed
    }
  }

  /// Octets that the client has not yet acknowledged (SIOCOUTQ, tcp(7)).
  static func unsent(_ socket: Int32) -> Int32 {
    var count: Int32 = 0
    return ioctl(socket, UInt(TIOCOUTQ), &count) == 0 ? count : 0
  }

  static func close(_ socket: Int32) { Glibc.close(socket) }

  /// Tells the client that no more comes, and still reads.
  static func endWriting(_ socket: Int32) { shutdown(socket, Int32(SHUT_WR)) }
}
