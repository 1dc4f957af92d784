import Commerce

extension RequestContext {
  /// Time left to a deadline. "Soon" is less than a quarter of the time given, or 2 hours.
  public func due(_ deadline: Instant, from start: Instant) -> DueView {
    let left = deadline.milliseconds - now.milliseconds
    let given = deadline.milliseconds - start.milliseconds
    return DueView(
      text: locale.timeLeft(.milliseconds(left)), exact: time(deadline),
      datetime: deadline.description, isSoon: left >= 0 && left < max(given / 4, 7_200_000),
      isOver: left < 0)
  }
}
