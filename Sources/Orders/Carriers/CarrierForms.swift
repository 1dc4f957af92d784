import Commerce
import HTTP
import Office

extension PlatformPermission {
  /// Carriers, their services, zones and prices.
  static let editCarriers = PlatformPermission("carriers.edit", [.admin])
}

enum CarrierEntity {}
/// A carrier as addresses name it.
typealias CarrierID = ID<CarrierEntity>

/// What has to be handled with care, as carriers and rules ask for it.
enum ParcelClass: String, CaseIterable, Sendable {
  case fragile, liquid, cold, oversize, battery, marked

  /// Its name, as a string key.
  var label: String { "carriers.class.\(rawValue)" }
}

/// Reads the form of a carrier.
struct CarrierForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// - Parameter known: the carrier that is changed; its code and first service stay.
  mutating func carrier(
    _ known: Carrier?, _ id: CarrierID
  ) throws(InvalidForm) -> (carrier: Carrier, code: String) {
    let name = reader.text("name", 1...60)
    let code = known == nil ? code() : ""
    let pattern = reader.text("pattern", 6...40)
    let check = reader.choice("check", CheckDigit.self) ?? .none
    if !Self.isPattern(pattern, check) { reader.add("pattern", "carriers.error.pattern") }
    let days = reader.integer("stuck", 1...60, required: true) ?? 5
    let claim = reader.integer("claim", 1...365, required: true) ?? 30
    let isActive = known == nil || reader.typed("active") == "1"
    try reader.check()
    let carrier = Carrier(
      id: id.raw, name: name, service: known?.service ?? "", pattern: pattern,
      check: check.rawValue, isActive: isActive, stuckDays: days, claimDays: claim)
    return (carrier, code)
  }

  private mutating func code() -> String {
    let code = reader.text("code", 2...20)
    let isPlain = code.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    if !code.isEmpty && !isPlain { reader.add("code", "carriers.error.code") }
    return code
  }

  /// A check digit needs its place, UPU S10 its eight digits, and a number some digits.
  static func isPattern(_ pattern: String, _ check: CheckDigit) -> Bool {
    let places = pattern.utf8.count { $0 == UInt8(ascii: "#") }
    let digits = pattern.utf8.count { $0 == UInt8(ascii: "9") }
    let isPlain = pattern.utf8.allSatisfy { (33...126).contains($0) }
    guard isPlain, digits >= 4, !pattern.hasSuffix("\\") else { return false }
    switch check {
    case .none: return places == 0
    case .s10: return places == 1 && digits == 8
    case .luhn, .mod10: return places == 1
    }
  }
}

/// Reads the form of a service.
struct TariffForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func tariff(_ id: TariffID, of carrier: Int64) throws(InvalidForm) -> Tariff {
    let name = reader.text("name", 1...60)
    let currency = Currency(code: reader.typed("currency"))
    if currency == nil { reader.add("currency", "form.choice") }
    let divisor = reader.integer("divisor", 0...20_000, required: true) ?? 0
    let limits = limits()
    let cutOff = ClockText.minutes(reader.text("cut_off", 1...5))
    if cutOff == nil { reader.add("cut_off", "carriers.error.clock") }
    let days = (1...7).reduce(Int64(0)) {
      reader.typed("day_\($1)") == "1" ? $0 | 1 << Int64($1 - 1) : $0
    }
    if days == 0 { reader.add("day_1", "carriers.error.days") }
    let forbidden = ParcelClass.allCases.map(\.rawValue).filter {
      reader.typed("class_\($0)") == "1"
    }
    let opensOn = reader.typed("opens_on") == "1"
    let isActive = reader.typed("active") == "1"
    try reader.check()
    return Tariff(
      id: id, carrier: carrier, name: name, currency: currency ?? .rub, divisor: divisor,
      limits: limits, forbidden: Set(forbidden), cutOff: cutOff ?? 1_440, pickupDays: days,
      opensOn: opensOn, isActive: isActive)
  }

  private mutating func limits() -> ParcelLimits {
    let weight = reader.integer("weight", 0...ParcelMeasure.mostGrams, required: true) ?? 0
    let sides = ["length", "width", "height"].map {
      reader.integer($0, 0...ParcelMeasure.mostMillimetres, required: true) ?? 0
    }
    let girth = reader.integer("girth", 0...5 * ParcelMeasure.mostMillimetres, required: true) ?? 0
    return ParcelLimits(weight: weight, sides: sides, girth: girth)
  }
}

/// Reads the form of a zone.
struct ZoneForm {
  static let mostAreas = 500
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func zone(_ id: ZoneID, of carrier: Int64) throws(InvalidForm) -> CarrierZone {
    let name = reader.text("zone_name", 1...60)
    let text = reader.text("areas", 1...20_000, lines: true)
    var areas: [Area] = []
    for line in text.split(separator: "\n").map({ FormText.trimmed(String($0)) })
    where !line.isEmpty {
      if let area = Area(line) {
        areas.append(area)
      } else {
        reader.add("areas", "carriers.error.area", ["line": line])
      }
    }
    if areas.count > Self.mostAreas { reader.add("areas", "carriers.error.areas") }
    try reader.check()
    return CarrierZone(id: id, carrier: carrier, name: name, areas: areas)
  }
}

/// Reads the price table of a service in a zone.
struct RateForm {
  static let mostSteps = 60
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func rate(_ tariff: Tariff, _ zones: [CarrierZone]) throws(InvalidForm) -> ZoneRate {
    let zone = zones.first { "\($0.id)" == reader.typed("zone") }
    if zone == nil { reader.add("zone", "form.choice") }
    let least = reader.integer("transit_min", 0...365, required: true) ?? 0
    let most = reader.integer("transit_max", 0...365, required: true) ?? 0
    if least > most { reader.add("transit_max", "carriers.error.transit") }
    let steps = steps(tariff.currency)
    let over = reader.money("per_kg", tariff.currency)?.minor ?? 0
    let rate = zone.flatMap {
      ZoneRate(
        tariff: tariff.id, zone: $0.id, transit: least...max(least, most), steps: steps,
        perKilogram: over)
    }
    if rate == nil, zone != nil, reader.problems.isEmpty {
      reader.add("steps", "carriers.error.rising")
    }
    try reader.check()
    guard let rate else { throw InvalidForm("steps", Message("carriers.error.rising")) }
    return rate
  }

  /// Lines of grams and price: `500 149.00`.
  private mutating func steps(_ currency: Currency) -> [ZoneRate.Step] {
    let text = reader.text("steps", 1...4_000, lines: true)
    var steps: [ZoneRate.Step] = []
    for line in text.split(separator: "\n").map({ FormText.trimmed(String($0)) })
    where !line.isEmpty {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, let grams = Int64(parts[0]),
        1...ParcelMeasure.mostGrams ~= grams,
        let price = try? Money(parsing: FormText.trimmed(parts[1]), currency: currency),
        !price.isNegative
      else {
        reader.add("steps", "carriers.error.step", ["line": line])
        continue
      }
      steps.append(ZoneRate.Step(upTo: grams, price: price.minor))
    }
    if steps.count > Self.mostSteps { reader.add("steps", "carriers.error.tooManySteps") }
    return steps
  }
}

/// A time of the day as it is typed: `17:30`, `24:00` for the whole day.
enum ClockText {
  static func minutes(_ text: String) -> Int64? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let hours = Int64(parts[0]), let minutes = Int64(parts[1]),
      0...24 ~= hours, 0...59 ~= minutes, hours * 60 + minutes <= 1_440
    else { return nil }
    return hours * 60 + minutes
  }

  static func text(_ minutes: Int64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
  }
}
