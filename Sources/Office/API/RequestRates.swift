import Commerce
import HTTP
import Synchronization

/// Counts the calls of each shop's programs: so many at once, and so many a second, whatever the
/// key (a leaky bucket). In memory, and bounded: the shops that were silent for the longest are
/// forgotten.
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

  /// What a shop still owes at a moment: a call costs its part of a second, and time pays it off.
  private struct Debt {
    var moment: Instant
    /// Milliseconds.
    var owed: Int64
  }

  private struct State: ~Copyable {
    var shops: RecentTable<Debt>
  }

  private let state: Mutex<State>

  init(capacity: Int = 65_536) {
    state = Mutex(State(shops: RecentTable(capacity: capacity)))
  }

  /// Counts one call; one that is over the limit costs nothing.
  ///
  /// Not by the clock's seconds: those would let a hundred pass around the end of one, and refuse a
  /// client that spreads its calls as told.
  func count(_ shop: SellerID, at now: Instant) -> Standing {
    let (full, cost) = (Int64(1_000), 1_000 / Int64(Self.perSecond))
    return state.withLock { state in
      var debt = state.shops[shop.raw.hashValue] ?? Debt(moment: now, owed: 0)
      debt.owed = max(0, debt.owed - max(0, now.milliseconds - debt.moment.milliseconds))
      debt.moment = now
      let isOver = debt.owed >= full
      if !isOver { debt.owed += cost }
      state.shops[shop.raw.hashValue] = debt
      return Standing(remaining: isOver ? -1 : Int(max(0, full - debt.owed) / cost))
    }
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
