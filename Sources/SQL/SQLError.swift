import CSQLite

/// What SQLite refused, with its own words; also the errors of this target (`code` 21, misuse).
public struct SQLError: Error, Sendable, CustomStringConvertible {
  /// The primary result code (SQLite "Result and Error Codes").
  public let code: Int32
  /// The extended result code; equals `code` where SQLite gives no more detail.
  public let extended: Int32
  public let message: String
  /// The statement's text, without bound values. It is for logs and never for pages.
  public let sql: String?

  public init(code: Int32, extended: Int32? = nil, message: String, sql: String? = nil) {
    self.code = code
    self.extended = extended ?? code
    self.message = message
    self.sql = sql
  }

  public var description: String {
    "SQLite \(extended): \(message)" + (sql.map { " in: \($0)" } ?? "")
  }

  /// Another connection held the lock for longer than the busy timeout.
  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

  /// The disk or the quota is full, or the medium refused the write. Reads go on working.
  public var isFull: Bool {
    code == SQLITE_FULL || Self.refusedWrites.contains(extended)
  }

  public var isInterrupted: Bool { code == SQLITE_INTERRUPT }

  /// A constraint of the schema that the statement would have broken.
  public var constraint: Constraint? {
    guard code == SQLITE_CONSTRAINT else { return nil }
    return Constraint(extended: extended, message: message)
  }

  public func isConstraint(_ kind: Constraint.Kind, _ name: String? = nil) -> Bool {
    guard let constraint, constraint.kind == kind else { return false }
    return name.map { $0 == constraint.name } ?? true
  }

  /// The tenancy wall refused: at preparation, or because a write met another seller's row.
  public var isTenancy: Bool {
    code == SQLITE_AUTH || extended == Self.triggerConstraint && message == Wall.refusal
  }

  private static let triggerConstraint = SQLITE_CONSTRAINT | 7 << 8

  // IOERR_ with WRITE 3, FSYNC 4, DIR_FSYNC 5, TRUNCATE 6, SHMSIZE 19: ENOSPC and EDQUOT end here
  // where the VFS does not map them to SQLITE_FULL.
  private static let refusedWrites = [3, 4, 5, 6, 19].map { SQLITE_IOERR | $0 << 8 }

  static func misuse(_ message: String, sql: String? = nil) -> SQLError {
    SQLError(code: SQLITE_MISUSE, message: message, sql: sql)
  }

  /// A stored value that the Swift type cannot take.
  public static func mismatch(_ message: String) -> SQLError {
    SQLError(code: SQLITE_MISMATCH, message: message)
  }
}

/// Which constraint a statement broke.
public struct Constraint: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case unique, foreignKey, check, notNull, other }

  public let kind: Kind
  /// As SQLite names it: `product.seller_id, product.offer_id` for keys and unique indices,
  /// the constraint's name or its expression for a check, empty for foreign keys.
  public let name: String

  // SQLITE_CONSTRAINT_ with CHECK 1, FOREIGNKEY 3, NOTNULL 5, PRIMARYKEY 6, UNIQUE 8, ROWID 10.
  init(extended: Int32, message: String) {
    switch extended >> 8 {
    case 1: kind = .check
    case 3: kind = .foreignKey
    case 5: kind = .notNull
    case 6, 8, 10: kind = .unique
    default: kind = .other
    }
    name = Self.name(in: message)
  }

  private static func name(in message: String) -> String {
    let marker = "constraint failed: "
    guard let end = message.firstRange(of: marker)?.upperBound else { return "" }
    return String(message[end...])
  }
}

extension SQLError {
  static let foreignKey = SQLError(
    code: SQLITE_CONSTRAINT, extended: SQLITE_CONSTRAINT | 3 << 8,
    message: "FOREIGN KEY constraint failed")
}
