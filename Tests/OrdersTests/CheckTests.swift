import Commerce
import Office
import Testing

@testable import Orders

@Suite("Checks of a posting") struct CheckTests {
  /// Everything in order.
  static let sound = CheckFacts(
    lines: [
      CheckFacts.Line(
        quantity: 2, price: 100_00, discount: 10_00, barcode: "46",
        holding: Holding(onHand: 5, reserved: 2, barcode: "46"))
    ], goods: rub(190_00), shipping: rub(5_00), total: rub(195_00), recipient: .anna,
    sender: Sender(name: "Shop", country: "RU", postcode: "300000", city: "Tula", address: "S 3"))

  static func rub(_ minor: Int64) -> Money { Money(minor: minor, currency: .rub) }

  struct Order: Sendable {
    let name: String
    let change: @Sendable (inout CheckFacts) -> Void
    /// What is not green, as `key verdict variant`.
    let finds: [String]

    init(
      _ name: String, _ finds: [String] = [],
      _ change: @escaping @Sendable (inout CheckFacts) -> Void
    ) {
      self.name = name
      self.finds = finds
      self.change = change
    }
  }

  static let orders: [Order] = [
    Order("as it should be") { _ in },
    Order("paid back in part") { $0.payment = .partiallyRefunded },
    Order("unpaid", ["payment amber waiting"]) { $0.payment = .unpaid },
    Order("authorised", ["payment amber waiting"]) { $0.payment = .authorized },
    Order("failed", ["payment amber failed"]) { $0.payment = .failed },
    Order("expired", ["payment red gone"]) { $0.payment = .expired },
    Order("paid back", ["payment red gone"]) { $0.payment = .refunded },
    Order("disputed", ["payment red disputed"]) { $0.payment = .chargeback },
    Order("a kopeck too much", ["amount red wrong"]) { $0.total = rub(195_01) },
    Order("goods differ from lines", ["amount red wrong"]) { $0.goods = rub(200_00) },
    Order("negative delivery", ["amount red wrong"]) { $0.shipping = rub(-1) },
    Order("beyond 64 bits", ["amount red wrong"]) {
      $0.lines = [CheckFacts.Line(quantity: 9, price: .max, discount: 0, barcode: "46")]
      $0.isWaiting = false
    },
    Order("a discount above the price", ["amount red wrong"]) {
      $0.lines[0] = line(discount: 200_01)
    },
    Order("free after a discount") {
      $0.lines[0] = line(discount: 200_00)
      ($0.goods, $0.total) = (rub(0), rub(5_00))
    },
    Order("no street", ["address red missing"]) { $0.recipient?.street = "" },
    Order("no city", ["address red missing"]) { $0.recipient?.city = "" },
    Order("no country", ["address red missing"]) { $0.recipient?.country = "" },
    Order("nobody goes there", ["address red unserved"]) { $0.isServed = false },
    Order("five digits in Russia", ["address amber postcode"]) {
      $0.recipient?.postcode = "42000"
    },
    Order("letters in Germany", ["address amber postcode"]) {
      $0.recipient?.country = "DE"
      $0.recipient?.postcode = "1O115"
    },
    Order("a British postcode without its blank") {
      $0.recipient?.country = "GB"
      $0.recipient?.postcode = "sw1a1aa"
    },
    Order("a Polish one") {
      $0.recipient?.country = "PL"
      $0.recipient?.postcode = "00-950"
    },
    Order("Hong Kong has none") {
      $0.recipient?.country = "HK"
      $0.recipient?.postcode = "n/a"
    },
    Order("no phone", ["phone red missing"]) { $0.recipient?.phone = "" },
    Order("one digit again and again", ["phone amber odd"]) {
      $0.recipient?.phone = "+7 777 777-77-77"
    },
    Order("the keys in their order", ["phone amber odd"]) { $0.recipient?.phone = "1234567" },
    Order("five digits", ["phone amber odd"]) { $0.recipient?.phone = "12 345" },
    Order("erased after delivery", ["address amber erased", "phone amber erased"]) {
      $0.recipient = nil
      $0.isWaiting = false
    },
    Order("more promised than there", ["stock red short"]) { $0.lines[0] = line(onHand: 1) },
    Order("another barcode", ["stock amber barcode"]) { $0.lines[0] = line(barcode: "47") },
    Order("no barcode", ["stock amber barcode"]) { $0.lines[0] = line(barcode: "") },
    Order("the warehouse never had it", ["stock amber unknown"]) { $0.lines[0].holding = nil },
    Order("ordered twice", ["duplicate amber found"]) { $0.duplicate = "48001-1" },
    Order("the shop has no address", ["sender amber missing"]) { $0.sender = nil },
    Order("several at once", ["payment amber failed", "phone red missing"]) {
      $0.payment = .failed
      $0.recipient?.phone = ""
    },
  ]

  private static func line(
    discount: Int64 = 10_00, onHand: Int64 = 5, barcode: String = "46"
  ) -> CheckFacts.Line {
    CheckFacts.Line(
      quantity: 2, price: 100_00, discount: discount, barcode: "46",
      holding: Holding(onHand: onHand, reserved: 2, barcode: barcode))
  }

  @Test("row 50: crafted orders, and what the panel says of each")
  func verdicts() throws {
    #expect(Self.orders.count >= 30)
    let strings = try OrdersHouse().office.kernel.wording.strings
    for order in Self.orders {
      var facts = Self.sound
      order.change(&facts)
      let checks = Check.all(facts)
      let finds = checks.filter { $0.verdict != .green }
        .map { "\($0.key.rawValue) \($0.verdict) \($0.variant)" }
      #expect(finds == order.finds, "\(order.name)")
      for key in checks.flatMap({ [$0.label, $0.text] + ($0.remedy.map { [$0] } ?? []) }) {
        #expect(strings.contains(key), "\(key)")
      }
    }
  }

  @Test("row 50: what is all green is confirmed by itself where the shop wants it, and only then")
  func autoConfirm() throws {
    let house = try OrdersHouse()
    for product in Int64(1)...6 { try house.stock(product, pieces: 9) }
    let owner = try house.browser("owner@one.example")
    let front = try house.front()
    _ = try front.order([(1, 1)])
    #expect(try owner.post("/settings/orders", [("confirms_green", "1")]).status == 303)
    #expect(try owner.get("/settings/orders").text.contains("checked"))
    let first = try front.order([(2, 1)])
    #expect(
      first.json["order"]?["postings"]?.array?.first?["state"]?.string == "awaiting_packaging")
    _ = try front.order([(2, 1)])
    let odd = ShopFront.body([(3, 1)]).replacing("420000", with: "42")
    _ = try front.post("/storefront/v1/orders", odd)
    _ = try front.unpaid([(4, 1)])
    #expect(try front.pays("48005", "paid").status == 200)
    let states = try house.postings().map { try house.state(of: $0) }
    #expect(
      states == [
        .awaitingConfirmation, .awaitingPackaging, .awaitingConfirmation, .awaitingConfirmation,
        .awaitingPackaging,
      ])
    #expect(try owner.get(owner.path(of: "48003-1")).text.contains("48002-1"))
    #expect(try owner.get(owner.path(of: "48004-1")).text.contains("does not look like one of RU"))
    #expect(try owner.get(owner.path(of: "48002-1")).text.contains("every check is green"))
    #expect(try owner.post("/settings/orders").status == 303)
    _ = try front.order([(5, 1)])
    #expect(try house.state(of: #require(try house.postings().last)) == .awaitingConfirmation)
    #expect(try house.browser("viewer@one.example").post("/settings/orders").status == 403)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 50: the same buyer and goods eleven minutes later are no repeat")
  func repeats() throws {
    let house = try OrdersHouse()
    try house.stock(1, pieces: 9)
    let browser = try house.browser()
    _ = try house.front().order([(1, 1)])
    house.clock.advance(milliseconds: 11 * 60_000)
    _ = try house.front().order([(1, 1)])
    #expect(!(try browser.get(browser.path(of: "48002-1")).text.contains("within ten minutes: ")))
    _ = try house.front().order([(1, 1)])
    #expect(try browser.get(browser.path(of: "48003-1")).text.contains("48002-1"))
  }
}
