import Synchronization

/// Work that a thread of its own does while this one does something else.
final class Beside<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)

  /// Returns what both came to; the error of `own` first.
  static func run<Own>(
    _ work: @escaping @Sendable () throws -> Value, own: () throws -> Own
  ) throws -> (Value, Own) {
    let beside = Beside()
    // Without a thread it is done afterwards.
    let thread = JobThread("boot") { beside.perform(work) }
    let mine = Result { try own() }
    thread?.join()
    if thread == nil { beside.perform(work) }
    let made = try mine.get()
    guard let outcome = beside.outcome.withLock({ $0 }) else { throw BootError("no outcome") }
    return (try outcome.get(), made)
  }

  private func perform(_ work: () throws -> Value) {
    let result = Result { try work() }
    outcome.withLock { $0 = result }
  }
}
