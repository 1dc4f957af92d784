import Commerce
import HTTP
import Office
import SQL

/// Stock, for sellers' programs.
struct StockCalls: Sendable {
  let stock: Stock

  /// `POST /v2/products/stocks`: sets what is free of (product, warehouse) pairs, all in one
  /// transaction, each pair with its own answer.
  func set(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields().objects("stocks", max: 100).map { try StockPair($0) }
    let now = context.now
    let act = Act(
      "sellerapi.act.stocks", "seller", context.scope.shop.raw, detail: "\(items.count)")
    let results = try context.write(act) { tx in
      var setting = try StockSetting(items, in: tx)
      let results = items.map { setting.result($0) }
      try setting.write(stock, at: now, in: tx)
      return results
    }
    return .json([("result", JSON.array(results))].json.bytes)
  }

  /// `POST /v4/product/info/stocks`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    var filter = try CardFilter(fields.object("filter"))
    filter.after = try fields.place("cursor")
    filter.limit = try fields.limit(1_000)
    let store = CardStore(rows: context.reader)
    let (cards, next) = try store.slice(filter)
    let balances = try store.balances(cards.map(\.id.raw))
    let items = cards.map { Self.json($0, balances[$0.id.raw] ?? []) }
    let total = try JSON.integer(store.total(filter))
    return .json(
      [
        ("items", JSON.array(items)), ("cursor", .string(next)), ("total", total),
        ("total_items", total),
      ].json.bytes)
  }

  /// `POST /v1/product/info/stocks-by-warehouse/fbs`
  func byWarehouse(_ context: WorkContext<SellerClient>) throws -> Response {
    let rows = try Self.rows(context, context.fields())
    return .json([("result", JSON.array(rows.map(\.json)))].json.bytes)
  }

  /// `POST /v2/product/info/stocks-by-warehouse/fbs`
  func byWarehousePaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let cursor = try fields.text("cursor") ?? ""
    let limit = try fields.limit(1_000)
    let all = try Self.rows(context, fields)
    let start = all.firstIndex { $0.place == cursor }.map { $0 + 1 } ?? 0
    let rest = all.dropFirst(start)
    let page = rest.prefix(Int(limit))
    let hasMore = rest.count > page.count
    return .json(
      [
        ("products", JSON.array(page.map(\.json))), ("has_next", .bool(hasMore)),
        ("cursor", .string(hasMore ? page.last?.place ?? "" : "")),
      ].json.bytes)
  }

  private static func json(_ card: Card, _ balances: [CardBalance]) -> JSON {
    let stocks: [(String, JSON)] = [
      ("type", "fbs"), ("present", .integer(balances.reduce(0) { $0 + $1.onHand })),
      ("reserved", .integer(balances.reduce(0) { $0 + $1.reserved })),
      ("sku", .integer(card.id.raw)), ("shipment_type", "SHIPMENT_TYPE_GENERAL"),
      ("warehouse_ids", .array(balances.map { .integer($0.warehouse) })),
    ]
    return [
      ("product_id", JSON.integer(card.id.raw)), ("offer_id", .string(card.offerID)),
      ("stocks", .array([stocks.json])),
    ].json
  }

  /// At most 500 products, each in every warehouse where it ever was.
  private static func rows(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields
  ) throws -> [CardStockRow] {
    let cards = try ListCalls.named(context, fields)
    guard cards.count <= 500 else {
      throw SellerError.invalid("sku", "must contain no more than 500 items")
    }
    let store = CardStore(rows: context.reader)
    let names = Dictionary(try store.warehouses().map { ($0.id, $0.name) }) { first, _ in first }
    let balances = try store.balances(cards.map(\.id.raw))
    return cards.flatMap { card in
      (balances[card.id.raw] ?? []).map { balance in
        CardStockRow(card: card, balance: balance, warehouse: names[balance.warehouse] ?? "")
      }
    }
  }
}

private struct CardStockRow {
  let card: Card
  let balance: CardBalance
  let warehouse: String

  var place: String { "\(card.id)-\(balance.warehouse)" }

  var json: JSON {
    let id = JSON.integer(card.id.raw)
    return [
      ("offer_id", .string(card.offerID)), ("product_id", id), ("sku", id),
      ("present", .integer(balance.onHand)), ("reserved", .integer(balance.reserved)),
      ("free_stock", .integer(balance.onHand - balance.reserved)),
      ("warehouse_id", .integer(balance.warehouse)), ("warehouse_name", .string(warehouse)),
    ].json
  }
}
