import Commerce
import HTTP

extension ServerConfiguration {
  /// The settings of the operator's listener; nil where there is none.
  public init?(admin configuration: Configuration) throws(BootError) {
    guard let text = configuration.adminListen else { return nil }
    guard let address = ListenAddress(text) else {
      throw BootError("--admin-listen: '\(text)' is not HOST:PORT with an address in digits")
    }
    self.init(admin: [address])
  }

  /// One thread serves it, for one program that asks now and then.
  public init(admin addresses: [ListenAddress]) {
    self.init(listen: addresses)
    reactors = 1
    workers = 1
    limits.connections = 64
  }

  /// The server's settings from the product's; the address is checked here.
  public init(_ configuration: Configuration) throws(BootError) {
    guard let address = ListenAddress(configuration.listen) else {
      throw BootError(
        "--listen: '\(configuration.listen)' is not HOST:PORT with an address in digits")
    }
    self.init(listen: [address])
    limits.connectionsPerAddress = configuration.connectionsPerAddress
    usesProxyProtocol = configuration.usesProxyProtocol
    if let reactors = configuration.reactors { self.reactors = reactors }
    spoolFolder = configuration.data
    for text in configuration.trustedProxies {
      guard let range = AddressRange(text) else {
        throw BootError("--trusted-proxies: '\(text)' is not an address or a range")
      }
      trustedProxies.append(range)
    }
    accessLog =
      configuration.accessLog == "-"
      ? .standardOutput
      : .file(path: configuration.accessLog ?? "\(configuration.data)/access.log")
  }
}
