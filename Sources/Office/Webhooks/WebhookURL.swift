/// Where a webhook posts to: `https://host[:port]/path?query`, taken apart with nothing in it that
/// two programs could read differently.
struct WebhookURL: Sendable, Hashable {
  let text: String
  let isSecure: Bool
  /// A name or an address in digits, an IPv6 one without its brackets.
  let host: String
  let port: UInt16

  enum Problem: Error { case malformed, insecure }

  /// - Parameter allowsPlain: whether `http` will do, which only an operator's own net is safe for.
  init(_ text: String, allowsPlain: Bool) throws(Problem) {
    guard (1...2_000).contains(text.utf8.count), text.utf8.allSatisfy(Self.isVisible) else {
      throw .malformed
    }
    guard let mark = text.firstRange(of: "://") else { throw .malformed }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else { throw .malformed }
    isSecure = scheme == "https"
    if !isSecure, !allowsPlain { throw .insecure }
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@"), !rest.contains("#"),
      let (host, port) = Self.split(authority)
    else { throw .malformed }
    guard Self.isHost(host) else { throw .malformed }
    self.text = text
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
  }

  /// Why messages can't go there, as a string key; nil where they can.
  static func problem(of text: String, allowsPrivate: Bool) -> String? {
    do {
      let url = try WebhookURL(text, allowsPlain: allowsPrivate)
      if allowsPrivate { return nil }
      // A name may mean another address tomorrow: that is looked at before each delivery.
      if let address = NetworkAddress(url.host), !address.isPublic { return "webhooks.private" }
      return url.host == "localhost" ? "webhooks.private" : nil
    } catch {
      return error == .insecure ? "webhooks.insecure" : "webhooks.malformed"
    }
  }

  private static func split(_ authority: Substring) -> (String, UInt16?)? {
    var host = authority
    var port: UInt16?
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
        return nil
      }
      port = number
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = String(host.dropFirst().dropLast())
      return inner.contains(":") && NetworkAddress(inner) != nil ? (inner, port) : nil
    }
    return host.contains(":") ? nil : (host.lowercased(), port)
  }

  /// A name whose last label is no number, or four numbers with dots: everything else that looks
  /// like a number means an address to some programs (WHATWG URL, 3.5).
  private static func isHost(_ host: String) -> Bool {
    if host.contains(":") { return true }
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard host.utf8.count <= 253, let last = labels.last,
      labels.allSatisfy({ label in
        (1...63).contains(label.count) && label.allSatisfy(isLabel) && label.first != 0x2D
          && label.last != 0x2D
      })
    else { return false }
    let isNumber = last.first.map { 48...57 ~= $0 } ?? true
    return isNumber ? NetworkAddress(host) != nil : labels.count > 1 || host == "localhost"
  }

  private static func isLabel(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 97...122, 0x2D, 0x5F: true
    default: false
    }
  }

  /// Printable ASCII without the quotes and the backslash of a configuration line.
  private static func isVisible(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && ![0x22, 0x27, 0x3C, 0x3E, 0x5C, 0x60].contains(byte)
  }
}
