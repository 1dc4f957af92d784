import Commerce
import Orders

/// What the benchmark's marketplace consists of. The same plan makes the same marketplace: all
/// chance is seeded, and its time ends at a fixed moment.
struct SeedPlan: Sendable, Equatable {
  let orders: Int
  let sellers: Int
  /// Products of one shop more; 0 for no such shop.
  var goods = 0
  /// Listings that wait for a moderator.
  var waiting = 0

  static let productsPerSeller = 20
  static let currency = "EUR"
  /// Raised when a plan begins to mean another marketplace.
  private static let version = 1
  /// 2026-11-01T00:00:00Z: the newest order is a little older.
  static let end = Instant(seconds: 1_793_491_200)
  /// Over which orders are spread, in milliseconds.
  static let span: Int64 = 2 * 365 * 86_400_000

  /// How a finished seed is marked.
  var mark: String {
    let goods =
      hasGoods
      ? ", \(goods) products, \(waiting) waiting, \(Self.stockShops) shops of programs, brands" : ""
    return "sellerdesk bench \(Self.version): \(orders) orders, \(sellers) sellers\(goods)\n"
  }

  var hasGoods: Bool { goods > 0 || waiting > 0 }

  /// The shop with very many goods, and who works there and for the platform: member, shop, role.
  var goodsShop: SellerID { seller(sellers + 1) }
  var goodsStaff: [(member: Int64, shop: Int64, role: String)] {
    [(goodsShop.raw, goodsShop.raw, "owner"), (goodsShop.raw + 1, 0, "moderator")]
  }

  func goodsProduct(_ number: Int) -> ProductID {
    ProductID(raw: Int64(sellers + 2) * 1_000 + Int64(number) + 1)
  }

  /// Identities of shops are 1, 2, 3 ...
  var shops: ClosedRange<Int> { 1...sellers }

  func seller(_ shop: Int) -> SellerID { SellerID(raw: Int64(shop)) }

  func product(_ number: Int, of shop: Int) -> ProductID {
    ProductID(raw: Int64(shop) * 1_000 + Int64(number) + 1)
  }

  /// All goods, so that any of them can be bought.
  func product(_ chance: inout Chance) -> ProductID {
    product(
      Int.random(in: 0..<Self.productsPerSeller, using: &chance),
      of: Int.random(in: shops, using: &chance))
  }

  /// Carries all that is packed: the platform's own.
  static let carrier: Int64 = 1

  static func email(_ shop: Int) -> String { "owner@shop\(shop).bench.example" }

  static func title(_ number: Int) -> String {
    let nouns = [
      "Stoneware mug", "Linen throw", "Desk lamp", "Wall clock", "Storage basket", "Bed linen set",
      "Ceramic teapot", "Wool socks", "USB-C cable", "Cushion cover",
    ]
    return "\(nouns[number % nouns.count]), number \(number + 1) of the collection"
  }

  static func offer(_ number: Int, of shop: Int) -> String { "B\(shop)-\(100 + number)" }

  static func price(_ number: Int) -> Int64 { 990 + Int64(number) * 735 }

  /// How many orders a shop has: shares differ by one at most.
  func count(of shop: Int) -> Int { orders / sellers + (shop <= orders % sellers ? 1 : 0) }
}

extension SeedPlan {
  /// The orders of a shop, oldest first.
  func orders(of shop: Int, _ currency: Currency) -> [ArchivedOrder] {
    var chance = Chance(seed: UInt64(shop) &* 0x9E37_79B9)
    let count = count(of: shop)
    return (0..<count).map { number in
      let age = Double(count - number) - Double.random(in: 0..<1, using: &chance)
      let placed = Instant(
        milliseconds: Self.end.milliseconds - Int64(age / Double(max(1, count)) * Double(Self.span))
      )
      let state = Self.state(fromNewest: count - 1 - number, of: count, &chance)
      return ArchivedOrder(
        source: "bench:\(shop):\(number)", placed: placed, currency: currency,
        postings: [posting(of: shop, state, placed, &chance)])
    }
  }

  /// Of a thousand: the newest 80 wait for the seller, 60 are on their way, and the rest is over.
  private static func state(
    fromNewest place: Int, of count: Int, _ chance: inout Chance
  ) -> PostingState {
    let isCancelled = chance.happens(3)
    switch place * 1_000 / max(1, count) {
    case 0..<30: return .awaitingConfirmation
    case 30..<55: return .awaitingPackaging
    case 55..<80: return .awaitingDelivery
    case 80..<140: return .delivering
    default: return isCancelled ? .cancelled : .delivered
    }
  }

  private func posting(
    of shop: Int, _ state: PostingState, _ placed: Instant, _ chance: inout Chance
  ) -> ArchivedPosting {
    let buyer = Crowd.buyer(&chance)
    let recipient = Recipient(
      name: buyer.name, phone: buyer.phone, email: buyer.email, country: "RU",
      postcode: buyer.postcode, city: buyer.city, street: buyer.street)
    return ArchivedPosting(
      seller: seller(shop), state: state, milestones: Self.milestones(state, placed),
      recipient: recipient, lines: lines(of: shop, &chance),
      shippingMinor: Int64.random(in: 2...9, using: &chance) * 50)
  }

  private static func milestones(_ state: PostingState, _ placed: Instant) -> Milestones {
    var done = Milestones(placed: placed, paid: placed)
    guard state != .awaitingConfirmation else { return done }
    if state == .cancelled {
      done.cancelled = placed + .hours(3)
      return done
    }
    done.confirmed = placed + .hours(2)
    guard state != .awaitingPackaging else { return done }
    done.packed = placed + .hours(9)
    guard state != .awaitingDelivery else { return done }
    done.shipped = placed + .hours(26)
    if state == .delivered { done.delivered = placed + .days(5) }
    return done
  }

  /// 1 to 5 different products, 2.27 on the average.
  private func lines(of shop: Int, _ chance: inout Chance) -> [ArchivedLine] {
    let first = Int.random(in: 0..<Self.productsPerSeller, using: &chance)
    let count: Int
    switch Int.random(in: 0..<100, using: &chance) {
    case 0..<33: count = 1
    case 33..<63: count = 2
    case 63..<83: count = 3
    case 83..<94: count = 4
    default: count = 5
    }
    return (0..<count).map { step in
      let number = (first + step * 3) % Self.productsPerSeller
      return ArchivedLine(
        product: product(number, of: shop), offerID: Self.offer(number, of: shop),
        title: Self.title(number), weightGrams: 300 + Int64(number) * 40,
        quantity: chance.happens(15) ? 2 : 1, priceMinor: Self.price(number))
    }
  }
}
