import Commerce
import HTTP
import SQL

/// `/metrics` among the pages, for those who have the operator's token.
struct MetricsRoute {
  /// Octets of the token's digest: comparing digests tells nothing of the token or its length.
  let digest: [UInt8]

  init(token: String) { digest = SHA256.hash(Array(token.utf8)) }

  func show(_ context: PageContext<Visitor>) throws -> Response {
    guard isAllowed(context.request) else {
      var response = Response.plain(.unauthorized)
      // RFC 6750 3.
      response.headers.append("WWW-Authenticate", "Bearer realm=\"metrics\"")
      return response
    }
    return .metrics(try OfficeMetrics.text(context.exchange.exchange.office, context.open))
  }

  private func isAllowed(_ request: Request) -> Bool {
    let parts = (request.header("authorization") ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
    return constantTimeEqual(SHA256.hash(Array(parts[1].utf8)), digest)
  }
}

extension Response {
  static func metrics(_ text: [UInt8]) -> Response {
    var response = Response(.ok, .bytes(text))
    response.headers.append("Content-Type", OpenMetrics.mediaType)
    response.headers.append("Cache-Control", "no-store")
    return response
  }
}
