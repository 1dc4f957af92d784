import Commerce
import Office
import Orders
import SQL

/// Gives the demo shop's warehouses bins, its goods handling classes, and boxes to pack them into.
struct DemoFloor {
  let kernel: Kernel

  private static let places = Query<WarehouseID>("select id from warehouse order by id") {
    (id: Int64) in WarehouseID(raw: id)
  }

  /// What is drawn, and how it wants to be handled.
  private static let handling: [String: HandlingClass] = [
    "teapot": .fragile, "mug": .fragile, "lamp": .oversize, "candle": .liquid,
    "planter": .fragile, "clock": .fragile, "headphones": .battery, "book": .marked,
  ]

  private static let boxes: [FloorArchive.Box] = [
    FloorArchive.Box(
      "Mailer bag S", isBag: true, FloorSize(340, 260, 50), weightGrams: 18, cost: 9_00,
      recycled: 100, mostGrams: 2_000, pieces: 400),
    FloorArchive.Box(
      "Box XS", FloorSize(170, 170, 120), weightGrams: 70, cost: 16_00, recycled: 90,
      mostGrams: 3_000, pieces: 180),
    FloorArchive.Box(
      "Box S", FloorSize(260, 190, 160), weightGrams: 120, cost: 24_00, recycled: 90,
      mostGrams: 6_000, pieces: 240),
    FloorArchive.Box(
      "Box flat", FloorSize(420, 400, 130), weightGrams: 240, cost: 39_00, recycled: 85,
      mostGrams: 8_000, pieces: 7),
    FloorArchive.Box(
      "Box M", FloorSize(320, 260, 250), weightGrams: 210, cost: 36_00, recycled: 85,
      mostGrams: 10_000, pieces: 160),
    FloorArchive.Box(
      "Box L", FloorSize(500, 400, 300), weightGrams: 420, cost: 68_00, recycled: 80,
      mostGrams: 20_000, pieces: 90, isDefault: true),
    FloorArchive.Box(
      "Box XL", FloorSize(600, 500, 450), weightGrams: 760, cost: 118_00, recycled: 80,
      mostGrams: 30_000, pieces: 35),
  ]

  /// - Parameter isBusy: whether a wave has begun in the first warehouse.
  func furnish(_ shop: SellerID, _ goods: [DemoHistory.Goods], isBusy: Bool) throws {
    let archive = FloorArchive(kernel: kernel)
    let scope = Operator.scope(of: shop)
    let now = kernel.clock.now()
    try kernel.database.writer.write { transaction in
      let rows = transaction.seller(scope)
      let places = try rows.all(Self.places)
      for place in places {
        for (number, item) in goods.enumerated() where number % 23 != 9 {
          let bin = Self.bin(item.product.picture, number)
          try archive.put(
            item.id, in: bin, spare: number % 5 == 0 ? "R-\(Self.two(number % 12 + 1))" : "",
            of: place, Self.handling[item.product.picture] ?? .normal, in: rows)
        }
      }
      for box in Self.boxes { try archive.add(box, in: rows) }
      if isBusy, let first = places.first {
        try archive.beginWave(of: 8, from: first, at: now, in: rows)
      }
    }
  }

  /// Goods of a kind stand together: the kind is the rack, the number the shelf.
  private static func bin(_ kind: String, _ number: Int) -> String {
    let kinds = [
      "teapot", "mug", "pan", "knife", "towel", "cushion", "lamp", "candle", "planter", "clock",
      "headphones", "book",
    ]
    let rack = kinds.firstIndex(of: kind) ?? 0
    let zone = ["A", "B", "C"][rack / 4 % 3]
    return "\(zone)-\(two(rack % 4 * 3 + number % 3 + 1))-\(number / 12 % 5 + 1)"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
