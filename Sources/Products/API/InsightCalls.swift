import Commerce
import HTTP
import Office
import SQL

/// What sellers' programs ask about products that is no list: rating, kin, who waits.
struct InsightCalls: Sendable {
  /// `POST /v1/product/rating-by-sku`
  func rating(_ context: WorkContext<SellerClient>) throws -> Response {
    let store = CardStore(rows: context.reader)
    var categories = CardCategories(context.open)
    let products = try ListCalls.named(context, context.fields()).map { card in
      let content = try store.content(card)
      return CardRating(content, try categories.attributes(content.category)).json(card.id)
    }
    return .json([("products", JSON.array(products))].json.bytes)
  }

  /// `POST /v1/product/related-sku/get`
  func related(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let cards = try ListCalls.named(context, fields)
    let items = cards.map { card in
      [
        ("sku", JSON.integer(card.id.raw)), ("product_id", .integer(card.id.raw)),
        ("delivery_schema", "FBS"), ("availability", .string(Self.availability(card))),
      ].json
    }
    let known = Set(cards.map(\.id.raw))
    let errors = try fields.integers("sku", max: 1_000).filter { !known.contains($0) }.map {
      [
        ("code", JSON.string("NOT_FOUND_ERROR")), ("message", "SKU not found"),
        ("sku", .integer($0)),
      ].json
    }
    return .json([("items", JSON.array(items)), ("errors", .array(errors))].json.bytes)
  }

  private static func availability(_ card: Card) -> String {
    switch card.state {
    case .onSale: "AVAILABLE"
    case .hidden, .archived: "HIDDEN"
    case .ready, .new: "UNAVAILABLE"
    }
  }

  /// `POST /v1/product/info/subscription`: buyers can't wait for a product yet.
  func subscription(_ context: WorkContext<SellerClient>) throws -> Response {
    let result = try ListCalls.named(context, context.fields()).map { card in
      [("sku", JSON.integer(card.id.raw)), ("count", 0)].json
    }
    return .json([("result", JSON.array(result))].json.bytes)
  }

  /// `POST /v1/product/info/discounted`: no damaged goods are sold here.
  func discounted(_ context: WorkContext<SellerClient>) throws -> Response {
    _ = try context.fields().integers("discounted_skus", max: 1_000)
    return .json([("items", JSON.array([]))].json.bytes)
  }

  /// `POST /v1/product/update/discount`
  func discount(_ context: WorkContext<SellerClient>) throws -> Response {
    _ = try context.fields().integer("product_id")
    throw SellerError.notFound("The product is not a discounted one")
  }
}

/// How complete a card is, 0 to 100, by what is filled. The API's view of content scores: when
/// listings get a score of their own, its groups belong here.
struct CardRating {
  private struct Condition {
    let key: String
    let text: String
    let cost: Double
    let isMet: Bool
  }

  private struct Group {
    let key: String
    let name: String
    let weight: Double
    let conditions: [Condition]
    var missing: [WireAttribute] = []

    /// Percent of the group's conditions.
    var rating: Double { conditions.reduce(0) { $0 + ($1.isMet ? $1.cost : 0) } }
  }

  private let groups: [Group]

  init(_ content: ProductContent, _ attributes: WireAttributes?) {
    let all = (attributes?.all ?? []).filter { wire in
      if case .attribute = wire.place { true } else { false }
    }
    groups = [
      Self.media(content), Self.filled("important_attributes", 40, all, content, true),
      Self.filled("other_attributes", 15, all, content, false), Self.text(content),
    ]
  }

  func json(_ id: ProductID) -> JSON {
    let total = groups.reduce(0) { $0 + $1.rating * $1.weight / 100 }
    return [
      ("sku", .integer(id.raw)), ("rating", .number(total)),
      ("groups", .array(groups.map(Self.json))),
    ].json
  }

  private static func media(_ content: ProductContent) -> Group {
    let count = content.pictures.count
    return Group(
      key: "media", name: "Media", weight: 30,
      conditions: [
        Condition(key: "media_images_1", text: "1 image", cost: 50, isMet: count >= 1),
        Condition(key: "media_images_3", text: "3 images", cost: 50, isMet: count >= 3),
      ])
  }

  private static func text(_ content: ProductContent) -> Group {
    let length = TextRules.width(content.description)
    return Group(
      key: "text", name: "Text", weight: 15,
      conditions: [
        Condition(key: "text_100", text: "100 characters", cost: 50, isMet: length >= 100),
        Condition(key: "text_500", text: "500 characters", cost: 50, isMet: length >= 500),
      ])
  }

  private static func filled(
    _ key: String, _ weight: Double, _ all: [WireAttribute], _ content: ProductContent,
    _ isRequired: Bool
  ) -> Group {
    let own = all.filter { $0.isRequired == isRequired }
    let missing = own.filter { wire in
      guard case .attribute(let key) = wire.place else { return false }
      return (content.attributes[key] ?? "").isEmpty
    }
    let half = missing.count * 2 <= own.count
    return Group(
      key: key, name: isRequired ? "Important attributes" : "Other attributes", weight: weight,
      conditions: [
        Condition(key: "\(key)_50_percent", text: "50%", cost: 50, isMet: half),
        Condition(key: "\(key)_100_percent", text: "100%", cost: 50, isMet: missing.isEmpty),
      ], missing: missing)
  }

  private static func json(_ group: Group) -> JSON {
    let conditions = group.conditions.map { condition in
      [
        ("key", JSON.string(condition.key)), ("description", .string(condition.text)),
        ("cost", .number(condition.cost)), ("fulfilled", .bool(condition.isMet)),
      ].json
    }
    let missing = group.missing.map { [("id", .integer($0.id)), ("name", .string($0.name))].json }
    return [
      ("key", .string(group.key)), ("name", .string(group.name)),
      ("weight", .number(group.weight)), ("rating", .number(group.rating)),
      ("conditions", .array(conditions)), ("improve_attributes", .array(missing)),
      ("improve_at_least", .integer(Int64(missing.count))),
    ].json
  }
}
