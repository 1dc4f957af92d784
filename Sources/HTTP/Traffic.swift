import Synchronization

/// What a server has done since its start, for whoever watches it. Each reactor counts for itself;
/// a reading adds up what they have.
public final class Traffic: Sendable {
  /// What an answer is counted under: `Response.label` is its place in the list.
  public struct Label: Sendable {
    public let method: String
    public let route: String

    public init(method: String, route: String) {
      self.method = method
      self.route = route
    }
  }

  /// At least one; the first is for what the application has no name for.
  public let labels: [Label]
  private let sources = Mutex(Sources())

  private struct Sources {
    var tallies: [Tally] = []
    weak var workers: Workers?
  }

  public init(labels: [Label]) {
    let nameless = Label(method: "any", route: "unrouted")
    self.labels = labels.isEmpty ? [nameless] : labels
  }

  /// Called inside the reactor's thread, so that its counters lie in memory of its own.
  func join() -> Tally {
    let tally = Tally(labels: labels.count)
    sources.withLock { $0.tallies.append(tally) }
    return tally
  }

  /// One for each reactor.
  var tallies: [Tally] { sources.withLock(\.tallies) }

  func watch(_ workers: Workers) { sources.withLock { $0.workers = workers } }

  /// The sums of all reactors, each figure as it was at some moment of the call.
  public func reading() -> Reading {
    let (tallies, workers) = sources.withLock { ($0.tallies, $0.workers) }
    var reading = Reading()
    reading.waiting = workers?.depth ?? 0
    reading.lines = labels.map { Reading.Line(label: $0) }
    for tally in tallies { tally.add(to: &reading) }
    reading.lines.removeAll { $0.requests.isEmpty }
    return reading
  }

  /// Upper bounds of the latency buckets in nanoseconds; the last bucket has none.
  public static let bounds: [Int64] = [
    500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 100_000_000, 500_000_000,
    2_500_000_000,
  ]

  /// Figures of one moment.
  public struct Reading: Sendable {
    /// What was answered under one label.
    public struct Line: Sendable {
      public let label: Label
      /// By status code, in order.
      public internal(set) var requests: [(code: Int, count: Int)] = []
      /// Requests by time taken: one for each of `bounds`, and one for what took longer.
      public internal(set) var buckets = [Int](repeating: 0, count: Traffic.bounds.count + 1)
      public internal(set) var nanoseconds = 0
    }

    public internal(set) var lines: [Line] = []
    public internal(set) var connections = 0
    public internal(set) var accepted = 0
    /// Octets that came from clients.
    public internal(set) var received = 0
    /// Octets of content that were given to clients.
    public internal(set) var sent = 0
    /// Requests that wait for a worker.
    public internal(set) var waiting = 0
  }
}
