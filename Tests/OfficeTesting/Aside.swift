import Glibc
import Synchronization
import Testing

/// Runs tests on threads of their own: those that wait for processes, sockets and browsers would
/// else hold one of the few threads that all tests share.
public struct Aside: SuiteTrait, TestTrait, TestScoping {
  // The whole suite stays there: a step that came back to the shared threads would wait behind all
  // tests that are queued on them.
  public let isRecursive = false

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(AsideThreads.shared) { try await function() }
  }
}

extension Trait where Self == Aside {
  /// On threads of its own; see `Aside`.
  public static var aside: Self { Aside() }
}

/// A few threads that take tasks in the order in which they come.
final class AsideThreads: TaskExecutor {
  static let shared = AsideThreads(3)

  private struct Waiting {
    var jobs: [UnownedJob] = []
  }

  private let waiting = Mutex(Waiting())
  private let count = Count()

  private init(_ threads: Int) {
    for _ in 0..<threads {
      let me = Unmanaged.passRetained(self).toOpaque()
      var thread = pthread_t()
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, 8 << 20)
      pthread_create(
        &thread, &attributes,
        { me in
          if let me { Unmanaged<AsideThreads>.fromOpaque(me).takeUnretainedValue().work() }
          return nil
        }, me)
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    waiting.withLock { $0.jobs.append(job) }
    count.post()
  }

  private func work() {
    while true {
      count.wait()
      let job: UnownedJob? = waiting.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
      job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}

/// Counts what has come; who waits takes one.
private final class Count: @unchecked Sendable {
  // A semaphore may be used by all threads at once; it is made once and never moved.
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }
  func post() { sem_post(semaphore) }
  func wait() { while sem_wait(semaphore) != 0 {} }
}
