/// One invented product of the demo shop.
struct DemoProduct: Sendable {
  /// What is drawn for it, by the name of the drawing.
  let picture: String
  let category: Int64
  let title: String
  let description: String
  let brand: String
  let offerID: String
  let colour: ProductColour
  /// In minor units of the shop's currency.
  let price: Int64
  let weightGrams: Int64
  /// Length, width, height in mm.
  let size: [Int64]
  /// The category's own attributes, by key.
  let attributes: [(String, DemoValue)]
}

/// A value of a category's attribute.
enum DemoValue: Sendable {
  case text(String)
  case number(Int64)
  case flag(Bool)
}

/// A kind of goods, from which products are made by name, colour and size.
private struct DemoKind {
  let picture: String
  let category: Int64
  let noun: String
  let names: [String]
  let sizes: [String]
  let price: ClosedRange<Int64>
  let grams: ClosedRange<Int64>
  let millimetres: [Int64]
  let text: String
  let attributes: [(String, DemoValue)]

  /// Whether its category has no colour.
  var isPlain: Bool { [13, 14, 32, 53].contains(category) }
}

/// The goods of the demo: 12 categories, the same ones at every start.
enum DemoGoods {
  /// Six for each kind, so that some pictures are shared.
  private static func colour(_ turn: Int, _ number: Int) -> ProductColour {
    let all = ProductColour.allCases
    return all[(turn % 6 * 2 + number % 2) % all.count]
  }

  private static let kinds: [DemoKind] = [
    DemoKind(
      picture: "teapot", category: 11, noun: "Ceramic teapot", names: ["Koivu", "Luoto", "Sana"],
      sizes: ["0.6 L", "0.9 L", "1.2 L"], price: 1_690_00...2_990_00, grams: 750...1_300,
      millimetres: [240, 180, 170],
      text: "Stoneware teapot, thrown and glazed by hand. The steel strainer lifts out, so the tea"
        + " does not go bitter. Safe in the dishwasher.",
      attributes: [
        ("material", .text("stoneware")), ("volume", .number(900)), ("country", .text("ru")),
        ("dishwasher", .flag(true)),
      ]),
    DemoKind(
      picture: "mug", category: 12, noun: "Stoneware mug", names: ["Moss", "Harbour", "Plain"],
      sizes: ["250 ml", "350 ml", "set of 4"], price: 490_00...2_390_00, grams: 280...1_500,
      millimetres: [130, 100, 110],
      text: "A mug that keeps its warmth: thick walls, a foot that does not scratch the table and"
        + " a handle for the whole hand.",
      attributes: [
        ("material", .text("stoneware")), ("volume", .number(350)), ("country", .text("ru")),
        ("microwave", .flag(true)),
      ]),
    DemoKind(
      picture: "pan", category: 13, noun: "Cast-iron pan", names: ["Ural", "Forge"],
      sizes: ["20 cm", "24 cm", "26 cm", "28 cm"], price: 2_190_00...4_990_00, grams: 1_900...3_400,
      millimetres: [460, 280, 60],
      text: "One piece of cast iron, seasoned with linseed oil. Works on gas, induction and over"
        + " the fire, and gets better with every year.",
      attributes: [
        ("material", .text("cast_iron")), ("diameter", .number(26)), ("country", .text("ru")),
        ("induction", .flag(true)),
      ]),
    DemoKind(
      picture: "knife", category: 14, noun: "Chef's knife", names: ["Sever", "Taiga"],
      sizes: ["15 cm", "20 cm", "24 cm"], price: 2_490_00...6_490_00, grams: 160...260,
      millimetres: [380, 60, 30],
      text: "A slim blade ground to 15 degrees on each side; the handle is stabilised birch.",
      attributes: [
        ("material", .text("carbon_steel")), ("blade", .number(20)), ("country", .text("ru")),
      ]),
    DemoKind(
      picture: "towel", category: 23, noun: "Cotton towels", names: ["Tarn", "Shore"],
      sizes: ["50 x 90 cm", "70 x 140 cm", "set of 3"], price: 690_00...2_690_00,
      grams: 300...1_100, millimetres: [320, 260, 120],
      text: "Long-staple cotton, 550 g to the square metre. Soft from the first wash and dry again"
        + " by the evening.",
      attributes: [
        ("material", .text("cotton")), ("size_width", .number(70)), ("size_length", .number(140)),
        ("country", .text("tr")),
      ]),
    DemoKind(
      picture: "cushion", category: 24, noun: "Cushion cover", names: ["Rowan", "Field", "Drift"],
      sizes: ["40 x 40 cm", "45 x 45 cm", "50 x 50 cm"], price: 890_00...1_990_00,
      grams: 180...420, millimetres: [300, 250, 40],
      text: "Woven linen with a hidden zip. Washes at 40 degrees and keeps its colour.",
      attributes: [
        ("material", .text("linen")), ("size_width", .number(45)), ("size_length", .number(45)),
        ("country", .text("ru")),
      ]),
    DemoKind(
      picture: "lamp", category: 31, noun: "Desk lamp", names: ["Orbit", "Crane", "Noon"],
      sizes: ["small", "tall"], price: 3_490_00...8_490_00, grams: 1_100...2_400,
      millimetres: [420, 220, 160],
      text: "A warm cone of light where you need it. The head turns, the arm stays where it is put,"
        + " the cord is two metres of woven cotton.",
      attributes: [
        ("material", .text("brass")), ("power", .number(9)), ("country", .text("cn")),
      ]),
    DemoKind(
      picture: "candle", category: 32, noun: "Soy candle", names: ["Cedar & Smoke", "Fig", "Rain"],
      sizes: ["120 g", "220 g"], price: 590_00...1_290_00, grams: 260...480,
      millimetres: [90, 90, 110],
      text: "Soy wax and a cotton wick in a glass that becomes a tumbler. Burns for 35 hours.",
      attributes: [("wax", .text("soy")), ("burns", .number(35)), ("country", .text("ru"))]),
    DemoKind(
      picture: "planter", category: 33, noun: "Terracotta planter", names: ["Luna", "Patio"],
      sizes: ["12 cm", "18 cm", "24 cm"], price: 690_00...1_990_00, grams: 700...2_600,
      millimetres: [240, 240, 220],
      text: "Fired slowly so that the walls breathe. With a hole in the foot and a saucer.",
      attributes: [
        ("material", .text("terracotta")), ("diameter", .number(18)), ("country", .text("ru")),
      ]),
    DemoKind(
      picture: "clock", category: 34, noun: "Wall clock", names: ["Meridian", "Quarter"],
      sizes: ["25 cm", "32 cm"], price: 2_290_00...4_290_00, grams: 600...1_100,
      millimetres: [340, 340, 60],
      text:
        "A silent movement behind real glass. Hands you can read from the other end of the room.",
      attributes: [
        ("material", .text("wood")), ("diameter", .number(32)), ("silent", .flag(true)),
        ("country", .text("cn")),
      ]),
    DemoKind(
      picture: "headphones", category: 41, noun: "Headphones", names: ["Hall", "Sonata"],
      sizes: ["wired", "wireless"], price: 4_990_00...14_990_00, grams: 220...320,
      millimetres: [210, 190, 90],
      text:
        "Closed headphones with pads that can be replaced. Thirty hours to a charge, and a cable"
        + " in the box for when it is used up.",
      attributes: [
        ("connection", .text("bluetooth")), ("battery", .number(30)), ("country", .text("cn")),
      ]),
    DemoKind(
      picture: "book", category: 53, noun: "Book",
      names: ["The Northern Kitchen", "Bread by Hand"],
      sizes: ["paperback", "hardcover"], price: 790_00...2_190_00, grams: 350...980,
      millimetres: [240, 170, 30],
      text:
        "A hundred recipes with a photograph each, tested in a small kitchen without a machine.",
      attributes: [
        ("author", .text("A. Polyakova")), ("text_language", .text("ru")), ("pages", .number(256)),
        ("year", .number(2024)), ("cover", .text("hard")),
      ]),
  ]

  /// - Parameter count: how many products; they are spread over all kinds.
  static func make(_ count: Int, seed: UInt64) -> [DemoProduct] {
    var chance = Chance(seed: seed)
    return (0..<count).map { number in
      let kind = kinds[number % kinds.count]
      return product(kind, number / kinds.count, number, &chance)
    }
  }

  private static func product(
    _ kind: DemoKind, _ turn: Int, _ number: Int, _ chance: inout Chance
  ) -> DemoProduct {
    let name = kind.names[turn % kind.names.count]
    let size = kind.sizes[(turn / kind.names.count) % kind.sizes.count]
    let colour = colour(turn, number)
    let step = Int64.random(in: 0...9, using: &chance)
    let span = kind.price.upperBound - kind.price.lowerBound
    let price = kind.price.lowerBound + span / 900 * step * 100
    let initials = kind.picture.prefix(3).uppercased()
    return DemoProduct(
      picture: kind.picture, category: kind.category,
      title: "\(kind.noun) \(name), \(size), \(colour.rawValue)", description: kind.text,
      brand: "Polyana",
      offerID: "\(initials)-\(name.prefix(3).uppercased())-\(100 + number)", colour: colour,
      price: price - price % 10_00 + 9_00,
      weightGrams: Int64.random(in: kind.grams, using: &chance), size: kind.millimetres,
      attributes: kind.attributes + (kind.isPlain ? [] : [("colour", .text(colour.key))]))
  }
}
