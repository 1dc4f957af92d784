import Commerce

enum TariffEntity {}
typealias TariffID = ID<TariffEntity>
enum ZoneEntity {}
typealias ZoneID = ID<ZoneEntity>

/// A service of a carrier: what it takes, when it fetches, and in which money it is paid.
struct Tariff: Sendable, Hashable {
  let id: TariffID
  let carrier: Int64
  var name: String
  var currency: Currency
  /// cm³ that count as a kilogram; 0 asks for the scales alone.
  var divisor: Int64
  var limits: ParcelLimits
  /// Handling classes that it does not carry.
  var forbidden: Set<String>
  /// Until then it takes parcels the same day: minutes from midnight, 1440 for all day.
  var cutOff: Int64
  /// A bit a day, Monday first.
  var pickupDays: Int64
  /// Whether shops have it without switching it on.
  var opensOn: Bool
  var isActive: Bool

  func misfit(_ parcel: ParcelMeasure, _ classes: Set<String>) -> Misfit? {
    if let limit = limits.misfit(parcel) { return limit }
    return forbidden.intersection(classes).sorted().first.map(Misfit.handling)
  }

  /// The day on which the carrier has a parcel that is ready at a moment.
  func pickup(of moment: Instant, in zone: TimeZoneRules) -> LocalDate {
    WorkingCalendar(
      zone: zone, workingDays: Set((1...7).filter { pickupDays & (1 << Int64($0 - 1)) != 0 }),
      cutOff: Int(cutOff)
    ).day(of: moment)
  }
}

/// A part of the map with one price table.
struct CarrierZone: Sendable, Hashable {
  let id: ZoneID
  let carrier: Int64
  let name: String
  let areas: [Area]

  func closeness(to place: Destination) -> Int? {
    areas.compactMap { $0.closeness(to: place) }.max()
  }
}

/// What a service costs in a zone, and how long it takes.
struct ZoneRate: Sendable, Hashable {
  /// A price up to a weight.
  struct Step: Sendable, Hashable {
    /// g
    let upTo: Int64
    /// Minor units.
    let price: Int64
  }

  let tariff: TariffID
  let zone: ZoneID
  /// Days from the pickup to the door.
  let transit: ClosedRange<Int64>
  /// Lightest first.
  let steps: [Step]
  /// For each kilogram begun above the last step, minor units; 0 where heavier is not taken.
  let perKilogram: Int64

  init?(
    tariff: TariffID, zone: ZoneID, transit: ClosedRange<Int64>, steps: [Step], perKilogram: Int64
  ) {
    let isRising = zip(steps, steps.dropFirst()).allSatisfy { $0.upTo < $1.upTo }
    guard let first = steps.first, first.upTo > 0, isRising, perKilogram >= 0,
      steps.allSatisfy({ $0.price >= 0 }), transit.lowerBound >= 0
    else { return nil }
    self.tariff = tariff
    self.zone = zone
    self.transit = transit
    self.steps = steps
    self.perKilogram = perKilogram
  }

  /// The price of a billed weight, minor units; nil above the heaviest.
  func price(of grams: Int64) -> Int64? {
    if let step = steps.first(where: { grams <= $0.upTo }) { return step.price }
    guard let last = steps.last, perKilogram > 0 else { return nil }
    let (over, isTooMuch) = perKilogram.multipliedReportingOverflow(
      by: (grams - last.upTo + 999) / 1_000)
    let (price, overflow) = last.price.addingReportingOverflow(over)
    return isTooMuch || overflow ? nil : price
  }
}

/// What a service would cost and when the parcel would be there.
struct Quote: Sendable, Hashable {
  let tariff: Tariff
  let carrier: Carrier
  let zone: CarrierZone
  let billed: Int64
  let price: Money
  /// The price of each parcel, minor units.
  let parts: [Int64]
  let transit: ClosedRange<Int64>
  let pickup: LocalDate
  /// The last day by the carrier's word.
  var promised: LocalDate { pickup.adding(days: Int(transit.upperBound)) }
}

/// Everything that carriers offer, as it is now.
struct CarrierBook: Sendable {
  struct RateKey: Hashable, Sendable {
    let tariff: TariffID
    let zone: ZoneID
  }

  var carriers: [Carrier] = []
  var tariffs: [Tariff] = []
  var zones: [CarrierZone] = []
  var rates: [RateKey: ZoneRate] = [:]

  func carrier(_ id: Int64?) -> Carrier? { carriers.first { $0.id == id } }
  func tariff(_ id: TariffID?) -> Tariff? { tariffs.first { $0.id == id } }
  func zone(_ id: ZoneID?) -> CarrierZone? { zones.first { $0.id == id } }

  func rate(_ tariff: TariffID, _ zone: ZoneID) -> ZoneRate? {
    rates[RateKey(tariff: tariff, zone: zone)]
  }

  /// The zone that names the place most closely; of several alike the older.
  func zone(of place: Destination, for carrier: Int64) -> CarrierZone? {
    var best: (zone: CarrierZone, closeness: Int)?
    for zone in zones where zone.carrier == carrier {
      guard let closeness = zone.closeness(to: place) else { continue }
      if closeness > best?.closeness ?? -1 { best = (zone, closeness) }
    }
    return best?.zone
  }

  /// What several parcels of one posting cost together; throws what the first of them breaks.
  func quote(
    _ tariff: Tariff, _ parcels: [ParcelMeasure], to place: Destination,
    classes: Set<String> = [], at now: Instant, in clock: TimeZoneRules
  ) throws(Misfit) -> Quote {
    guard tariff.isActive, let carrier = carrier(tariff.carrier), carrier.isActive else {
      throw .closed
    }
    guard let zone = zone(of: place, for: carrier.id), let rate = rate(tariff.id, zone.id) else {
      throw .area
    }
    var (sum, billed, parts) = (Int64(0), Int64(0), [Int64]())
    for parcel in parcels {
      if let misfit = tariff.misfit(parcel, classes) { throw misfit }
      let grams = parcel.billed(divisor: tariff.divisor)
      guard let price = rate.price(of: grams), sum <= .max - price else {
        throw .weight(most: rate.steps.last?.upTo ?? 0)
      }
      sum += price
      billed += grams
      parts.append(price)
    }
    return Quote(
      tariff: tariff, carrier: carrier, zone: zone, billed: billed,
      price: Money(minor: sum, currency: tariff.currency), parts: parts, transit: rate.transit,
      pickup: tariff.pickup(of: now, in: clock))
  }
}

/// Text that a form or a file brings.
enum FormText {
  static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
