import Commerce

/// 256 random bits in the browser's cookie. Only its SHA-256 is stored, so a copy of the
/// database opens no session.
public struct SessionToken: Sendable, Hashable {
  /// The cookie's name; over https it gets the prefix that binds it to this host.
  static let cookie = "session"

  public let text: String

  public init() { text = Base64URL.encode(SecureRandom.bytes(32)) }

  /// A token as a cookie carries it; nil where it can't be one.
  init?(cookie: String) {
    guard cookie.utf8.count == 43, cookie.utf8.allSatisfy(Self.isBase64URL) else { return nil }
    text = cookie
  }

  var hash: [UInt8] { SHA256.hash(Array(text.utf8)) }

  private static func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }
}
