import Commerce
import Synchronization

/// Rules of the time zones in use, read once each.
public final class TimeZones: Sendable {
  private let known = Mutex<[String: TimeZoneRules]>([:])

  public init() {}

  /// The rules of an IANA zone; UTC where the name is not known on this machine.
  public func rules(_ name: String) -> TimeZoneRules {
    if let found = known.withLock({ $0[name] }) { return found }
    let loaded = (try? TimeZoneRules.load(name)) ?? .utc
    return known.withLock { rules in
      rules[name] = loaded
      return loaded
    }
  }

  /// Whether the machine knows the zone.
  public func contains(_ name: String) -> Bool { (try? TimeZoneRules.load(name)) != nil }
}
