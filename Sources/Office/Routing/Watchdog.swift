import Glibc
import HTTP
import Synchronization

/// Names the routes whose handlers hold a reactor for too long. At most one line a second: on a
/// machine with too much to do every handler is slow now and then.
final class Watchdog: Sendable {
  /// Nanoseconds that a handler may hold its reactor.
  private static let patience: Int64 = 5_000_000
  private static let pause: Int64 = 1_000_000_000

  private let lastLine = Atomic<Int64>(-pause)
  private let log: @Sendable (String) -> Void

  init(log: @escaping @Sendable (String) -> Void) { self.log = log }

  /// Runs the handler of a route.
  func watch(_ route: Route, _ run: () throws -> Response) rethrows -> Response {
    guard route.lane == .inline else { return try run() }
    let start = Self.nanoseconds()
    defer {
      let end = Self.nanoseconds()
      if end - start > Self.patience { report(route, end - start, at: end) }
    }
    return try run()
  }

  private func report(_ route: Route, _ taken: Int64, at now: Int64) {
    let last = lastLine.load(ordering: .relaxed)
    guard now - last >= Self.pause,
      lastLine.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    else { return }
    log("slow \(route.method.name) \(route.pattern): \(taken / 1_000_000) ms inline")
  }

  private static func nanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
