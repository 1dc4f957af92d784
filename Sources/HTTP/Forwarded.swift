/// Who asks through a proxy. Only addresses the operator trusts are believed, and of their list
/// only the part that trusted proxies wrote: from the right, the first address that is not theirs.
struct Forwarded {
  private(set) var peer: PeerAddress
  private(set) var isSecure = false

  init(_ head: RequestHead, _ peer: PeerAddress, _ trusted: [AddressRange]) {
    self.peer = peer
    func isTrusted(_ address: PeerAddress) -> Bool { trusted.contains { $0.contains(address) } }
    guard !trusted.isEmpty, isTrusted(peer) else { return }
    isSecure = head.value("x-forwarded-proto")?.lowercased() == "https"
    guard let chain = head.value("x-forwarded-for") else { return }
    for member in chain.split(separator: ",").reversed() {
      let text = String(member.drop { $0 == " " }.prefix { $0 != " " })
      guard let address = PeerAddress(text) else { return }
      self.peer = address
      if !isTrusted(address) { return }
    }
  }
}
