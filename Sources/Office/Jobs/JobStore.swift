import Commerce
import SQL

/// Puts jobs into the database and wakes the runner once they are committed.
public final class JobStore: Sendable {
  /// Tries before a job is dead. With the pauses between them that is about 3 hours.
  public static let attempts = 12

  let alarm = Alarm()
  private let ids: IDGenerator
  private let clock: Clock

  public init(ids: IDGenerator, clock: Clock) {
    self.ids = ids
    self.clock = clock
  }

  /// Enqueues in the caller's transaction: the job is there if the change is.
  /// - Parameters:
  ///   - shop: the seller it is for; nil for the platform.
  ///   - at: not before then; nil for at once.
  ///   - key: with a key there is at most one such job of the kind: a second call moves the
  ///     first one and replaces its payload.
  @discardableResult
  public func enqueue(
    _ kind: String, _ payload: JSON, shop: Int64? = nil, at moment: Instant? = nil,
    key: String? = nil, in transaction: Transaction
  ) throws(SQLError) -> ID<Job> {
    let now = clock.now()
    let id: ID<Job> = ids.next(at: now)
    let command = key == nil ? JobSQL.insert : JobSQL.insertKeyed
    try transaction.open.run(
      command, id.raw, kind, key, shop, payload.text, (moment ?? now).milliseconds,
      now.milliseconds)
    transaction.afterCommit { [alarm] in alarm.ring() }
    return id
  }

  /// Takes back a job that waits under a key, such as a timer whose cause is gone.
  public func cancel(
    _ kind: String, key: String, in transaction: Transaction
  ) throws(SQLError) {
    try transaction.open.run(JobSQL.cancel, kind, key)
  }

  /// Jobs that failed for good, the newest first.
  public static func dead(_ reader: OpenReader, limit: Int) throws(SQLError) -> [DeadJob] {
    try reader.all(JobSQL.dead, limit)
  }

  /// Gives a dead job all its tries again. False when it is not there.
  public func retry(_ id: ID<Job>, in transaction: Transaction) throws(SQLError) -> Bool {
    transaction.afterCommit { [alarm] in alarm.ring() }
    return try transaction.open.run(JobSQL.revive, clock.now().milliseconds, id.raw) == 1
  }

  /// Forgets a dead job. False when it is not there.
  public static func drop(_ id: ID<Job>, in transaction: Transaction) throws(SQLError) -> Bool {
    try transaction.open.run(JobSQL.drop, id.raw) == 1
  }
}

/// A job that failed for good.
public struct DeadJob: Sendable, Hashable {
  public let id: ID<Job>
  public let kind: String
  public let shop: Int64?
  public let payload: String
  public let attempts: Int
  /// What the last try said.
  public let error: String
  public let createdAt: Instant
}

// What the runner does with a job. `attempts` is the lease's token: each claim raises it, so a
// runner whose lease ran out changes nothing.
extension JobStore {
  /// When the next job is due; nil when none waits.
  static func nextRun(_ reader: OpenReader) throws(SQLError) -> Instant? {
    try reader.first(JobSQL.next).map { Instant(milliseconds: $0) }
  }

  static func backlog(_ reader: OpenReader) throws(SQLError) -> JobBacklog {
    try reader.first(JobSQL.backlog) ?? JobBacklog(pending: 0, dead: 0)
  }

  /// Jobs that are claimed at once, at most: a flood of mails takes few commits.
  private static let batch = 16

  /// Takes the job that is due first; where its kind is one of `together`, with others of it that
  /// are due. One that was tried before comes alone: if it takes the process with it, no other job
  /// pays for that.
  static func claim(
    at now: Instant, lease: Duration, together: Set<String> = [], in transaction: Transaction
  ) throws(SQLError) -> [Job] {
    let limit = together.isEmpty ? 1 : batch
    let due = try transaction.open.all(JobSQL.due, now.milliseconds, limit)
    guard let first = due.first else { return [] }
    let isAlone = first.attempts > 0 || !together.contains(first.kind)
    let claimed =
      isAlone ? [first] : due.filter { $0.kind == first.kind && $0.attempts == 0 }
    let end = (now + lease).milliseconds
    return try claimed.map { job throws(SQLError) in
      try transaction.open.one(JobSQL.claim, end, job.id)
    }
  }

  /// Whether the job was still this runner's.
  static func end(_ job: Job, in transaction: Transaction) throws(SQLError) -> Bool {
    try transaction.open.run(JobSQL.end, job.id.raw, job.attempt) == 1
  }

  static func postpone(
    _ job: Job, to moment: Instant, error: String, in transaction: Transaction
  ) throws(SQLError) {
    try transaction.open.run(
      JobSQL.postpone, moment.milliseconds, error, job.id.raw, job.attempt)
  }

  static func bury(_ job: Job, error: String, in transaction: Transaction) throws(SQLError) {
    try transaction.open.run(JobSQL.bury, error, job.id.raw, job.attempt)
  }
}
