import CSQLite

/// A prepared statement. It belongs to its connection's cache, or to one run.
@usableFromInline
final class Statement {
  let raw: OpaquePointer
  let parameters: Int32
  var isRunning = false
  /// When its cache last gave it away, where that keeps only some.
  var lastUse = 0

  init(_ raw: OpaquePointer) {
    self.raw = raw
    parameters = sqlite3_bind_parameter_count(raw)
  }

  deinit { sqlite3_finalize(raw) }
}

/// One run of a statement: it sets the connection's position (mode and current seller) and,
/// on every path out, resets the statement and puts the position back.
@usableFromInline
struct Execution: ~Copyable {
  @usableFromInline let raw: OpaquePointer
  private let statement: Statement
  private let connection: Connection
  private let outer: Wall.Position

  init(_ statement: Statement, _ connection: Connection, _ position: Wall.Position) {
    self.statement = statement
    self.connection = connection
    raw = statement.raw
    outer = connection.wall.position
    connection.wall.position = position
    statement.isRunning = true
  }

  // Inlinable, because the optimiser of Swift 6.3 breaks down over the destruction of a
  // non-copyable value inside inlinable code when the deinitialiser is not.
  @inlinable
  deinit { end() }

  @usableFromInline
  func end() {
    sqlite3_reset(raw)
    if statement.parameters > 0 { sqlite3_clear_bindings(raw) }
    statement.isRunning = false
    connection.wall.position = outer
  }

  @inlinable
  func bind<each P: SQLValue>(_ values: repeat each P) throws(SQLError) {
    var index: Int32 = 0
    for value in repeat each values { try value.bind(to: Parameters(raw), at: next(&index)) }
    try checkCount(index)
  }

  func bind(_ values: [any SQLValue]) throws(SQLError) {
    var index: Int32 = 0
    for value in values { try value.bind(to: Parameters(raw), at: next(&index)) }
    try checkCount(index)
  }

  @usableFromInline
  func checkCount(_ count: Int32) throws(SQLError) {
    guard count == statement.parameters else {
      throw .misuse(
        "\(count) values for \(statement.parameters) parameters", sql: sql)
    }
  }

  var sql: String? { sqlite3_sql(raw).map { String(cString: $0) } }

  /// Rows inserted, updated or deleted by the statement that has just ended; 0 for a reading one.
  @usableFromInline
  var changes: Int {
    sqlite3_stmt_readonly(raw) != 0 ? 0 : Int(sqlite3_changes64(sqlite3_db_handle(raw)))
  }

  /// True while there is a row.
  @inlinable
  func step() throws(SQLError) -> Bool {
    switch sqlite3_step(raw) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw .last(sqlite3_db_handle(raw), code, statement: raw)
    }
  }
}
