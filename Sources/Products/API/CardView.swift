import Commerce
import Office
import SQL

/// Shows cards in the shapes of the Seller API: one answer serves old and new clients, so fields
/// of both are in it.
struct CardView {
  private let rows: SellerReader
  private let site: String
  let currency: Currency
  private var categories: CardCategories<OpenReader>
  private var balances: [Int64: [CardBalance]] = [:]

  init(_ context: WorkContext<SellerClient>) throws {
    rows = context.reader
    site = context.kernel.configuration.publicURL
    currency = try ProductStore(rows: context.reader).currency()
    categories = CardCategories(context.open)
  }

  /// Reads what several cards need at once.
  mutating func load(_ cards: [Card]) throws {
    balances = try CardStore(rows: rows).balances(cards.map(\.id.raw))
  }

  func urls(_ content: ProductContent) -> [JSON] {
    content.pictures.map { .string(site + $0.path) }
  }

  /// Litres of the package.
  static func volume(_ content: ProductContent) -> Double {
    let sides = [content.length, content.width, content.height].map { Double($0 ?? 0) }
    return sides.reduce(1, *) / 1_000_000
  }

  /// An element of `/v3/product/info/list`.
  mutating func json(_ card: Card) throws -> JSON {
    let content = try CardStore(rows: rows).content(card)
    let category = try categories.attributes(card.category)?.category
    let id = JSON.integer(card.id.raw)
    let urls = urls(content)
    let created = JSON.string("\(card.createdAt)")
    let source: [(String, JSON)] = [
      ("created_at", created), ("quant_code", ""), ("sku", id), ("source", "fbs"),
      ("shipment_type", "SHIPMENT_TYPE_GENERAL"),
    ]
    let identity: [(String, JSON)] = [
      ("id", id), ("sku", id), ("offer_id", .string(card.offerID)),
      ("name", .string(card.title)), ("created_at", created),
      ("updated_at", .string("\(card.updatedAt)")), ("type_id", .integer(card.category.raw)),
      ("description_category_id", .integer(category?.parent?.raw ?? 0)),
      ("barcodes", .array(card.barcode.isEmpty ? [] : [.string(card.barcode)])),
      ("model_info", [("model_id", id), ("count", 1)].json),
      ("sources", .array([source.json])),
    ]
    let standing = try state(card, content)
    let pictures: [(String, JSON)] = [
      ("images", .array(urls)), ("primary_image", .array(Array(urls.prefix(1)))),
      ("color_image", .array([])), ("images360", .array([])),
    ]
    return (identity + pictures + prices(card, category) + flags(card) + standing)
      .json
  }

  private func prices(_ card: Card, _ category: Category?) -> [(String, JSON)] {
    let share = category?.commission ?? Percent(basisPoints: 0)
    let price = Money(minor: card.price ?? 0, currency: currency)
    let fee = (try? price.percent(share)) ?? .zero(currency)
    let commission: [(String, JSON)] = [
      ("sale_schema", "FBS"), ("percent", .number(Double(share.basisPoints) / 100)),
      ("value", fee.number), ("delivery_amount", 0.0), ("return_amount", 0.0),
      ("currency_code", .string(currency.code)),
    ]
    return [
      ("price", Money.text(card.price, currency)),
      ("old_price", Money.text(card.priceBefore, currency)),
      ("min_price", Money.text(card.priceMin, currency)), ("marketing_price", ""),
      ("currency_code", .string(currency.code)), ("vat", "0"),
      ("commissions", .array([commission.json])), ("promotions", .array([])),
      (
        "price_indexes",
        [
          ("color_index", JSON.string("COLOR_INDEX_WITHOUT_INDEX")),
          ("external_index_data", .null), ("ozon_index_data", .null),
          ("self_marketplaces_index_data", .null),
        ].json
      ),
    ]
  }

  private func flags(_ card: Card) -> [(String, JSON)] {
    [
      ("is_archived", .bool(card.isArchived)), ("is_autoarchived", false),
      ("is_discounted", false), ("is_kgt", false), ("is_prepayment_allowed", true),
      ("is_super", false), ("has_discounted_fbo_item", false), ("discounted_fbo_stocks", 0),
    ]
  }

  private func state(_ card: Card, _ content: ProductContent) throws -> [(String, JSON)] {
    let own = balances[card.id.raw] ?? []
    let stocks: [(String, JSON)] = [
      ("present", .integer(own.reduce(0) { $0 + $1.onHand })),
      ("reserved", .integer(own.reduce(0) { $0 + $1.reserved })),
      ("sku", .integer(card.id.raw)), ("source", "fbs"),
    ]
    let hasStock = JSON.bool(card.available > 0)
    return [
      ("stocks", [("has_stock", hasStock), ("stocks", .array([stocks.json]))].json),
      (
        "visibility_details",
        [("has_price", JSON.bool(card.price != nil)), ("has_stock", hasStock)].json
      ),
      ("volume_weight", .number(Self.volume(content))), ("statuses", CardStatus(card).json),
      ("errors", .array(try errors(card))),
    ]
  }

  /// What a moderator gave as reasons about the newest version.
  private func errors(_ card: Card) throws -> [JSON] {
    let store = RevisionStore(rows: rows)
    guard card.pending == .fixes, let newest = card.newest,
      let revision = try store.revision(newest), let about = revision.reasonsOf
    else { return [] }
    let message = try store.revision(about)?.message ?? ""
    return try store.reasons(about).map { reason in
      let code = reason.code.rawValue
      let texts: [(String, JSON)] = [
        ("attribute_name", .string(reason.field.rawValue)), ("description", .string(message)),
        ("hint_code", ""), ("message", .string(message.isEmpty ? code : message)),
        ("params", .array([])), ("short_description", .string(code)),
      ]
      return [
        ("attribute_id", 0), ("code", .string(code)), ("field", .string(reason.field.rawValue)),
        ("level", "ERROR_LEVEL_ERROR"), ("state", "moderation"), ("texts", texts.json),
      ].json
    }
  }

  /// An element of `/v4/product/info/attributes`.
  func json(_ card: Card, _ content: ProductContent, _ attributes: WireAttributes?) -> JSON {
    let id = JSON.integer(card.id.raw)
    let urls = urls(content)
    return [
      ("id", id), ("sku", id), ("offer_id", .string(card.offerID)),
      ("name", .string(content.title)), ("barcode", .string(card.barcode)),
      ("barcodes", .array(card.barcode.isEmpty ? [] : [.string(card.barcode)])),
      ("type_id", .integer(content.category.raw)),
      ("description_category_id", .integer(attributes?.category.parent?.raw ?? 0)),
      ("depth", .integer(content.length ?? 0)), ("width", .integer(content.width ?? 0)),
      ("height", .integer(content.height ?? 0)), ("dimension_unit", "mm"),
      ("weight", .integer(content.weight ?? 0)), ("weight_unit", "g"),
      ("primary_image", urls.first ?? ""), ("images", .array(urls)), ("color_image", ""),
      ("model_info", [("model_id", id), ("count", 1)].json), ("pdf_list", .array([])),
      ("attributes", .array(attributes?.json(content) ?? [])),
      ("attributes_with_defaults", .array([])), ("complex_attributes", .array([])),
    ].json
  }
}

/// How far a card has come, in the words of the API: slugs for programs, Russian for people.
struct CardStatus {
  let card: Card

  init(_ card: Card) { self.card = card }

  var json: JSON {
    let (slug, name) = words
    let isFailed = card.pending == .fixes && card.live == nil
    return [
      ("status", .string(slug)), ("status_name", .string(name)),
      ("status_description", .string(name)), ("status_tooltip", .string(name)),
      ("status_failed", isFailed ? "moderation" : ""),
      ("status_updated_at", .string("\(card.updatedAt)")), ("is_created", true),
      ("moderate_status", .string(moderation)), ("validation_status", .string(validation)),
    ].json
  }

  private var words: (String, String) {
    switch card.state {
    case .archived: ("archived", "В архиве")
    case .hidden: ("price_sent", "Снят с продажи")
    case .suspended: ("price_sent", "Заблокирован")
    case .onSale: ("price_sent", "Продается")
    case .ready: ("price_sent", "Готов к продаже")
    case .new:
      switch card.pending {
      case .review: ("moderating", "На модерации")
      case .fixes: ("moderation_failed", "Не прошел модерацию")
      case .draft, .none: ("imported", "Не продается")
      }
    }
  }

  private var moderation: String {
    switch card.pending {
    case .review: "in_moderating"
    case .fixes: "declined"
    case .draft, .none: card.live == nil ? "" : "approved"
    }
  }

  private var validation: String {
    switch card.pending {
    case .review: "pending"
    case .fixes: "fail"
    case .draft, .none: card.live == nil ? "" : "success"
    }
  }
}
