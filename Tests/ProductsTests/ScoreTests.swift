import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// The content score, added up by hand.
@Suite struct ScoreTests {
  private let category = Category(
    id: CategoryID(raw: 11), parent: CategoryID(raw: 1),
    name: Localized(en: "Teapots", ru: "Чайники", zh: "茶壶"),
    commission: Percent(basisPoints: 1_200),
    attributes: [
      ("a", true), ("b", true), ("c", true), ("d", false), ("e", false),
    ].map { key, isRequired in
      Attribute(
        key: key, name: Localized(en: key, ru: key, zh: key), isRequired: isRequired,
        kind: .text(limit: 10))
    })

  private func picture(_ number: Int, _ width: Int64 = 900, alt: String = "x") -> Picture {
    Picture(name: "\(number).png", width: width, height: 600, alt: alt)
  }

  @Test("row 32: the score is the sum of the shown terms")
  func sums() {
    var content = ProductContent(category: category.id)
    // Nothing: both attribute groups and all texts are empty.
    #expect(ContentScore(content, in: category).value == 0)
    // Pictures: large enough 40, text 20: 60 % of 30 = 18.
    content.pictures = [picture(1)]
    #expect(ContentScore(content, in: category).value == 18)
    // Two of three required: half of 30 = 15.
    content.attributes = ["a": "1", "b": "2"]
    #expect(ContentScore(content, in: category).value == 33)
    // One of two others: half of 15 = 7.5, so 40.5 rounds to 41.
    content.attributes["d"] = "1"
    #expect(ContentScore(content, in: category).value == 41)
    // A brand: 15 % of 25 = 3.75: 44.25.
    content.brand = "Koivu"
    #expect(ContentScore(content, in: category).value == 44)
    // Everything.
    content.pictures = (1...5).map { picture($0) }
    content.attributes = ["a": "1", "b": "1", "c": "1", "d": "1", "e": "1"]
    content.title = String(repeating: "t", count: ContentScore.longTitle)
    content.description = String(repeating: "d ", count: ContentScore.longDescription)
    (content.weight, content.length, content.width, content.height) = (1, 1, 1, 1)
    #expect(ContentScore(content, in: category).value == 100)
  }

  @Test("row 32: weights make 100, and the costs of each group make 100")
  func weighs() {
    let score = ContentScore(ProductContent(category: category.id), in: category)
    #expect(score.groups.map(\.weight).reduce(0, +) == 100)
    for group in score.groups {
      #expect(group.conditions.map(\.cost).reduce(0, +) == 100, "\(group.key)")
    }
  }

  @Test("row 32: the page shows the points of each group, and every missing thing with its worth")
  func shows() throws {
    let shop = try Shop()
    let path = try shop.submitted()
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("Content score: "))
    // One picture without a text: 40 % of 30.
    #expect(page.contains("12 of 30"))
    #expect(page.contains("Worth 7.5 points"), "three pictures are 25 % of 30")
  }
}
