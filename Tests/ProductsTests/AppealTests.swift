import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// A seller objects to a rejection.
@Suite struct AppealTests {
  let shop: Shop
  static let text = "The brand belongs to us: trade mark 123456, see the register."

  init() throws { shop = try Shop(isAlone: true) }

  /// A listing that the first moderator has rejected.
  private func rejected() throws -> String {
    let path = try shop.submitted()
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let fields = [("reason", "brand:brand_right_missing"), ("message", "No proof")]
    #expect(try shop.client.post("\(item)/rejection", fields, as: shop.moderator).status == 303)
    return path
  }

  private func appeal(_ path: String) throws -> Int {
    try shop.client.post("\(path)/appeal", [("appeal", Self.text)], as: shop.owner).status
  }

  @Test("row 24: another moderator decides about an appeal, never the same")
  func otherDecides() throws {
    let path = try rejected()
    #expect(try appeal(path) == 303)
    #expect(try shop.product(path)?.pending == .review)
    let item = try shop.item(path)
    let same = try shop.client.post("\(item)/claim", as: shop.moderator)
    #expect(same.status == 409)
    #expect(same.text.contains("Another moderator decides"))
    let none = try shop.client.post("/moderation/claim", as: shop.moderator)
    #expect(none.location == "/moderation", "the queue does not hand it to the same either")

    let other = try shop.client.signIn(.moderator, name: "Second")
    #expect(try shop.client.post("/moderation/claim", as: other).location == item)
    #expect(try shop.client.get(item, as: other).text.contains("trade mark 123456"))
    #expect(try shop.client.post("\(item)/approval", as: other).status == 303)
    #expect(try shop.product(path)?.live != nil)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 24: a decision is appealed once")
  func once() throws {
    let path = try rejected()
    #expect(try appeal(path) == 303)
    #expect(try appeal(path) == 409)
    #expect(
      try shop.client.post("\(path)/withdrawal", as: shop.owner).status == 409,
      "what waits for the decision can't be taken back")
    let waiting = try shop.client.get(path, as: shop.owner).text
    #expect(waiting.contains("until the appeal is decided"))
    #expect(!waiting.contains("\(path)/withdrawal"))
    let other = try shop.client.signIn(.moderator, name: "Second")
    let item = try shop.client.post("/moderation/claim", as: other).location
    let fields = [("reason", "brand:brand_right_missing")]
    #expect(try shop.client.post("\(item)/rejection", fields, as: other).status == 303)
    #expect(try appeal(path) == 409)
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("Another moderator has confirmed the decision"))
    #expect(!page.contains("name=\"appeal\""))
  }

  @Test("row 24: 30 days are given, and what was typed stays where it is too short")
  func window() throws {
    let path = try rejected()
    let short = try shop.client.post("\(path)/appeal", [("appeal", "No!")], as: shop.owner)
    #expect(short.status == 422)
    #expect(short.text.contains(">No!</textarea>"))
    #expect(short.text.contains("Why the decision is wrong: Use at least 20 characters"))
    shop.client.advance(.hours(30 * 24 + 1))
    let owner = try shop.client.signIn(.owner, of: shop.seller)
    let answer = try shop.client.post("\(path)/appeal", [("appeal", Self.text)], as: owner)
    #expect(answer.status == 409)
  }
}
