import Synchronization

/// The offsets of one place over time, from a TZif file (RFC 9636).
public struct TimeZoneRules: Sendable {
  /// "Europe/Moscow", as `load` was asked.
  public var name: String { table.name }

  private let table: Table

  /// Universal time, which needs no file.
  public static let utc = TimeZoneRules(
    table: Table(name: "UTC", file: TimeZoneFile(transitions: [], offsets: [], first: 0)))

  /// Reads the octets of a TZif file of version 1 to 4. Throws `malformed`, or `leapSeconds` for
  /// the "right" files, whose clock is not POSIX time.
  public init(name: String, tzif: [UInt8]) throws(TimeZoneError) {
    table = Table(name: name, file: try TimeZoneFile(tzif))
  }

  private init(table: Table) {
    self.table = table
  }

  /// Seconds east of UTC at `instant`.
  public func offset(at instant: Instant) -> Int { Int(table.offset(at: instant.seconds)) }

  /// What a clock there shows at `instant`.
  public func local(_ instant: Instant) -> LocalDateTime {
    let clamped = min(max(instant.seconds, Self.earliest), Self.latest)
    return LocalDateTime(secondsSince1970: clamped + table.offset(at: clamped))
  }

  /// When a clock there shows `local`: of two such moments (clocks put back) the earlier; when
  /// there is none (clocks put forward) as if the offset before still held, so later on the clock.
  public func instant(_ local: LocalDateTime) -> Instant {
    let wall = local.secondsSince1970
    let before = table.offset(at: wall - 86_400)
    let after = table.offset(at: wall + 86_400)
    // The two further guesses find a second change within the two days.
    let guesses = [
      before, after, table.offset(at: wall - before), table.offset(at: wall - after),
    ]
    let moments = guesses.lazy.filter { table.offset(at: wall - $0) == $0 }.map { wall - $0 }
    return Instant(seconds: moments.min() ?? wall - before)
  }

  /// The first moment of a day there: midnight, or where the clock jumps over it, the jump's end.
  public func start(of date: LocalDate) -> Instant {
    instant(LocalDateTime(unchecked: date, 0, 0, 0))
  }

  private static let earliest = Int64(LocalDate.earliest.daysSince1970) * 86_400
  private static let latest = Int64(LocalDate.latest.daysSince1970) * 86_400 + 86_399
}

/// Why there are no rules for a zone.
public enum TimeZoneError: Error, Hashable, Sendable {
  /// Not a name that may be looked up.
  case badName(String)
  /// No readable file of that name.
  case notFound(String)
  /// Not a TZif file; `reason` is for the log.
  case malformed(reason: String)
  /// The file counts leap seconds.
  case leapSeconds
}

extension TimeZoneRules {
  private static let loaded = Mutex<[String: TimeZoneRules]>([:])

  /// The rules under /usr/share/zoneinfo; read once, then kept.
  ///
  /// The name is letters, digits, "_", "+", "-" in parts parted by "/"; it never leaves the folder.
  public static func load(_ name: String) throws(TimeZoneError) -> TimeZoneRules {
    guard name != "UTC" else { return utc }
    if let known = loaded.withLock({ $0[name] }) { return known }
    guard isName(name) else { throw .badName(name) }
    let bytes = try TimeZoneFile.read("/usr/share/zoneinfo/" + name, name: name)
    let rules = try TimeZoneRules(name: name, tzif: bytes)
    loaded.withLock { $0[name] = rules }
    return rules
  }

  private static func isName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return name.utf8.count <= 64
      && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy(isNameOctet) }
  }

  private static func isNameOctet(_ octet: UInt8) -> Bool {
    switch octet {
    case 48...57, 65...90, 97...122: true
    default: octet == UInt8(ascii: "_") || octet == UInt8(ascii: "+") || octet == UInt8(ascii: "-")
    }
  }
}

/// Shared by all copies of the rules, so that passing them on costs one retain.
private final class Table: Sendable {
  let name: String
  private let file: TimeZoneFile

  init(name: String, file: TimeZoneFile) {
    self.name = name
    self.file = file
  }

  func offset(at seconds: Int64) -> Int64 {
    var (low, high) = (0, file.transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if file.transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    if low == file.transitions.count, let rule = file.rule { return rule.offset(at: seconds) }
    return low == 0 ? file.first : file.offsets[low - 1]
  }
}
