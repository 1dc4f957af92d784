import Synchronization

/// An SQLite database in a file: one writer, any number of readers.
public final class Database: Sendable {
  /// How every connection is set up.
  public struct Options: Sendable {
    /// What a commit waits for (`pragma synchronous`). Anything but `full` may lose answered
    /// commits when the power fails: it is for imports that can be run again, and for tests.
    public enum Synchronous: Int, Sendable {
      case off = 0
      case normal = 1
      case full = 2
    }

    /// How long to wait for another process's lock, in milliseconds.
    public var busyMilliseconds: Int32 = 5_000
    public var synchronous = Synchronous.full
    /// How much of the file is read through a mapping, in bytes; SQLite's own limit is 2 GB.
    public var mappedBytes: Int64 = 2_147_418_112
    /// Page cache of each reading connection, in KiB.
    public var cacheKibibytes = 2_000
    /// Page cache of the writer, in KiB: what it changed lies in the log and is no longer mapped.
    public var writerCacheKibibytes = 16_000
    /// Whether the writer's closures run thousands of statements each. Their statement journal is
    /// then a file: in memory it is a list that SQLite walks at the end of every statement, which
    /// makes a large closure quadratic. Those of people's acts are short, and a file would double
    /// what they write.
    public var isForBulk = false

    public init() {}
  }

  public let path: String
  public let writer: Writer
  private let options: Options
  private let log: LogGauge
  private let checkpoints: Mutex<Checkpoints?> = Mutex(nil)

  private init(path: String, _ options: Options) throws(SQLError) {
    self.path = path
    self.options = options
    log = LogGauge()
    writer = try Writer(path: path, options, log)
  }

  deinit { close() }

  /// Opens or creates the database and applies the pending migrations, all or none of them.
  ///
  /// Where the database has been migrated before, a copy is left beside it first. Errors: an
  /// applied migration was edited, or is unknown (the database is of a newer program).
  public static func open(
    path: String, migrations: [Migration], options: Options = Options()
  ) throws(SQLError) -> Database {
    if try Migrator.create(path, migrations, options) {
      return try Database(path: path, options)
    }
    let migrator = try Migrator(path: path, options)
    try migrator.apply(migrations)
    // Open until the writer is: the last connection that closes moves the log into the database.
    return try withExtendedLifetime(migrator) { () throws(SQLError) in
      try Database(path: path, options)
    }
  }

  /// A connection for the calling thread.
  /// - Parameter isMapped: whether it reads the file through a mapping: for threads that serve
  ///   pages. Each further mapping makes every checkpoint dearer.
  public func makeReader(isMapped: Bool = false) throws(SQLError) -> Reader {
    var options = options
    if !isMapped { options.mappedBytes = 0 }
    return try Reader(path: path, options, writer.plan)
  }

  /// Starts the thread that moves the write-ahead log into the database. Without it the log
  /// grows until the database is closed.
  public func startCheckpoints() throws(SQLError) {
    let started = try Checkpoints(path: path, options, log, writer)
    checkpoints.withLock { running in
      guard running == nil else { return }
      started.start()
      running = started
    }
  }

  /// Waits for the writes under way, stops the checkpoints, empties the log. Idempotent.
  public func close() {
    guard writer.close() else { return }
    let running = checkpoints.withLock { running in
      defer { running = nil }
      return running
    }
    running?.stop()
    // The last connection that closes does the same; readers of other threads may outlive us.
    _ = try? tool().checkpoint(.truncate)
  }
}

// MARK: Care

extension Database {
  /// What `pragma integrity_check` finds; empty when the file is sound.
  public func integrityCheck() throws(SQLError) -> [String] {
    let found = try tool().rows("pragma integrity_check").map { $0.joined() }
    return found == ["ok"] ? [] : found
  }

  /// Rows whose parent is missing, as `table -> parent`, one line each; empty when all is well.
  public func foreignKeyCheck() throws(SQLError) -> [String] { try tool().foreignKeyFaults() }

  func tool() throws(SQLError) -> Connection { try Connection(path: path, options, .tool) }
}

extension Connection {
  func foreignKeyFaults() throws(SQLError) -> [String] {
    try rows("pragma foreign_key_check").map { "\($0[0]) -> \($0[2])" }
  }
}
