import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// Listings that the platform takes off sale.
@Suite struct SuspensionTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  /// The item by which a live listing was approved.
  private func approved() throws -> (path: String, item: String) {
    let path = try shop.submitted(["stock": "10"])
    let item = try shop.item(path)
    try shop.approve(path)
    return (path, item)
  }

  @Test("row 27: a suspended listing is not sold, says why, and comes back")
  func suspends() throws {
    let (path, item) = try approved()
    let fields = [("reason", "policy"), ("note", "Remove the claim about health from the box.")]
    #expect(
      try shop.client.post("\(item)/suspension", fields, as: shop.moderator).status == 303)
    let product = try #require(try shop.product(path))
    #expect(product.state == .suspended && product.blockers == .suspended)
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.text.contains("Remove the claim about health from the box."))
    #expect(try shop.wrongCounts().isEmpty)
    #expect(
      try shop.client.post("\(item)/suspension", fields, as: shop.moderator).status == 409)
    #expect(try shop.client.post("\(item)/reinstatement", as: shop.moderator).status == 303)
    #expect(try shop.product(path)?.state == .onSale)
    #expect(try shop.client.post("\(item)/reinstatement", as: shop.moderator).status == 409)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test(
    "row 27: a suspension without a reason or words for the seller is refused, what was typed kept",
    arguments: [("reason", "document"), ("reason", ""), ("note", "Short")])
  func refuses(field: String, value: String) throws {
    let (path, item) = try approved()
    let fields = [("reason", "policy"), ("note", "Remove the claim about health.")].map {
      $0.0 == field ? (field, value) : $0
    }
    let answer = try shop.client.post("\(item)/suspension", fields, as: shop.moderator)
    #expect(answer.status == 422)
    #expect(answer.text.contains("href=\"#\(field)\""))
    #expect(try shop.product(path)?.state == .onSale)
    #expect(HTMLChecker.problems(answer.document) == [])
  }

  @Test("no shop's role can lift a suspension")
  func notByTheShop() throws {
    let (_, item) = try approved()
    #expect(try shop.client.post("\(item)/reinstatement", as: shop.owner).status == 403)
  }
}
