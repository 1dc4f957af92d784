import CSQLite
import Glibc

extension Database {
  /// Copies the database to a file, page by page, while readers and the writer go on.
  ///
  /// The copy is of the moment it began. `path` appears whole, or stays as it was.
  public func backup(to path: String) throws(SQLError) {
    let partial = path + ".partial"
    unlink(partial)
    do throws(SQLError) {
      try tool().copy(to: partial)
      try File.flush(partial)
      if rename(partial, path) != 0 { throw .file("rename", path) }
    } catch {
      unlink(partial)
      throw error
    }
    try File.flushFolder(of: path)
  }
}

extension Connection {
  // Pages a step: 1 MB, between which other connections get at the file cache.
  private static let backupPages: Int32 = 256

  /// The open read transaction pins the moment: without it every commit of the writer would
  /// make SQLite start the copy again.
  fileprivate func copy(to path: String) throws(SQLError) {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    defer { sqlite3_close_v2(opened) }
    guard code == SQLITE_OK, let opened else { throw .last(opened, code) }
    try script("begin; select count(*) from sqlite_schema")
    defer { try? script("commit") }
    try copySteps(to: opened)
  }

  private func copySteps(to target: OpaquePointer) throws(SQLError) {
    guard let backup = sqlite3_backup_init(target, "main", raw, "main") else {
      throw .last(target, sqlite3_errcode(target))
    }
    var code: Int32
    repeat {
      code = sqlite3_backup_step(backup, Self.backupPages)
    } while code == SQLITE_OK
    let end = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, end == SQLITE_OK else {
      throw .last(target, code == SQLITE_DONE ? end : code)
    }
  }
}

/// The few file calls that make a copy durable.
enum File {
  static func flush(_ path: String) throws(SQLError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .file("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw .file("fsync", path) }
  }

  static func flushFolder(of path: String) throws(SQLError) {
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    try flush(name.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
  }
}

extension SQLError {
  fileprivate static func file(_ call: String, _ path: String) -> SQLError {
    let code = errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR
    return SQLError(code: code, message: "\(call) \(path): " + String(cString: strerror(errno)))
  }
}
