import Commerce
import Synchronization

/// The time as the product sees it. Tests and the demo fix or advance it.
public final class Clock: Sendable {
  private let shift = Atomic<Int64>(0)
  private let fixed: Mutex<Instant?>

  /// - Parameter fixed: the time stands still here; nil follows the machine.
  public init(fixed: Instant? = nil) { self.fixed = Mutex(fixed) }

  public func now() -> Instant {
    let base = fixed.withLock { $0 } ?? Instant.now()
    return Instant(milliseconds: base.milliseconds &+ shift.load(ordering: .relaxed))
  }

  /// Moves the time on, for timers in tests and the demo.
  public func advance(milliseconds: Int64) {
    shift.wrappingAdd(milliseconds, ordering: .relaxed)
  }
}
