import Glibc
import Synchronization

/// One for each thread that asks. A connection reads the whole schema when it is opened and must
/// not be used by two threads; tests ask thousands of times.
public final class PerThread<Thing>: @unchecked Sendable {
  // The table is under its lock; what is in it is touched by its own thread alone.
  private struct Kept: @unchecked Sendable { let thing: Thing }

  private let all = Mutex<[UInt: Kept]>([:])
  private let make: @Sendable () throws -> Thing

  public init(_ make: @escaping @Sendable () throws -> Thing) { self.make = make }

  /// The one of this thread, made where it has none yet.
  public func mine() throws -> Thing {
    let thread = UInt(pthread_self())
    if let kept = all.withLock({ $0[thread] }) { return kept.thing }
    let kept = Kept(thing: try make())
    all.withLock { $0[thread] = kept }
    return kept.thing
  }
}
