import Glibc
import Synchronization

/// Time as the kernel tells it. The reactor reads it once a turn.
enum Clock {
  /// Nanoseconds that only ever grow.
  static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

  /// Seconds since 1970, UTC.
  static func seconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &now)
    return Int64(now.tv_sec)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
  }
}

extension Duration {
  /// Nanoseconds from now that can be added to the clock: at most some 70 years, not negative.
  var nanoseconds: Int64 {
    let (whole, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return components.seconds < 0 ? 0 : .max / 4 }
    return min(max(0, whole &+ components.attoseconds / 1_000_000_000), .max / 4)
  }
}

/// Numbers that look random to people, so that two requests of a log are not mistaken for each
/// other; not a secret.
final class RequestNumbers: Sendable {
  static let shared = RequestNumbers()
  private let counter = Atomic<UInt64>(UInt64.random(in: 0...UInt64.max))

  func next() -> UInt64 {
    let (_, value) = counter.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed)
    let mixed = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    return mixed ^ (mixed >> 27)
  }
}
