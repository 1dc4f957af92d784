import Commerce
import HTTP
import SQL

/// An answer as a repeat must return it, byte for byte.
public struct APIAnswer: Sendable, Hashable {
  public let status: Int
  public let body: [UInt8]

  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

enum IdempotencySQL {
  static let find = Query<(request: [UInt8], answer: APIAnswer)>(
    "select request, status, body from idempotency where key_id = ? and token = ?"
  ) { (request: [UInt8], status: Int64, body: [UInt8]) in
    (request, APIAnswer(status: Int(truncatingIfNeeded: status), body: body))
  }
  static let insert = Command(
    """
    insert into idempotency (key_id, token, request, status, body, created_at)
    values (?, ?, ?, ?, ?, ?)
    """)
  static let sweep = Command(
    """
    delete from idempotency where id in (
      select id from idempotency where created_at < ? order by created_at limit 500)
    """)
}

extension WorkContext where Scope == APIClient {
  /// Does the act once per `Idempotency-Key`: a repeat gets the first answer, byte for byte; the
  /// same key with another body is refused with 422. The answer is stored in the act's own
  /// transaction, so a crash leaves both or neither; what `body` throws leaves neither, and the
  /// key can be used again. Answers are kept for 7 days.
  public func once(
    _ act: Act, _ body: (PlatformTransaction) throws -> APIAnswer
  ) throws -> Response {
    let token = try idempotencyKey()
    let digest = SHA256.hash(Array("\(request.path)\n".utf8) + (try JSONBody.bytes(of: request)))
    let entry = auditEntry(act, shop: nil)
    let key = scope.key
    let platform = scope.platform
    let now = now
    let answer = try kernel.database.writer.write { transaction -> APIAnswer in
      if let first = try transaction.open.first(IdempotencySQL.find, key, token) {
        guard first.request == digest else {
          throw InvalidForm("Idempotency-Key", Message("errors.idempotency.reused"))
        }
        return first.answer
      }
      let answer = try body(transaction.platform(platform))
      _ = try transaction.open.run(
        IdempotencySQL.insert, key, token, digest, Int64(answer.status), answer.body,
        now.milliseconds)
      try Audit.append(entry, in: transaction)
      return answer
    }
    return .json(answer.body, Status(UInt16(clamping: answer.status)))
  }

  /// Runs a change and its audit row in one transaction, for an act that is idempotent by itself.
  public func write<T: Sendable>(
    _ act: Act, _ body: (PlatformTransaction) throws -> T
  ) throws -> T {
    let entry = auditEntry(act, shop: nil)
    let platform = scope.platform
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction.platform(platform))
      try Audit.append(entry, in: transaction)
      return result
    }
  }

  private func idempotencyKey() throws -> String {
    guard let token = request.header("idempotency-key"), !token.isEmpty else {
      throw InvalidForm("Idempotency-Key", Message("errors.idempotency.missing"))
    }
    guard token.utf8.count <= 200 else {
      throw InvalidForm("Idempotency-Key", Message("errors.idempotency.tooLong"))
    }
    return token
  }
}

enum Idempotency {
  /// Forgets some answers older than 7 days; 0 when there are none left.
  static func sweep(at now: Instant, in transaction: Transaction) throws(SQLError) -> Int {
    let week: Int64 = 7 * 24 * 3_600 * 1_000
    return try transaction.open.run(IdempotencySQL.sweep, now.milliseconds - week)
  }
}
