import Commerce
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Testing

@testable import Products

/// The orders of the product list, and its filters by brand and price.
@Suite struct SortTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private static let brands = ["Koivu", "koivu", "Лён", "", "Zenit"]

  /// Goods that share names, prices and stock, so that only their numbers tell some apart.
  private func fill(_ count: Int) throws {
    var dice = Dice(seed: 11)
    let archive = ProductArchive(kernel: shop.client.kernel)
    try shop.client.write(in: shop.seller) { tx in
      let warehouse = try archive.addWarehouse(named: "Main", in: tx)
      for index in 0..<count {
        let names = ["Mug", "mug", "Teapot", "Чайник", "茶壶", "Lamp ~ 1"]
        var listing = ProductArchive.Listing(
          category: CategoryID(raw: index % 2 == 0 ? 11 : 12),
          title: names[Int(dice.next() % 6)], offerID: "S-\(index)",
          createdAt: Instant(milliseconds: 1_700_000_000_000 + Int64(dice.next() % 9) * 1_000))
        listing.brand = Self.brands[Int(dice.next() % 5)]
        listing.price = dice.next() % 5 == 0 ? nil : Int64(dice.next() % 8 + 1) * 100
        listing.stock = Int64(dice.next() % 4)
        listing.lowStock = 1
        if dice.next() % 4 == 0 { listing.state = .hidden }
        _ = try archive.insert(listing, warehouse: warehouse, in: tx)
      }
    }
  }

  /// All pages of a filter from the first to the last, or back from behind the last.
  private func walk(
    _ filter: ProductFilter, _ reach: ProductQuery.Reach, back last: ProductRow? = nil
  ) throws -> [ProductRow] {
    try shop.client.rows(of: shop.seller) { rows in
      var all: [ProductRow] = []
      var next = filter
      next.limit = 7
      next.place = last.map { filter.sort.place(of: $0, isBefore: true) }
      while true {
        let query = try ProductQuery(next, rows, reach: reach)
        let page = try ProductStore(rows: rows).page(query)
        all = last == nil ? all + page.rows : page.rows + all
        let end = last == nil ? page.rows.last : page.rows.first
        next.place = end.map { query.sort.place(of: $0, isBefore: last != nil) }
        if page.rows.count == 7 { continue }
        guard let reached = page.reached else { return all }
        next.place = reached
      }
    }
  }

  /// So short that most pages end before they are full.
  private static let short = ProductQuery.Reach(covered: 10, rows: 3)

  private func isBefore(_ one: ProductRow, _ two: ProductRow, _ sort: ProductSort) -> Bool {
    let rising: Bool?
    switch sort {
    case .newest: rising = nil
    case .edited: rising = one.updatedAt == two.updatedAt ? nil : one.updatedAt > two.updatedAt
    case .name: rising = one.nameKey == two.nameKey ? nil : one.nameKey < two.nameKey
    case .cheapest: rising = one.price == two.price ? nil : one.price ?? 0 < two.price ?? 0
    case .dearest: rising = one.price == two.price ? nil : one.price ?? 0 > two.price ?? 0
    case .least: rising = one.available == two.available ? nil : one.available < two.available
    case .most: rising = one.available == two.available ? nil : one.available > two.available
    }
    let isRising = [.name, .cheapest, .least].contains(sort)
    return rising ?? (isRising ? one.id.raw < two.id.raw : one.id.raw > two.id.raw)
  }

  private static var filters: [ProductFilter] {
    var brand = ProductFilter()
    brand.brand = "KOIVU"
    var prices = ProductFilter(tab: .onSale)
    (prices.priceFrom, prices.priceTo) = (200, 500)
    var cheap = ProductFilter(category: CategoryID(raw: 11))
    cheap.priceTo = 300
    var low = ProductFilter(tab: .hidden)
    low.stock = .low
    var found = ProductFilter(search: "mug")
    found.brand = "Zenit"
    return [ProductFilter(), ProductFilter(tab: .hidden), brand, prices, cheap, low, found]
  }

  @Test(
    "row 11: each order holds over all pages, on and back, whichever index finds them",
    arguments: ProductSort.allCases)
  func orders(_ sort: ProductSort) throws {
    try fill(120)
    for filter in Self.filters {
      var (plain, sorted) = (filter, filter)
      plain.limit = 1_000
      sorted.sort = sort
      let all = try shop.client.rows(of: shop.seller) { rows in
        let counted = try ProductStore(rows: rows).count(sorted, limit: 1_000)
        let all = try ProductStore(rows: rows).page(plain).rows
        #expect(counted == all.count)
        return all
      }
      #expect(all.count > 3)
      let expected = all.sorted { isBefore($0, $1, sort) }.map(\.id)
      for reach in [Self.short, ProductQuery.Reach.usual] {
        let walked = try walk(sorted, reach)
        #expect(walked.map(\.id) == expected, "\(sort), \(reach)")
        guard let last = walked.last else { continue }
        let back = try walk(sorted, reach, back: last)
        #expect(back.map(\.id) == expected.dropLast(), "back, \(sort), \(reach)")
      }
    }
  }

  @Test(
    "row 11: each order is walked in an index, or a filter's rows are gathered by one",
    arguments: ProductSort.allCases)
  func plans(_ sort: ProductSort) throws {
    try fill(5)
    let reader = try shop.client.reader()
    let rows = reader.seller(SellerScope(seller: shop.seller.raw))
    for filter in Self.filters where filter.search.isEmpty {
      for place in [nil, ListPlace(9, key: "9"), ListPlace(9, key: "9", isBefore: true)] {
        var sorted = filter
        (sorted.sort, sorted.place) = (sort, place)
        let walk = try ProductQuery(
          sorted, rows, reach: ProductQuery.Reach(covered: 10, rows: -1))
        // What stock changes is kept in few indices: its filters look at rows.
        let asksForStock = filter.stock != nil || filter.tab == .onSale || filter.tab == .ready
        let isCovered = !asksForStock || sort == .least || sort == .most
        let index = "SEARCH main.product_shelf USING \(isCovered ? "COVERING " : "")INDEX"
        let place = ListPlace(9, key: "9")
        for (plan, index) in [
          (try reader.explain(walk.page(of: shop.seller.raw, until: place)), index),
          (try reader.explain(walk.end(of: shop.seller.raw)), "COVERING INDEX"),
        ] where sort != .newest {
          #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN main") })
          #expect(plan.contains { $0.contains(index) }, "\(plan)")
        }
        let usual = try ProductQuery(sorted, rows).page(of: shop.seller.raw)
        let plan = try reader.explain(usual)
        #expect(!plan.contains { $0.contains("SCAN main") }, "\(plan)")
      }
    }
  }

  @Test("row 11: a filter that finds too little says how far it looked, and goes on from there")
  func further() throws {
    try fill(60)
    let reach = Self.short
    try shop.client.rows(of: shop.seller) { rows in
      let store = ProductStore(rows: rows)
      var filter = ProductFilter(category: CategoryID(raw: 11), sort: .name)
      filter.limit = 50
      filter.stock = .low
      let found = try store.page(ProductQuery(filter, rows, reach: reach))
      let reached = try #require(found.reached)
      filter.place = reached
      #expect(found.rows.count < 10)
      let next = try store.page(ProductQuery(filter, rows, reach: reach))
      #expect(Set(found.rows.map(\.id)).isDisjoint(with: next.rows.map(\.id)))
      filter.place = nil
      #expect(try store.page(filter).reached == nil)
    }
  }

  @Test("row 11: a place outside the prices asked for is where they begin or end")
  func outside() throws {
    try fill(60)
    try shop.client.rows(of: shop.seller) { rows in
      for sort in [ProductSort.cheapest, .dearest] {
        var filter = ProductFilter(sort: sort)
        (filter.priceFrom, filter.priceTo) = (300, 500)
        let all = try ProductStore(rows: rows).page(filter).rows.map(\.id)
        #expect(all.count > 5)
        for isBefore in [false, true] {
          for key in ["100", "900", "9223372036854775807", "-1", "", "mug"] {
            filter.place = ListPlace(7, key: key, isBefore: isBefore)
            let query = try ProductQuery(
              filter, rows, reach: ProductQuery.Reach(covered: 10_000, rows: -1))
            let place = try #require(query.filter.place)
            #expect(["300", "500"].contains(place.key) && place.isBefore == isBefore)
            let isCheap = Int64(key).map { $0 < 300 } ?? (sort.isRising(place))
            let isAll = isCheap == sort.isRising(place)
            let found = try ProductStore(rows: rows).page(query)
            #expect(found.rows.map(\.id) == (isAll ? all : []) && found.reached == nil)
          }
        }
      }
    }
  }

  private func offers(_ query: String) throws -> [String] {
    let page = try shop.client.get("/products?\(query)", as: shop.owner).text
    return page.split(separator: "<small class=\"mono\">").dropFirst().map {
      String($0.prefix { $0 != "<" })
    }
  }

  @Test("row 11: order, brand and price stay in the address of pages, views, files and bulk work")
  func kept() throws {
    try fill(90)
    let asked = "brand=koivu&price_from=2&price_to=7.00&sort=dearest"
    let query = "\(asked)&size=25"
    let page = try shop.client.get(
      "/products?size=25&sort=dearest&price_to=7.00&price_from=2&brand=koivu", as: shop.owner
    ).text
    let kept = query.split(separator: "&").joined(separator: "&amp;")
    #expect(page.contains("href=\"/products/export.csv?\(kept)\""))
    #expect(page.contains("action=\"/products/bulk?\(kept)\""))
    #expect(page.contains("<option value=\"dearest\" selected>"))
    let sheet = try shop.client.get("/products/export.csv?\(query)", as: shop.owner).text
    let exported = sheet.split(separator: "\r\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    let shown = try offers("\(asked)&size=100")
    #expect(exported == shown)
    #expect(exported.count > 3)
    let view = try shop.client.post(
      "/views",
      [
        ("list", "/products"), ("query", query), ("name", "Dear"), ("audience", "maker"),
        ("pinned", "1"),
      ], as: shop.owner)
    #expect(view.location.hasPrefix("/products?\(query)&view="))
    let run = try shop.client.post(
      "/products/bulk?\(query)", [("act", "hide"), ("scope", "all")], as: shop.owner)
    let id = try #require(BulkID(text: run.location.split(separator: "/").last ?? ""))
    let chosen = try shop.client.rows(of: shop.seller) { try BulkStore(rows: $0).run(id)?.total }
    #expect(chosen == Int64(exported.count))
  }

  @Test("row 11: an order, price or place that is none falls back")
  func odd() throws {
    try fill(9)
    for query in [
      "sort=nonsense", "price_from=x&price_to=-3", "sort=cheapest&after=9~x", "after=x~9",
      "sort=name&after=-", "price_from=99999999999999999999",
    ] {
      #expect(try offers(query).count == 9, "\(query)")
    }
    #expect(try offers("price_from=7&price_to=2").isEmpty)
  }

  @Test("row 11: a change of the last row does not move the next page")
  func moved() throws {
    try fill(60)
    let rows = try shop.client.rows(of: shop.seller) { rows in
      try ProductStore(rows: rows).page(ProductFilter(sort: .edited, limit: 60)).rows
    }
    let place = ProductSort.edited.place(of: rows[24])
    try shop.client.write(in: shop.seller) { tx in
      try ProductStore.flag(
        rows[24].id, isHidden: true, isArchived: false, at: shop.client.clock.now(), by: nil,
        in: tx)
    }
    let next = try shop.client.rows(of: shop.seller) { rows in
      try ProductStore(rows: rows).page(ProductFilter(sort: .edited, place: place, limit: 25)).rows
    }
    #expect(next.map(\.id) == rows[25..<50].map(\.id))
  }
}
