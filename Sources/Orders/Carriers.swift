import SQL
import Synchronization

/// The carriers, read once: they change with a migration only.
final class Carriers: Sendable {
  static let all = Query(
    "select id, name, service, pattern, check_digit from carrier order by id", Carrier.init)
  static let nextSerial = Query<Int64>(
    "update main.carrier set last_serial = last_serial + 1 where id = ? returning last_serial")

  private let known = Mutex<[Carrier]>([])

  /// Every carrier, in the order of their ids.
  func all(in reader: some Reads) throws(SQLError) -> [Carrier] {
    let cached = known.withLock { $0 }
    if !cached.isEmpty { return cached }
    let read = try reader.all(Self.all)
    known.withLock { $0 = read }
    return read
  }

  /// The carrier with that id; nil for a posting that has none.
  func carrier(_ id: Int64?, in reader: some Reads) throws(SQLError) -> Carrier? {
    guard let id else { return nil }
    return try all(in: reader).first { $0.id == id }
  }
}
