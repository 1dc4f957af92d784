import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// The admin's pages of categories, attributes, dictionaries and fees. In an office of their own,
/// since they change what all shops see.
@Suite(.serialized) struct CategoryAdminTests {
  let shop: Shop
  let admin: Person

  init() throws {
    shop = try Shop(isAlone: true)
    admin = try shop.client.signIn(.admin, name: "Admin")
  }

  private func post(_ path: String, _ fields: [String: String]) throws -> Answer {
    try shop.client.post(path, fields.map { ($0.key, $0.value) }, as: admin)
  }

  private func category(_ id: Int64) throws -> Products.Category {
    try #require(
      try shop.client.platform { try CategoryStore(rows: $0).category(CategoryID(raw: id)) })
  }

  private static let names = ["name_en": "Glaze", "name_ru": "Глазурь", "name_zh": "釉"]

  @Test("row 12: a new attribute is in the form at once, and goods without it are counted")
  func adds() throws {
    let path = try shop.begin()
    var fields = Self.names
    fields["key"] = "glaze"
    fields["kind"] = "choice"
    fields["dictionary"] = "colour"
    fields["required"] = "1"
    let answer = try post("/categories/11/attributes", fields)
    #expect(answer.status == 303)
    #expect(try category(11).attribute("glaze")?.isRequired == true)
    let page = try shop.client.get("/categories/11/attributes/glaze", as: admin).text
    #expect(page.contains("1 listing of this category"))
    #expect(try shop.client.get(path, as: shop.owner).text.contains("id=\"attribute_glaze\""))
    #expect(try post("/categories/11/attributes", fields).status == 422)
    fields["key"] = "Bad Key"
    let refused = try post("/categories/11/attributes", fields)
    #expect(refused.status == 422 && refused.text.contains("href=\"#key\""))
    #expect(try post("/categories/11/order", ["attribute": "glaze-up"]).status == 303)
    #expect(try post("/categories/11/order", ["attribute": "glaze-remove"]).status == 303)
    #expect(try category(11).attribute("glaze") == nil)
  }

  @Test("row 15: picture rules of a category are kept, and a closed one takes nothing new")
  func changes() throws {
    var fields = [
      "name_en": "Teapots", "name_ru": "Чайники", "name_zh": "茶壶", "parent": "1",
      "position": "1", "pixels": "1200", "ratio": "3:4", "closed": "1",
    ]
    #expect(try post("/categories/11", fields).status == 303)
    #expect(try category(11).pictures.leastPixels == 1_200)
    #expect(try category(11).pictures.ratio?.text == "3:4")
    let refused = try shop.client.post("/products", [("category", "11")], as: shop.owner)
    #expect(refused.status == 422)
    fields["closed"] = nil
    fields["parent"] = "12"
    let wrong = try post("/categories/11", fields)
    #expect(wrong.status == 422 && wrong.text.contains("href=\"#parent\""))
  }

  @Test("row 15: no form, import or bulk act moves a product into a closed category")
  func closed() throws {
    let path = try shop.begin()
    try shop.save(path)
    let importer = Importer(shop: shop)
    let cups = try category(12)
    let fields = [
      "name_en": cups.name.en, "name_ru": cups.name.ru, "name_zh": cups.name.zh, "parent": "1",
      "position": "2", "pixels": "0", "ratio": "", "closed": "1",
    ]
    #expect(try post("/categories/12", fields).status == 303)
    let forged = try shop.save(path, ["category": "12"])
    #expect(forged.status == 422 && forged.text.contains("href=\"#category\""))
    let offer = Shop.teapot["offer_id"] ?? ""
    #expect(try importer.content(offer)?.category == CategoryID(raw: 11))
    let tried = try importer.check("offer_id,title,category\n\(offer),Cup,12\nNEW-1,Cup,12\n")
    #expect(try importer.record(tried)?.tally.failed == 2)
    #expect(try importer.rows(tried).allSatisfy { $0.problems.map(\.field) == ["category"] })
    #expect(try shop.save(path, ["title": "Another teapot of clay"]).status == 303)
  }

  @Test("row 12: an entry that is no longer offered stays with the goods that have it")
  func dictionaries() throws {
    let path = try shop.begin()
    try shop.save(path)
    let page = try shop.client.get("/dictionaries/ceramics", as: admin)
    var form = try #require(
      page.document.forms(at: "/dictionaries/ceramics").first {
        $0.action == "/dictionaries/ceramics"
      }
    )
    form["retired_stoneware"] = "1"
    form["key_-0"] = "bone"
    form["en_-0"] = "Bone china"
    form["ru_-0"] = "Костяной фарфор"
    form["zh_-0"] = "骨瓷"
    let fields = form.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
    #expect(
      try shop.client.post("/dictionaries/ceramics", fields, as: admin).status == 303)
    let own = try shop.client.get(path, as: shop.owner).text
    #expect(own.contains("value=\"stoneware\" selected") && own.contains("Bone china"))
    let other = try shop.client.get(try shop.begin(), as: shop.owner).text
    #expect(!other.contains("value=\"stoneware\""))
  }

  @Test("row 18: fees hold from their day on; what has begun is never changed")
  func fees() throws {
    var fields = [
      "currency": "RUB", "from": "2099-01-01", "commission": "15.5", "return_share": "4",
      "return_cost": "200", "upto_0": "500", "fee_0": "70", "fee_last": "900",
    ]
    #expect(try post("/categories/11/fees", fields).status == 303)
    let table = try #require(
      try shop.client.platform {
        try FeeStore(rows: $0).table(
          of: CategoryID(raw: 11), in: .rub, on: LocalDate(daysSince1970: 47_500))
      })
    #expect(table.commission.basisPoints == 1_550)
    #expect(table.steps.map(\.upTo) == [500, nil])
    let today = try #require(
      try shop.client.platform {
        try FeeStore(rows: $0).table(
          of: CategoryID(raw: 11), in: .rub, on: LocalDate(daysSince1970: 20_700))
      })
    #expect(today.commission.basisPoints == 1_200)
    fields["from"] = "2026-01-01"
    fields["upto_1"] = "400"
    fields["fee_1"] = "80"
    let refused = try post("/categories/11/fees", fields)
    #expect(refused.status == 422)
    #expect(refused.text.contains("href=\"#from\"") && refused.text.contains("href=\"#upto_0\""))
    #expect(try post("/categories/11/fees/removal", ["table": "RUB 2026-01-01"]).status == 409)
    #expect(try post("/categories/11/fees/removal", ["table": "RUB 2099-01-01"]).status == 303)
  }

  @Test("only the admin comes to these pages")
  func access() throws {
    for path in ["/categories", "/categories/11", "/categories/11/fees", "/dictionaries"] {
      #expect(try shop.client.get(path, as: admin).status == 200)
      #expect(try shop.client.get(path, as: shop.moderator).status == 403)
      #expect(try shop.client.get(path, as: shop.owner).status == 403)
    }
  }
}
