import Commerce

/// A parcel on the scales and under the measure.
struct ParcelMeasure: Sendable, Hashable {
  /// g
  var weight: Int64
  /// mm, the longest first; empty where nobody measured.
  let sides: [Int64]

  static let mostGrams: Int64 = 1_000_000
  static let mostMillimetres: Int64 = 10_000

  init(weight: Int64, sides: [Int64] = []) {
    self.weight = weight
    self.sides = sides.count == 3 && sides.allSatisfy { $0 > 0 } ? sides.sorted(by: >) : []
  }

  /// mm; 0 where nobody measured.
  var longest: Int64 { sides.first ?? 0 }

  /// Around the parcel and along it: the longest side plus twice the two others, mm.
  var girth: Int64 { sides.count == 3 ? sides[0] + 2 * (sides[1] + sides[2]) : 0 }

  /// What a carrier weighs it as, g: the scales' weight or the volume by the divisor (cm³ a
  /// kilogram, so mm³ a gram), whichever is more; a divisor of 0 asks for the scales alone.
  func billed(divisor: Int64) -> Int64 {
    guard divisor > 0, sides.count == 3 else { return weight }
    let volume = sides.reduce(1, *)
    return max(weight, (volume + divisor - 1) / divisor)
  }
}

/// What a service takes; 0 is no limit.
struct ParcelLimits: Sendable, Hashable {
  /// g
  var weight: Int64 = 0
  /// mm, as the parcel may be turned: the longest against the longest.
  var sides: [Int64] = []
  /// mm, see `ParcelMeasure.girth`.
  var girth: Int64 = 0

  /// Why a parcel is too much; nil where it is not.
  func misfit(_ parcel: ParcelMeasure) -> Misfit? {
    if weight > 0, parcel.weight > weight { return .weight(most: weight) }
    let longest = sides.sorted(by: >)
    for (own, most) in zip(parcel.sides, longest) where most > 0 && own > most {
      return .sides(most: longest)
    }
    if girth > 0, parcel.girth > girth { return .girth(most: girth) }
    return nil
  }
}

/// Why a service can't take a parcel.
enum Misfit: Error, Sendable, Hashable {
  /// The service or its carrier is closed, or the shop has it switched off.
  case closed
  /// It does not go there.
  case area
  case weight(most: Int64)
  case sides(most: [Int64])
  case girth(most: Int64)
  case handling(String)
}

/// Where a parcel goes, as far as carriers' zones ask. Never written down.
struct Destination: Sendable, Hashable {
  var country: String
  var postcode: String
  var city: String

  init(country: String, postcode: String = "", city: String = "") {
    self.country = country
    self.postcode = postcode
    self.city = city
  }

  init(_ recipient: Recipient) {
    self.init(country: recipient.country, postcode: recipient.postcode, city: recipient.city)
  }
}

/// A piece of the map: a country, the beginning of a postcode in it, or a city in it.
struct Area: Sendable, Hashable, CustomStringConvertible {
  /// ISO 3166-1 alpha-2; `*` for the whole world.
  let country: String
  let prefix: String
  let city: String

  /// `RU`, `RU 420` (postcodes that begin so), `RU Kazan` (a city), `*`.
  init?(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let country = parts.first?.uppercased(), country == "*" || Self.isCode(country) else {
      return nil
    }
    let rest = parts.count > 1 ? FormText.trimmed(parts[1]) : ""
    let hasDigit = rest.utf8.contains { (48...57).contains($0) }
    if country == "*" && !rest.isEmpty { return nil }
    self.country = country
    prefix = hasDigit ? Self.plain(rest) : ""
    city = hasDigit ? "" : rest
  }

  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
  }

  private static func plain(_ text: String) -> String {
    String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" })
  }

  var description: String {
    let rest = prefix.isEmpty ? city : prefix
    return rest.isEmpty ? country : "\(country) \(rest)"
  }

  /// How closely it names the place: more is closer; nil where it is elsewhere.
  func closeness(to place: Destination) -> Int? {
    if country == "*" { return 0 }
    guard country == place.country else { return nil }
    if !prefix.isEmpty {
      return Self.plain(place.postcode).hasPrefix(prefix) ? 10 + prefix.utf8.count : nil
    }
    if !city.isEmpty { return city.lowercased() == place.city.lowercased() ? 50 : nil }
    return 1
  }
}
