import Commerce
import Office
import Orders
import Products
import SQL

/// 60 days of orders, in every state, ending now.
struct DemoHistory {
  /// A product that was sold.
  struct Goods: Sendable {
    let id: ProductID
    let product: DemoProduct
    let barcode: String
    let picture: String
  }

  let kernel: Kernel

  private static let days: Int64 = 60

  /// - Parameters:
  ///   - perDay: orders of a usual day; weekends have more.
  ///   - hands: who answered and who packed.
  func make(shop: SellerID, goods: [Goods], perDay: Int, hands: ArchivedHands) throws {
    let sold = goods.enumerated().filter { $0.offset % 17 != 5 && $0.offset % 8 != 3 }.map(
      \.element)
    var chance = Chance(seed: UInt64(bitPattern: shop.raw) ^ 0x5EED)
    let scope = Operator.platform
    let archive = OrderArchive()
    let stock = Stock(kernel: kernel)
    let past = StockArchive(kernel: kernel)
    let now = kernel.clock.now()
    try kernel.database.writer.write { transaction in
      let platform = transaction.platform(scope)
      let rows = transaction.seller(scope.entering(seller: shop.raw))
      var orders: [ArchivedOrder] = []
      var judged: [(posting: ArchivedPosting, faults: PastFaults)] = []
      var luck = Chance(seed: UInt64(bitPattern: shop.raw) ^ 0x0FF)
      var packed = 0
      var late = DemoLateness(now: now)
      for moment in Self.moments(perDay, now, &chance) {
        var posting = Self.posting(shop, sold, moment, now, &chance)
        posting.hands = hands
        if posting.state == .awaitingDelivery {
          Self.line(up: &posting, packed, sold, now)
          packed += 1
        }
        if posting.state.tab.isHeld { try Self.reserve(&posting, stock, kernel, now, rows) }
        guard !posting.lines.isEmpty else { continue }
        late.promise(&posting, &luck)
        let faults = Self.faults(of: posting, &luck)
        if !faults.isClean { posting.id = kernel.newID() }
        judged.append((posting, faults))
        if let shipped = posting.milestones.shipped {
          for line in posting.lines {
            try past.sold(line.quantity, of: line.product, at: shipped, in: rows)
          }
        }
        if let carrier = posting.carrier {
          posting.trackingNumber = try OrderArchive.nextTrackingNumber(of: carrier, in: platform)
        }
        orders.append(
          ArchivedOrder(
            source: "demo:\(shop):\(orders.count)", placed: moment, currency: .rub,
            postings: [posting]))
      }
      try archive.insert(orders, in: platform)
      for (posting, faults) in judged {
        try archive.judge(posting, faults, kernel, in: rows)
      }
    }
  }

  /// A shop that is good, not perfect.
  private static func faults(of posting: ArchivedPosting, _ luck: inout Chance) -> PastFaults {
    var faults = PastFaults()
    if posting.milestones.shipped != nil {
      faults.isLate = luck.happens(2)
      faults.isUnscanned = luck.happens(1)
    }
    if posting.milestones.delivered != nil { faults.isOverdue = luck.happens(4) }
    if posting.milestones.cancelled != nil { faults.isGivenUp = luck.happens(30) }
    return faults
  }

  /// When the orders came in, the oldest first.
  private static func moments(
    _ perDay: Int, _ now: Instant, _ chance: inout Chance
  ) -> [Instant] {
    var moments: [Instant] = []
    for day in 0...days {
      let isBusy = day % 7 < 2
      let count = perDay + (isBusy ? perDay / 3 : 0) + Int.random(in: -3...3, using: &chance)
      for _ in 0..<max(1, count) {
        let minute = Int64.random(in: 0..<1_440, using: &chance)
        moments.append(now - .days(day) - .minutes(minute))
      }
    }
    return moments.sorted()
  }

  private static func posting(
    _ shop: SellerID, _ goods: [Goods], _ placed: Instant, _ now: Instant,
    _ chance: inout Chance
  ) -> ArchivedPosting {
    let buyer = Crowd.someone(&chance)
    let (state, milestones) = fate(placed, now, &chance)
    var seen: Set<ProductID> = []
    let count = chance.happens(72) ? 1 : Int.random(in: 2...4, using: &chance)
    let lines = (0..<count).compactMap { _ -> ArchivedLine? in
      guard let item = chance.pick(goods), seen.insert(item.id).inserted else { return nil }
      return ArchivedLine(
        product: item.id, offerID: item.product.offerID, title: item.product.title,
        barcode: item.barcode, picture: item.picture, weightGrams: item.product.weightGrams,
        quantity: chance.happens(82) ? 1 : 2, priceMinor: item.product.price)
    }
    // Abroad goes what the platform's own carrier takes.
    let carrier = Int64.random(in: 1...4, using: &chance)
    var posting = ArchivedPosting(
      seller: shop, state: state, milestones: milestones,
      recipient: buyer.recipient(isPresent: chance.happens(7)),
      lines: lines, shippingMinor: chance.pick([0, 199_00, 299_00]) ?? 0,
      carrier: milestones.packed == nil ? nil : buyer.country == "RU" ? carrier : 1)
    if state == .lost { posting.since = placed + givenUp }
    return posting
  }

  /// What waits for its carrier: most for the platform's own, some of it late. The first is the
  /// latest of all, and has the first of the goods in it, so that programs that take the first of
  /// everything find them together.
  private static func line(
    up posting: inout ArchivedPosting, _ number: Int, _ goods: [Goods], _ now: Instant
  ) {
    if number % 3 != 1 { posting.carrier = 1 }
    if number % 4 == 0 { posting.due = now - (number == 0 ? .hours(2) : .minutes(25)) }
    guard number == 0, let first = goods.first else { return }
    posting.lines = [
      ArchivedLine(
        product: first.id, offerID: first.product.offerID, title: first.product.title,
        barcode: first.barcode, picture: first.picture, weightGrams: first.product.weightGrams,
        quantity: 1,
        priceMinor: first.product.price)
    ]
  }

  /// How long after the order a carrier that has lost it says so.
  private static let givenUp = Duration.hours(24 * 5)

  /// What became of an order of that age. The young ones wait for the shop, some of them late.
  private static func fate(
    _ placed: Instant, _ now: Instant, _ chance: inout Chance
  ) -> (PostingState, Milestones) {
    let hours = (now - placed).components.seconds / 3_600
    var done = Milestones(placed: placed, paid: placed + .minutes(1))
    if hours >= 3, chance.happens(3) {
      done.cancelled = placed + .hours(2)
      return (.cancelled, done)
    }
    if hours < 5 { return (.awaitingConfirmation, done) }
    done.confirmed = placed + .hours(1)
    if hours < 22 { return (.awaitingPackaging, done) }
    done.packed = placed + .hours(min(20, hours - 1))
    if hours < 34 { return (.awaitingDelivery, done) }
    done.shipped = placed + .hours(30)
    if placed + givenUp > now || (hours < 24 * 9 && chance.happens(40)) {
      return (.delivering, done)
    }
    if chance.happens(1) {
      // What was lost long ago has been paid back.
      if hours < 24 * 16 { return (.lost, done) }
      done.cancelled = placed + .hours(24 * 14)
      return (.cancelled, done)
    }
    done.delivered = placed + .hours(24 * 4)
    return (hours > 24 * 18 ? .completed : .delivered, done)
  }

  /// Pieces of open orders are reserved through the real ledger; a line that the shop can't
  /// serve falls away.
  private static func reserve(
    _ posting: inout ArchivedPosting, _ stock: Stock, _ kernel: Kernel, _ now: Instant,
    _ rows: SellerTransaction
  ) throws {
    let id: PostingID = kernel.newID()
    posting.id = id
    var kept: [ArchivedLine] = []
    for line in posting.lines {
      do {
        let reservation = try stock.reserve(
          line.product, quantity: line.quantity, for: id, at: posting.milestones.placed, in: rows)
        posting.warehouse = reservation.warehouse
        kept.append(line)
      } catch is StockRefusal {
        continue
      }
    }
    posting.lines = kept
  }
}

extension PostingTab {
  /// Whether its goods still lie in the warehouse.
  fileprivate var isHeld: Bool { self == .new || self == .pack || self == .ship }
}
