import Commerce
import SQL
import Synchronization

/// Does the jobs, on its own threads. It sleeps until the next one is due or a transaction has
/// committed a new one; an idle runner uses no processor time.
///
/// A job is done at least once: after a crash, or when a handler outlives its lease, it is done
/// again. Handlers are therefore idempotent, or make their change through `JobContext.finish`.
/// So no commit of the runner waits for the disk: what a power failure takes back is done again.
public final class JobRunner: Sendable {
  public typealias Handler = @Sendable (Job, JobContext) throws -> Void

  /// Does jobs of one kind together; what failed, by the job. They are ended together too, so a
  /// crash has all of them done again: it must be idempotent.
  public typealias BatchHandler = @Sendable ([Job]) -> [ID<Job>: any Error]

  /// How long a handler may take before another thread tries the job.
  static let lease = Duration.minutes(5)

  public let store: JobStore
  private let database: Database
  private let clock: Clock
  private let log: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    var handlers: [String: Handler] = [:]
    var batchHandlers: [String: BatchHandler] = [:]
    var periods: [String: Duration] = [:]
    var threads: [JobThread] = []
    var isStopping = false
  }

  /// - Parameter log: takes one line for each try that failed.
  public init(
    database: Database, store: JobStore, clock: Clock,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.database = database
    self.store = store
    self.clock = clock
    self.log = log
  }

  /// Names the handler of a kind; once for each kind, before `start`.
  public func register(_ kind: String, _ handler: @escaping Handler) {
    state.withLock { $0.handlers[kind] = handler }
  }

  /// Names the handler of a kind whose jobs are cheaper done together.
  public func registerBatch(_ kind: String, _ handler: @escaping BatchHandler) {
    state.withLock { $0.batchHandlers[kind] = handler }
  }

  /// Does `handler` once in a period, on whichever day the server runs: the moment is a row.
  public func every(_ period: Duration, _ kind: String, _ handler: @escaping Handler) {
    register(kind, handler)
    state.withLock { $0.periods[kind] = period }
  }

  /// Begins. Work left over from before is done first.
  public func start(threads: Int = 2) throws {
    try schedulePeriods()
    for number in 1...max(1, threads) {
      guard let thread = JobThread("jobs \(number)", isBackground: true, { self.work() }) else {
        throw JobFailure.hopeless("no thread for the jobs")
      }
      state.withLock { $0.threads.append(thread) }
    }
  }

  /// Finishes what is being done, takes nothing new, and returns when the threads are gone. It
  /// may be started again.
  public func stop() {
    let threads = state.withLock { state in
      state.isStopping = true
      defer { state.threads = [] }
      return state.threads
    }
    store.alarm.ring()
    for thread in threads { thread.join() }
    state.withLock { $0.isStopping = false }
  }

  /// Looks again at what is due, after the clock was moved.
  public func wake() { store.alarm.ring() }

  /// Does on this thread all that is due now, and returns how many tries that took.
  @discardableResult
  public func runDue() throws -> Int {
    let reader = try database.makeReader()
    var count = 0
    while true {
      let done = try runNext(reader)
      if done == 0 { return count }
      count += done
    }
  }

  private func schedulePeriods() throws {
    let kinds = state.withLock { $0.periods.keys.sorted() }
    try database.writer.write { transaction in
      for kind in kinds {
        let isThere = try transaction.open.first(Self.isScheduled, kind) != nil
        if !isThere { try store.enqueue(kind, nil, key: Self.periodic, in: transaction) }
      }
    }
  }

  private static let periodic = "every"
  static let isScheduled = Query<Int64>(
    "select id from job where kind = ? and key = 'every' and dead = 0")
}

extension JobRunner {
  private func work() {
    var reader: Reader?
    while true {
      // Before the look at the state: else a ring between them is heard by nobody.
      let heard = store.alarm.heard
      if state.withLock({ $0.isStopping }) { return }
      var pause: Duration?
      do {
        let open = try reader ?? database.makeReader()
        reader = open
        if try runNext(open) > 0 { continue }
        pause = try JobStore.nextRun(open.open).map { $0 - clock.now() }
      } catch {
        // A full disk or a lock held too long: the jobs are safe, look again soon.
        log("jobs: \(error)")
        pause = .seconds(5)
      }
      store.alarm.sleep(after: heard, for: pause)
    }
  }

  /// Does the job that is due first, or several of its kind where they are done together; 0 when
  /// none is due. The look before the claim is a read: an idle runner never writes.
  private func runNext(_ reader: Reader) throws -> Int {
    let now = clock.now()
    guard let due = try JobStore.nextRun(reader.open), due <= now else { return 0 }
    let handlers = state.withLock { $0.batchHandlers }
    let jobs = try database.writer.write(isDurable: false) { transaction in
      try JobStore.claim(
        at: now, lease: Self.lease, together: Set(handlers.keys), in: transaction)
    }
    if let kind = jobs.first?.kind, let handler = handlers[kind] {
      let failures = handler(jobs.filter { $0.attempt <= JobStore.attempts })
      try end(
        jobs.filter { job in
          try attempt(job) { if let failure = failures[job.id] { throw failure } }
        })
    } else {
      for job in jobs where try attempt(job, { try perform(job, reader) }) { try end([job]) }
    }
    return jobs.count
  }

  /// Whether it succeeded; a failure is written down.
  private func attempt(_ job: Job, _ body: () throws -> Void) throws -> Bool {
    do {
      // Claimed more often than it ever failed: it took the whole process with it.
      guard job.attempt <= JobStore.attempts || isPeriodic(job) else {
        throw JobFailure.hopeless("no try came to an end")
      }
      try body()
      return true
    } catch JobFailure.lost {
      log("job \(job.id) \(job.kind): taken over")
    } catch {
      try fail(job, error)
    }
    return false
  }

  private func perform(_ job: Job, _ reader: Reader) throws {
    guard let handler = state.withLock({ $0.handlers[job.kind] }) else {
      throw JobFailure.hopeless("no handler for \(job.kind)")
    }
    let context = JobContext(
      database: database, reader: reader, store: store, now: clock.now(), job: job)
    try handler(job, context)
  }

  private func isPeriodic(_ job: Job) -> Bool {
    state.withLock { $0.periods[job.kind] } != nil
  }

  /// What `JobContext.finish` has ended is no longer there.
  private func end(_ done: [Job]) throws {
    let periods = state.withLock { $0.periods }
    try database.writer.write(isDurable: false) { transaction in
      for job in done {
        _ = try JobStore.end(job, in: transaction)
        guard let period = periods[job.kind] else { continue }
        try store.enqueue(
          job.kind, nil, at: clock.now() + period, key: Self.periodic, in: transaction)
      }
    }
  }

  private func fail(_ job: Job, _ error: any Error) throws {
    var isHopeless = job.attempt >= JobStore.attempts
    var reason = "\(error)"
    if case JobFailure.hopeless(let text) = error { (isHopeless, reason) = (true, text) }
    log("job \(job.id) \(job.kind), try \(job.attempt): \(reason)")
    // Periodic work never dies.
    if isPeriodic(job) { isHopeless = false }
    let text = String(reason.prefix(500))
    let moment = clock.now() + Self.pause(after: job.attempt)
    try database.writer.write(isDurable: false) { transaction in
      if isHopeless {
        try JobStore.bury(job, error: text, in: transaction)
      } else {
        try JobStore.postpone(job, to: moment, error: text, in: transaction)
      }
    }
  }

  /// 5 s, doubled for each try up to an hour; cut by up to a half at random, so that jobs which
  /// failed together do not come back together.
  static func pause(after attempt: Int) -> Duration {
    let longest = min(5_000 << min(max(attempt - 1, 0), 10), 3_600_000)
    return .milliseconds(Int.random(in: longest / 2...longest))
  }
}
