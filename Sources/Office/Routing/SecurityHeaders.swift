import HTTP

/// Headers on every answer: pages, programs' answers, errors and static files.
struct SecurityHeaders: Sendable {
  static let policy =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    + "form-action 'self'; frame-ancestors 'none'"

  /// Whether buyers and browsers reach us over https.
  let isSecure: Bool

  func apply(to response: inout Response) {
    response.headers.append("Content-Security-Policy", Self.policy)
    response.headers.set("X-Content-Type-Options", "nosniff")
    response.headers.append("Referrer-Policy", "same-origin")
    // RFC 6797 6.1: a year, for this host alone.
    if isSecure { response.headers.append("Strict-Transport-Security", "max-age=31536000") }
    // What a handler did not declare cacheable is somebody's own.
    if response.headers["Cache-Control"] == nil {
      response.headers.append("Cache-Control", "no-store")
    }
  }
}
