import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// The box on every page, as far as goods go.
@Suite struct GlobalSearchTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  @discardableResult
  private func add(
    _ titles: [String], offer: String = "G", barcode: String = "", to seller: SellerID? = nil
  ) throws -> [ProductID] {
    let archive = ProductArchive(kernel: shop.client.kernel)
    return try shop.client.write(in: seller ?? shop.seller) { tx in
      let warehouse = try archive.addWarehouse(named: "Main", in: tx)
      return try titles.enumerated().map { index, title in
        var listing = ProductArchive.Listing(
          category: CategoryID(raw: 11), title: title, offerID: "\(offer)-\(index)",
          createdAt: shop.client.clock.now())
        listing.barcode = barcode
        return try archive.insert(listing, warehouse: warehouse, in: tx)
      }
    }
  }

  private func search(_ text: String, as person: Person? = nil) throws -> Answer {
    let query = text.utf8.map { "%" + Hex.encode([$0]) }.joined()
    return try shop.client.get("/search?q=\(query)", as: person ?? shop.owner)
  }

  @Test("row 6: an offer id, a barcode or a product's number jumps to its page in one GET")
  func jumps() throws {
    let id = try #require(
      add(["Ceramic teapot"], offer: "JUMP", barcode: "4607123450017").first)
    try add(["Ceramic teapot, green"], offer: "JUMP-0")
    for number in ["JUMP-0", "jump-0", "4607123450017", "\(id)", " #\(id) "] {
      let answer = try search(number)
      #expect(answer.status == 303, "\(number)")
      #expect(answer.location == "/products/\(id)", "\(number)")
    }
  }

  @Test("row 6: another shop's number is found by nobody else, nor its words")
  func tenancy() throws {
    let other = try shop.client.addSeller("Second")
    let id = try #require(
      add(["Secret samovar"], offer: "OTHER", barcode: "4607123450024", to: other).first)
    for text in ["OTHER-0", "4607123450024", "\(id)", "samovar"] {
      let answer = try search(text)
      #expect(answer.status == 200)
      #expect(!answer.text.contains("samovar</a>") && !answer.text.contains("/products/\(id)"))
    }
  }

  struct Find: Sendable, CustomTestStringConvertible {
    let typed: String
    let title: String?
    var testDescription: String { typed }
  }

  static let titles = [
    "Ceramic teapot Koivu", "Керамический чайник Койву", "陶瓷茶壶套装 0.9升", "TV stand, oak",
    "Настольная лампа", "Ёлочная гирлянда, зелёная",
    "100% cotton \"towel\"",
  ]

  @Test(
    "row 6: words are found by their beginning and inside Chinese and Russian names",
    arguments: [
      Find(typed: "teap", title: titles[0]), Find(typed: "чайн", title: titles[1]),
      Find(typed: "АЙНИ", title: titles[1]), Find(typed: "ческий койву", title: titles[1]),
      Find(typed: "茶壶", title: titles[2]), Find(typed: "壶", title: titles[2]),
      Find(typed: "瓷茶壶套", title: titles[2]), Find(typed: "套装 陶瓷", title: titles[2]),
      Find(typed: "TV", title: titles[3]), Find(typed: "oa", title: titles[3]),
      Find(typed: "ла", title: titles[4]), Find(typed: "н", title: titles[4]),
      Find(typed: "елоч", title: titles[5]), Find(typed: "Ёлочная зеленая", title: titles[5]),
      Find(typed: "cotton \"towel\"", title: "100% cotton"),
      Find(typed: "壶茶", title: nil), Find(typed: "ampa", title: nil),
      Find(typed: "\" OR 1 OR \"", title: nil), Find(typed: "NEAR(", title: nil),
    ])
  func finds(find: Find) throws {
    try add(Self.titles)
    let answer = try search(find.typed)
    #expect(answer.status == 200)
    for title in Self.titles {
      let name = title.prefix { $0 != "\"" }.trimmingSuffix
      let isWanted = find.title.map { title.hasPrefix($0) } ?? false
      #expect(answer.text.contains(name) == isWanted, "\(title)")
    }
  }

  @Test("row 6: a common word shows the newest few and leads to the list of all")
  func common() throws {
    try add((0..<30).map { "Wool sock \($0)" })
    let page = try search("wool").text
    #expect(page.contains("Wool sock 29") && !page.contains("Wool sock 3<"))
    #expect(page.contains("/products?q=wool") && page.contains("All 30"))
    try add((0..<120).map { "Linen throw \($0)" }, offer: "L")
    #expect(try search("linen").text.contains("All 100 and more"))
  }

  @Test("row 6: the box stands on every page of a shop, and nothing is found without the right")
  func rights() throws {
    try add(["Ceramic teapot"])
    #expect(try shop.client.get("/products", as: shop.owner).text.contains("id=\"find\""))
    #expect(!(try shop.client.get("/moderation", as: shop.moderator).text.contains("id=\"find\"")))
    #expect(try search("teapot", as: shop.moderator).status == 403)
    #expect(try shop.client.get("/search?q=x").status == 303)
    #expect(try search("").status == 200)
    #expect(try search(String(repeating: "я", count: 900)).status == 200)
  }
}

extension Substring {
  fileprivate var trimmingSuffix: String { String(reversed().drop { $0 == " " }.reversed()) }
}
