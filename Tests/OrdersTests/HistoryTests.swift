import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Random histories") struct HistoryTests {
  @Test(
    "stock is conserved, counters equal a recount, money sums", arguments: [1, 2, 3] as [UInt64])
  func histories(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let house = try OrdersHouse()
    for product in Int64(1)...6 {
      let owner = product <= 4 ? house.shop : house.other
      try house.stock(
        product, of: owner, warehouse: 1 + product % 2, pieces: 40, price: 333 * product)
    }
    let front = try house.front()
    let acts = try house.acts()
    var ids: [PostingID] = []
    for _ in 0..<150 {
      if Int.random(in: 0..<3, using: &random) == 0 {
        let products = (Int64(1)...6).filter { _ in Bool.random(using: &random) }
        let lines = products.map { ($0, Int64.random(in: 1...4, using: &random)) }
        if lines.isEmpty { continue }
        let answer = try front.order(
          lines, more: "\"shipping\":\"\(Int.random(in: 0...999, using: &random)).07\",")
        #expect(answer.status == 201 || answer.status == 409, "\(answer.text)")
        if answer.status == 201 { try Self.expectSums(answer.json) }
        ids = try house.postings()
      } else if let id = ids.randomElement(using: &random),
        let command = Self.commands.randomElement(using: &random)
      {
        do { try house.perform(command, on: id, acts) } catch is IllegalCommand {}
      }
    }
    #expect(try house.miscounts().isEmpty)
    try house.expectStock(40, products: 1...4)
  }

  @Test("what was taken over names those who are known to have done it")
  func hands() throws {
    let house = try OrdersHouse()
    let id = try house.archived(
      in: .delivering, by: ArchivedHands(office: "Vera Orlova", warehouse: "Timur Gusev"))
    let page = try house.browser().get("/orders/\(id)").text
    #expect(page.contains("Vera Orlova") && page.contains("Timur Gusev"))
    #expect(!page.contains("name not recorded"))
  }

  /// Those that stand for themselves; lines go from one posting to another in `PartsTests`.
  private static let commands = PostingCommand.allCases.filter { $0 != .join }

  private static func expectSums(_ json: JSON) throws {
    let order = try #require(json["order"])
    let postings = try #require(order["postings"]?.array)
    for part in ["goods", "shipping", "total"] {
      let sum = try postings.reduce(Money.zero(.rub)) { try $0.adding(amount($1, part)) }
      #expect(try sum == amount(order, part))
    }
  }

  private static func amount(_ json: JSON, _ part: String) throws -> Money {
    let text = try #require(json[part]?["amount"]?.string)
    return try Money(parsing: text, currency: .rub)
  }
}

extension OrdersHouse {
  private static let ids = Query<Int64>("select id from posting order by id")
  private static let booked = Query(
    """
    select coalesce(sum(case when p.tab <= 3 then l.quantity else 0 end), 0),
      coalesce(sum(case when p.shipped_at is not null and p.state <> 14 then l.quantity else 0 end), 0)
    from posting_line l join posting p on p.id = l.posting_id where l.product_id = ?
    """
  ) { (reserved: Int64, shipped: Int64) in (reserved: reserved, shipped: shipped) }

  func postings() throws -> [PostingID] {
    try store().rows.all(Self.ids).map(PostingID.init(raw:))
  }

  /// What is reserved and gone in the stock is what the postings say.
  func expectStock(_ start: Int64, products: ClosedRange<Int64>) throws {
    for product in products {
      let booked = try store().rows.one(Self.booked, product)
      let stock = try pieces(of: product)
      #expect(stock.reserved == booked.reserved, "product \(product)")
      #expect(stock.onHand == start - booked.shipped, "product \(product)")
    }
  }
}
