import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Every bucket of every warehouse is the sum of its movements, whatever people and orders do.
@Suite struct StockLedgerTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private static let sums = Query<[Int64]>(
    """
    select product_id, warehouse_id, sum(on_hand), sum(reserved), sum(inbound), sum(quarantine),
      sum(damaged)
    from stock_movement group by product_id, warehouse_id order by 1, 2
    """, row)
  private static let balances = Query<[Int64]>(
    """
    select product_id, warehouse_id, on_hand, reserved, inbound, quarantine, damaged
    from stock order by 1, 2
    """, row)
  private static let row: @Sendable (Int64, Int64, Int64, Int64, Int64, Int64, Int64) -> [Int64] = {
    [$0, $1, $2, $3, $4, $5, $6]
  }
  private static let products = Query<[Int64]>(
    """
    select available, coalesce((select sum(on_hand - reserved) from stock s
      where s.product_id = p.id), 0), low_stock, is_alerted from product_shelf p
    """
  ) { (kept: Int64, summed: Int64, low: Int64, isLow: Int64) in [kept, summed, low, isLow] }

  private func warehouses() throws -> [WarehouseID] {
    try shop.client.rows(of: shop.seller) { try WarehouseStore(rows: $0).open() }.map(\.id)
  }

  private func addWarehouse(_ name: String) throws {
    #expect(try shop.client.post("/warehouses", [("name", name)], as: shop.owner).status == 303)
  }

  private func book(
    _ path: String, _ reason: String, _ quantity: Int64, in warehouse: WarehouseID,
    to target: WarehouseID? = nil
  ) throws -> Answer {
    try shop.client.post(
      "\(path)/stock/movements",
      [
        ("warehouse", "\(warehouse)"), ("reason", reason), ("quantity", "\(quantity)"),
        ("note", ""), ("target", target.map { "\($0)" } ?? ""),
      ], as: shop.owner)
  }

  @Test("row 34: after any history each bucket is the sum of its movements", arguments: 1...6)
  func histories(seed: UInt64) throws {
    var dice = Dice(seed: seed &+ 100)
    let paths = [try shop.onSale(), try shop.onSale(["offer_id": "B", "barcode": ""])]
    try addWarehouse("Second")
    try addWarehouse("Third")
    let places = try warehouses()
    let stock = Stock(kernel: shop.client.kernel)
    var held: [(Reservation, PostingID)] = []
    for step in 0..<120 {
      let path = paths[Int(dice.next() % 2)]
      let place = places[Int(dice.next() % 3)]
      let pieces = Int64(dice.next() % 9)
      let now = shop.client.clock.now()
      let posting = PostingID(raw: Int64(step) + 1)
      switch dice.next() % 8 {
      case 0...3:
        let reason = StockReason.byHand[Int(dice.next()) % StockReason.byHand.count]
        let answer = try book(
          path, reason.rawValue, reason == .correction ? pieces - 4 : pieces, in: place,
          to: places[Int(dice.next() % 3)])
        #expect([303, 422].contains(answer.status))
      case 4, 5:
        let got = try? shop.client.write(in: shop.seller) {
          try stock.reserve(shop.id(path), quantity: pieces, for: posting, at: now, in: $0)
        }
        if let got { held.append((got, posting)) }
      case 6:
        guard let (got, posting) = held.popLast() else { continue }
        try shop.client.write(in: shop.seller) {
          try stock.ship(got, for: posting, at: now, in: $0)
        }
      default:
        guard !held.isEmpty else { continue }
        let (got, posting) = held.removeFirst()
        try shop.client.write(in: shop.seller) {
          try stock.release(got, for: posting, reason: "", at: now, in: $0)
        }
      }
    }
    let kept = try shop.client.rows(of: shop.seller) { try $0.all(Self.balances) }
    #expect(try shop.client.rows(of: shop.seller) { try $0.all(Self.sums) } == kept)
    #expect(kept.allSatisfy { $0.dropFirst(2).allSatisfy { $0 >= 0 } })
    for product in try shop.client.rows(of: shop.seller, { try $0.all(Self.products) }) {
      #expect(product[0] == product[1])
      #expect((product[3] == 1) == (product[2] > 0 && product[0] <= product[2]))
    }
    #expect(try shop.wrongCounts().isEmpty)
  }

  struct Case: Sendable {
    let reason: String
    let from: StockChange
    let after: StockChange
  }

  @Test(
    "row 34: 4 pieces by hand, bucket by bucket",
    arguments: [
      Case(
        reason: "damage", from: StockChange(onHand: 10),
        after: StockChange(onHand: 6, damaged: 4)),
      Case(
        reason: "quarantine", from: StockChange(onHand: 10),
        after: StockChange(onHand: 6, quarantine: 4)),
      Case(
        reason: "cleared", from: StockChange(onHand: 10, quarantine: 5),
        after: StockChange(onHand: 14, quarantine: 1)),
      Case(
        reason: "rejected", from: StockChange(onHand: 10, quarantine: 5),
        after: StockChange(onHand: 10, quarantine: 1, damaged: 4)),
      Case(
        reason: "writeoff", from: StockChange(onHand: 10, damaged: 4),
        after: StockChange(onHand: 10)),
      Case(
        reason: "cleared", from: StockChange(onHand: 10, quarantine: 3),
        after: StockChange(onHand: 10, quarantine: 3)),
    ])
  func buckets(_ one: Case) throws {
    let path = try shop.begin()
    let place = try #require(try warehouses().first)
    let stock = Stock(kernel: shop.client.kernel)
    let now = shop.client.clock.now()
    try shop.client.write(in: shop.seller) { tx in
      try stock.book(
        StockMove(
          product: shop.id(path), warehouse: place, reason: .receipt, change: one.from, at: now),
        in: tx)
    }
    let answer = try book(path, one.reason, 4, in: place)
    #expect(answer.status == (one.from == one.after ? 422 : 303))
    #expect(try shop.balances(path).map(\.pieces) == [one.after])
  }

  @Test("row 34: a transfer is a movement in each warehouse and changes no total")
  func transfers() throws {
    let path = try shop.onSale()
    try addWarehouse("Second")
    let places = try warehouses()
    #expect(try book(path, "transfer", 4, in: places[0], to: places[0]).status == 422)
    #expect(try book(path, "transfer", 11, in: places[0], to: places[1]).status == 422)
    #expect(try book(path, "transfer", 4, in: places[0], to: places[1]).status == 303)
    #expect(try shop.balances(path).map(\.onHand) == [6, 4])
    #expect(try shop.product(path)?.available == 10)
  }

  @Test("row 36: the ledger shows every movement with reason and actor, and one reason alone")
  func ledger() throws {
    let path = try shop.onSale()
    let place = try #require(try warehouses().first)
    for quantity in 1...60 {
      #expect(try book(path, "receipt", Int64(quantity), in: place).status == 303)
    }
    #expect(try book(path, "damage", 2, in: place).status == 303)
    let page = try shop.client.get("\(path)/stock", as: shop.owner).text
    #expect(page.contains("Vera") && page.contains("Damaged +2") && page.contains("rel=\"next\""))
    let one = try shop.client.get("\(path)/stock?reason=damage", as: shop.owner).text
    #expect(one.ranges(of: "<th scope=\"row\">").count == 2 && !one.contains("rel=\"next\""))
    let next = try #require(page.firstMatch(of: #/href="([^"]+)" rel="next"/#)).output.1
    let second = try shop.client.get(String(next), as: shop.owner).text
    #expect(second.ranges(of: "<th scope=\"row\">").count == 1 + 12)
  }

  private static let entries = Query<Int64>(
    "select id from stock_movement where product_id = ? order by id desc")

  @Test("row 36: the ledger is read to its end page by page, over warehouses and marks")
  func deep() throws {
    let path = try shop.onSale()
    try addWarehouse("Second")
    let places = try warehouses()
    let (id, now) = (shop.id(path), shop.client.clock.now())
    let stock = Stock(kernel: shop.client.kernel)
    var dice = Dice(seed: 36)
    try shop.client.write(in: shop.seller) { tx in
      for step in 0..<700 {
        try stock.book(
          StockMove(
            product: id, warehouse: places[Int(dice.next() % 3 / 2)],
            reason: step % 200 == 7 ? .loss : .receipt, change: StockChange(onHand: 1), at: now),
          in: tx)
      }
    }
    let all = try shop.client.rows(of: shop.seller) { try $0.all(Self.entries, id.raw) }
    #expect(all.count == 701)
    try shop.client.rows(of: shop.seller) { rows in
      let store = StockStore(rows: rows)
      var (seen, place): ([Int64], Int64?) = ([], nil)
      repeat {
        let page = try store.ledger(of: id, before: place, limit: 41)
        seen += page.entries.map(\.id)
        place = page.last
      } while place != nil
      #expect(seen == all)
      for before in all {
        let page = try store.ledger(of: id, before: before, limit: 1)
        #expect(page.entries.first?.id == all.first { $0 < before })
      }
      let lost = try store.ledger(of: id, before: nil, reason: .loss, limit: 3)
      #expect(lost.entries.count == 3 && lost.last != nil)
      let rest = try store.ledger(of: id, before: lost.last, reason: .loss, limit: 3)
      #expect(rest.entries.count == 1 && rest.last == nil)
    }
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 36: a movement sent twice is booked once; who means it books it again")
  func twice() throws {
    let path = try shop.begin()
    try shop.save(path, ["stock": "10"])
    let page = try shop.client.get("\(path)/stock", as: shop.owner)
    let forms = page.document.forms(at: "\(path)/stock")
    var form = try #require(forms.first { $0.action == "\(path)/stock/movements" })
    form["reason"] = "receipt"
    form["quantity"] = "5"
    #expect(try shop.send(form).status == 303)
    let again = try shop.send(form)
    #expect(again.status == 422 && again.text.contains("The same movement was booked"))
    #expect(again.input("quantity") == "5")
    #expect(try shop.balances(path).map(\.onHand) == [15])
    form["seen"] = again.input("seen")
    #expect(try shop.send(form).status == 303)
    #expect(try shop.balances(path).map(\.onHand) == [20])
    form["quantity"] = "6"
    #expect(try shop.send(form).status == 303, "another number is another movement")
  }

  @Test("a product that is removed takes its ledger along")
  func removed() throws {
    let path = try shop.begin()
    try shop.save(path, ["stock": "10"])
    try shop.save(path, ["stock": "7"])
    #expect(try shop.client.post("\(path)/removal", as: shop.owner).status == 303)
    let left = try shop.client.rows(of: shop.seller) { try $0.all(Self.sums) }
    #expect(left.isEmpty)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 34: the list finds goods by number and by name, and sums or parts warehouses")
  func list() throws {
    let path = try shop.onSale()
    try addWarehouse("Second")
    let places = try warehouses()
    _ = try book(path, "transfer", 4, in: places[0], to: places[1])
    for query in ["", "?q=KOI-TP09", "?q=4607123450017", "?q=teapot", "?q=KO"] {
      let text = try shop.client.get("/stock\(query)", as: shop.owner).text
      #expect(text.contains("\(path)/stock\"") && text.contains(">10<"), "\(query)")
    }
    let part = try shop.client.get("/stock?warehouse=\(places[1])", as: shop.owner).text
    #expect(part.contains(">4<") && !part.contains(">10<"))
    let none = try shop.client.get("/stock?q=nothing", as: shop.owner).text
    #expect(none.contains("Nothing found"))
    #expect(try shop.client.get("/stock?tab=low", as: shop.owner).text.contains("Nothing here"))
  }
}
