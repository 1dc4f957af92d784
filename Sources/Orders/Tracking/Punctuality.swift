import Commerce
import Office
import SQL

/// How often a carrier was there in time.
struct Punctuality: Sendable, Hashable {
  var delivered: Int64
  var onTime: Int64

  /// Rounded to a hundredth of a percent; nil where nothing was delivered.
  var rate: Percent? {
    delivered > 0 ? Percent(basisPoints: (onTime * 10_000 + delivered / 2) / delivered) : nil
  }
}

/// The shop's own experience with carriers, over 90 days.
struct PunctualityRecord: Sendable {
  /// Days that count, the present one included.
  static let days = 90

  struct Key: Hashable, Sendable {
    let carrier: Int64
    let zone: ZoneID
  }

  var rows: [Key: Punctuality] = [:]

  subscript(carrier: Int64, zone: ZoneID) -> Punctuality? {
    rows[Key(carrier: carrier, zone: zone)]
  }
}

enum PunctualitySQL {
  static let since = Query(
    """
    select carrier_id, zone_id, sum(delivered), sum(on_time) from carrier_record
    where day > ?1 and day <= ?2 group by carrier_id, zone_id
    """
  ) { (carrier: Int64, zone: Int64, delivered: Int64, onTime: Int64) in
    (
      key: PunctualityRecord.Key(carrier: carrier, zone: ZoneID(raw: zone)),
      value: Punctuality(delivered: delivered, onTime: onTime)
    )
  }
  static let add = Command(
    """
    insert into main.carrier_record (seller_id, day, carrier_id, zone_id, delivered, on_time)
    values (?, ?, ?, ?, 1, ?)
    on conflict (seller_id, day, carrier_id, zone_id) do update set
      delivered = delivered + 1, on_time = on_time + excluded.on_time
    """)
  static let statements: [(String, any SQLStatement)] = [
    ("punctuality.since", since), ("punctuality.add", add),
  ]
}

struct PunctualityStore {
  let rows: SellerReader

  func record(until day: LocalDate) throws(SQLError) -> PunctualityRecord {
    let last = day.daysSince1970
    let found = try rows.all(PunctualitySQL.since, last - PunctualityRecord.days, last)
    return PunctualityRecord(
      rows: Dictionary(found.map { ($0.key, $0.value) }) { first, _ in first })
  }
}
