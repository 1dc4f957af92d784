import Commerce
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

@Suite("Shipping rules") struct RuleTests {
  @Test(
    "row 58: the first rule that holds is taken, as a slow reading of the table says",
    arguments: 1...60 as ClosedRange<UInt64>)
  func firstMatch(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    let rules = (0..<Int.random(in: 0...12, using: &random)).map { Self.rule($0, &random) }
    let table = RuleTable(rules: rules, fallback: TariffID(raw: 99))
    let closed = Set((0..<3).map { _ in Int64.random(in: 1...6, using: &random) })
    for _ in 0..<25 {
      let facts = Self.facts(&random)
      let decision = table.decide(facts) { closed.contains($0.raw) ? .closed : nil }
      let wanted = rules.first { Self.holds($0, facts) && !closed.contains($0.tariff.raw) }
      #expect(decision.rule?.id == wanted?.id)
      #expect(decision.tariff == wanted?.tariff ?? table.fallback)
      #expect(decision.verdicts.count == rules.count)
      #expect(decision.verdicts.count { $0.verdict == .fires } == (wanted == nil ? 0 : 1))
      for (rule, verdict) in decision.verdicts {
        guard case .unmet(let conditions) = verdict else { continue }
        #expect(!Self.holds(rule, facts) && !conditions.isEmpty)
      }
    }
  }

  /// Condition by condition, without the rule's own code.
  private static func holds(_ rule: ShippingRule, _ facts: ParcelFacts) -> Bool {
    if !rule.isOn { return false }
    if !rule.areas.isEmpty, rule.areas.allSatisfy({ $0.country != facts.place.country }) {
      return false
    }
    if let least = rule.leastWeight, facts.weight < least { return false }
    if let most = rule.mostWeight, facts.weight > most { return false }
    if let most = rule.mostSide, facts.longest > most { return false }
    if let least = rule.leastValue, facts.value < least { return false }
    if let most = rule.mostValue, facts.value > most { return false }
    if !rule.kind.isEmpty, !facts.classes.contains(rule.kind) { return false }
    if let most = rule.mostDays {
      guard let left = facts.daysLeft, left <= most else { return false }
    }
    if let warehouse = rule.warehouse, warehouse != facts.warehouse { return false }
    return true
  }

  private static func rule(_ position: Int, _ random: inout SplitMix) -> ShippingRule {
    var rule = ShippingRule(
      id: ShippingRuleID(raw: Int64(position + 1)), position: Int64(position), name: "r",
      tariff: TariffID(raw: Int64.random(in: 1...6, using: &random)))
    let maybe = { (random: inout SplitMix) in Int.random(in: 0..<4, using: &random) == 0 }
    rule.isOn = !maybe(&random)
    if maybe(&random) {
      rule.areas = [Area(Bool.random(using: &random) ? "RU" : "CN")].compactMap { $0 }
    }
    if maybe(&random) { rule.leastWeight = Int64.random(in: 1...3_000, using: &random) }
    if maybe(&random) { rule.mostWeight = Int64.random(in: 1...5_000, using: &random) }
    if maybe(&random) { rule.mostSide = Int64.random(in: 100...900, using: &random) }
    if maybe(&random) { rule.leastValue = Int64.random(in: 1...50_000, using: &random) }
    if maybe(&random) { rule.mostValue = Int64.random(in: 1...90_000, using: &random) }
    if maybe(&random) { rule.kind = "fragile" }
    if maybe(&random) { rule.mostDays = Int64.random(in: 0...5, using: &random) }
    if maybe(&random) {
      rule.warehouse = WarehouseID(raw: Int64.random(in: 1...2, using: &random))
    }
    return rule
  }

  private static func facts(_ random: inout SplitMix) -> ParcelFacts {
    let sides = (0..<3).map { _ in Int64.random(in: 50...900, using: &random) }
    return ParcelFacts(
      parcels: [
        ParcelMeasure(
          weight: Int64.random(in: 1...6_000, using: &random),
          sides: Bool.random(using: &random) ? sides : [])
      ],
      place: Destination(country: Bool.random(using: &random) ? "RU" : "CN"),
      value: Int64.random(in: 0...99_000, using: &random),
      classes: Bool.random(using: &random) ? ["fragile"] : [],
      daysLeft: Bool.random(using: &random) ? Int64.random(in: 0...7, using: &random) : nil,
      warehouse: WarehouseID(raw: Int64.random(in: 1...2, using: &random)))
  }

  @Test("row 58: the test box names the rule that fires, and why the others did not")
  func testBox() throws {
    let house = try OrdersHouse()
    let owner = try house.browser("owner@one.example")
    #expect(try owner.get("/shipping/test").status == 200)
    let none = try owner.get(Self.question)
    #expect(
      none.text.contains("No rule fires; the default is taken: SellerDesk Delivery, Standard."))
    try owner.rule("Heavy things", "3", [("min_weight", "5000")])
    try owner.rule("To Kazan", "2", [("areas", "RU 42")])
    try owner.rule("Everything", "4", [])
    let answer = try owner.get(Self.question)
    #expect(answer.text.contains("“To Kazan” fires: Severpost, Standard."))
    #expect(answer.text.contains("Does not hold: weight"))
    #expect(answer.text.contains("An earlier rule fired"))
    let rules = try owner.get("/shipping/rules").text
    let id = try #require(rules.firstMatch(of: /\/shipping\/rules\/(\d+)">2\. To Kazan/)).1
    #expect(try owner.post("/shipping/rules/\(id)/place", [("to", "earlier")]).status == 303)
    #expect(try owner.get("/shipping/rules").text.contains("1. To Kazan"))
    #expect(try owner.post("/shipping/rules/\(id)/removal").status == 303)
    #expect(try owner.get(Self.question).text.contains("“Everything” fires"))
    for wrong in ["country=RUS&weight=1", "country=RU&weight=0", "country=RU&weight=1&length=x"] {
      let answer = try owner.get("/shipping/test?\(wrong)")
      #expect(answer.status == 200 && answer.text.contains("class=\"errors\""), "\(wrong)")
    }
  }

  @Test("row 58: a rule by class looks at how the goods of the posting are handled")
  func classes() throws {
    for kind in ParcelClass.allCases { #expect(HandlingClass(rawValue: kind.rawValue) != nil) }
    let house = try OrdersHouse()
    try house.stock(7, pieces: 5)
    try house.stock(8, pieces: 5)
    let owner = try house.browser("owner@one.example")
    try owner.rule("Glass", "2", [("class", "fragile")])
    try house.office.kernel.database.writer.write { transaction in
      _ = try transaction.seller(SellerScope(seller: house.shop.raw)).run(
        BinSQL.classify, house.shop.raw, 7, HandlingClass.fragile)
    }
    for (product, fires) in [(Int64(7), true), (8, false)] {
      let order = try house.front().order([(product, 1)])
      let number = try #require(
        order.json["order"]?["postings"]?.array?.first?["number"]?.string)
      let form = try owner.get("\(owner.pack(number))/shipment").text
      #expect(form.contains("Glass") == fires, "\(number)")
    }
  }

  private static let question = "/shipping/test?country=RU&postcode=420000&city=Kazan&weight=800"

  @Test("row 58: a rule in a form is checked field by field; the default is always there")
  func forms() throws {
    let house = try OrdersHouse()
    let owner = try house.browser("owner@one.example")
    let wrong = try owner.post(
      "/shipping/rules",
      [
        ("name", ""), ("service", "99"), ("areas", "Russia"), ("min_weight", "9"),
        ("max_weight", "8"), ("min_value", "x"), ("class", "wet"), ("warehouse", "7"), ("on", "1"),
      ])
    #expect(wrong.status == 422)
    for field in ["name", "service", "areas", "max_weight", "min_value", "class", "warehouse"] {
      #expect(wrong.text.contains("href=\"#\(field)\""), "\(field)")
    }
    #expect(try owner.post("/services/1/switch", [("on", "0")]).status == 409)
    #expect(try owner.post("/services/2/default").status == 303)
    #expect(try owner.post("/services/2/switch", [("on", "0")]).status == 409)
    #expect(try owner.post("/services/1/switch", [("on", "0")]).status == 303)
    #expect(try owner.post("/services/99/default").status == 404)
    #expect(try owner.get("/shipping").text.contains("Severpost, Standard"))
    let viewer = try house.browser("viewer@one.example")
    #expect(try viewer.get("/shipping").status == 200)
    #expect(try viewer.post("/services/1/switch", [("on", "1")]).status == 403)
    let other = try house.browser("owner@two.example")
    try owner.rule("Mine", "3", [])
    #expect(!(try other.get("/shipping/rules").text.contains("Mine")))
  }
}

extension Browser {
  func rule(_ name: String, _ service: String, _ fields: [(String, String)]) throws {
    let names = [
      "areas", "min_weight", "max_weight", "max_side", "min_value", "max_value", "class",
      "max_days", "warehouse",
    ]
    let rest = names.map { name in (name, fields.first { $0.0 == name }?.1 ?? "") }
    let answer = try post(
      "/shipping/rules", [("name", name), ("service", service), ("on", "1")] + rest)
    #expect(answer.status == 303, "\(answer.text)")
  }

  /// Confirms and packs.
  func pack(_ number: String) throws -> String {
    let path = try path(of: number)
    _ = try post("\(path)/confirmation")
    #expect(try post("\(path)/packing").status == 303)
    return path
  }
}
