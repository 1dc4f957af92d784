import Commerce
import HTTP
import SQL

extension Office {
  /// Finds out who sent the request: a key where the route asks for one, else the session.
  func identify(_ exchange: Exchange, for route: Route? = nil) throws(SQLError) {
    if route?.rule.isAPI ?? exchange.isAPI {
      exchange.identity = try client(exchange).map(Identity.client) ?? .visitor
    } else if let session = try session(exchange) {
      exchange.session = session
      exchange.identity = .member(session.member)
    }
  }

  private func session(_ exchange: Exchange) throws(SQLError) -> Session? {
    guard let token = exchange.sessionToken else { return nil }
    let local = exchange.local
    let session = try local.sessions.value(
      token.text, at: exchange.now, kernel.sessionEpoch
    ) { () throws(SQLError) in
      try SessionStore.find(
        token.hash, at: exchange.now, secret: kernel.secret, in: local.reader.open)
    }
    guard let session, session.expires > exchange.now else { return nil }
    return session
  }

  private func client(_ exchange: Exchange) throws(SQLError) -> APIClient? {
    guard let header = exchange.request.header("authorization"), header.utf8.count <= 250 else {
      return nil
    }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    let key = String(parts[1])
    return try exchange.local.keys.value(
      key, at: exchange.now, kernel.sessionEpoch
    ) { () throws(SQLError) in
      try APIKeyStore.client(key, in: exchange.local.reader.open)
    }
  }
}

extension Exchange {
  static let apiPath = "/storefront/"

  /// Whether a program asks: it gets JSON, also for errors.
  var isAPI: Bool { Self.isAPI(request.path) }

  static func isAPI(_ path: String) -> Bool { path.utf8.starts(with: apiPath.utf8) }

  /// What the browser says is its session.
  var sessionToken: SessionToken? {
    cookie(SessionToken.cookie).flatMap(SessionToken.init(cookie:))
  }
}
