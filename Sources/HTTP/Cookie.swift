/// A cookie to be set (RFC 6265, 4.1).
public struct Cookie: Sendable {
  /// Whether the cookie goes with requests from other sites.
  public enum SameSite: String, Sendable {
    case lax = "Lax"
    case strict = "Strict"
    case none = "None"
  }

  /// A token; `__Host-` asks for Secure and Path=/.
  public var name: String
  /// cookie-octets.
  public var value: String
  /// Where the cookie is sent.
  public var path = "/"
  /// Seconds; nil lasts as long as the browser's session, 0 deletes.
  public var maxAge: Int64?
  /// Only over TLS.
  public var isSecure = true
  /// Hidden from scripts.
  public var isHTTPOnly = true
  /// Lax unless said otherwise.
  public var sameSite = SameSite.lax

  /// A session cookie with the safe attributes on.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// The value of `Set-Cookie`. Octets that a cookie cannot carry are left out of name and value.
  public var headerValue: String {
    var text = Cookie.cleaned(name) + "=" + Cookie.cleaned(value)
    text += "; Path=" + Cookie.cleaned(path)
    if let maxAge { text += "; Max-Age=\(maxAge)" }
    if isSecure { text += "; Secure" }
    if isHTTPOnly { text += "; HttpOnly" }
    return text + "; SameSite=" + sameSite.rawValue
  }

  /// cookie-octet (RFC 6265, 4.1.1).
  private static func cleaned(_ text: String) -> String {
    String(decoding: text.utf8.filter { isCookieOctet($0) }, as: UTF8.self)
  }

  private static func isCookieOctet(_ octet: UInt8) -> Bool {
    octet > 0x20 && octet < 0x7f && octet != Octet.quote && octet != Octet.comma
      && octet != Octet.semicolon && octet != Octet.backslash
  }

  /// Finds a pair in a Cookie field (RFC 6265, 5.4); pairs are separated by `;`.
  static func value(_ name: String, in bytes: Span<UInt8>, _ field: Range<Int>) -> String? {
    var start = field.lowerBound
    while start < field.upperBound {
      let end = bytes.firstIndex(of: Octet.semicolon, in: start..<field.upperBound)
      let pair = bytes.trimmed(start..<(end ?? field.upperBound))
      start = (end ?? field.upperBound) + 1
      guard let middle = bytes.firstIndex(of: Octet.equals, in: pair) else { continue }
      guard matches(name, bytes, pair.lowerBound..<middle) else { continue }
      return String(validating: bytes.array((middle + 1)..<pair.upperBound), as: UTF8.self)
    }
    return nil
  }

  private static func matches(_ name: String, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard name.utf8.count == range.count else { return false }
    return zip(name.utf8, range).allSatisfy { $0 == bytes[$1] }
  }
}
