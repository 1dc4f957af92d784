import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Alerts of low stock and what is worked out from the rate of sale.
@Suite struct StockAlertTests {
  let shop: Shop

  init() throws { shop = try Shop(isAlone: true) }

  private var stock: Stock { Stock(kernel: shop.client.kernel) }
  private var now: Instant { shop.client.clock.now() }

  private static let alerted = Query<Int64>(
    "select count(*) from product where id = ? and alerted_at is not null")
  private static let jobs = Query<Int64>("select count(*) from job where kind = ? and shop = ?")
  private static let filled = Command(
    "delete from main.stock_gap where seller_id = ? and product_id = ?")
  private static let born = Command(
    "update main.product set created_at = ?3 where seller_id = ?1 and id = ?2")

  private func isAlerted(_ path: String) throws -> Bool {
    try shop.client.rows(of: shop.seller) { try $0.one(Self.alerted, shop.id(path).raw) } == 1
  }

  private func book(_ path: String, _ pieces: Int64) throws {
    let place = try #require(try shop.balances(path).first).warehouse
    try shop.client.write(in: shop.seller) { tx in
      try stock.book(
        StockMove(
          product: shop.id(path), warehouse: place, reason: .correction,
          change: StockChange(onHand: pieces), at: now), in: tx)
    }
  }

  private func letters() throws -> Int64 {
    try shop.client.reader().open.one(
      Self.jobs, StockLetters.job, shop.seller.raw)
  }

  @Test("row 35: one alert and one mail a crossing, not a sale; it clears by itself")
  func crossing() throws {
    let path = try shop.onSale()
    for pieces in [-3, -3, -1, -1] as [Int64] { try book(path, pieces) }
    #expect(try isAlerted(path))
    #expect(try letters() == 1)
    #expect(try shop.client.get("/stock?tab=low", as: shop.owner).text.contains("\(path)/stock\""))
    try book(path, 5)
    #expect(try !isAlerted(path))
    #expect(try letters() == 1)
    try book(path, -6)
    #expect(try isAlerted(path))
    #expect(try letters() == 2)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 35: what ran low by one act is told in one letter")
  func together() throws {
    let paths = try ["A", "B", "C"].map { try shop.onSale(["offer_id": $0, "barcode": ""]) }
    var batch = StockBatch()
    for path in paths {
      let balance = try #require(try shop.balances(path).first)
      let place = StockBatch.Place(product: shop.id(path).raw, warehouse: balance.warehouse.raw)
      let last = try shop.client.rows(of: shop.seller) {
        try $0.one(StockSQL.lastMove, place.product, place.warehouse)
      }
      batch.note(.init(onHand: balance.pieces.onHand, reserved: 0, last: last), of: place)
      batch.set(2, place)
    }
    try shop.client.write(in: shop.seller) { try stock.book(batch, note: "", at: now, in: $0) }
    for path in paths { #expect(try isAlerted(path)) }
    #expect(try letters() == 1)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 35: a threshold that is raised, a product that is archived settle the alert at once")
  func settles() throws {
    let path = try shop.onSale()
    try shop.save(path, ["low_stock": "10"])
    #expect(try isAlerted(path))
    _ = try shop.client.post("\(path)/archive", as: shop.owner)
    #expect(try !isAlerted(path))
    _ = try shop.client.post("\(path)/restoration", as: shop.owner)
    #expect(try isAlerted(path))
    try shop.save(path, ["low_stock": "0"])
    #expect(try !isAlerted(path))
    #expect(try shop.wrongCounts().isEmpty)
  }

  /// A product that was listed 40 days ago, with stock, and sold so many pieces on each of the days
  /// before today.
  private func sold(_ path: String, _ pieces: [Int64: Int64]) throws {
    try shop.client.write(in: shop.seller) { tx in
      try tx.run(
        Self.born, shop.seller.raw, shop.id(path).raw, (now - .days(40)).milliseconds)
      try tx.run(Self.filled, shop.seller.raw, shop.id(path).raw)
      for (days, count) in pieces {
        try StockGaps.sell(count, of: shop.id(path), at: now - .days(days), in: tx)
      }
    }
  }

  @Test("row 35: a threshold in days of cover opens an alert when the rate rises, once")
  func cover() throws {
    let path = try shop.onSale(["low_stock": "0"])
    let plan = [("low_days", "5"), ("lead_days", ""), ("safety_days", "")]
    #expect(
      try shop.client.post("\(path)/stock/planning", plan, as: shop.owner).status == 303)
    #expect(try !isAlerted(path))
    // 3 a day in the last week: 5 days are 15 pieces, and there are 10.
    try sold(path, Dictionary(uniqueKeysWithValues: (1...7).map { ($0, 3) }))
    let planning = StockPlanning(kernel: shop.client.kernel, now: now)
    for _ in 0..<2 {
      let last = try shop.client.write(in: shop.seller) { try planning.day(after: 0, in: $0) }
      #expect(last == shop.id(path).raw)
    }
    #expect(try isAlerted(path))
    #expect(try letters() == 1)
    try book(path, 5)
    #expect(try isAlerted(path))
    try book(path, 1)
    #expect(try !isAlerted(path))
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 35: a threshold of days is from 1 to 365")
  func planForm() throws {
    let path = try shop.begin()
    for text in ["0", "366", "-1", "soon", "99999999999999999999"] {
      let plan = [("low_days", text), ("lead_days", "3"), ("safety_days", "")]
      let answer = try shop.client.post("\(path)/stock/planning", plan, as: shop.owner)
      #expect(answer.status == 422 && answer.input("lead_days") == "3", "\(text)")
    }
  }

  @Test("row 39: the numbers of the page equal a hand computation")
  func replenishment() throws {
    let path = try shop.onSale()
    // 28 days: 42 pieces. Nothing was there for the 7 days from the 21st to the 14th day before
    // today, so they were sold in 21 days: 2 a day. In the last week 7: 1 a day.
    try sold(path, [28: 20, 24: 10, 12: 5, 5: 7])
    let today = StockGaps.day(of: now)
    try shop.client.write(in: shop.seller) { tx in
      try tx.run(
        StockGapSQL.begin, shop.seller.raw, IDList.text([shop.id(path).raw]),
        (today - 21) * 86_400_000)
      try tx.run(
        StockGapSQL.end, shop.seller.raw, IDList.text([shop.id(path).raw]),
        (today - 14) * 86_400_000)
    }
    let planned = try shop.client.rows(of: shop.seller) { rows in
      try rows.first(StockPlanSQL.planned, shop.id(path).raw)
    }
    let stock = try #require(planned)
    let need = try shop.client.rows(of: shop.seller) {
      try StockPlanning(kernel: shop.client.kernel, now: now).replenishment(stock, in: $0)
    }
    #expect(need.month.thousandths == 2_000 && need.week.thousandths == 1_000)
    #expect(need.cover == 5)
    // 2 x (14 + 28) + 2 x 7 - 10
    #expect(need.safetyStock == 14 && need.suggestion == 88)
    // 2 a day for 7 days at 2,490.00
    #expect(need.lost == 14)
    let page = try shop.client.get("/stock/replenishment", as: shop.owner).text
    for text in ["2.00", "1.00", "34 860.00", "value=\"88\""] {
      #expect(page.replacing("\u{202F}", with: " ").replacing(",", with: " ").contains(text))
    }
    let made = try shop.client.post(
      "/inbound", [("product", "\(shop.id(path))"), ("quantity_\(shop.id(path))", "88")],
      as: shop.owner)
    #expect(try shop.client.get(made.location, as: shop.owner).text.contains("value=\"88\""))
  }

  @Test("row 39: what is out of stock or runs out first comes first, page after page")
  func urgency() throws {
    let alone = try Shop(isAlone: true)
    let importer = Importer(shop: alone)
    var text = "offer_id,title,category,price,stock\n"
    // U-0 sells nothing; U-1 ... U-59 sell one a day and have 60 - number pieces, U-59 the fewest.
    for number in 0..<60 { text += "U-\(number),Teapot \(number),11,100,\(60 - number)\n" }
    try importer.run(importer.check(text))
    let ids = try (0..<60).compactMap { try importer.product("U-\($0)")?.id }
    let today = StockGaps.day(of: alone.client.kernel.clock.now())
    try alone.client.write(in: alone.seller) { tx in
      for id in ids.dropFirst() {
        try tx.run(StockGapSQL.sell, alone.seller.raw, id.raw, today, 1)
      }
    }
    let offers = { (path: String) in
      let page = try alone.client.get(path, as: alone.owner)
      #expect(page.status == 200)
      return (
        page.text.split(separator: "<small class=\"sub mono\">").dropFirst().map {
          String($0.prefix { $0 != "<" })
        }, page.text
      )
    }
    alone.client.advance(.hours(24))
    let kernel = alone.client.kernel
    try kernel.database.writer.write { transaction in
      _ = try kernel.jobs.enqueue(StockUrgency.job, nil, key: "every", in: transaction)
    }
    try alone.client.office.runDueJobs()
    let (first, page) = try offers("/stock/replenishment")
    #expect(first.prefix(3) == ["U-59", "U-58", "U-57"] && first.count == 50)
    let last = try #require(ids.dropFirst(10).first)
    let rate = try alone.client.rows(of: alone.seller) {
      try $0.first(StockPlanSQL.planned, last.raw)
    }
    #expect(rate != nil && page.contains("/stock/replenishment?after=50000.\(last)"))
    let (second, _) = try offers("/stock/replenishment?after=50000.\(last)")
    #expect(second == ["U-9", "U-8", "U-7", "U-6", "U-5", "U-4", "U-3", "U-2", "U-1", "U-0"])
    // What sells out moves at once: here the one with the most pieces.
    try alone.client.write(in: alone.seller) { tx in
      let warehouse = try StockStore(rows: tx.reader).balances(of: ids[1]).first?.warehouse
      try Stock(kernel: alone.client.kernel).book(
        StockMove(
          product: ids[1], warehouse: try #require(warehouse), reason: .loss,
          change: StockChange(onHand: -59), at: alone.client.kernel.clock.now(), member: nil),
        in: tx)
    }
    #expect(try offers("/stock/replenishment").0.first == "U-1")
    for strange in ["x", "-1", "1.2.3", "9.x", "99999999999999999999.1"] {
      #expect(try offers("/stock/replenishment?after=\(strange)").0.first == "U-1")
    }
  }
}
