import Glibc
import Synchronization

/// What a worker is to do, and for whom.
struct Job: Sendable {
  let request: Request
  let connection: UInt64
  let mailbox: Mailbox<Message>
}

/// Messages to a reactor.
enum Message: Sendable {
  case answer(connection: UInt64, Response)
  /// Accepted by another reactor.
  case connection(Int32, PeerAddress)
  /// For those who listen to the topic.
  case event(topic: Int64, SharedBytes)
  case drain
}

/// The worker lane: a bounded queue and the threads that empty it.
///
/// One thread runs from the start. Another one comes when a job finds all of them busy, up to the
/// limit: a lane that waits for one writer's commits needs many threads, an idle one should not
/// pay for their connections.
final class Workers: Sendable {
  private struct State {
    var jobs: [Job] = []
    var first = 0
    var isClosed = false
    var threads: [Thread] = []
    /// Threads that run or are about to, and those of them that wait for a job.
    var running = 0
    var idle = 0

    var waiting: Int { jobs.count - first }

    /// Drops the first job; moves the rest to the front only now and then.
    mutating func advance() {
      first += 1
      if first == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        first = 0
      } else if first >= 64 {
        jobs.removeSubrange(..<first)
        first = 0
      }
    }
  }

  private let state = Mutex(State())
  private let signal: EventCounter
  private let bound: Int
  private let limit: Int
  private let makeHandler: HandlerFactory

  init(
    limit: Int, queueBound: Int, _ makeHandler: @escaping HandlerFactory
  ) throws(SystemError) {
    self.limit = limit
    bound = max(1, queueBound)
    self.makeHandler = makeHandler
    signal = try EventCounter(isSemaphore: true)
  }

  /// Starts the first thread, which passes the gate when its handler is made.
  func start(_ gate: StartGate) throws(SystemError) {
    state.withLock { $0.running = 1 }
    let thread = try Thread("worker") { [self] in
      serve(gate.enter { try makeHandler(.worker) })
    }
    state.withLock { $0.threads.append(thread) }
  }

  /// How many jobs wait for a thread.
  var depth: Int { state.withLock { $0.waiting } }

  /// False when the queue is full.
  func offer(_ job: Job) -> Bool {
    let (isTaken, needsThread) = state.withLock { state in
      guard !state.isClosed, state.waiting < bound else { return (false, false) }
      state.jobs.append(job)
      guard state.waiting > state.idle, state.running < limit else { return (true, false) }
      state.running += 1
      return (true, true)
    }
    if isTaken { signal.raise() }
    if needsThread { grow() }
    return isTaken
  }

  /// Takes no more jobs, and returns when all that were taken are done.
  func close() {
    let count = state.withLock { state in
      state.isClosed = true
      return state.running
    }
    for _ in 0..<count { signal.raise() }
    let threads = state.withLock { state in
      defer { state.threads = [] }
      return state.threads
    }
    for thread in threads { thread.join() }
  }

  /// Where the system has no thread or no memory left, those that run do the work.
  private func grow() {
    do {
      let thread = try Thread("worker") { [self] in serve(try? makeHandler(.worker)) }
      state.withLock { $0.threads.append(thread) }
    } catch {
      state.withLock { $0.running -= 1 }
    }
  }

  /// A worker thread's loop.
  private func serve(_ handler: Handler?) {
    if let handler {
      while let job = take() {
        let response = handler.respond(job.request)
        job.mailbox.post(.answer(connection: job.connection, response))
      }
    }
    state.withLock { $0.running -= 1 }
  }

  /// Waits for a job; nil when the lane is closed and empty.
  func take() -> Job? {
    state.withLock { $0.idle += 1 }
    signal.wait()
    return state.withLock { state in
      state.idle -= 1
      guard state.waiting > 0 else { return nil }
      defer { state.advance() }
      return state.jobs[state.first]
    }
  }
}
