import CSQLite

/// One SQLite connection, used by one thread at a time; so it is opened without SQLite's mutexes.
@usableFromInline
final class Connection {
  let wall = Wall()
  let raw: OpaquePointer
  private var cache = StatementCache()
  private var isClosed = false
  private let isReadOnly: Bool
  private let synchronous: Database.Options.Synchronous
  private var isWaiting = true
  /// Frames in the write-ahead log after this connection's latest commit.
  var walFrames = 0

  /// SQLite counts its memory under one lock for all threads, which nobody asks for. Refused, and
  /// harmless, where somebody in this process has used SQLite before.
  ///
  /// The statement journal's spill size stays as it is: raised, SQLite 3.40 answers a false "disk
  /// full" to statements of a large transaction.
  private static let prepareLibrary: Void = { _ = sqlite3_config_without_memory_statistics() }()

  /// STRICT tables came with 3.37.
  static let oldestSQLite: Int32 = 3_037_000

  /// A draft is a database that is being made: lost with its power, it is made anew.
  enum Role { case reader, writer, tool, draft }

  init(path: String, _ options: Database.Options, _ role: Role) throws(SQLError) {
    Self.prepareLibrary
    guard sqlite3_libversion_number() >= Self.oldestSQLite else {
      throw .misuse(
        "SQLite 3.37 or newer is needed, found " + String(cString: sqlite3_libversion()))
    }
    isReadOnly = role == .reader
    synchronous = options.synchronous
    raw = try Self.open(path)
    sqlite3_extended_result_codes(raw, 1)
    sqlite3_busy_timeout(raw, options.busyMilliseconds)
    NumberList.define(on: raw)
    try configure(options, role)
  }

  deinit { close() }

  /// Idempotent; a closed connection refuses to prepare.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    cache.removeAll()
    sqlite3_close_v2(raw)
  }

  private static func open(_ path: String) throws(SQLError) -> OpaquePointer {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, KeptMapping.name)
    guard code == SQLITE_OK, let opened else {
      let error = SQLError.last(opened, code)
      sqlite3_close_v2(opened)
      throw SQLError(
        code: error.code, extended: error.extended, message: error.message + ": " + path)
    }
    return opened
  }

  private func configure(_ options: Database.Options, _ role: Role) throws(SQLError) {
    // FULL before WAL: a new database's first pages are durable too.
    let cache = role == .writer ? options.writerCacheKibibytes : options.cacheKibibytes
    let isShort = role == .reader || role == .writer && !options.isForBulk
    let isDraft = role == .draft
    // With recursive triggers the rows that `or replace` deletes fire the wall's delete guards too.
    try script(
      """
      pragma synchronous = \(isDraft ? 0 : options.synchronous.rawValue);
      pragma journal_mode = \(isDraft ? "off" : "wal");
      pragma foreign_keys = \(isDraft || role == .tool ? "off" : "on");
      pragma mmap_size = \(options.mappedBytes);
      pragma cache_size = -\(cache);
      pragma trusted_schema = off;
      pragma temp_store = \(isShort ? "memory" : "file");
      pragma recursive_triggers = on;
      """)
    sqlite3_wal_autocheckpoint(raw, 0)
    watchLog()
  }

  private func watchLog() {
    let me = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      raw,
      { me, _, _, frames in
        guard let me else { return SQLITE_OK }
        Unmanaged<Connection>.fromOpaque(me).takeUnretainedValue().walFrames = Int(frames)
        return SQLITE_OK
      }, me)
  }

  /// Whether the next commits wait for the disk. Between two transactions only.
  func wait(forDisk isWanted: Bool) throws(SQLError) {
    guard isWanted != isWaiting, synchronous == .full else { return }
    // It takes effect when it is compiled: a kept statement would do nothing.
    try wall.aside { () throws(SQLError) in
      try script("pragma synchronous = \(isWanted ? "full" : "normal")")
    }
    isWaiting = isWanted
  }

  /// Raises the wall; before this the connection is all-powerful.
  func raiseWall(_ plan: WallPlan, guardingWrites: Bool) throws(SQLError) {
    try wall.build(plan, on: self, guardingWrites: guardingWrites)
    if isReadOnly { try script("pragma query_only = on") }
    wall.stand(on: raw)
  }
}

// MARK: Statements

extension Connection {
  /// Runs text that has no parameters and no rows of interest.
  func script(_ sql: String) throws(SQLError) {
    let code = sqlite3_exec(raw, sql, nil, nil, nil)
    if code != SQLITE_OK { throw .last(raw, code, sql: sql) }
  }

  /// Runs our own text with the wall aside.
  func control(_ sql: StaticString) throws(SQLError) {
    try wall.aside { () throws(SQLError) in
      let statement = try prepared(sql, .setUp)
      let execution = Execution(statement, self, .setUp)
      while try execution.step() {}
    }
  }

  /// The rows of our own text with the wall aside, each as texts ("" for NULL).
  func rows(_ sql: String, _ values: String...) throws(SQLError) -> [[String]] {
    try wall.aside { () throws(SQLError) in
      let statement = try prepare(sql, .setUp)
      let execution = Execution(statement, self, .setUp)
      try execution.bind(values)
      var rows: [[String]] = []
      while try execution.step() {
        let row = Row(execution.raw)
        rows.append((0..<sqlite3_column_count(execution.raw)).map { row.text($0) })
      }
      return rows
    }
  }

  func prepared(_ sql: StaticString, _ mode: Mode) throws(SQLError) -> Statement {
    try cache.statement(sql, mode) { (text) throws(SQLError) in try prepare(text, mode) }
  }

  func prepared(text: String, _ mode: Mode) throws(SQLError) -> Statement {
    try cache.statement(text: text, mode) { (text) throws(SQLError) in try prepare(text, mode) }
  }

  func prepare(_ sql: String, _ mode: Mode) throws(SQLError) -> Statement {
    if isClosed { throw .misuse("the connection is closed", sql: sql) }
    var statement: OpaquePointer?
    var rest = ""
    let code = wall.preparing(sql, mode) {
      var sql = sql
      return sql.withUTF8 { text in
        text.withMemoryRebound(to: CChar.self) { text -> Int32 in
          var tail: UnsafePointer<CChar>?
          let code = sqlite3_prepare_v3(
            raw, text.baseAddress, Int32(clamping: text.count),
            UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
          if let tail, let start = text.baseAddress {
            rest = String(
              decoding: text[min(tail - start, text.count)...].lazy.map { UInt8(bitPattern: $0) },
              as: UTF8.self)
          }
          return code
        }
      }
    }
    guard code == SQLITE_OK else { throw wall.explain(.last(raw, code, sql: sql)) }
    guard let statement else { throw .misuse("an empty statement", sql: sql) }
    let prepared = Statement(statement)
    guard SQLScanner.isBlank(rest) else { throw .misuse("more than one statement", sql: sql) }
    return prepared
  }

  /// Prepares, and checks what the caller says of the statement.
  func statement(_ text: StatementText) throws(SQLError) -> Statement {
    let statement = try prepared(text.sql, text.mode)
    if let columns = text.columns { try check(statement, columns: columns) }
    return statement
  }

  func check(_ statement: Statement, columns: Int32) throws(SQLError) {
    let found = sqlite3_column_count(statement.raw)
    guard found == columns else {
      throw .misuse(
        "\(found) columns for a decoder of \(columns)",
        sql: sqlite3_sql(statement.raw).map { String(cString: $0) })
    }
  }

  /// The lines of `explain query plan`.
  func plan(of sql: String, _ mode: Mode) throws(SQLError) -> [String] {
    let statement = try prepare("explain query plan " + sql, mode)
    let execution = Execution(statement, self, Wall.Position(mode: mode, seller: 0))
    var lines: [String] = []
    while try execution.step() { lines.append(Row(execution.raw).text(3)) }
    return lines
  }

  /// False when SQLite has rolled the transaction back on its own account.
  var isInTransaction: Bool { sqlite3_get_autocommit(raw) == 0 }

  /// True when a deferred foreign key is unsatisfied at this point of the transaction.
  var owesForeignKeys: Bool {
    var current: Int32 = 0
    var high: Int32 = 0
    sqlite3_db_status(raw, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &high, 0)
    return current > 0
  }
}
