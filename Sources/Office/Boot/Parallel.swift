import Glibc
import Synchronization

/// The same work on many things, shared among the processors: for the boot, which is mostly that.
enum Parallel {
  /// The results in the order of the items.
  static func map<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ transform: @escaping @Sendable (Item) -> Value
  ) -> [Value] {
    let round = Round(items, transform)
    let helpers = max(0, min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 8, items.count) - 1)
    let threads = (0..<helpers).compactMap { _ in JobThread("boot") { round.work() } }
    round.work()
    for thread in threads { thread.join() }
    return round.results
  }

  private final class Round<Item: Sendable, Value: Sendable>: Sendable {
    private let items: [Item]
    private let transform: @Sendable (Item) -> Value
    private let next = Atomic(0)
    private let done = Mutex<[Int: Value]>([:])

    init(_ items: [Item], _ transform: @escaping @Sendable (Item) -> Value) {
      self.items = items
      self.transform = transform
    }

    /// Takes one item after another until none is left.
    func work() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let value = transform(items[index])
        done.withLock { $0[index] = value }
      }
    }

    var results: [Value] { done.withLock { done in items.indices.compactMap { done[$0] } } }
  }
}
