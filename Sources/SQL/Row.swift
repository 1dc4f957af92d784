import CSQLite

/// The row a statement stands on. It is lent for one call and cannot be kept.
///
/// Columns count from 0. These readings convert as SQLite does and answer 0, "" or no bytes
/// for NULL and for a column that is not there; the typed way is `SQLValue.read`.
public struct Row: ~Copyable {
  @usableFromInline let raw: OpaquePointer

  @inlinable init(_ raw: OpaquePointer) { self.raw = raw }

  @inlinable
  public func int(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

  @inlinable
  public func double(_ column: Int32) -> Double { sqlite3_column_double(raw, column) }

  @inlinable
  public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }

  @inlinable
  public func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(raw, column) else { return "" }
    let count = Int(sqlite3_column_bytes(raw, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Lends the text's UTF-8 or the blob's bytes without a copy.
  @inlinable
  public func withBytes<T>(
    _ column: Int32, _ body: (UnsafeRawBufferPointer) -> T
  ) -> T {
    let start = sqlite3_column_blob(raw, column)
    let count = Int(sqlite3_column_bytes(raw, column))
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  @inlinable
  func require(_ storage: Storage, _ column: Int32) throws(SQLError) {
    let found = sqlite3_column_type(raw, column)
    if found != storage.rawValue { throw mismatch(storage, found, column) }
  }

  @usableFromInline
  func mismatch(_ storage: Storage, _ found: Int32, _ column: Int32) -> SQLError {
    let name = sqlite3_column_name(raw, column).map { String(cString: $0) } ?? "\(column)"
    let stored = Storage(rawValue: found).map { "\($0)" } ?? "null"
    return SQLError(
      code: SQLITE_MISMATCH, message: "column \(name): \(stored) where \(storage) is expected",
      sql: sqlite3_sql(raw).map { String(cString: $0) })
  }
}

/// SQLite's fundamental datatypes (`sqlite3_column_type`), without NULL.
@usableFromInline
enum Storage: Int32 {
  case integer = 1
  case real = 2
  case text = 3
  case blob = 4
}

/// The parameters of a statement that is about to run; lent to `SQLValue.bind`.
public struct Parameters: ~Copyable {
  @usableFromInline let raw: OpaquePointer

  @inlinable init(_ raw: OpaquePointer) { self.raw = raw }

  @inlinable
  public func set(_ value: Int64, at index: Int32) throws(SQLError) {
    try check(sqlite3_bind_int64(raw, index, value))
  }

  @inlinable
  public func set(_ value: Double, at index: Int32) throws(SQLError) {
    try check(sqlite3_bind_double(raw, index, value))
  }

  @inlinable
  public func setNull(at index: Int32) throws(SQLError) {
    try check(sqlite3_bind_null(raw, index))
  }

  // SQLITE_TRANSIENT: SQLite copies into its lookaside memory, so that the value need not
  // outlive the call and no malloc is paid for short texts.
  @usableFromInline
  func set(_ value: String, at index: Int32) throws(SQLError) {
    var value = value
    let code = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(
          raw, index, $0.baseAddress ?? Self.empty, UInt64($0.count), Self.transient,
          UInt8(SQLITE_UTF8))
      }
    }
    try check(code)
  }

  func set(_ value: [UInt8], at index: Int32) throws(SQLError) {
    if value.isEmpty { return try check(sqlite3_bind_zeroblob(raw, index, 0)) }
    try check(
      value.withUnsafeBytes {
        sqlite3_bind_blob64(raw, index, $0.baseAddress, UInt64($0.count), Self.transient)
      })
  }

  @inlinable
  func check(_ code: Int32) throws(SQLError) {
    if code != SQLITE_OK { throw .last(sqlite3_db_handle(raw), code, statement: raw) }
  }

  // A null pointer would bind NULL; the empty string's buffer may have no address.
  private nonisolated(unsafe) static let empty: UnsafePointer<CChar> = {
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return UnsafePointer(byte)
  }()

  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

extension SQLError {
  /// The error the connection has just reported.
  @usableFromInline
  static func last(
    _ database: OpaquePointer?, _ code: Int32, statement: OpaquePointer? = nil, sql: String? = nil
  ) -> SQLError {
    let extended = database.map { sqlite3_extended_errcode($0) } ?? code
    // The connection's report may be older than `code` (sqlite3_bind_* misuse): then say the code.
    let isAboutCode = extended & 0xff == code & 0xff
    let message = isAboutCode ? database.flatMap { sqlite3_errmsg($0) } : sqlite3_errstr(code)
    return SQLError(
      code: code & 0xff, extended: isAboutCode ? extended : code,
      message: message.map { String(cString: $0) } ?? "",
      sql: sql ?? statement.flatMap { sqlite3_sql($0) }.map { String(cString: $0) })
  }
}
