import SQL
import Synchronization

/// The carriers and what they offer, read once and again after a change.
final class Carriers: Sendable {
  static let all = Query(
    """
    select id, name, service, pattern, check_digit, is_active, stuck_days, claim_days from carrier
    order by id
    """
  ) {
    (
      id: Int64, name: String, service: String, pattern: String, check: String, active: Int64,
      stuck: Int64, claim: Int64
    ) in
    Carrier(
      id: id, name: name, service: service, pattern: pattern, check: check, isActive: active != 0,
      stuckDays: stuck, claimDays: claim)
  }
  static let nextSerial = Query<Int64>(
    "update main.carrier set last_serial = last_serial + 1 where id = ? returning last_serial")

  private struct Known {
    var book: CarrierBook?
    /// How often it was forgotten: what was read before the last time is not kept.
    var epoch = 0
  }

  private let known = Mutex(Known())

  /// Every carrier, in the order of their ids.
  func all(in reader: some Reads) throws(SQLError) -> [Carrier] {
    try book(in: reader).carriers
  }

  /// Everything that carriers offer.
  func book(in reader: some Reads) throws(SQLError) -> CarrierBook {
    let (cached, epoch) = known.withLock { ($0.book, $0.epoch) }
    if let cached { return cached }
    let rates = try reader.all(CarrierSQL.rates).compactMap { $0 }
    let book = CarrierBook(
      carriers: try reader.all(Self.all), tariffs: try reader.all(CarrierSQL.tariffs),
      zones: try reader.all(CarrierSQL.zones),
      rates: Dictionary(rates.map { (CarrierBook.RateKey(tariff: $0.tariff, zone: $0.zone), $0) }) {
        first, _ in first
      })
    known.withLock { if $0.epoch == epoch { $0.book = book } }
    return book
  }

  /// After the commit of a change.
  func forget() {
    known.withLock {
      $0.book = nil
      $0.epoch += 1
    }
  }

  /// The carrier with that id; nil for a posting that has none.
  func carrier(_ id: Int64?, in reader: some Reads) throws(SQLError) -> Carrier? {
    guard let id else { return nil }
    return try all(in: reader).first { $0.id == id }
  }
}
