import Commerce
import HTTP

/// Refuses acts that another site's page started. A browser says where a request comes from
/// (`Sec-Fetch-Site`, else `Origin`); a form of ours also carries the session's token.
///
/// A request with neither header comes from no browser of today: it is let in, since it carries
/// nobody's authority unless it also has the token.
enum CrossSite {
  static let field = "_token"

  static func isOurs(_ request: Request, _ configuration: Configuration) -> Bool {
    if let site = request.header("sec-fetch-site") {
      return site == "same-origin" || site == "none"
    }
    guard let origin = request.header("origin") else { return true }
    return isOurs(origin, request, configuration)
  }

  /// Whether the browser says that a page of ours sent it. Only then may what was sent come back
  /// as a form: a stranger's must not become one that a click completes.
  static func isFromOurPage(_ request: Request, _ configuration: Configuration) -> Bool {
    if let site = request.header("sec-fetch-site") { return site == "same-origin" }
    guard let origin = request.header("origin") else { return false }
    return isOurs(origin, request, configuration)
  }

  private static func isOurs(
    _ origin: String, _ request: Request, _ configuration: Configuration
  ) -> Bool {
    if origin == configuration.publicURL || origin == "https://\(request.host)" { return true }
    return !configuration.isSecure && origin == "http://\(request.host)"
  }

  static func hasToken(_ fields: FormFields, _ session: Session) -> Bool {
    let tokens = fields.all(field)
    guard tokens.count == 1 else { return false }
    return constantTimeEqual(Array(tokens[0].utf8), Array(session.formToken.utf8))
  }
}
