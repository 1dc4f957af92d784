import Synchronization

/// Makes identities that rise with time: 40 bits of milliseconds since 2020, then a counter of 13.
/// 53 bits in all, so that programs which read JSON numbers as doubles keep them exact (RFC 8259
/// 6); they last until 2054.
///
/// Unique in the process and strictly rising, also when the clock steps back or more than 2^13
/// are made in a millisecond: then the counter runs ahead into the next one.
public final class IDGenerator: Sendable {
  fileprivate static let counterBits: Int64 = 13
  fileprivate static let lastMillisecond: Int64 = (1 << 40) - 1
  /// 2020-01-01T00:00:00Z.
  fileprivate static let epoch: Int64 = 1_577_836_800_000

  private let last: Atomic<Int64>

  /// - Parameter known: the greatest identity in use already; all new ones are greater.
  public init(after known: Int64 = 0) {
    last = Atomic(max(0, known))
  }

  /// The next identity, at `now` or after the one made before, whichever is later.
  public func next<E>(at now: Instant = .now()) -> ID<E> {
    let since = max(now.milliseconds, Self.epoch) - Self.epoch
    let floor = min(since, Self.lastMillisecond) << Self.counterBits
    var seen = last.load(ordering: .relaxed)
    while true {
      let candidate = max(floor, seen &+ 1)
      let (exchanged, original) = last.weakCompareExchange(
        expected: seen, desired: candidate, ordering: .relaxed)
      if exchanged { return ID(raw: max(1, candidate)) }
      seen = original
    }
  }
}

extension ID {
  /// When an identity from `IDGenerator` was made, to the millisecond.
  public var instant: Instant {
    Instant(milliseconds: raw >> IDGenerator.counterBits + IDGenerator.epoch)
  }

  /// Before every identity that `IDGenerator` makes in that millisecond and later.
  public static func before(_ instant: Instant) -> ID {
    let since = max(instant.milliseconds, IDGenerator.epoch) - IDGenerator.epoch
    return ID(raw: min(since, IDGenerator.lastMillisecond) << IDGenerator.counterBits - 1)
  }
}
