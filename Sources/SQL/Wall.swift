import CSQLite

/// What a statement may do, and part of its key in the cache.
@usableFromInline
enum Mode: UInt8, Hashable, Sendable {
  /// Our own statements: migrations, the wall itself, begin and commit.
  case setUp
  /// Plain names are one seller's rows, `main.<tenant table>` is only a write's target.
  case walled
  /// Reads across sellers.
  case platform
}

/// The tenancy wall of one connection: the state its C callbacks see.
///
/// 1. A plain table name is a TEMP view of `main.<table>` with the rows of `current_seller()`.
///    It selects from an inner view whose name is random, because the authorizer is told only
///    the innermost name and a CTE may take the name of a table.
/// 2. The authorizer refuses to prepare what goes round the views.
/// 3. TEMP triggers refuse to write another seller's row.
final class Wall {
  struct Position {
    var mode: Mode
    var seller: Int64
    static let setUp = Position(mode: .setUp, seller: 0)
  }

  static let refusal = "the row belongs to another seller"

  /// What runs now. Outside any statement: walled, and nobody's.
  var position = Position.setUp
  /// The schema as the authorizer needs it.
  private(set) var schema = WalledSchema()
  /// Facts of the statement being prepared; nil while one runs.
  private(set) var inspection: SQLScanner.Findings?
  private var refused: String?

  /// Runs our own statement as if the wall were not there.
  func aside<T>(_ body: () throws(SQLError) -> T) throws(SQLError) -> T {
    let outer = position
    position = .setUp
    defer { position = outer }
    return try body()
  }

  func preparing(_ sql: String, _ mode: Mode, _ prepare: () -> Int32) -> Int32 {
    let outer = position
    position = Position(mode: mode, seller: 0)
    inspection = mode == .walled ? SQLScanner.findings(in: sql) : SQLScanner.Findings()
    refused = nil
    defer {
      position = outer
      inspection = nil
    }
    return prepare()
  }

  /// SQLite says only "not authorized": add what was.
  func explain(_ error: SQLError) -> SQLError {
    guard error.code == SQLITE_AUTH, let refused else { return error }
    return SQLError(
      code: error.code, extended: error.extended, message: "\(error.message) (\(refused))",
      sql: error.sql)
  }

  func build(_ plan: WallPlan, on connection: Connection, guardingWrites: Bool) throws(SQLError) {
    defineCurrentSeller(on: connection.raw)
    schema = plan.schema
    try connection.script(plan.script(guardingWrites: guardingWrites))
  }

  /// From here on the authorizer judges every preparation.
  func stand(on database: OpaquePointer) {
    let me = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(
      database,
      { me, action, first, second, database, origin in
        guard let me else { return SQLITE_DENY }
        return Unmanaged<Wall>.fromOpaque(me).takeUnretainedValue()
          .judge(Action(action, first, second, database, origin))
      }, me)
    position = Position(mode: .walled, seller: 0)
  }

  private func judge(_ action: Action) -> Int32 {
    guard !action.isAllowed(by: self) else { return SQLITE_OK }
    refused = action.description
    return SQLITE_DENY
  }

  private func defineCurrentSeller(on database: OpaquePointer) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    sqlite3_create_function_v2(
      database, "current_seller", 0, flags, Unmanaged.passUnretained(self).toOpaque(),
      { context, _, _ in
        let wall = sqlite3_user_data(context).map {
          Unmanaged<Wall>.fromOpaque($0).takeUnretainedValue()
        }
        sqlite3_result_int64(context, wall?.position.seller ?? 0)
      }, nil, nil, nil)
  }
}
