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
