import Commerce
import Office

/// The content score in the words of the API.
struct CardRating {
  private let score: ContentScore?
  private let missing: [ContentScore.Group.Key: [WireAttribute]]
  private let strings: Strings

  /// - Parameter attributes: of the card's category; nil where it is gone.
  init(_ content: ProductContent, _ attributes: WireAttributes?, _ strings: Strings) {
    self.strings = strings
    score = attributes.map { ContentScore(content, in: $0.category) }
    let empty = (attributes?.all ?? []).filter { wire in
      guard case .attribute(let key) = wire.place else { return false }
      return (content.attributes[key] ?? "").isEmpty
    }
    missing = [
      .important: empty.filter(\.isRequired), .other: empty.filter { !$0.isRequired },
    ]
  }

  func json(_ id: ProductID) -> JSON {
    [
      ("sku", .integer(id.raw)), ("rating", .integer(score?.value ?? 0)),
      ("groups", .array((score?.groups ?? []).map(json))),
    ].json
  }

  private func json(_ group: ContentScore.Group) -> JSON {
    let conditions = group.conditions.map { condition in
      [
        ("key", JSON.string("\(group.key.rawValue)_\(condition.key)")),
        ("description", .string(text("quality.condition.\(condition.key)"))),
        ("cost", .integer(condition.cost)), ("fulfilled", .bool(condition.isMet)),
      ].json
    }
    let wires = missing[group.key] ?? []
    return [
      ("key", .string(group.key.rawValue)),
      ("name", .string(text("quality.group.\(group.key.rawValue)"))),
      ("weight", .integer(group.weight)), ("rating", .integer(group.rating)),
      ("conditions", .array(conditions)),
      (
        "improve_attributes",
        .array(wires.map { [("id", .integer($0.id)), ("name", .string($0.name))].json })
      ),
      ("improve_at_least", .integer(Int64(wires.count))),
    ].json
  }

  private func text(_ key: String) -> String {
    let values = [
      "title": "\(ContentScore.longTitle)", "description": "\(ContentScore.longDescription)",
    ]
    return strings.text(Message(key, values), .ru)
  }
}
