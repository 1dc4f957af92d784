import Commerce
import HTTP

extension ServerConfiguration {
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
    accessLog = .file(path: "\(configuration.data)/access.log")
  }
}
