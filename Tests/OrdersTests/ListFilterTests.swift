import Commerce
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

@Suite("Filters of the orders list") struct ListFilterTests {
  /// Ninety postings in all states, of three carriers, a minute apart.
  static func house() throws -> OrdersHouse {
    let house = try OrdersHouse()
    var random = SplitMix(seed: 67)
    let states = PostingState.allCases
    for number in 0..<90 {
      let state = states[Int.random(in: 0..<states.count, using: &random)]
      let id = try house.archived(in: state)
      try house.office.kernel.database.writer.write { transaction in
        _ = try transaction.seller(SellerScope(seller: house.shop.raw)).run(
          Self.shuffle, Int64(1 + number % 3), Int64(number % 4 + 1), Int64(number * 60_000),
          Int64(number % 7), id.raw)
      }
    }
    return house
  }

  private static let shuffle = Command(
    """
    update main.posting set carrier_id = ?1, warehouse_id = ?2, due_at = due_at + ?3,
      goods_minor = 1000 * ?4, shipping_minor = 0, total_minor = 1000 * ?4
    where seller_id = current_seller() and id = ?5
    """)

  @Test("row 47: any filter in any tab finds what looking at every row finds, page by page")
  func bruteForce() throws {
    let store = try Self.house().store()
    for tab in OrdersTab.allCases {
      let all = try store.page(PostingFilter(shelf: tab.shelf, size: 1_000)).rows
      for carrier in [nil, 1, 9] as [Int64?] {
        for (least, most) in [(nil, nil), (2_000, nil), (1_000, 4_000)] as [(Int64?, Int64?)] {
          for reach in [nil, 5] {
            var filter = PostingFilter(
              shelf: tab.shelf, carrier: carrier, least: least, most: most, size: 3)
            filter.ownReach = reach
            let expected = all.filter { row in
              (carrier == nil || row.carrier == carrier)
                && (least.map { row.total.minor >= $0 } ?? true)
                && (most.map { row.total.minor <= $0 } ?? true)
            }
            #expect(
              try Self.walk(filter, store) == expected.map(\.id.raw),
              "\(tab) \(carrier ?? 0) \(least ?? 0) \(reach ?? 0)")
          }
        }
      }
    }
  }

  /// Every page from the first on, as a reader clicks through them.
  static func walk(_ first: PostingFilter, _ store: PostingStore) throws -> [Int64] {
    var (filter, found) = (first, [Int64]())
    for _ in 0..<200 {
      let page = try store.page(filter)
      found += page.rows.map(\.id.raw)
      guard let next = page.older else { return found }
      filter.cursor = next
    }
    Issue.record("the pages do not end")
    return found
  }

  @Test("a filter that stopped before the end says how far it looked and offers to go on")
  func further() throws {
    let store = try Self.house().store()
    var filter = PostingFilter(shelf: .all, carrier: 9)
    filter.ownReach = 10
    let page = try store.page(filter)
    #expect(page.rows.isEmpty && page.reached != nil && page.older == page.reached)
    filter.ownReach = nil
    #expect(try store.page(filter).reached == nil)
    // Backwards it goes on towards the newer ones.
    filter.cursor = page.reached
    filter.cursor?.isBackwards = true
    filter.ownReach = 5
    let back = try store.page(filter)
    #expect(back.rows.isEmpty && back.newer == back.reached && back.newer?.isBackwards == true)
    filter.ownReach = 10
    #expect(try store.page(filter).newer == nil)
  }

  @Test("the page offers the filters, keeps what was chosen and takes off one by one")
  func page() throws {
    let house = try OrderPagesTests.house().0
    let browser = try house.browser()
    let text = try browser.get("/orders?carrier=2&least=10&from=2026-01-01").text
    #expect(text.contains("value=\"10\""))
    #expect(text.contains("href=\"/orders?carrier=2&amp;from=2026-01-01\""))
    #expect(text.contains("Amount from"))
    let found = try browser.get("/orders?least=10&from=2026-01-01&until=2027-01-01")
    #expect(found.text.contains("48001-1"))
    #expect(try !browser.get("/orders?most=10").text.contains("48001-1"))
    #expect(try browser.get("/orders?least=ten&from=x").status == 200)
  }
}
