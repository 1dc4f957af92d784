import Commerce
import Office
import SQL

/// The statements of the carriers' offers.
enum CarrierSQL {
  static let tariffs = Query(
    """
    select id, carrier_id, name, currency, divisor, max_weight_g, max_length_mm, max_width_mm,
      max_height_mm, max_girth_mm, forbidden, cut_off, pickup_days, opens_on, is_active
    from carrier_service order by carrier_id, id
    """, Tariff.init)
  static let zones = Query(
    "select id, carrier_id, name, areas from carrier_zone order by carrier_id, id"
  ) { (id: Int64, carrier: Int64, name: String, areas: String) in
    CarrierZone(
      id: ZoneID(raw: id), carrier: carrier, name: name,
      areas: areas.split(separator: "\n").compactMap { Area(FormText.trimmed(String($0))) })
  }
  static let rates = Query(
    "select service_id, zone_id, transit_min, transit_max, steps, per_kg from carrier_rate",
    ZoneRate.stored)
  static let insertCarrier = Command(
    """
    insert into carrier (id, code, name, service, pattern, check_digit, is_active, stuck_days,
      claim_days)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let updateCarrier = Command(
    """
    update carrier set name = ?2, pattern = ?3, check_digit = ?4, is_active = ?5, stuck_days = ?6,
      claim_days = ?7
    where id = ?1
    """)
  static let saveTariff = Command(
    """
    insert into carrier_service (id, carrier_id, name, currency, divisor, max_weight_g,
      max_length_mm, max_width_mm, max_height_mm, max_girth_mm, forbidden, cut_off, pickup_days,
      opens_on, is_active)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set name = excluded.name, currency = excluded.currency,
      divisor = excluded.divisor, max_weight_g = excluded.max_weight_g,
      max_length_mm = excluded.max_length_mm, max_width_mm = excluded.max_width_mm,
      max_height_mm = excluded.max_height_mm, max_girth_mm = excluded.max_girth_mm,
      forbidden = excluded.forbidden, cut_off = excluded.cut_off,
      pickup_days = excluded.pickup_days, opens_on = excluded.opens_on,
      is_active = excluded.is_active
    """)
  static let saveZone = Command(
    """
    insert into carrier_zone (id, carrier_id, name, areas) values (?, ?, ?, ?)
    on conflict (id) do update set name = excluded.name, areas = excluded.areas
    """)
  static let saveRate = Command(
    """
    insert into carrier_rate (service_id, zone_id, transit_min, transit_max, steps, per_kg)
    values (?, ?, ?, ?, ?, ?)
    on conflict (service_id, zone_id) do update set transit_min = excluded.transit_min,
      transit_max = excluded.transit_max, steps = excluded.steps, per_kg = excluded.per_kg
    """)
  static let removeRate = Command(
    "delete from carrier_rate where service_id = ? and zone_id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("carrier.tariffs", tariffs), ("carrier.zones", zones), ("carrier.rates", rates),
    ("carrier.insert", insertCarrier), ("carrier.update", updateCarrier),
    ("carrier.saveTariff", saveTariff), ("carrier.saveZone", saveZone),
    ("carrier.saveRate", saveRate), ("carrier.removeRate", removeRate),
    ("carrier.parcel", parcel), ("carrier.parcelEvents", parcelEvents),
  ]
}

extension Tariff {
  fileprivate init(
    _ id: Int64, _ carrier: Int64, _ name: String, _ currency: String, _ divisor: Int64,
    _ weight: Int64, _ length: Int64, _ width: Int64, _ height: Int64, _ girth: Int64,
    _ forbidden: String, _ cutOff: Int64, _ days: Int64, _ opensOn: Int64, _ isActive: Int64
  ) throws(SQLError) {
    self.init(
      id: TariffID(raw: id), carrier: carrier, name: name, currency: try Currency(stored: currency),
      divisor: divisor,
      limits: ParcelLimits(weight: weight, sides: [length, width, height], girth: girth),
      forbidden: Set(forbidden.split(separator: " ").map(String.init)), cutOff: cutOff,
      pickupDays: days, opensOn: opensOn != 0, isActive: isActive != 0)
  }
}

extension ZoneRate {
  /// nil for a row that no form can have written.
  static func stored(
    _ tariff: Int64, _ zone: Int64, _ least: Int64, _ most: Int64, _ steps: String, _ over: Int64
  ) -> ZoneRate? {
    let pairs = (try? JSON(parsing: Array(steps.utf8)))?.array ?? []
    let read = pairs.compactMap { pair -> Step? in
      guard let values = pair.array, values.count == 2, let upTo = values[0].integer,
        let price = values[1].integer
      else { return nil }
      return Step(upTo: upTo, price: price)
    }
    guard read.count == pairs.count, least <= most else { return nil }
    return ZoneRate(
      tariff: TariffID(raw: tariff), zone: ZoneID(raw: zone), transit: least...most, steps: read,
      perKilogram: over)
  }

  /// The steps as they are stored: `[[500,14900],[1000,17900]]`, grams and minor units.
  var stepsText: String {
    JSON.array(steps.map { .array([.integer($0.upTo), .integer($0.price)]) }).text
  }
}

/// Writes what carriers offer.
struct CarrierStore {
  let rows: OpenTransaction

  func save(_ tariff: Tariff) throws(SQLError) {
    let limits = tariff.limits
    let sides = (0..<3).map { $0 < limits.sides.count ? limits.sides[$0] : 0 }
    try rows.run(
      CarrierSQL.saveTariff, tariff.id.raw, tariff.carrier, tariff.name, tariff.currency.code,
      tariff.divisor, limits.weight, sides[0], sides[1], sides[2], limits.girth,
      tariff.forbidden.sorted().joined(separator: " "), tariff.cutOff, tariff.pickupDays,
      tariff.opensOn ? Int64(1) : 0, tariff.isActive ? Int64(1) : 0)
  }

  func save(_ zone: CarrierZone) throws(SQLError) {
    let areas = zone.areas.map(\.description).joined(separator: "\n")
    try rows.run(CarrierSQL.saveZone, zone.id.raw, zone.carrier, zone.name, areas)
  }

  func save(_ rate: ZoneRate) throws(SQLError) {
    try rows.run(
      CarrierSQL.saveRate, rate.tariff.raw, rate.zone.raw, rate.transit.lowerBound,
      rate.transit.upperBound, rate.stepsText, rate.perKilogram)
  }

  func removeRate(_ tariff: TariffID, _ zone: ZoneID) throws(SQLError) {
    try rows.run(CarrierSQL.removeRate, tariff.raw, zone.raw)
  }

  func insert(_ carrier: Carrier, code: String) throws(SQLError) {
    try rows.run(
      CarrierSQL.insertCarrier, carrier.id, code, carrier.name, carrier.service,
      carrier.format.pattern, carrier.format.check.rawValue, carrier.isActive ? Int64(1) : 0,
      carrier.stuckDays, carrier.claimDays)
  }

  func update(_ carrier: Carrier) throws(SQLError) {
    try rows.run(
      CarrierSQL.updateCarrier, carrier.id, carrier.name, carrier.format.pattern,
      carrier.format.check.rawValue, carrier.isActive ? Int64(1) : 0, carrier.stuckDays,
      carrier.claimDays)
  }
}
