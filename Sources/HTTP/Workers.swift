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
  case drain
}

/// The bounded queue between reactors and workers.
final class WorkQueue: Sendable {
  private struct State {
    var jobs: [Job] = []
    var first = 0
    var isClosed = false

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

  init(bound: Int) throws(SystemError) {
    self.bound = max(1, bound)
    signal = try EventCounter(isSemaphore: true)
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// How many wait.
  var depth: Int { state.withLock { $0.jobs.count - $0.first } }

  /// False when the queue is full.
  func offer(_ job: Job) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isClosed, state.jobs.count - state.first < bound else { return false }
      state.jobs.append(job)
      return true
    }
    if isTaken { signal.raise() }
    return isTaken
  }

  /// Waits for a job; nil when the queue is closed and empty.
  func take() -> Job? {
    signal.wait()
    return state.withLock { state in
      guard state.first < state.jobs.count else { return nil }
      defer { state.advance() }
      return state.jobs[state.first]
    }
  }

  func close(workers: Int) {
    state.withLock { $0.isClosed = true }
    for _ in 0..<workers { signal.raise() }
  }
}

/// A worker thread's loop.
struct Worker {
  let handler: Handler
  let queue: WorkQueue

  /// What fails once the server answers, for want of descriptors or memory, is tried again.
  static func late(_ makeHandler: HandlerFactory, _ queue: WorkQueue) -> Worker? {
    while !queue.isClosed {
      if let handler = try? makeHandler(.worker) { return Worker(handler: handler, queue: queue) }
      sleep(1)
    }
    return nil
  }

  func run() {
    while let job = queue.take() {
      let response = handler.respond(job.request)
      job.mailbox.post(.answer(connection: job.connection, response))
    }
  }
}
