/// How completely a listing tells buyers what it is, from 0 to 100.
///
/// Every group has a weight, and all weights make 100; every condition of a group has a cost, and
/// all costs of a group make 100. A group earns its weight times the costs of the conditions that
/// are met, and the score is the sum, rounded to the nearest whole number.
struct ContentScore: Sendable, Hashable {
  /// A property of the content that either is there or is not.
  struct Condition: Sendable, Hashable {
    /// The last part of its string key.
    let key: String
    /// The share of its group, in percent.
    let cost: Int64
    let isMet: Bool
    /// The input where it is mended.
    let field: String
  }

  struct Group: Sendable, Hashable {
    enum Key: String, Sendable, CaseIterable {
      case media
      case important = "important_attributes"
      case other = "other_attributes"
      case text
    }

    let key: Key
    /// The share of the score, in percent.
    let weight: Int64
    let conditions: [Condition]

    /// What is met, in percent of the group.
    var rating: Int64 { conditions.reduce(0) { $0 + ($1.isMet ? $1.cost : 0) } }
  }

  static let longTitle = 30
  static let longDescription = 300

  let groups: [Group]

  /// From 0 to 100.
  var value: Int64 { (groups.reduce(0) { $0 + $1.weight * $1.rating } + 50) / 100 }

  init(_ content: ProductContent, in category: Category) {
    groups = [
      Group(key: .media, weight: 30, conditions: Self.media(content, category.pictures)),
      Group(
        key: .important, weight: 30,
        conditions: Self.filled(content, category.attributes.filter(\.isRequired))),
      Group(
        key: .other, weight: 15,
        conditions: Self.filled(content, category.attributes.filter { !$0.isRequired })),
      Group(key: .text, weight: 25, conditions: Self.text(content)),
    ]
  }

  private static func media(
    _ content: ProductContent, _ rules: PictureRules
  ) -> [Condition] {
    let pictures = content.pictures
    let isLarge = pictures.first.map {
      max($0.width, $0.height) >= rules.leastPixels
    }
    let hasAlt = !pictures.isEmpty && pictures.allSatisfy { !$0.alt.isEmpty }
    return [
      Condition(key: "main", cost: 40, isMet: isLarge ?? false, field: "pictures"),
      Condition(key: "three", cost: 25, isMet: pictures.count >= 3, field: "pictures"),
      Condition(key: "five", cost: 15, isMet: pictures.count >= 5, field: "pictures"),
      Condition(
        key: "alt", cost: 20, isMet: hasAlt, field: pictures.isEmpty ? "pictures" : "alt_0"),
    ]
  }

  /// Half of the attributes, and all of them. Where there are none, nothing is missing.
  private static func filled(_ content: ProductContent, _ attributes: [Attribute]) -> [Condition] {
    let empty = attributes.filter { (content.attributes[$0.key] ?? "").isEmpty }
    let field = (empty.first ?? attributes.first)?.field ?? "title"
    return [
      Condition(
        key: "half", cost: 50, isMet: empty.count * 2 <= attributes.count, field: field),
      Condition(key: "all", cost: 50, isMet: empty.isEmpty, field: field),
    ]
  }

  private static func text(_ content: ProductContent) -> [Condition] {
    let sides = [content.weight, content.length, content.width, content.height]
    return [
      Condition(
        key: "title", cost: 25, isMet: TextRules.width(content.title) >= longTitle,
        field: "title"),
      Condition(
        key: "description", cost: 45,
        isMet: TextRules.width(content.description) >= longDescription, field: "description"),
      Condition(key: "brand", cost: 15, isMet: !content.brand.isEmpty, field: "brand"),
      Condition(
        key: "package", cost: 15, isMet: sides.allSatisfy { $0 != nil }, field: "weight"),
    ]
  }
}
