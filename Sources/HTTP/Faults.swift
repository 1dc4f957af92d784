#if DEBUG
  import Synchronization
#endif

/// The system calls that serve requests, by what they do.
enum SystemCall: Sendable, CaseIterable {
  case accept, receive, send, sendFile, poll, watch, open, read, write, makeThread
}

/// Makes a call of at most `count` octets. In a debug build a test may have it fail or shortened
/// (see `Faults`); in a release build nothing stands between.
@inline(__always)
func perform(
  _ call: SystemCall, _ descriptor: Int32, _ count: Int = 0, _ body: (Int) -> Int
) -> Int {
  #if DEBUG
    switch Faults.next(call, descriptor) {
    case .failure(let code):
      Faults.fail(code)
      return -1
    case .short(let most): return body(min(count, most))
    case nil: break
    }
  #endif
  return body(count)
}

#if DEBUG
  import Glibc

  /// Failures of system calls that tests make: one kind of call fails at its n-th time, or always
  /// from then on. Only threads that were admitted meet them, so that a server of another test in
  /// this process goes on undisturbed.
  enum Faults {
    enum Fault: Sendable {
      /// The value of `errno`.
      case failure(Int32)
      /// At most so many octets at once.
      case short(Int)
    }

    private struct State {
      var call: SystemCall?
      var fault = Fault.failure(0)
      var remaining = 0
      var repeats = false
      var hasFired = false
      var threads: Set<pthread_t> = []
      var tokens: [Int32: UInt64] = [:]
      var stalled: [Int32] = []
    }

    private static let state = Mutex(State())

    /// From now on the `nth` (from 1) call of that kind fails, later ones too when `repeats`.
    static func plan(_ call: SystemCall, _ fault: Fault, nth: Int, repeats: Bool = false) {
      state.withLock {
        ($0.call, $0.fault, $0.remaining, $0.repeats) = (call, fault, nth, repeats)
        $0.hasFired = false
      }
    }

    /// Whether the planned call has come.
    static var hasFired: Bool { state.withLock { $0.hasFired } }

    static func clear() { state.withLock { $0.call = nil } }

    static func admitThisThread() { _ = state.withLock { $0.threads.insert(pthread_self()) } }

    /// Before new threads are admitted: those of ended ones may have their numbers.
    static func forgetThreads() { state.withLock { $0.threads = [] } }

    static func next(_ call: SystemCall, _ descriptor: Int32) -> Fault? {
      state.withLock { state in
        guard state.call == call, state.threads.contains(pthread_self()) else { return nil }
        state.remaining -= 1
        guard state.remaining == 0 || (state.repeats && state.remaining < 0) else { return nil }
        state.hasFired = true
        // Listeners are level-triggered: they are told again.
        if case .failure(EAGAIN) = state.fault, call != .accept { state.stalled.append(descriptor) }
        return state.fault
      }
    }

    static func fail(_ code: Int32) { errno = code }

    static func watch(_ descriptor: Int32, _ token: UInt64) {
      state.withLock { $0.tokens[descriptor] = token }
    }

    /// Descriptors that were told EAGAIN although the kernel has something for them: it owes them
    /// an edge.
    static func takeStalled() -> [(descriptor: Int32, token: UInt64)] {
      state.withLock { state in
        defer { state.stalled = [] }
        return state.stalled.compactMap { number in state.tokens[number].map { (number, $0) } }
      }
    }
  }
#endif
