import Commerce
import HTTP
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

enum FormFieldsOf {
  static let nothing = FormFields()
}

/// The edit form of categories with all kinds of attributes.
@Suite struct CategoryFormTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func content(_ path: String) throws -> ProductContent? {
    let newest = try #require(try shop.product(path)?.newest)
    return try shop.client.rows(of: shop.seller) {
      try RevisionStore(rows: $0).revision(newest)?.content
    }
  }

  private func begin(_ category: String) throws -> String {
    try shop.client.post("/products", [("category", category)], as: shop.owner).location
  }

  @Test("row 12: ticked boxes are saved, shown again, and taken away")
  func boxes() throws {
    let path = try begin("111")
    let base = [("category", "111"), ("title", "Backpack Taiga 20")]
    let version = { try #require(try shop.product(path)).version }
    let ticked =
      base + [
        ("version", "\(try version())"), ("attribute_bag_features", "usb"),
        ("attribute_bag_features", "laptop"), ("attribute_litres", "20"),
      ]
    #expect(try shop.client.post(path, ticked, as: shop.owner).status == 303)
    #expect(try content(path)?.attributes["bag_features"] == "laptop,usb")
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("name=\"attribute_bag_features\" value=\"usb\" checked"))
    #expect(page.contains("name=\"attribute_bag_features\" value=\"lock\">"))
    let bare = base + [("version", "\(try version())")]
    #expect(try shop.client.post(path, bare, as: shop.owner).status == 303)
    #expect(try content(path)?.attributes["bag_features"] == nil)
  }

  @Test("row 12: a box that is not offered is refused at its field, the others stay ticked")
  func forged() throws {
    let path = try begin("111")
    let fields = [
      ("category", "111"), ("title", "Backpack"), ("version", "1"),
      ("attribute_bag_features", "usb"), ("attribute_bag_features", "wings"),
    ]
    let answer = try shop.client.post(path, fields, as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("href=\"#attribute_bag_features\""))
    #expect(answer.text.contains("value=\"usb\" checked"))
  }

  @Test("row 12: the chooser finds categories by words of their names, in the reader's language")
  func chooser() throws {
    let page = { (query: String) throws -> String in
      try self.shop.client.get("/products/new" + query, as: self.shop.owner).text
    }
    let backpacks = "value=\"111\""
    #expect(try page("").contains(backpacks))
    let found = try page("?q=+BackPack")
    #expect(found.contains(backpacks) && !found.contains("value=\"11\""))
    let none = try page("?q=%3Cb%3E")
    #expect(none.contains("No such category") && none.contains("value=\"&lt;b&gt;\""))
    let names = [
      CategoryName(
        id: CategoryID(raw: 1), parent: nil, name: Localized(en: "Toys", ru: "Игры", zh: "玩具")),
      CategoryName(
        id: CategoryID(raw: 2), parent: CategoryID(raw: 1),
        name: Localized(en: "Fir trees", ru: "Ёлки", zh: "圣诞树")),
      CategoryName(
        id: CategoryID(raw: 3), parent: CategoryID(raw: 1),
        name: Localized(en: "Fir cones", ru: "Шишки", zh: "松果"), isClosed: true),
    ]
    let leaves = { (search: String, locale: Locale) in
      CategoryName.branches(names, search: search, locale).flatMap(\.leaves).map(\.label)
    }
    #expect(leaves("елки", .ru) == ["Ёлки"] && leaves("игры ел", .ru) == ["Ёлки"])
    #expect(leaves("fir", .ru).isEmpty && leaves("FIR", .en) == ["Fir trees"])
    #expect(leaves("圣诞", .zh) == ["圣诞树"])
  }

  @Test("row 12: another category keeps the values that it has too, and takes the form as it was")
  func moves() throws {
    let path = try shop.begin()
    try shop.save(path)
    let answer = try shop.save(path, ["category": "15"])
    #expect(answer.status == 303)
    #expect(try content(path)?.category.raw == 15)
    #expect(try content(path)?.attributes["country"] == "ru")
    #expect(try content(path)?.attributes["volume"] == nil)
  }

  @Test("row 15: the pictures of a category are held against its own rules")
  func pictures() {
    var category = Products.Category(
      id: CategoryID(raw: 64), parent: CategoryID(raw: 6),
      name: Localized(en: "Dresses", ru: "Платья", zh: "连衣裙"), commission: .zero,
      attributes: [])
    category.pictures = PictureRules(leastPixels: 1_200, ratio: PictureRatio(text: "3:4"))
    let codes = { (width: Int64, height: Int64) -> [CheckHit] in
      var content = ProductContent(category: category.id)
      content.pictures = [Picture(name: "x", width: width, height: height, alt: "Front")]
      return ContentChecks(content: content, terms: ProductTerms(), category: category).hits
        .filter { $0.field == "pictures" }
    }
    #expect(codes(900, 1_200).isEmpty)
    #expect(codes(909, 1_200).isEmpty)
    #expect(codes(750, 1_000).map(\.severity) == [.block])
    #expect(codes(1_200, 1_200).map(\.severity) == [.warn])
    #expect(PictureRatio(text: "3:0") == nil && PictureRatio(text: "3:4:5") == nil)
  }

  @Test("row 18: the form shows each part of what a piece earns, typed or saved, and saves nothing")
  func earnings() throws {
    let path = try shop.begin()
    let empty = try shop.client.get(path, as: shop.owner).text
    #expect(empty.contains("Type a price to see it"))
    let fields = try shop.form(path, Shop.teapot)
    let answer = try shop.client.post("\(path)/quote", fields, as: shop.owner)
    #expect(answer.status == 200)
    // Teapots: 12 % of 2 490.00, the step up to 2 kg, 3 % of 150.00, the cost.
    for part in ["−298.80", "−110.00", "−4.50", "−910.00"] {
      #expect(answer.text.contains("<dd>\(part)</dd>"), "\(part)")
    }
    #expect(answer.text.contains("1,166.70") || answer.text.contains("1\u{202F}166.70"))
    #expect(answer.input("title") == Shop.teapot["title"])
    #expect(try shop.product(path)?.title == "")
    try shop.save(path)
    #expect(try shop.client.get(path, as: shop.owner).text.contains("<dd>−298.80</dd>"))
    let surplus = try shop.client.post(
      "\(path)/quote", try shop.form(path, Shop.teapot) + [("surplus", "1")], as: shop.owner)
    #expect(surplus.status == 422)
  }
}
