import Glibc

/// Brings a database to the program's schema before anything else opens it.
struct Migrator {
  let path: String
  private let connection: Connection

  init(
    path: String, _ options: Database.Options, _ role: Connection.Role = .tool
  ) throws(SQLError) {
    self.path = path
    connection = try Connection(path: path, options, role)
  }

  /// Makes a database beside its place, without waiting for the disk, and puts it there whole.
  /// - Returns: false where there is one already, or its log, or no place for a second file.
  static func create(
    _ path: String, _ migrations: [Migration], _ options: Database.Options
  ) throws(SQLError) -> Bool {
    let places = [path, path + "-wal", path + "-journal"]
    guard places.allSatisfy({ access($0, F_OK) != 0 && errno == ENOENT }) else { return false }
    let draft = "\(path).new-\(getpid())"
    unlink(draft)
    defer { unlink(draft) }
    let migrator = try Migrator(path: draft, options, .draft)
    try migrator.apply(migrations)
    try migrator.connection.script("pragma journal_mode = wal")
    migrator.connection.close()
    if options.synchronous != .off { try File.flush(draft) }
    // Unlike a renaming it never replaces what another process has made meanwhile.
    guard link(draft, path) == 0 else { return false }
    if options.synchronous != .off { try File.flushFolder(of: path) }
    return true
  }

  func apply(_ migrations: [Migration]) throws(SQLError) {
    try requireDistinct(migrations)
    guard try !pending(of: migrations).isEmpty else { return }
    if try !applied().isEmpty { try backUp() }
    try connection.script("begin immediate")
    do throws(SQLError) {
      // In the same transaction: each commit waits for the disk.
      try connection.script(Self.table)
      // Asked again under the lock: another process may have migrated meanwhile.
      for migration in try pending(of: migrations) { try apply(migration) }
      try requireForeignKeys()
      try connection.script("commit")
    } catch {
      if connection.isInTransaction { try? connection.script("rollback") }
      throw error
    }
  }

  private static let table = """
    create table if not exists migration (
      position integer primary key, name text not null unique, checksum text not null,
      applied_at integer not null
    ) strict
    """

  private func applied() throws(SQLError) -> [(name: String, checksum: String)] {
    let tables = try connection.rows("select name from sqlite_schema where name = 'migration'")
    guard !tables.isEmpty else { return [] }
    return try connection.rows("select name, checksum from migration order by position")
      .map { ($0[0], $0[1]) }
  }

  // By name, not by place: each module appends to its own part of the list.
  private func pending(of migrations: [Migration]) throws(SQLError) -> [Migration] {
    var known: [String: Migration] = [:]
    for migration in migrations { known[migration.name] = migration }
    for (name, checksum) in try applied() {
      guard let migration = known.removeValue(forKey: name) else {
        throw .misuse("\(path) has the migration \"\(name)\", unknown to this older program")
      }
      guard migration.matches(checksum) else {
        throw .misuse("the migration \"\(name)\" was edited after it had been applied to \(path)")
      }
    }
    return migrations.filter { known[$0.name] != nil }
  }

  private func requireDistinct(_ migrations: [Migration]) throws(SQLError) {
    var names: Set<String> = []
    for migration in migrations where !names.insert(migration.name).inserted {
      throw .misuse("two migrations are named \"\(migration.name)\"")
    }
  }

  private func apply(_ migration: Migration) throws(SQLError) {
    do throws(SQLError) {
      try connection.script(migration.sql)
    } catch {
      throw SQLError(
        code: error.code, extended: error.extended,
        message: "migration \"\(migration.name)\": \(error.message)", sql: error.sql)
    }
    guard connection.isInTransaction else {
      throw .misuse("the migration \"\(migration.name)\" ended the transaction")
    }
    _ = try connection.rows(
      """
      insert into migration (name, checksum, applied_at)
      values (?, ?, cast(strftime('%s', 'now') as integer) * 1000)
      """, migration.name, migration.checksum)
  }

  private func requireForeignKeys() throws(SQLError) {
    if let fault = try connection.foreignKeyFaults().first {
      throw .misuse("the migrations leave a row without its parent: \(fault)")
    }
  }

  // `data.sqlite.before-12-1795392000000`: the number of migrations it has, and when.
  private func backUp() throws(SQLError) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let moment = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    let copy = "\(path).before-\(try applied().count + 1)-\(moment)"
    _ = try connection.rows("vacuum into ?", copy)
    try File.flush(copy)
  }
}
