import Commerce
import SQL
import Synchronization

/// One number that all threads watch: a step of it drops every cached session and key.
final class SessionEpoch: Sendable {
  private let value = Atomic<UInt64>(0)

  var current: UInt64 { value.load(ordering: .acquiring) }

  /// After a sign-out, a change of rights or of a profile, once it is committed.
  func advance() { value.wrappingAdd(1, ordering: .releasing) }
}

/// What a thread has found out about cookies and keys, so that a request needs no query for it.
/// All is dropped when anybody's rights change, and every minute, since another process may have
/// changed them.
final class IdentityCache<Value> {
  private static var capacity: Int { 4_096 }
  private static var life: Int64 { 60_000 }
  private var known: [String: Value] = [:]
  private var epoch: UInt64 = 0
  private var since = Instant(milliseconds: 0)

  /// What belongs to a secret; only what is found is kept.
  func value(
    _ secret: String, at now: Instant, _ shared: SessionEpoch,
    find: () throws(SQLError) -> Value?
  ) throws(SQLError) -> Value? {
    // Before the query: what it reads may be older than a step that comes meanwhile.
    forgetIfStale(shared.current, now)
    if let found = known[secret] { return found }
    guard let found = try find() else { return nil }
    if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
    known[secret] = found
    return found
  }

  private func forgetIfStale(_ current: UInt64, _ now: Instant) {
    let age = now.milliseconds - since.milliseconds
    guard current != epoch || age < 0 || age >= Self.life else { return }
    known.removeAll(keepingCapacity: true)
    epoch = current
    since = now
  }
}
