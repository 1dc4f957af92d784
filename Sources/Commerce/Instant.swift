import Glibc

/// A moment in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX).
public struct Instant: Hashable, Comparable, Sendable {
  /// UTC milliseconds since 1970; negative before.
  public let milliseconds: Int64

  /// From milliseconds since 1970, as the database holds them.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// From whole seconds since 1970, saturating.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// The system's clock.
  public static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Whole seconds since 1970, rounded down.
  public var seconds: Int64 {
    let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// This moment moved by `duration`, cut to whole milliseconds, saturating at the ends of time.
  public func advanced(by duration: Duration) -> Instant {
    let (sum, overflow) = milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
    return Instant(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
  }

  public static func + (a: Instant, b: Duration) -> Instant { a.advanced(by: b) }
  public static func - (a: Instant, b: Duration) -> Instant { a.advanced(by: .zero - b) }
  /// The time from `b` to `a`, negative when `a` is earlier; saturating.
  public static func - (a: Instant, b: Instant) -> Duration {
    let (gap, overflow) = a.milliseconds.subtractingReportingOverflow(b.milliseconds)
    return .milliseconds(overflow ? (a < b ? Int64.min : Int64.max) : gap)
  }

  public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
}

extension Duration {
  /// Cut towards zero, saturating.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return overflow || carried ? (seconds < 0 ? .min : .max) : sum
  }
}

extension Duration {
  /// `n` times 60 seconds, saturating.
  public static func minutes(_ n: Int64) -> Duration { saturating(n, 60) }
  /// `n` times 3,600 seconds, saturating.
  public static func hours(_ n: Int64) -> Duration { saturating(n, 3600) }
  /// `n` times 86,400 seconds, saturating.
  public static func days(_ n: Int64) -> Duration { saturating(n, 86_400) }

  private static func saturating(_ n: Int64, _ unit: Int64) -> Duration {
    let (product, overflow) = n.multipliedReportingOverflow(by: unit)
    return .seconds(overflow ? (n < 0 ? Int64.min : Int64.max) : product)
  }
}
