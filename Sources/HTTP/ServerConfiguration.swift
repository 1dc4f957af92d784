import Glibc

/// How a server listens, how much it does at once and what it writes down.
public struct ServerConfiguration: Sendable {
  /// Addresses to listen on; every reactor listens on all of them.
  public var listen: [ListenAddress]
  /// Listening sockets that the process was started with (see `InheritedSockets`). When there are
  /// any, `listen` is not used. What waits in them at the end is left for the next process.
  public var inherited: [FileDescriptor] = []
  /// Threads that serve sockets; each has its own listener.
  public var reactors: Int
  /// At most so many threads for requests of the worker lane; they are started as they are needed.
  public var workers: Int
  /// Requests waiting for a worker; above that the answer is 503 with Retry-After.
  public var queueBound = 256
  /// Sizes, counts and deadlines.
  public var limits = Limits()
  /// Whose forwarded fields and PROXY headers are believed.
  public var trustedProxies: [AddressRange] = []
  /// Which fields those proxies write.
  public var forwardedFields = ForwardedFields.xForwarded
  /// Whether every connection begins with a PROXY header of version 2. Connections that do not come
  /// from a trusted proxy are then closed.
  public var usesProxyProtocol = false
  /// Where bodies above `Plan.spoolAbove` go.
  public var spoolFolder = "/tmp"
  /// Where requests are counted; nil counts nothing.
  public var traffic: Traffic?
  /// Where the events come from; without it `Response.events(of:)` ends at once.
  public var broadcast: Broadcast?
  /// Where the access log goes.
  public var accessLog = AccessLog.Sink.none

  func trusts(_ address: PeerAddress) -> Bool {
    !trustedProxies.isEmpty && trustedProxies.contains { $0.contains(address) }
  }

  /// Reactors by default one for each core. Workers by default 32: most of them wait for a commit
  /// that they share.
  public init(listen: [ListenAddress] = [.loopback(port: 0)]) {
    let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.listen = listen
    reactors = cores
    workers = 32
  }
}

/// An address and port to listen on.
public struct ListenAddress: Sendable, Hashable {
  /// An address of this machine, or 0.0.0.0 or ::.
  public let address: PeerAddress
  /// 0 takes any free port.
  public let port: UInt16

  public init(address: PeerAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `127.0.0.1:8080`, `[::1]:8080`; nil for anything else, names included.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard let address = PeerAddress(String(host)) else { return nil }
    self.init(address: address, port: port)
  }

  /// 127.0.0.1.
  public static func loopback(port: UInt16) -> ListenAddress {
    ListenAddress(address: .loopback, port: port)
  }

  /// As the initialiser reads it.
  public var text: String {
    address.isIPv4 ? "\(address.text):\(port)" : "[\(address.text)]:\(port)"
  }
}
