import Commerce
import HTTP
import Office
import SQL

/// Prices, for sellers' programs.
struct PriceCalls: Sendable {
  /// `POST /v5/product/info/prices`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    var filter = try CardFilter(fields.object("filter"))
    filter.after = try fields.place("cursor")
    filter.limit = try fields.limit(1_000)
    let store = CardStore(rows: context.reader)
    let (cards, next) = try store.slice(filter)
    let currency = try ProductStore(rows: context.reader).currency()
    var categories = CardCategories(context.open)
    let items = try cards.map { card in
      let share = try categories.attributes(card.category)?.category.commission
      let content = try store.content(card)
      return Self.json(card, share, CardView.volume(content), currency)
    }
    let total = try JSON.integer(store.total(filter))
    return .json(
      [
        ("items", JSON.array(items)), ("cursor", .string(next)), ("total", total),
        ("total_items", total),
      ].json.bytes)
  }

  /// `POST /v1/product/import/prices`: all in one transaction, each item with its own answer.
  func set(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields().objects("prices", max: 1_000)
    let actor = ListingActs.Actor(context)
    let act = Act(
      "sellerapi.act.prices", "seller", context.scope.shop.raw, detail: "\(items.count)")
    let results = try context.write(act) { tx in
      let currency = try ProductStore(rows: tx.reader).currency()
      return try items.map { fields in
        try PriceChange(fields, currency).result(at: actor.now, in: tx)
      }
    }
    return .json([("result", JSON.array(results))].json.bytes)
  }

  private static func json(
    _ card: Card, _ share: Percent?, _ volume: Double, _ currency: Currency
  ) -> JSON {
    let percent = JSON.number(Double(share?.basisPoints ?? 0) / 100)
    let index: [(String, JSON)] = [
      ("min_price", 0.0), ("min_price_currency", .string(currency.code)),
      ("price_index_value", 0.0),
    ]
    let price: [(String, JSON)] = [
      ("price", Money.number(card.price, currency)),
      ("old_price", Money.number(card.priceBefore, currency)),
      ("min_price", Money.number(card.priceMin, currency)),
      ("net_price", Money.number(card.cost, currency)),
      ("marketing_seller_price", Money.number(card.price, currency)),
      ("marketing_price", Money.number(card.price, currency)), ("retail_price", 0.0),
      ("vat", 0.0), ("currency_code", .string(currency.code)), ("auto_action_enabled", false),
      ("auto_add_to_ozon_actions_list_enabled", false),
    ]
    let indexes: [(String, JSON)] = [
      ("color_index", "WITHOUT_INDEX"), ("external_index_data", index.json),
      ("ozon_index_data", index.json), ("self_marketplaces_index_data", index.json),
    ]
    let actions: [(String, JSON)] = [
      ("actions", .array([])), ("current_period_from", .null), ("current_period_to", .null),
      ("ozon_actions_exist", false),
    ]
    let item: [(String, JSON)] = [
      ("product_id", .integer(card.id.raw)), ("offer_id", .string(card.offerID)),
      ("price", price.json), ("price_indexes", indexes.json),
      (
        "commissions",
        [("sales_percent_fbs", percent), ("sales_percent_rfbs", percent)].json
      ),
      ("marketing_actions", actions.json), ("acquiring", 0.0), ("volume_weight", .number(volume)),
    ]
    return item.json
  }
}
