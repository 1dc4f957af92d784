import Commerce
import Testing

@testable import Office
@testable import Products

/// Attributes on the wire and in the store.
@Suite struct WireAttributeTests {
  private static func choice(_ key: String) -> Attribute.Choice {
    Attribute.Choice(key: key, name: Localized(en: "In \(key)", ru: key, zh: key))
  }

  private static let category = Category(
    id: CategoryID(raw: 11), parent: CategoryID(raw: 1),
    name: Localized(en: "Teapots", ru: "Чайники", zh: "茶壶"),
    commission: Percent(basisPoints: 1_200),
    attributes: [
      Attribute(
        key: "care", name: Localized(en: "Care", ru: "Уход", zh: "护理"), isRequired: false,
        kind: .choices(["a", "b", "c", "d"].map(choice), limit: 3), isAspect: true)
    ])

  private static func read(_ names: [String]) throws -> AttributeReading {
    let wires = WireAttributes(category, .en)
    let id = try #require(wires.all.first).id
    let values = names.map { name -> JSON in
      .object([("dictionary_value_id", .integer(0)), ("value", .string(name))])
    }
    let attribute = JSON.object([("id", .integer(id)), ("values", .array(values))])
    var reading = AttributeReading(wires, ProductContent(category: category.id))
    try reading.read(SellerFields([("attributes", .array([attribute]))]))
    return reading
  }

  @Test("row 12: several values are stored in the order of the dictionary and come back as several")
  func several() throws {
    let reading = try Self.read(["In c", "In a", "In c"])
    #expect(reading.problems.isEmpty)
    #expect(reading.content.attributes["care"] == "a,c")
    let shown = try #require(WireAttributes(Self.category, .en).json(reading.content).first)
    let texts = shown["values"]?.array?.compactMap { $0["value"]?.string }
    #expect(texts == ["In a", "In c"])
    let wire = try #require(WireAttributes(Self.category, .en).all.first)
    #expect(wire.json["is_collection"]?.bool == true)
    #expect(wire.json["max_value_count"]?.integer == 3)
    #expect(wire.json["is_aspect"]?.bool == true)
  }

  @Test("row 12: too many values, and one that is not in the dictionary, are refused")
  func refused() throws {
    for names in [["In a", "In b", "In c", "In d"], ["In a", "In space"]] {
      let reading = try Self.read(names)
      #expect(reading.content.attributes["care"] == nil)
      #expect(reading.problems.count == 1)
    }
  }
}
