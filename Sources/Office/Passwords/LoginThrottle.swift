import Commerce
import Synchronization

/// Slows the guessing of passwords down, and never locks anybody out.
///
/// Failures are counted by account and by address, in memory. From the third failure on the next
/// try has to wait 1, 2, 4 ... 60 seconds after the last one; a try that comes too early is not
/// looked at and does not lengthen the wait. An address is shared by many people, so its count
/// starts later.
///
/// An account that somebody else is guessing at stays open to its owner: an address from which
/// the right password came lately has its own count for that account.
public final class LoginThrottle: Sendable {
  public enum Verdict: Sendable, Equatable {
    case allowed
    /// Whole seconds until a try is looked at, from 1 up.
    case waitFor(seconds: Int)
  }

  private struct State: ~Copyable {
    var accounts: RecentTable<Failures>
    var addresses: RecentTable<Failures>
    /// An account from an address that has signed in to it.
    var familiar: RecentTable<Failures>
  }

  private let state: Mutex<State>

  /// - Parameter capacity: entries kept of each kind; the longest unused are forgotten.
  public init(capacity: Int = 65_536) {
    state = Mutex(
      State(
        accounts: RecentTable(capacity: capacity), addresses: RecentTable(capacity: capacity),
        familiar: RecentTable(capacity: capacity)))
  }

  /// Whether a password may be tried now. Ask before hashing it.
  public func verdict(account: String, address: String, at now: Instant) -> Verdict {
    let keys = Keys(account, address)
    let wait = state.withLock { state in
      let account = state.familiar[keys.pair] ?? state.accounts[keys.account]
      return max(
        account?.wait(at: now, free: 2) ?? .zero,
        state.addresses[keys.address]?.wait(at: now, free: 10) ?? .zero)
    }
    guard wait > .zero else { return .allowed }
    return .waitFor(
      seconds: Int(wait.components.seconds) + (wait.components.attoseconds > 0 ? 1 : 0))
  }

  /// A wrong password, or an account that does not exist.
  public func recordFailure(account: String, address: String, at now: Instant) {
    let keys = Keys(account, address)
    state.withLock { state in
      if let known = state.familiar[keys.pair] {
        state.familiar[keys.pair] = known.adding(at: now)
      } else {
        state.accounts[keys.account] = (state.accounts[keys.account] ?? Failures()).adding(at: now)
      }
      state.addresses[keys.address] =
        (state.addresses[keys.address] ?? Failures()).adding(at: now)
    }
  }

  /// The right password. The address keeps its count, or one account of one's own would pay for
  /// guessing at all others.
  public func recordSuccess(account: String, address: String) {
    let keys = Keys(account, address)
    state.withLock { state in
      state.accounts[keys.account] = nil
      state.familiar[keys.pair] = Failures()
    }
  }

  /// Fixed-size keys: the texts come from outside and may be long.
  private struct Keys {
    let account: Int
    let address: Int
    let pair: Int

    init(_ account: String, _ address: String) {
      let account = account.lowercased()
      self.account = account.hashValue
      self.address = address.hashValue
      var pair = Hasher()
      pair.combine(account)
      pair.combine(address)
      self.pair = pair.finalize()
    }
  }
}

/// How often and when somebody failed.
struct Failures: Sendable {
  /// Without a failure for so long all is forgotten.
  static let memory = Duration.hours(1)
  static let longest = Duration.seconds(60)

  private(set) var count = 0
  private(set) var last = Instant(milliseconds: 0)

  func adding(at now: Instant) -> Failures {
    var next = now - last > Self.memory ? Failures() : self
    next.count += 1
    next.last = now
    return next
  }

  /// What is left to wait when the first `free` failures cost nothing.
  func wait(at now: Instant, free: Int) -> Duration {
    let passed = now - last
    // A clock set back must not make anybody wait longer.
    guard count > free, passed < Self.longest, passed >= .zero else { return .zero }
    let doublings = min(count - free - 1, 6)
    return max(.zero, min(.seconds(1 << doublings), Self.longest) - passed)
  }
}

/// A dictionary of bounded size that forgets what was not written lately: when the younger half
/// is full it becomes the older half, and the former older half is dropped.
struct RecentTable<Value> {
  private let half: Int
  private var younger: [Int: Value] = [:]
  private var older: [Int: Value] = [:]

  init(capacity: Int) { half = max(1, capacity / 2) }

  var count: Int { younger.count + older.count }

  subscript(key: Int) -> Value? {
    get { younger[key] ?? older[key] }
    set {
      older[key] = nil
      younger[key] = newValue
      guard younger.count >= half else { return }
      older = younger
      younger = [:]
    }
  }
}
