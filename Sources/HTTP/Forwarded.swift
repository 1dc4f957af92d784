/// Which fields the trusted proxies write. The other kind is never read: a proxy that does not know
/// a field passes on what the client wrote there.
public enum ForwardedFields: Sendable {
  /// `X-Forwarded-For` and `X-Forwarded-Proto`.
  case xForwarded
  /// `Forwarded` (RFC 7239).
  case standard
}

/// Who asks through a proxy. Only addresses the operator trusts are believed, and of their list
/// only the part that trusted proxies wrote: from the right, the first address that is not theirs.
struct Forwarded {
  private(set) var peer: PeerAddress
  private(set) var isSecure = false
  private let trusted: [AddressRange]

  init(_ head: RequestHead, _ peer: PeerAddress, _ configuration: ServerConfiguration) {
    self.peer = peer
    trusted = configuration.trustedProxies
    guard isTrusted(peer) else { return }
    switch configuration.forwardedFields {
    case .xForwarded: readExtended(head)
    case .standard: readStandard(head)
    }
  }

  private func isTrusted(_ address: PeerAddress) -> Bool {
    trusted.contains { $0.contains(address) }
  }

  private mutating func readExtended(_ head: RequestHead) {
    isSecure = head.value("x-forwarded-proto")?.lowercased() == "https"
    guard let chain = head.value("x-forwarded-for") else { return }
    for member in chain.split(separator: ",").reversed() {
      guard let address = PeerAddress(node: member.trimmed) else { return }
      peer = address
      if !isTrusted(address) { return }
    }
  }

  private mutating func readStandard(_ head: RequestHead) {
    guard let chain = head.value("forwarded") else { return }
    for element in chain.split(separator: ",").reversed() {
      var scanner = ParameterScanner(Array(";\(element)".utf8))
      guard let pairs = scanner.parameters() else { return }
      func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
      isSecure = value("proto")?.lowercased() == "https"
      guard let address = value("for").flatMap({ PeerAddress(node: $0[...]) }) else { return }
      peer = address
      if !isTrusted(address) { return }
    }
  }
}

extension PeerAddress {
  /// An address with or without port: `192.0.2.7`, `192.0.2.7:80`, `2001:db8::1`,
  /// `[2001:db8::1]:80` (RFC 7239, 6). Names that hide the address are nil.
  init?(node: Substring) {
    var host = node
    if host.first == "[" {
      guard let end = host.firstIndex(of: "]") else { return nil }
      let port = host[host.index(after: end)...]
      guard port.isEmpty || PeerAddress.isPort(port) else { return nil }
      host = host[host.index(after: host.startIndex)..<end]
    } else if let colon = host.firstIndex(of: ":"), colon == host.lastIndex(of: ":") {
      guard PeerAddress.isPort(host[colon...]) else { return nil }
      host = host[..<colon]
    }
    self.init(String(host))
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.utf8.first == Octet.colon && UInt16(text.dropFirst()) != nil
  }
}

extension Substring {
  /// Without blanks at its ends.
  fileprivate var trimmed: Substring {
    var text = self
    while let octet = text.utf8.first, Octet.isBlank(octet) { text.removeFirst() }
    while let octet = text.utf8.last, Octet.isBlank(octet) { text.removeLast() }
    return text
  }
}
