import Commerce

extension RequestContext {
  /// Time left to a deadline.
  public func due(_ deadline: Instant, from start: Instant) -> DueView {
    let left = TimeLeft(to: deadline, from: start, at: now)
    return DueView(
      text: locale.timeLeft(left.duration), exact: time(deadline),
      datetime: deadline.description, isSoon: left.isSoon, isOver: left.isOver)
  }
}

/// How much of the time given is left.
public struct TimeLeft: Sendable, Hashable {
  /// Negative once it is over.
  public let duration: Duration
  /// Less than a quarter of the time given, or 2 hours.
  public let isSoon: Bool
  public let isOver: Bool

  public init(to deadline: Instant, from start: Instant, at now: Instant) {
    let left = deadline.milliseconds &- now.milliseconds
    let given = deadline.milliseconds &- start.milliseconds
    duration = .milliseconds(left)
    isOver = left < 0
    isSoon = left >= 0 && left < max(given / 4, 7_200_000)
  }
}
