import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("Parts of postings") struct PartsTests {
  @Test("row 53: taking pieces out of a line keeps its discount and never makes the rest dearer")
  func cuts() {
    var random = SplitMix(seed: 11)
    for _ in 0..<5_000 {
      let quantity = Int64.random(in: 1...50, using: &random)
      let price = Int64.random(in: 0...100_000, using: &random)
      var line = PostingLine(
        product: ProductID(raw: 1), offer: "", title: "", picture: "", weightGrams: 0,
        quantity: quantity, price: Money(minor: price, currency: .rub))
      line.discount = Int64.random(in: 0...price * quantity, using: &random)
      let cut = LineCut(line, taking: Int64.random(in: 0...quantity, using: &random))
      #expect(cut.keptSum + cut.takenSum == line.sum.minor)
      #expect(cut.keptDiscount + cut.takenDiscount == line.discount)
      #expect(cut.keptSum >= 0 && cut.takenSum >= 0)
      #expect(cut.kept + cut.taken == quantity)
    }
  }

  @Test(
    "rows 46 and 53: money of parts is the whole's, pieces stay reserved, whatever is done",
    arguments: [1, 2, 3, 4] as [UInt64])
  func histories(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let house = try OrdersHouse()
    for product in Int64(1)...5 {
      try house.stock(product, warehouse: 1 + product % 2, pieces: 60, price: 333 * product + 1)
    }
    let front = try house.front()
    let acts = try house.acts()
    for _ in 0..<12 {
      let lines = (Int64(1)...5).filter { _ in Bool.random(using: &random) }.map { product in
        let pieces = Int64.random(in: 1...4, using: &random)
        let most = (333 * product + 1) * pieces
        let discount = Money(minor: Int64.random(in: 0...most, using: &random), currency: .rub)
        return
          "{\"product_id\":\(product),\"quantity\":\(pieces),\"discount\":\"\(discount.plain)\"}"
      }
      if lines.isEmpty { continue }
      let body = ShopFront.body([], more: "\"shipping\":\"9.97\",")
        .replacing("\"lines\":[]", with: "\"lines\":[\(lines.joined(separator: ","))]")
      let answer = try front.post("/storefront/v1/orders", body)
      #expect(answer.status == 201, "\(answer.text)")
    }
    for _ in 0..<120 {
      let ids = try house.postings()
      guard let id = ids.randomElement(using: &random) else { continue }
      try house.change(id, acts, &random)
    }
    try house.expectParts()
    #expect(try house.miscounts().isEmpty)
    try house.expectStock(60, products: 1...5)
  }

  @Test("row 53: a part gets its own number, label and page, and can be put back")
  func pages() throws {
    let house = try OrdersHouse()
    try house.stock(1, pieces: 9, price: 100_00)
    try house.stock(2, pieces: 9, price: 50_00)
    _ = try house.front().order([(1, 3), (2, 1)], more: "\"shipping\":\"7.00\",")
    let browser = try house.browser()
    let path = try browser.path(of: "48001-1")
    #expect(try browser.get("\(path)/parts").text.contains("name=\"line_1\""))
    for fields in [
      [], [("line_1", "3"), ("line_2", "1")], [("line_1", "4")], [("line_1", "-1")],
      [("line_1", "x")],
    ] as [[(String, String)]] {
      #expect(try browser.post("\(path)/parts", fields).status == 422, "\(fields)")
    }
    let split = try browser.post("\(path)/parts", [("line_1", "2")])
    #expect(split.status == 303)
    // The same form once more, which names a line that may be gone.
    for resource in ["parts", "lines"] {
      let twice = try browser.post("\(path)/\(resource)", [("version", "1"), ("line_9", "2")])
      #expect(twice.status == 409 && twice.text.contains("48001-1"), "\(resource)")
    }
    let part = try browser.get(split.location).text
    #expect(part.contains("48001-2") && part.contains("200.00"))
    #expect(try browser.get(path).text.contains("48001-2"))
    #expect(try browser.get("/orders?tab=all").text.contains("48001-2"))
    let order = try house.front().get("/storefront/v1/orders/48001").json["order"]
    let totals = order?["postings"]?.array?.map { $0["total"]?["amount"]?.string }
    #expect(totals == ["153.00", "204.00"], "7.00 of delivery by 150 and 200")
    let other = String(split.location.split(separator: "/").last ?? "")
    #expect(try browser.get("\(path)/parts").text.contains("value=\"\(other)\""))
    #expect(try browser.post("\(path)/merging", [("other", "1")]).status == 404)
    #expect(try browser.post("\(path)/merging", [("other", other)]).status == 303)
    #expect(try browser.post("\(path)/merging", [("other", other)]).status == 409)
    let merged = try browser.get(split.location).text
    #expect(merged.contains("Merged") && merged.contains("are in posting 48001-1 now"))
    for words in ["name not recorded", ">Cancelled<", ">Packing slip<"] {
      #expect(!merged.contains(words), "\(words)")
    }
    #expect(try browser.get(path).text.contains("357.00"))
    #expect(try house.pieces(of: 1) == (9, 3))
    #expect(try house.miscounts().isEmpty)
    _ = try browser.post("\(path)/confirmation")
    _ = try browser.post("\(path)/packing")
    #expect(
      try browser.post("\(path)/parts", [("line_1", "1")]).status == 409, "only before packing")
  }

  @Test("row 53: what is given up in part is paid back to the cent, and the buyer is told")
  func lines() throws {
    let house = try OrdersHouse()
    try house.stock(1, pieces: 9, price: 100_00)
    let body = ShopFront.body([(1, 3)], more: "\"shipping\":\"5.00\",")
      .replacing("\"quantity\":3", with: "\"quantity\":3,\"discount\":\"10.00\"")
    _ = try house.front().post("/storefront/v1/orders", body)
    let browser = try house.browser()
    let path = try browser.path(of: "48001-1")
    #expect(try browser.post("\(path)/lines", [("line_1", "1")]).status == 422, "why?")
    #expect(
      try browser.post("\(path)/lines", [("line_1", "1"), ("reason", "fraud")]).status == 422)
    #expect(
      try browser.post("\(path)/lines", [("line_1", "3"), ("reason", "damage")]).status == 422)
    #expect(
      try browser.post("\(path)/lines", [("line_1", "1"), ("reason", "damage")]).status == 303)
    let id = try #require(try house.postings().first)
    let gone = try house.store().rows.all(Cancellation.ofPosting, id.raw)
    #expect(gone.map(\.goods.minor) == [96_67] && gone.map(\.isWhole) == [false])
    #expect(try house.store().posting(id)?.total.minor == 198_33)
    #expect(try house.pieces(of: 1) == (9, 2))
    try house.office.runDueJobs()
    let mail = try house.office.kernel.sentMails(limit: 9).first { $0.subject.contains("part") }
    #expect(mail?.text.contains("96.67") == true)
    #expect(try house.browser("viewer@one.example").post("\(path)/lines").status == 403)
  }
}

extension OrdersHouse {
  private static let placed = Query<Int64>("select sum(total_minor) from customer_order")
  private static let left = Query<Int64>("select sum(total_minor) from posting")
  private static let gone = Query<Int64>(
    "select coalesce(sum(goods_minor + shipping_minor), 0) from cancellation where whole = 0")
  private static let wrong = Query<String>(
    """
    select p.number from posting p where p.state <> 15 and p.goods_minor <> (
      select sum(l.price_minor * l.quantity - l.discount_minor) from posting_line l
      where l.posting_id = p.id)
    """)

  /// One random act of taking apart, putting together, giving up; those that are refused change
  /// nothing.
  fileprivate func change(
    _ id: PostingID, _ acts: PostingActs, _ random: inout SplitMix
  ) throws {
    let lines = try store().lines(of: id)
    let total = try store().posting(id)?.total.minor ?? 0
    var pieces: [Int64: Int64] = [:]
    for line in lines { pieces[line.number] = Int64.random(in: 0...line.quantity, using: &random) }
    let other = try postings().randomElement(using: &random) ?? id
    let choice = Int.random(in: 0..<6, using: &random)
    let member = Actor(kind: .member, name: "Vera")
    do {
      try office.kernel.database.writer.write { transaction in
        let tx = transaction.seller(shopScope)
        switch choice {
        case 0, 1:
          _ = try acts.split(id, pieces, by: member, version: nil, at: clock.now(), in: tx)
        case 2, 3:
          try acts.merge(other, into: id, by: member, version: nil, at: clock.now(), in: tx)
        case 4:
          try acts.cancelLines(
            id, pieces, .damage, by: member, version: nil, at: clock.now(), in: tx)
          let after = try PostingStore(rows: tx.reader).posting(id)?.total.minor ?? 0
          #expect(after <= total)
        default:
          let commands: [PostingCommand] = [.confirm, .pack, .ship, .cancel]
          let command = commands.randomElement() ?? .confirm
          var act = PostingAct(command: command, actor: member)
          if command == .ship {
            let carrier = try Carriers().all(in: reader().open)[4]
            act.shipment = Shipment(carrier: carrier, trackingNumber: "RR\(id.raw)")
          }
          try acts.perform(act, on: id, at: clock.now(), in: tx)
        }
      }
    } catch is IllegalCommand {} catch is ImpossibleParts {}
  }

  /// All that buyers ordered is in postings or was given up, and each posting costs what its lines
  /// do.
  func expectParts() throws {
    let rows = try store().rows
    let placed = try reader().open.one(Self.placed)
    #expect(try rows.one(Self.left) + rows.one(Self.gone) == placed)
    #expect(try rows.all(Self.wrong) == [])
  }
}
