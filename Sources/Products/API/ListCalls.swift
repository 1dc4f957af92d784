import Commerce
import HTTP
import Office
import SQL

/// Lists of products, for sellers' programs.
struct ListCalls: Sendable {
  /// `POST /v3/product/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    var filter = try CardFilter(fields.object("filter"))
    filter.after = try fields.place("last_id")
    filter.limit = try fields.limit(1_000)
    let store = CardStore(rows: context.reader)
    let (cards, next) = try store.slice(filter)
    let total = try JSON.integer(store.total(filter))
    let items = cards.map { card in
      [
        ("product_id", JSON.integer(card.id.raw)), ("sku", .integer(card.id.raw)),
        ("offer_id", .string(card.offerID)), ("archived", .bool(card.isArchived)),
        ("has_fbo_stocks", false), ("has_fbs_stocks", .bool(card.available > 0)),
        ("is_discounted", false), ("quants", .array([])),
      ].json
    }
    let result = [
      ("items", JSON.array(items)), ("total", total), ("total_items", total),
      ("last_id", .string(next)),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v3/product/info/list`
  func details(_ context: WorkContext<SellerClient>) throws -> Response {
    let cards = try Self.named(context, context.fields())
    var view = try CardView(context)
    try view.load(cards)
    let items = try cards.map { try view.json($0) }
    return .json([("items", JSON.array(items))].json.bytes)
  }

  /// `POST /v4/product/info/attributes`
  func attributes(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    var filter = try CardFilter(fields.object("filter"))
    filter.after = try fields.place("last_id")
    filter.limit = try fields.limit(1_000, else: 100)
    filter.isDescending = try fields.text("sort_dir")?.lowercased() == "desc"
    let store = CardStore(rows: context.reader)
    let (cards, next) = try store.slice(filter)
    let view = try CardView(context)
    var categories = CardCategories(context.open)
    let rows = try cards.map { card in
      let content = try store.content(card)
      let attributes = try categories.attributes(content.category)
      return view.json(card, content, attributes)
    }
    return .json(
      [
        ("result", JSON.array(rows)), ("total", .integer(try store.total(filter))),
        ("last_id", .string(next)),
      ].json.bytes)
  }

  /// `POST /v1/product/info/description`
  func description(_ context: WorkContext<SellerClient>) throws -> Response {
    guard let card = try Self.named(context, context.fields()).first else {
      throw SellerError.notFound("Product not found")
    }
    let content = try CardStore(rows: context.reader).content(card)
    let result = [
      ("id", JSON.integer(card.id.raw)), ("offer_id", .string(card.offerID)),
      ("name", .string(content.title)), ("description", .string(content.description)),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v4/product/info/limit`: there is none.
  func limits(_ context: WorkContext<SellerClient>) throws -> Response {
    let count = try Counters.all(in: context.reader)[ProductTab.all.counter] ?? 0
    let day: Int64 = 24 * 3_600 * 1_000
    let midnight = Instant(milliseconds: (context.now.milliseconds / day + 1) * day)
    let daily = [
      ("limit", JSON.integer(-1)), ("usage", 0), ("reset_at", .string("\(midnight)")),
    ].json
    return .json(
      [
        ("total", [("limit", JSON.integer(-1)), ("usage", .integer(count))].json),
        ("daily_create", daily), ("daily_update", daily),
      ].json.bytes)
  }

  /// `POST /v2/product/pictures/info`
  func pictures(_ context: WorkContext<SellerClient>) throws -> Response {
    let cards = try Self.named(context, context.fields())
    let store = CardStore(rows: context.reader)
    let view = try CardView(context)
    let items = try cards.map { card in
      let urls = view.urls(try store.content(card))
      return [
        ("product_id", JSON.integer(card.id.raw)), ("primary_photo", .array(Array(urls.prefix(1)))),
        ("photo", .array(Array(urls.dropFirst()))), ("color_photo", .array([])),
        ("photo_360", .array([])), ("errors", .array([])),
      ].json
    }
    return .json([("items", JSON.array(items))].json.bytes)
  }

  /// The shop's cards that a call names, in the order of their numbers; at most 1000. Those that
  /// the shop does not have are left out.
  static func named(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields
  ) throws -> [Card] {
    let offers = try fields.texts("offer_id", max: 1_000).filter { !$0.isEmpty }
    var ids: [Int64] = []
    for name in ["product_id", "sku", "skus"] {
      ids += try fields.integers(name, max: 1_000).filter { $0 > 0 }
    }
    guard offers.count + ids.count <= 1_000 else {
      throw SellerError.invalid("request", "must name no more than 1000 products")
    }
    let store = CardStore(rows: context.reader)
    var found: [ProductID: Card] = [:]
    for choice in [CardFilter.Choice.offers(offers), .ids(ids)] {
      for visibility in [CardVisibility.all, .archived] {
        let filter = CardFilter(choice, visibility)
        for card in try store.page(filter) { found[card.id] = card }
      }
    }
    return found.values.sorted { $0.id < $1.id }
  }
}

extension CardFilter {
  init(_ choice: Choice, _ visibility: CardVisibility) {
    self.choice = choice
    self.visibility = visibility
  }
}
