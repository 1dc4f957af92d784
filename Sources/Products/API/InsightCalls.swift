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
      let attributes = try categories.attributes(content.category)
      return CardRating(content, attributes, context.kernel.wording.strings).json(card.id)
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
    case .hidden, .archived, .suspended: "HIDDEN"
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
