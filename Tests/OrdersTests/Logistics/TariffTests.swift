import Commerce
import Testing

@testable import Orders

@Suite("Prices, zones and limits of carriers") struct TariffTests {
  @Test(
    "row 58: a price is that of the first step that is heavy enough",
    arguments: 1...40 as ClosedRange<UInt64>)
  func prices(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var upTo: Int64 = 0
    let steps = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      upTo += Int64.random(in: 1...3_000, using: &random)
      return ZoneRate.Step(upTo: upTo, price: Int64.random(in: 0...90_000, using: &random))
    }
    let over = Int64.random(in: 0...1, using: &random) * 700
    let rate = try #require(
      ZoneRate(
        tariff: TariffID(raw: 1), zone: ZoneID(raw: 1), transit: 1...2, steps: steps,
        perKilogram: over))
    for grams in Int64(1)...(upTo + 3_500)
    where grams % 7 == 0
      || steps.contains(where: {
        abs($0.upTo - grams) < 2
      })
    {
      #expect(rate.price(of: grams) == Self.slow(grams, steps, over), "\(grams) g")
    }
  }

  /// Step by step, kilogram by kilogram.
  private static func slow(_ grams: Int64, _ steps: [ZoneRate.Step], _ over: Int64) -> Int64? {
    for step in steps where grams <= step.upTo { return step.price }
    guard over > 0, let last = steps.last else { return nil }
    var (price, reach) = (last.price, last.upTo)
    while reach < grams {
      price += over
      reach += 1_000
    }
    return price
  }

  @Test("row 58: a light parcel with much air is billed by its volume")
  func volume() {
    let airy = ParcelMeasure(weight: 900, sides: [400, 300, 200])
    #expect(airy.billed(divisor: 5_000) == 4_800)
    #expect(airy.billed(divisor: 0) == 900)
    #expect(ParcelMeasure(weight: 900).billed(divisor: 5_000) == 900)
    #expect(ParcelMeasure(weight: 1, sides: [1, 1, 1]).billed(divisor: 5_000) == 1)
    #expect(airy.girth == 400 + 2 * 500)
  }

  @Test("row 58: what is too heavy, too long, too thick or forbidden is named")
  func limits() {
    var tariff = Tariff.plain
    #expect(tariff.misfit(ParcelMeasure(weight: 2_001), []) == .weight(most: 2_000))
    #expect(tariff.misfit(ParcelMeasure(weight: 2_000), []) == nil)
    // Turned round it fits: the longest side is held against the longest.
    #expect(tariff.misfit(ParcelMeasure(weight: 1, sides: [100, 600, 200]), []) == nil)
    #expect(
      tariff.misfit(ParcelMeasure(weight: 1, sides: [100, 601, 200]), [])
        == .sides(most: [600, 400, 300]))
    #expect(
      tariff.misfit(ParcelMeasure(weight: 1, sides: [600, 400, 300]), []) == .girth(most: 1_900))
    tariff.forbidden = ["battery"]
    #expect(
      tariff.misfit(ParcelMeasure(weight: 1), ["battery", "fragile"]) == .handling("battery"))
  }

  @Test("row 58: a place belongs to the zone that names it most closely")
  func zones() throws {
    let zone = { (id: Int64, areas: [String]) in
      CarrierZone(
        id: ZoneID(raw: id), carrier: 1, name: "\(id)", areas: areas.compactMap { Area($0) })
    }
    var book = CarrierBook()
    book.zones = [
      zone(1, ["*"]), zone(2, ["RU"]), zone(3, ["RU 42"]), zone(4, ["RU 4200"]),
      zone(5, ["RU Kazan"]), zone(6, ["CN"]),
    ]
    let places: [(String, String, String, Int64)] = [
      ("RU", "101000", "Moscow", 2), ("RU", "421000", "Zelenodolsk", 3),
      ("RU", "420012", "Kazanka", 4), ("RU", "420012", "kazan", 5), ("CN", "420000", "", 6),
      ("BR", "", "", 1),
    ]
    for (country, postcode, city, wanted) in places {
      let place = Destination(country: country, postcode: postcode, city: city)
      #expect(book.zone(of: place, for: 1)?.id.raw == wanted, "\(place)")
    }
    #expect(book.zone(of: Destination(country: "RU"), for: 2) == nil)
    for wrong in ["", "R", "RUS", "* 4", "1", "  "] { #expect(Area(wrong) == nil, "'\(wrong)'") }
    #expect(Area("ru 42-00")?.description == "RU 4200")
  }

  @Test("row 58: after the cut-off the carrier has the parcel on its next pickup day")
  func pickup() throws {
    var tariff = Tariff.plain
    tariff.cutOff = 17 * 60
    tariff.pickupDays = 31
    let friday = try #require(Instant(iso: "2026-11-27T16:59:00Z"))
    #expect(tariff.pickup(of: friday, in: .utc).description == "2026-11-27")
    #expect(tariff.pickup(of: friday + .minutes(1), in: .utc).description == "2026-11-30")
  }

  @Test("row 54: a number format must have the digits that its check digit asks for")
  func patterns() {
    #expect(CarrierForm.isPattern("AA99999999#AA", .s10))
    #expect(!CarrierForm.isPattern("AA9999999#AA", .s10))
    #expect(!CarrierForm.isPattern("SD999999", .mod10))
    #expect(!CarrierForm.isPattern("SD999999#", .none))
    #expect(!CarrierForm.isPattern("ABCDEFGH", .none))
    #expect(!CarrierForm.isPattern("9999\\", .none))
  }
}

extension Tariff {
  static let plain = Tariff(
    id: TariffID(raw: 1), carrier: 1, name: "Plain", currency: .rub, divisor: 5_000,
    limits: ParcelLimits(weight: 2_000, sides: [300, 600, 400], girth: 1_900), forbidden: [],
    cutOff: 1_080, pickupDays: 127, opensOn: true, isActive: true)
}
