import Glibc
import Synchronization

/// The one writer of a database, with group commit.
///
/// The thread that finds the lane free leads: it begins a transaction, runs its own closure and
/// those queued meanwhile, each in a savepoint, commits once and wakes them. Who arrives during
/// the commit forms the next group, led by the first of them.
public final class Writer: Sendable {
  /// What the writer has done since it was opened.
  public struct Stats: Sendable {
    /// Transactions, and the closures run in them.
    public var groups = 0
    public var closures = 0
    /// Transactions of these that did not wait for the disk.
    public var unsynced = 0
    /// Closures in a transaction.
    public var sizes = Histogram([1, 2, 4, 8, 16, 32, 64, 128])
    /// Nanoseconds that a commit took, the wait for the disk included.
    public var commits = Histogram([
      100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 50_000_000,
      250_000_000,
    ])
  }

  private struct Lane {
    var leader: pthread_t?
    var queue: [Ticket] = []
    var isClosed = false
    var stats = Stats()
  }

  // Bounds how long the first of a group waits for its commit.
  private static let groupLimit = 128

  private let lane = Mutex(Lane())
  private let log: LogGauge
  /// Read before the wall stood.
  let plan: WallPlan
  // Touched only by the thread that `lane.leader` names; the mutex orders the hand-overs.
  private nonisolated(unsafe) let connection: Connection

  init(path: String, _ options: Database.Options, _ log: LogGauge) throws(SQLError) {
    self.log = log
    connection = try Connection(path: path, options, .writer)
    plan = try WallPlan(of: connection)
    try connection.raiseWall(plan, guardingWrites: true)
  }

  public var stats: Stats { lane.withLock { $0.stats } }

  /// Runs `body` in a transaction and returns when its changes are on disk.
  ///
  /// What `body` throws undoes its changes alone and comes out here. `SQLError` comes out when
  /// the group's commit failed: then nothing of it is there. `body` may run on another thread
  /// while this one waits; it must not call `write` itself.
  /// - Parameter isDurable: with false it returns when the changes are committed. No crash of a
  ///   process takes them back, but one of the machine may, with all that was committed after
  ///   them; for what would then be done again.
  public func write<T>(
    isDurable: Bool = true, _ body: (Transaction) throws -> T
  ) throws -> T {
    var result: T?
    let hooks = try withoutActuallyEscaping(body) { body in
      let ticket = Ticket(isDurable: isDurable) { result = try body($0) }
      try perform(ticket)
      return try ticket.outcome.get()
    }
    for hook in hooks { hook() }
    guard let result else { throw SQLError.misuse("a closure without its result") }
    return result
  }

  /// Ends when everything queued before is written; later writes are refused. False when it
  /// was closed already.
  func close() -> Bool {
    let isLast = lane.withLock { lane in
      defer { lane.isClosed = true }
      return !lane.isClosed
    }
    guard isLast else { return false }
    pause {}
    connection.close()
    return true
  }

  /// Runs `body` while no transaction is open and none can begin. Nothing happens when it is
  /// called from inside a closure, or when another process keeps the writer out.
  func pause(_ body: @escaping @Sendable () -> Void) { try? perform(Ticket(pause: body)) }

  private func perform(_ ticket: Ticket) throws(SQLError) {
    let admitted: Result<Bool, SQLError> = lane.withLock { lane in
      if lane.leader == pthread_self() { return .failure(.misuse("write inside write")) }
      if lane.isClosed, ticket.pause == nil {
        return .failure(.misuse("the database is closed"))
      }
      guard lane.leader == nil else {
        lane.queue.append(ticket)
        return .success(false)
      }
      lane.leader = pthread_self()
      return .success(true)
    }
    if try admitted.get() { return lead(ticket) }
    ticket.turn.wait()
    guard ticket.isPromoted else { return }
    lane.withLock { $0.leader = pthread_self() }
    lead(ticket)
  }
}

// MARK: Leading a group

extension Writer {
  private func lead(_ first: Ticket) {
    if let pause = first.pause {
      pause()
      return handOver()
    }
    let isDurable = first.isDurable || lane.withLock { $0.queue.contains(where: \.isDurable) }
    var group = [first]
    var frames: Int?
    var taken: Int?
    do throws(SQLError) {
      try connection.wait(forDisk: isDurable)
      try begin(&group)
      run(&group, isDurable)
      taken = try finish(group)
    } catch {
      if connection.isInTransaction { try? connection.control("rollback") }
      for ticket in group { ticket.lose(error) }
      // A full disk may have room again once the log is moved and begun anew.
      if error.isFull { frames = .max }
    }
    log.report(frames: frames ?? connection.walFrames)
    lane.withLock { lane in
      lane.stats.groups += 1
      lane.stats.closures += group.count
      if !isDurable { lane.stats.unsynced += 1 }
      lane.stats.sizes.note(group.count)
      if let taken { lane.stats.commits.note(taken) }
    }
    handOver()
    for ticket in group.dropFirst() { ticket.turn.post() }
  }

  // Where another process holds the lock past the timeout, everybody who waits hears of it:
  // each would wait as long again, and in vain.
  private func begin(_ group: inout [Ticket]) throws(SQLError) {
    do throws(SQLError) {
      try connection.control("begin immediate")
    } catch {
      group += lane.withLock { lane in
        defer { lane.queue = [] }
        return lane.queue
      }
      throw error
    }
  }

  /// What must be durable does not join a group that does not wait for the disk: it leads the next.
  private func run(_ group: inout [Ticket], _ isDurable: Bool) {
    var next: Ticket? = group.first
    while let ticket = next {
      ticket.run(on: connection)
      guard connection.isInTransaction, group.count < Self.groupLimit else { return }
      next = lane.withLock { lane in
        lane.queue.first.map { $0.pause == nil && (isDurable || !$0.isDurable) } == true
          ? lane.queue.removeFirst() : nil
      }
      if let next { group.append(next) }
    }
  }

  // A full disk makes SQLite roll the whole transaction back inside a statement; then every
  // closure that had succeeded is lost and must hear of it.
  /// Returns how many nanoseconds the commit took.
  private func finish(_ group: [Ticket]) throws(SQLError) -> Int? {
    guard connection.isInTransaction else {
      let cause = group.lazy.compactMap(\.databaseError).last
      throw cause ?? .misuse("the transaction was rolled back inside a closure")
    }
    let isWorthCommitting = group.contains(where: \.hasSucceeded)
    guard isWorthCommitting else {
      try connection.control("rollback")
      return nil
    }
    let start = Self.nanoseconds()
    try connection.control("commit")
    return Self.nanoseconds() - start
  }

  private static func nanoseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000_000 + now.tv_nsec
  }

  private func handOver() {
    let next: Ticket? = lane.withLock { lane in
      // While the promoted thread wakes up, the lane stays taken but belongs to no thread.
      lane.leader = lane.queue.isEmpty ? nil : 0
      return lane.queue.isEmpty ? nil : lane.queue.removeFirst()
    }
    next?.promote()
  }
}
