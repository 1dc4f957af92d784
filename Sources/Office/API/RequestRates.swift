import Commerce
import HTTP
import Synchronization

/// Counts the calls of each shop's programs: so many in a second, whatever the key. In memory,
/// and bounded: the shops that were silent for the longest are forgotten.
final class RequestRates: Sendable {
  /// Calls that a shop may make in one second.
  static let perSecond = 50

  /// How a call stands to the limit.
  struct Standing: Sendable, Hashable {
    /// Calls left in this second; negative when this one is over.
    let remaining: Int

    var isOver: Bool { remaining < 0 }

    /// The limit as clients read it.
    func note(on headers: inout Headers) {
      headers.append("RateLimit-Limit", String(RequestRates.perSecond))
      headers.append("RateLimit-Remaining", String(max(0, remaining)))
      headers.append("RateLimit-Reset", "1")
    }
  }

  private struct Second {
    let number: Int64
    var calls: Int
  }

  private struct State: ~Copyable {
    var shops: RecentTable<Second>
  }

  private let state: Mutex<State>

  init(capacity: Int = 65_536) {
    state = Mutex(State(shops: RecentTable(capacity: capacity)))
  }

  /// Counts one call.
  func count(_ shop: SellerID, at now: Instant) -> Standing {
    let calls = state.withLock { state -> Int in
      var second = state.shops[shop.raw.hashValue] ?? Second(number: now.seconds, calls: 0)
      if second.number != now.seconds { second = Second(number: now.seconds, calls: 0) }
      second.calls = min(second.calls + 1, Self.perSecond + 1)
      state.shops[shop.raw.hashValue] = second
      return second.calls
    }
    return Standing(remaining: Self.perSecond - calls)
  }
}

/// When keys were used last, so that the table learns of it once a minute and not with each call.
final class KeyUses: Sendable {
  private static let pause = Duration.seconds(60)

  private struct State: ~Copyable {
    var noted: RecentTable<Instant>
  }

  private let state = Mutex(State(noted: RecentTable(capacity: 65_536)))

  /// Whether the table should hear of a use at that time.
  func isNews(_ key: Int64, at now: Instant) -> Bool {
    state.withLock { state in
      if let last = state.noted[key.hashValue], now >= last, now - last < Self.pause {
        return false
      }
      state.noted[key.hashValue] = now
      return true
    }
  }
}
