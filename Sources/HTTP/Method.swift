/// A request method this server implements (RFC 9110, 9.3; PATCH is RFC 5789). Every other token
/// is answered 501 before the application sees the request.
public enum Method: UInt8, Sendable, CaseIterable {
  case get, head, post, put, patch, delete, options

  /// The token as it stands on the wire.
  public var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .patch: "PATCH"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    }
  }

  /// Whether the method asks for no change (RFC 9110, 9.2.1).
  public var isSafe: Bool { self == .get || self == .head || self == .options }

  /// Methods are case-sensitive (RFC 9110, 9.1): `get` is another, unknown method.
  init?(_ token: Span<UInt8>) {
    for method in Method.allCases where token.equals(method.name) {
      self = method
      return
    }
    return nil
  }
}

extension [Method] {
  /// The value of `Allow` (RFC 9110, 10.2.1).
  public var allowValue: String { map { "\($0.name)" }.joined(separator: ", ") }
}
