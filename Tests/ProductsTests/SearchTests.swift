import Commerce
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Testing

@testable import Products

/// The product list: tabs, search, filters and paging.
@Suite struct SearchTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  /// Names on the page of the list, in order.
  private func list(_ query: String) throws -> [String] {
    let page = try shop.client.get("/products\(query)", as: shop.owner).text
    return page.split(separator: "<a class=\"clamp\"").dropFirst().map { piece in
      let start = piece.firstIndex(of: ">").map(piece.index(after:)) ?? piece.startIndex
      return String(piece[start...].prefix { $0 != "<" })
    }
  }

  private func add(_ count: Int, _ title: (Int) -> String, stock: Int64 = 5) throws {
    let archive = ProductArchive(kernel: shop.client.kernel)
    try shop.client.write(in: shop.seller) { tx in
      let warehouse = try archive.addWarehouse(named: "Main", in: tx)
      for index in 0..<count {
        var listing = ProductArchive.Listing(
          category: CategoryID(raw: index % 2 == 0 ? 11 : 12), title: title(index),
          offerID: "SKU-\(index)", createdAt: shop.client.clock.now())
        listing.price = 100
        listing.stock = Int64(index % 3) * stock
        listing.lowStock = stock
        _ = try archive.insert(listing, warehouse: warehouse, in: tx)
      }
    }
  }

  struct Find: Sendable, CustomTestStringConvertible {
    let title: String
    let typed: String
    var isFound = true

    var testDescription: String { "\(typed) in \(title)" }
  }

  @Test(
    "words are found inside names of any script, by offer id and barcode",
    arguments: [
      Find(title: "Ceramic teapot", typed: "teapot"), Find(title: "Ceramic teapot", typed: "TEA"),
      Find(title: "Ceramic teapot", typed: "pot cera"),
      Find(title: "Керамический чайник", typed: "чайник"),
      Find(title: "Керамический чайник", typed: "ЧАЙН"),
      Find(title: "陶瓷茶壶套装", typed: "茶壶"), Find(title: "陶瓷茶壶套装", typed: "壶"),
      Find(title: "Teapot 茶壶", typed: "茶壶 teapot"), Find(title: "A", typed: "SKU-0"),
      Find(title: "A", typed: "SK"), Find(title: "Ceramic teapot", typed: "kettle", isFound: false),
      Find(title: "陶瓷茶壶", typed: "壶茶", isFound: false),
      Find(title: "x", typed: "\"OR 1\"", isFound: false),
      Find(title: "100% cotton", typed: "100%"),
    ])
  func finds(find: Find) throws {
    try add(1) { _ in find.title }
    let found = try list("?q=\(encoded(find.typed))")
    #expect(found == (find.isFound ? [find.title] : []))
  }

  @Test("a renamed product is found by its new name only")
  func renamed() throws {
    let path = try shop.begin()
    try shop.save(path, ["title": "Ceramic teapot"])
    try shop.save(path, ["title": "Copper kettle here"])
    #expect(try list("?q=teapot") == [])
    #expect(try list("?q=kettle") == ["Copper kettle here"])
  }

  @Test("pages go on and back without a gap, newest first")
  func pages() throws {
    try add(60) { "Product \($0)" }
    let first = try shop.client.get("/products?size=25", as: shop.owner).text
    let older = try #require(link(first, "next"))
    let second = try shop.client.get(older, as: shop.owner).text
    let newer = try #require(link(second, "prev"))
    #expect(try list("?size=25").first == "Product 59")
    #expect(try list(String(older.dropFirst(9))).first == "Product 34")
    #expect(try list(String(newer.dropFirst(9))) == list("?size=25"))
    let third = try #require(link(second, "next"))
    #expect(try list(String(third.dropFirst(9))).last == "Product 0")
    #expect(link(try shop.client.get(third, as: shop.owner).text, "next") == nil)
  }

  @Test("filters narrow by category and stock, also together")
  func filters() throws {
    try add(6) { "Product \($0)" }
    #expect(try list("?category=12").count == 3)
    #expect(try list("?stock=none").sorted() == ["Product 0", "Product 3"])
    #expect(try list("?stock=low").sorted() == ["Product 1", "Product 4"])
    #expect(try list("?stock=ok&category=11") == ["Product 2"])
    #expect(try list("?tab=ready").count == 2)
    #expect(try list("?tab=onsale&q=Product").count == 4)
    #expect(try list("?tab=nonsense&stock=x&category=x&after=x&size=9").count == 6)
  }

  @Test("every tab, filter and search is one index range", arguments: ProductTab.allCases)
  func plans(tab: ProductTab) throws {
    let reader = try shop.client.reader()
    for search in ["", "teapot", "te"] {
      for category in [nil, CategoryID(raw: 11)] {
        let filter = ProductFilter(
          tab: tab, search: search, category: category, place: ListPlace(9))
        let rows = reader.seller(SellerScope(seller: shop.seller.raw))
        let query = try ProductQuery(filter, rows).page(of: shop.seller.raw)
        let plan = try reader.explain(query).joined(separator: "\n")
        #expect(!plan.contains("SCAN main.product\n") && !plan.hasSuffix("SCAN main.product"))
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
      }
    }
  }

  @Test("row 6: what was renamed is found while its words are merged, and afterwards")
  func merged() throws {
    let path = try shop.begin()
    for number in 0..<40 {
      try shop.save(path, ["title": "Samovar \(100 + number % 10) Tula"])
      if number % 13 == 0 { try WordsMerging.run(shop.client.kernel.database) }
    }
    #expect(try list("?q=samovar") == ["Samovar 109 Tula"])
    try WordsMerging.run(shop.client.kernel.database)
    #expect(try list("?q=samovar") == ["Samovar 109 Tula"])
    #expect(try list("?q=tula%20109") == ["Samovar 109 Tula"])
    #expect(try list("?q=108%20tula") == [])
  }

  private func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let hex = String(byte, radix: 16, uppercase: true)
      return "%" + (hex.utf8.count == 1 ? "0" + hex : hex)
    }.joined()
  }

  private func link(_ page: String, _ rel: String) -> String? {
    guard let end = page.firstRange(of: "\" rel=\"\(rel)\"")?.lowerBound,
      let start = page[..<end].lastIndex(of: "\"")
    else { return nil }
    return page[page.index(after: start)..<end].split(separator: "&amp;").joined(separator: "&")
  }
}
