import CSQLite
import Glibc

/// The system's VFS, except that a connection keeps the database mapped from one transaction to
/// the next.
///
/// SQLite gives its mapping up whenever a connection sees another's commit, lest the file was cut
/// short and grew again meanwhile: on some systems the mapping is then no longer the file. On
/// Linux a shared mapping always is, and a reader of a write-ahead log asks for no page past the
/// end of its snapshot. Mapping anew costs each reader, after each commit, a fault for every
/// page that it reads.
enum KeptMapping {
  /// The name for `sqlite3_open_v2`; nil, the default VFS, where it cannot be had.
  static let name = register()

  /// Lies behind the system's part of an open database file.
  private struct Extension {
    var methods: sqlite3_io_methods
    var system: UnsafePointer<sqlite3_io_methods>
    /// The file's bytes when the mapping was last given up.
    var length: Int64 = 0
  }

  private static var system: UnsafeMutablePointer<sqlite3_vfs>? { sqlite3_vfs_find("unix") }

  /// Where the extension begins.
  private static let offset: Int = {
    let alignment = MemoryLayout<Extension>.alignment
    return (Int(system?.pointee.szOsFile ?? 0) + alignment - 1) / alignment * alignment
  }()

  private static func register() -> String? {
    guard let system else { return nil }
    let name = "sellerdesk"
    let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    vfs.initialize(to: system.pointee)
    vfs.pointee.pNext = nil
    vfs.pointee.zName = UnsafePointer(strdup(name))
    vfs.pointee.szOsFile = Int32(offset + MemoryLayout<Extension>.size)
    vfs.pointee.xOpen = { KeptMapping.open($1, $2, $3, $4) }
    return sqlite3_vfs_register(vfs, 0) == SQLITE_OK ? name : nil
  }

  private static func open(
    _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ given: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let system, let file, let open = system.pointee.xOpen else { return SQLITE_CANTOPEN }
    let code = open(system, path, file, flags, given)
    guard code == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0, let methods = file.pointee.pMethods,
      methods.pointee.iVersion >= 3
    else { return code }
    let mine = (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(to: Extension.self)
    mine.initialize(to: Extension(methods: methods.pointee, system: methods))
    mine.pointee.methods.xUnfetch = { KeptMapping.unfetch($0, $1, $2) }
    file.pointee.pMethods = UnsafePointer(
      UnsafeRawPointer(mine).assumingMemoryBound(to: sqlite3_io_methods.self))
    return code
  }

  /// Gives back a page, or without one the whole mapping: that only when the file has become so
  /// much longer that what lies behind the mapping matters.
  private static func unfetch(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ position: Int64, _ page: UnsafeMutableRawPointer?
  ) -> Int32 {
    guard let file else { return SQLITE_MISUSE }
    let mine = (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(to: Extension.self)
    let methods = mine.pointee.system
    if page == nil {
      var length: Int64 = 0
      guard methods.pointee.xFileSize?(file, &length) == SQLITE_OK else { return SQLITE_IOERR }
      let kept = mine.pointee.length
      if length >= kept, length - kept <= 1 << 20 + kept / 16 { return SQLITE_OK }
      mine.pointee.length = length
    }
    return methods.pointee.xUnfetch?(file, position, page) ?? SQLITE_OK
  }
}
