/// Deadlines in 1024 buckets of 64 ms. An entry is only a promise to look: whoever moves a deadline
/// later does not touch the wheel, and deadlines beyond the wheel's 65 s are looked at again.
struct TimerWheel {
  private static let buckets = 1024
  private static let width: Int64 = 64_000_000

  private var entries: [[UInt64]] = Array(repeating: [], count: buckets)
  private var occupied = [UInt64](repeating: 0, count: buckets / 64)
  private var tick: Int64

  init(now: Int64) { tick = now / TimerWheel.width }

  /// Promises to yield `token` shortly after `deadline` or earlier; returns when.
  mutating func schedule(_ token: UInt64, at deadline: Int64) -> Int64 {
    let wanted = deadline / TimerWheel.width + 1
    let slot = min(max(wanted, tick + 1), tick + Int64(TimerWheel.buckets) - 1)
    let index = Int(slot) & (TimerWheel.buckets - 1)
    entries[index].append(token)
    occupied[index / 64] |= 1 << UInt64(index % 64)
    return slot * TimerWheel.width
  }

  /// Everything due at `now`.
  mutating func take(now: Int64) -> [UInt64] {
    let target = now / TimerWheel.width
    var due: [UInt64] = []
    // After a long sleep one round visits every bucket.
    let steps = min(target - tick, Int64(TimerWheel.buckets))
    if steps > 0 {
      for step in 1...steps {
        let index = Int(tick + step) & (TimerWheel.buckets - 1)
        guard occupied[index / 64] >> UInt64(index % 64) & 1 == 1 else { continue }
        due += entries[index]
        entries[index] = []
        occupied[index / 64] &= ~(1 << UInt64(index % 64))
      }
      tick = target
    }
    return due
  }

  /// Nanoseconds of the clock when the next entry is due, or nil: then nothing wakes the reactor.
  func nextDue() -> Int64? {
    let mask = TimerWheel.buckets - 1
    var step = 1
    while step < TimerWheel.buckets + 64 {
      let index = Int(tick + Int64(step)) & mask
      let rest = occupied[index / 64] >> UInt64(index % 64)
      if rest != 0 { return (tick + Int64(step + rest.trailingZeroBitCount)) * TimerWheel.width }
      step += 64 - index % 64
    }
    return nil
  }
}
