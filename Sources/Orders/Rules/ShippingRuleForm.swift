import Commerce
import HTTP
import Office

/// Reads a rule of the shop.
struct ShippingRuleForm {
  private(set) var reader: FormReader
  let currency: Currency

  init(_ fields: FormFields, _ currency: Currency) {
    reader = FormReader(fields)
    self.currency = currency
  }

  mutating func rule(
    _ id: ShippingRuleID, at position: Int64, _ open: [Tariff], _ places: [WarehousePlace]
  ) throws(InvalidForm) -> ShippingRule {
    let name = reader.text("name", 1...80)
    let chosen = reader.typed("service")
    let tariff = open.first { "\($0.id)" == chosen }
    if tariff == nil { reader.add("service", chosen.isEmpty ? "form.required" : "form.choice") }
    var rule = ShippingRule(
      id: id, position: position, name: name, tariff: tariff?.id ?? RuleTable.usual)
    rule.isOn = reader.typed("on") == "1"
    rule.areas = areas()
    rule.leastWeight = reader.integer("min_weight", 1...ParcelMeasure.mostGrams)
    rule.mostWeight = reader.integer("max_weight", 1...ParcelMeasure.mostGrams)
    rule.mostSide = reader.integer("max_side", 1...ParcelMeasure.mostMillimetres)
    rule.leastValue = reader.money("min_value", currency)?.minor
    rule.mostValue = reader.money("max_value", currency)?.minor
    rule.mostDays = reader.integer("max_days", 0...365)
    rule.kind = reader.choice("class", ParcelClass.self, required: false)?.rawValue ?? ""
    rule.warehouse = place(places)
    checkRanges(rule)
    try reader.check()
    return rule
  }

  private mutating func areas() -> [Area] {
    let text = reader.text("areas", 0...2_000, lines: true)
    var areas: [Area] = []
    for line in text.split(separator: "\n").map({ FormText.trimmed(String($0)) })
    where !line.isEmpty {
      if let area = Area(line) {
        areas.append(area)
      } else {
        reader.add("areas", "carriers.error.area", ["line": line])
      }
    }
    return areas
  }

  private mutating func place(_ places: [WarehousePlace]) -> WarehouseID? {
    let text = reader.typed("warehouse")
    if text.isEmpty { return nil }
    let place = places.first { "\($0.id)" == text }
    if place == nil { reader.add("warehouse", "form.choice") }
    return place?.id
  }

  private mutating func checkRanges(_ rule: ShippingRule) {
    if rule.leastWeight ?? 0 > rule.mostWeight ?? .max {
      reader.add("max_weight", "shiprules.error.range")
    }
    if rule.leastValue ?? 0 > rule.mostValue ?? .max {
      reader.add("max_value", "shiprules.error.range")
    }
  }
}

/// Reads the test box: a parcel that somebody thinks of.
struct TestParcelForm {
  private(set) var reader: FormReader
  let currency: Currency

  init(_ fields: FormFields, _ currency: Currency) {
    reader = FormReader(fields)
    self.currency = currency
  }

  mutating func facts(_ places: [WarehousePlace]) -> ParcelFacts? {
    let country = reader.text("country", 2...2).uppercased()
    let postcode = reader.text("postcode", 0...20)
    let city = reader.text("city", 0...100)
    let weight = reader.integer("weight", 1...ParcelMeasure.mostGrams, required: true) ?? 1
    let sides = ["length", "width", "height"].compactMap {
      reader.integer($0, 1...ParcelMeasure.mostMillimetres)
    }
    let value = reader.money("value", currency)?.minor ?? 0
    let days = reader.integer("days", 0...365)
    let kind = reader.choice("class", ParcelClass.self, required: false)
    let place = places.first { "\($0.id)" == reader.typed("warehouse") }
    guard reader.problems.isEmpty else { return nil }
    return ParcelFacts(
      parcels: [ParcelMeasure(weight: weight, sides: sides)],
      place: Destination(country: country, postcode: postcode, city: city), value: value,
      classes: Set([kind?.rawValue].compactMap { $0 }), daysLeft: days, warehouse: place?.id)
  }
}
