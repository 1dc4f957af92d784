import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// The history of a listing's content.
@Suite struct VersionTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func versions(_ path: String) throws -> [VersionEntry] {
    try shop.client.rows(of: shop.seller) {
      try VersionStore(rows: $0).history(of: shop.id(path), below: .max, limit: 50)
    }
  }

  @Test("row 25: any old version is restored as a new draft, and buyers go on seeing the live one")
  func restores() throws {
    let path = try shop.onSale()
    try shop.save(path, ["title": "Ceramic teapot Koivu, second"], to: "/submission")
    try shop.approve(path)
    let first = try #require(try versions(path).last)
    let answer = try shop.client.post(
      "\(path)/versions/\(first.id)/restoration", as: shop.owner)
    #expect(answer.status == 303)
    let product = try #require(try shop.product(path))
    #expect(product.title == "Ceramic teapot Koivu, second")
    #expect(product.state == .onSale && product.pending == .draft)
    #expect(try versions(path).map(\.number) == [3, 2, 1])
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.input("title") == Shop.teapot["title"])
    #expect(page.input("picture_0") != nil, "pictures come back with their version")
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 25: a draft that a restored version takes the place of is kept")
  func keepsDraft() throws {
    let path = try shop.onSale()
    try shop.save(path, ["title": "Ceramic teapot, half written"])
    let first = try #require(try versions(path).last)
    _ = try shop.client.post("\(path)/versions/\(first.id)/restoration", as: shop.owner)
    let draft = try #require(try versions(path).first { $0.title.contains("half written") })
    #expect(draft.state == .superseded)
    _ = try shop.client.post("\(path)/versions/\(draft.id)/restoration", as: shop.owner)
    #expect(
      try shop.client.get(path, as: shop.owner).input("title") == "Ceramic teapot, half written")
  }

  @Test("row 25: two versions are compared field by field")
  func compares() throws {
    let path = try shop.onSale()
    try shop.save(path, ["title": "Ceramic teapot Koivu, sage green", "weight": "1300"])
    let newest = try #require(try versions(path).first)
    let page = try shop.client.get("\(path)/versions/\(newest.id)", as: shop.owner)
    #expect(page.status == 200)
    #expect(page.text.contains("2 fields differ"))
    #expect(page.text.contains("<ins>"))
    let list = try shop.client.get("\(path)/versions", as: shop.owner)
    #expect(list.text.contains("Version 2") && list.text.contains("Live"))
  }

  @Test("row 25: a version of another product or shop is not there, one in review is not replaced")
  func refuses() throws {
    let path = try shop.onSale()
    let other = try shop.onSale(["offer_id": "B", "barcode": ""])
    let foreign = try #require(try versions(other).last)
    let wrong = try shop.client.post(
      "\(path)/versions/\(foreign.id)/restoration", as: shop.owner)
    #expect(wrong.status == 404)
    #expect(
      try shop.client.get("\(path)/versions/\(foreign.id)", as: shop.owner).status == 404)
    let first = try #require(try versions(path).last)
    #expect(
      try shop.client.post("\(path)/versions/\(first.id)/restoration", as: shop.owner).status
        == 409, "it is the one being written")
    try shop.save(path, ["title": "Ceramic teapot, other name"], to: "/submission")
    #expect(
      try shop.client.post("\(path)/versions/\(first.id)/restoration", as: shop.owner).status
        == 409, "a moderator has the newest")
    let stranger = try shop.client.signIn(.owner, of: try shop.client.addSeller("Second"))
    #expect(try shop.client.get("\(path)/versions", as: stranger).status == 404)
  }
}
