import Commerce
import HTTP
import SQL

extension Office {
  /// Finds out who sent the request: a key where the route asks for one, else the session.
  func identify(_ exchange: Exchange, for route: Route? = nil) throws(SQLError) {
    let dialect = route?.rule.dialect ?? exchange.dialect
    if dialect == .seller {
      try identifyProgram(exchange)
    } else if dialect == .storefront {
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

  private func identifyProgram(_ exchange: Exchange) throws(SQLError) {
    let request = exchange.request
    let found = try SellerKeyStore.client(
      request.header("client-id"), request.header("api-key"), from: request.peer,
      at: exchange.now, in: exchange.local.reader)
    switch found {
    case .success(let client): exchange.identity = .program(client)
    case .failure(let refusal): exchange.refusal = refusal
    }
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

/// Who is spoken to, by the path: it decides how one proves who one is and what errors look like.
enum Dialect: Sendable {
  case pages
  /// `/storefront/` and `/carrier/`: the programs of the shop front and of carriers.
  case storefront
  /// `/v1/` to `/v9/`: the sellers' programs.
  case seller

  init(of path: String) {
    let bytes = Array(path.utf8.prefix(12))
    if bytes.starts(with: "/storefront/".utf8) || bytes.starts(with: "/carrier/".utf8) {
      self = .storefront
    } else if bytes.count > 3, bytes.starts(with: "/v".utf8), (0x31...0x39).contains(bytes[2]),
      bytes[3] == UInt8(ascii: "/")
    {
      self = .seller
    } else {
      self = .pages
    }
  }
}

extension Exchange {
  var dialect: Dialect { Dialect(of: request.path) }

  /// Whether a program asks: it gets JSON, also for errors.
  var isAPI: Bool { dialect != .pages }

  /// What the browser says is its session.
  var sessionToken: SessionToken? {
    cookie(SessionToken.cookie).flatMap(SessionToken.init(cookie:))
  }
}
