import Commerce
import HTTP
import SQL

/// How a try to sign in ended.
public enum SignInResult: Sendable {
  case signedIn
  /// Unknown account or wrong password: the two look the same and take the same time.
  case refused
  /// Too many tries for this account or address.
  case wait(seconds: Int)
}

private struct Credentials: Sendable {
  let member: MemberID
  let password: String?
  let shop: Int64
}

private enum SignInSQL {
  /// The shop joined first is entered; a switcher changes it.
  static let byEmail = Query<Credentials>(
    """
    select m.id, m.password, w.shop from member m
    join membership w on w.member_id = m.id
    where m.email = ? and m.state = 'active' order by w.shop limit 1
    """
  ) { (id: Int64, password: String?, shop: Int64) in
    Credentials(member: MemberID(raw: id), password: password, shop: shop)
  }
}

extension WorkContext where Scope == Visitor {
  /// Sessions last 14 days.
  private static var lifetime: Int64 { 14 * 24 * 3_600 }

  /// Checks the password and starts a session. The answer must carry the context's cookies,
  /// which every rendered or redirected answer does.
  public func signIn(email: String, password: String) throws -> SignInResult {
    try exchange.exchange.checkFields()
    let account = email.lowercased()
    let address = request.peer.throttleKey
    if case .waitFor(let seconds) = kernel.throttle.verdict(
      account: account, address: address, at: now)
    {
      return .wait(seconds: seconds)
    }
    let found = try open.first(SignInSQL.byEmail, account)
    guard exchange.exchange.local.hasher.verify(password, against: found?.password), let found
    else {
      kernel.throttle.recordFailure(account: account, address: address, at: now)
      return .refused
    }
    kernel.throttle.recordSuccess(account: account, address: address)
    try start(found)
    return .signedIn
  }

  private func start(_ credentials: Credentials) throws {
    let token = SessionToken()
    let now = now
    let expires = Instant(milliseconds: now.milliseconds + Self.lifetime * 1_000)
    let address = request.peer.truncated
    let previous = exchange.exchange.sessionToken
    let agent = String(
      decoding: (request.header("user-agent") ?? "").utf8.prefix(200), as: UTF8.self)
    let entry = AuditEntry(
      at: now, actor: .member(credentials.member.raw), address: address, act: "session.started",
      object: "member", objectID: credentials.member.raw,
      shop: credentials.shop == 0 ? nil : credentials.shop, detail: nil)
    let ended = try kernel.database.writer.write { transaction in
      let ended = try previous.map { try SessionStore.delete($0.hash, in: transaction) } ?? 0
      try SessionStore.insert(
        token, member: credentials.member, shop: credentials.shop, from: now, to: expires,
        address: address, agent: agent, in: transaction)
      try Audit.append(entry, in: transaction)
      return ended
    }
    if ended > 0 { kernel.forgetSessions() }
    exchange.exchange.setCookie(SessionToken.cookie, token.text, seconds: Self.lifetime)
  }
}

extension WorkContext where Scope == Account {
  /// Ends the session of this browser.
  public func signOut() throws {
    guard let session = exchange.exchange.session else { return }
    try write(Act("session.ended", "member", scope.member.id.raw)) { transaction in
      _ = try SessionStore.delete(session.hash, in: transaction)
    }
    kernel.forgetSessions()
    exchange.exchange.setCookie(SessionToken.cookie, "", seconds: 0)
  }
}
