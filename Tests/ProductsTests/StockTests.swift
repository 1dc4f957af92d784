import Commerce
import Office
import OfficeTesting
import SQL
import Synchronization
import Testing

@testable import Products

/// Stock is a ledger: balances are sums of movements and never negative.
@Suite struct StockTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private static let sums = Query<[Int64]>(
    """
    select product_id, warehouse_id, sum(on_hand), sum(reserved) from stock_movement
    group by product_id, warehouse_id order by 1, 2
    """
  ) { (product: Int64, warehouse: Int64, onHand: Int64, reserved: Int64) in
    [product, warehouse, onHand, reserved]
  }
  private static let balances = Query<[Int64]>(
    "select product_id, warehouse_id, on_hand, reserved from stock order by 1, 2"
  ) { (product: Int64, warehouse: Int64, onHand: Int64, reserved: Int64) in
    [product, warehouse, onHand, reserved]
  }
  private static let wrongTotals = Query<Int64>(
    """
    select count(*) from product_shelf p where available <> (
      select coalesce(sum(on_hand - reserved), 0) from stock s where s.product_id = p.id)
    """)

  private var stock: Stock { Stock(kernel: shop.client.kernel) }

  private func posting(_ number: Int64) -> PostingID { PostingID(raw: number) }

  private func reserve(_ product: ProductID, _ quantity: Int64, _ posting: Int64) throws
    -> Reservation
  {
    let stock = stock
    let now = shop.client.clock.now()
    return try shop.client.write(in: shop.seller) { tx in
      try stock.reserve(
        product, quantity: quantity, for: PostingID(raw: posting), at: now, in: tx)
    }
  }

  @Test("a count in the form is booked as the difference")
  func counts() throws {
    let path = try shop.begin()
    try shop.save(path, ["stock": "10"])
    try shop.save(path, ["stock": "7"])
    let ledger = try shop.client.rows(of: shop.seller) {
      try StockStore(rows: $0).ledger(of: shop.id(path), before: nil, limit: 10).entries
    }
    #expect(ledger.map(\.onHand) == [-3, 10])
    #expect(ledger.allSatisfy { $0.reason == .count && $0.member == "Vera" })
    #expect(try shop.balances(path).map(\.onHand) == [7])
  }

  @Test("what was sold between opening and saving the form stays sold")
  func countsDifference() throws {
    let path = try shop.onSale()
    let form = try shop.form(path, Shop.teapot.merging(["stock": "12"]) { $1 })
    let held = try reserve(shop.id(path), 4, 1)
    let stock = stock
    let now = shop.client.clock.now()
    try shop.client.write(in: shop.seller) {
      try stock.ship(held, for: posting(1), at: now, in: $0)
    }
    _ = try shop.client.post(path, form, as: shop.owner)
    #expect(try shop.balances(path).map(\.onHand) == [8])
  }

  struct Booking: Sendable {
    let reason: String
    let quantity: String
    let status: Int
    let onHand: Int64
  }

  @Test(
    "movements by hand, from 10 pieces",
    arguments: [
      Booking(reason: "receipt", quantity: "5", status: 303, onHand: 15),
      Booking(reason: "damage", quantity: "4", status: 303, onHand: 6),
      Booking(reason: "loss", quantity: "11", status: 422, onHand: 10),
      Booking(reason: "correction", quantity: "-10", status: 303, onHand: 0),
      Booking(reason: "count", quantity: "0", status: 303, onHand: 0),
      Booking(reason: "count", quantity: "10", status: 303, onHand: 10),
      Booking(reason: "receipt", quantity: "0", status: 422, onHand: 10),
      Booking(reason: "receipt", quantity: "1.5", status: 422, onHand: 10),
      Booking(reason: "shipped", quantity: "1", status: 422, onHand: 10),
      Booking(reason: "theft", quantity: "1", status: 422, onHand: 10),
    ])
  func books(booking: Booking) throws {
    let path = try shop.begin()
    try shop.save(path, ["stock": "10"])
    let warehouse = try #require(try shop.balances(path).first).warehouse
    let fields = [
      ("warehouse", "\(warehouse)"), ("reason", booking.reason), ("quantity", booking.quantity),
      ("note", "by hand"),
    ]
    let answer = try shop.client.post("\(path)/stock/movements", fields, as: shop.owner)
    #expect(answer.status == booking.status)
    #expect(try shop.balances(path).map(\.onHand) == [booking.onHand])
    if booking.status == 422 { #expect(answer.input("note") == "by hand") }
  }

  @Test("pieces that orders have reserved can't be counted away")
  func reservedStay() throws {
    let path = try shop.onSale()
    _ = try reserve(shop.id(path), 6, 1)
    let answer = try shop.save(path, ["stock": "5"])
    #expect(answer.status == 422)
    #expect(answer.text.contains("fewer than orders have reserved"))
    #expect(try shop.balances(path).map(\.onHand) == [10])
  }

  @Test("a product without free stock leaves the shop, and comes back with it")
  func blocks() throws {
    let path = try shop.onSale()
    let held = try reserve(shop.id(path), 10, 1)
    #expect(try shop.product(path)?.blockers == .noStock)
    #expect(throws: StockRefusal.notSellable) { _ = try reserve(shop.id(path), 1, 2) }
    let stock = stock
    let now = shop.client.clock.now()
    try shop.client.write(in: shop.seller) {
      try stock.release(held, for: posting(1), reason: "cancelled", at: now, in: $0)
    }
    #expect(try shop.product(path)?.state == .onSale)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("more than there is is refused with what there is")
  func short() throws {
    let path = try shop.onSale()
    #expect(throws: StockRefusal.short(available: 10)) { try reserve(shop.id(path), 11, 1) }
  }

  @Test("row 37: 100 buyers at once of a single piece: exactly one gets it")
  func lastPiece() throws {
    let path = try shop.onSale()
    let id = shop.id(path)
    _ = try reserve(id, 9, 1)
    let got = Heard()
    let test = self
    inParallel(100) { index in
      if (try? test.reserve(id, 1, Int64(index) + 2)) != nil { got.add(1) }
    }
    #expect(got.all == [1])
    #expect(try shop.product(path)?.available == 0)
  }

  @Test("the threshold tells once per crossing")
  func crossing() throws {
    let path = try shop.onSale()
    let heard = Heard()
    let seller = shop.seller
    shop.client.kernel.events.on(StockRanLow.self) { event, _ in
      guard event.seller == seller else { return }
      for low in event.products { heard.add(low.available) }
    }
    _ = try reserve(shop.id(path), 6, 1)
    _ = try reserve(shop.id(path), 1, 2)
    _ = try reserve(shop.id(path), 1, 3)
    #expect(heard.all == [3])
  }

  @Test("after any history the balances are the sums of the movements", arguments: 1...5)
  func histories(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let paths = [try shop.onSale(), try shop.onSale(["offer_id": "B", "barcode": ""])]
    var held: [(Reservation, Int64)] = []
    let stock = stock
    for step in 0..<80 {
      let now = shop.client.clock.now()
      let path = paths[Int(dice.next() % 2)]
      let amount = Int64(dice.next() % 9)
      switch dice.next() % 5 {
      case 0:
        try shop.save(
          path,
          [
            "stock": "\(amount * 3)", "offer_id": path == paths[0] ? "KOI-TP09" : "B",
            "barcode": "",
          ])
      case 1, 2:
        if let got = try? reserve(shop.id(path), amount, Int64(step)) {
          held.append((got, Int64(step)))
        }
      case 3:
        if let (got, number) = held.popLast() {
          try shop.client.write(in: shop.seller) {
            try stock.ship(got, for: posting(number), at: now, in: $0)
          }
        }
      default:
        if !held.isEmpty {
          let (got, number) = held.removeFirst()
          try shop.client.write(in: shop.seller) {
            try stock.release(got, for: posting(number), reason: "", at: now, in: $0)
          }
        }
      }
    }
    let kept = try shop.client.rows(of: shop.seller) { try $0.all(Self.balances) }
    let summed = try shop.client.rows(of: shop.seller) { try $0.all(Self.sums) }
    #expect(kept == summed)
    #expect(try shop.client.rows(of: shop.seller) { try $0.one(Self.wrongTotals) } == 0)
    #expect(try shop.wrongCounts().isEmpty)
  }
}

/// Numbers that look random and are the same each time (xorshift64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state >> 11
  }
}

/// What a subscriber heard.
final class Heard: Sendable {
  private let values = Mutex<[Int64]>([])

  func add(_ value: Int64) { values.withLock { $0.append(value) } }
  var all: [Int64] { values.withLock { $0 } }
}
