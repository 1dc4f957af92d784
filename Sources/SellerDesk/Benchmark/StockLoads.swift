import Commerce
import Office

/// Calls that set stock, as the programs of many shops send them: 100 pairs in each, another
/// number nearly every time, and now and then none left.
final class StockLoads {
  static let pairs = 100
  private var calls: [[UInt8]] = []
  private var next = 0

  /// - Parameter each: calls made beforehand for a shop; making them takes longer than sending.
  init(_ shops: [StockShop], _ requests: BenchRequests, each: Int = 40) {
    var chance = Chance(seed: 13)
    for _ in 0..<each {
      for shop in shops { calls.append(requests.stocks(of: shop, Self.body(shop, &chance))) }
    }
  }

  /// The next call; the shops take turns.
  func call() -> [UInt8] {
    defer { next = (next + 1) % max(1, calls.count) }
    return calls.indices.contains(next) ? calls[next] : []
  }

  private static func body(_ shop: StockShop, _ chance: inout Chance) -> [UInt8] {
    let items = shop.offers.shuffled(using: &chance).prefix(pairs).map { offer -> JSON in
      .object([
        ("offer_id", .string(offer)), ("warehouse_id", .integer(shop.warehouse)),
        ("stock", .integer(max(0, Int64.random(in: -4...195, using: &chance)))),
      ])
    }
    return JSON.object([("stocks", .array(items))]).bytes
  }
}
