import Commerce
import HTTP
import SQL

/// A sign-in that is still good.
public struct SignInRecord: Sendable, Hashable {
  public let at: Instant
  public let address: String
  public let agent: String
}

/// The member's own sessions.
public enum MemberSessions {
  private static let newest = Query<SignInRecord>(
    """
    select created_at, address, agent from session where member_id = ?
    order by created_at desc limit 10
    """
  ) { (at: Int64, address: String, agent: String) in
    SignInRecord(at: Instant(milliseconds: at), address: address, agent: agent)
  }

  /// The newest ten, this one first.
  public static func recent(
    of member: MemberID, in reader: OpenReader
  ) throws(SQLError) -> [SignInRecord] {
    try reader.all(newest, member.raw)
  }
}

private enum PasswordSQL {
  static let current = Query<String?>("select password from member where id = ?") {
    (password: String?) in password
  }
  static let set = Command("update member set password = ? where id = ?")
}

extension WorkContext where Scope == Account {
  /// Changes the member's password and ends all their other sessions. Who guesses at the present
  /// one has to wait as at the sign-in.
  public func changePassword(from current: String, to new: String) throws {
    try exchange.exchange.checkFields()
    let member = scope.member
    let hasher = exchange.exchange.local.hasher
    try checkCurrent(current, of: member, hasher)
    if let problem = PasswordRules.problem(with: new, email: member.email) {
      throw InvalidForm("new_password", Message("form.password.\(problem.rawValue)"))
    }
    guard let hash = hasher.hash(new), let session = exchange.exchange.session else {
      throw Failure.unavailable
    }
    try write(Act("profile.password", "member", member.id.raw)) { transaction in
      _ = try transaction.open.run(PasswordSQL.set, hash, member.id.raw)
      try SessionStore.deleteOthers(of: member.id, than: session.hash, in: transaction)
    }
    kernel.forgetSessions()
  }

  private func checkCurrent(
    _ password: String, of member: Member, _ hasher: PasswordHasher
  ) throws {
    let address = request.peer.throttleKey
    if case .waitFor(let seconds) = kernel.throttle.verdict(
      account: member.email, address: address, at: now)
    {
      throw Failure.tooMany(seconds: seconds)
    }
    let stored = try open.first(PasswordSQL.current, member.id.raw) ?? nil
    guard hasher.verify(password, against: stored) else {
      kernel.throttle.recordFailure(account: member.email, address: address, at: now)
      throw InvalidForm("current_password", Message("form.password.wrong"))
    }
    kernel.throttle.recordSuccess(account: member.email, address: address)
  }
}
