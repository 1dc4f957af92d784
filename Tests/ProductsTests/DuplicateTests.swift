import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// The same goods listed twice.
@Suite struct DuplicateTests {
  let shop: Shop

  init() throws { shop = try Shop(isAlone: true) }

  @Test("row 28: the same name or picture in the shop warns before it is sent, and stops nothing")
  func ownShop() throws {
    _ = try shop.onSale()
    let path = try shop.begin()
    try shop.save(path, ["offer_id": "B", "barcode": ""], picture: Shop.picture())
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("Another product of the shop has the same name"))
    #expect(page.contains("Another product of the shop has the same picture"))
    #expect(try shop.save(path, ["offer_id": "B", "barcode": ""], to: "/submission").status == 303)
  }

  @Test("row 28: other goods raise no flag")
  func others() throws {
    _ = try shop.onSale()
    let path = try shop.begin()
    try shop.save(
      path, ["offer_id": "B", "barcode": "", "title": "Ceramic teapot Koivu, 1.2 L"],
      picture: Shop.picture(shade: 7))
    #expect(
      !(try shop.client.get(path, as: shop.owner).text.contains("Another product of the shop")))
  }

  @Test("row 28: the variants of one family are no duplicates of each other, others still are")
  func variants() throws {
    let path = try shop.client.post("/products", [("category", "61")], as: shop.owner).location
    let save = { (path: String, offerID: String) in
      try shop.client.post(
        path,
        [
          ("version", "1"), ("category", "61"), ("title", "T-shirt Koivu of linen"),
          ("offer_id", offerID),
        ], files: [TestFile("uploads", name: "a.png", Shop.picture())], as: shop.owner)
    }
    _ = try save(path, "KOI-TS")
    let matrix = try shop.client.get("\(path)/variants?v_size=s&v_size=m", as: shop.owner)
    let forms = matrix.document.forms(at: "\(path)/variants")
    var form = try #require(forms.first { $0.action == "\(path)/variants" && $0.method == "post" })
    form["price_all"] = "990"
    let fields = form.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
    #expect(try shop.client.post(form.action, fields, as: shop.owner).status == 303)
    let page = { try shop.client.get(path, as: shop.owner).text }
    #expect(try page().contains("KOI-TS-M"))
    #expect(!(try page().contains("Another product of the shop")))
    let other = try shop.client.post("/products", [("category", "61")], as: shop.owner).location
    _ = try save(other, "OTHER")
    let twice = try page()
    #expect(twice.contains("Another product of the shop has the same name"))
    #expect(twice.contains("Another product of the shop has the same picture"))
  }

  @Test("row 28: the moderator sees the same barcode and picture in another shop")
  func otherShop() throws {
    _ = try shop.onSale()
    let seller = try shop.client.addSeller("Northern Tea")
    let owner = try shop.client.signIn(.owner, of: seller)
    let second = Shop(shop, seller: seller, owner: owner)
    let path = try second.submitted(["title": "Teapot for two, stoneware"])
    let page = try shop.client.get(try second.item(path), as: shop.moderator).text
    #expect(page.contains("Same barcode in the shop Polyana Home"))
    #expect(page.contains("Same picture in the shop Polyana Home"))
    let own = try shop.client.get(path, as: owner).text
    #expect(!own.contains("Polyana Home"), "a seller learns nothing about another's goods")
  }
}
