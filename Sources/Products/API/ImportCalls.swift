import Commerce
import HTTP
import Office
import SQL

/// Making and changing products by sellers' programs. The work is done within the call, each item
/// in a transaction of its own; the task keeps what became of the items.
struct ImportCalls: Sendable {
  static let bodyLimit = 8 << 20

  /// `POST /v3/product/import`
  func items(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields(upTo: Self.bodyLimit).objects("items", max: 100)
    guard !items.isEmpty else {
      throw SellerError.invalid("items", "must contain at least 1 item")
    }
    let currency = try ProductStore(rows: context.reader).currency()
    let categories = CategoryStore(rows: context.open)
    let pictures = WirePictures(context)
    let results = try items.map { fields in
      let item = try ImportItem(fields, currency, categories, pictures)
      return try Importing(context).result(item)
    }
    let task = try keep(results, context)
    return .json([("result", [("task_id", JSON.integer(task))].json)].json.bytes)
  }

  /// `POST /v1/product/attributes/update`
  func attributes(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields(upTo: Self.bodyLimit).objects("items", max: 100)
    let results = try items.map { try Importing(context).attributes($0) }
    let task = try keep(results, context)
    return .json([("task_id", JSON.integer(task))].json.bytes)
  }

  /// `POST /v1/product/import-by-sku`: cards of other sellers are not shared, so none matches.
  func bySKU(_ context: WorkContext<SellerClient>) throws -> Response {
    let skus = try context.fields().objects("items", max: 1_000).map { try $0.integer("sku") ?? 0 }
    let task = try keep([], context)
    let result: [(String, JSON)] = [
      ("task_id", .integer(task)), ("unmatched_sku_list", .array(skus.map { .integer($0) })),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v1/product/import/info`
  func state(_ context: WorkContext<SellerClient>) throws -> Response {
    let task = try context.fields().integer("task_id") ?? 0
    guard let items = try ImportTaskStore(rows: context.reader).items(task) else {
      throw SellerError.notFound("Task not found")
    }
    let result: [(String, JSON)] = [
      ("items", .array(items)), ("total", .integer(Int64(items.count))),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v1/product/pictures/import`: all or none.
  func pictures(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let id = try fields.integer("product_id") ?? 0
    let urls = try fields.texts("images", max: WirePictures.most)
    guard try ProductStore(rows: context.reader).product(ProductID(raw: id)) != nil else {
      throw SellerError.notFound("Product not found")
    }
    let result = try Importing(context).pictures(ProductID(raw: id), fields)
    let state = result.status == .failed ? "failed" : "imported"
    let rows = urls.enumerated().map { index, url in
      [
        ("product_id", JSON.integer(id)), ("url", .string(url)), ("state", .string(state)),
        ("is_primary", .bool(index == 0)), ("is_color", false), ("is_360", false),
      ].json
    }
    return .json([("result", [("pictures", JSON.array(rows))].json)].json.bytes)
  }

  /// `POST /v2/product/pictures/import`
  func picturesOfMany(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields().objects("items", max: 100)
    let store = CardStore(rows: context.reader)
    let results = try items.map { fields in
      let offer = try fields.text("offer_id") ?? ""
      guard let id = try store.id(offer: offer) else { return ImportResult.unknown(offer) }
      return try Importing(context).pictures(id, fields)
    }
    let task = try keep(results, context)
    return .json([("task_id", JSON.integer(task))].json.bytes)
  }

  private func keep(
    _ results: [ImportResult], _ context: WorkContext<SellerClient>
  ) throws -> Int64 {
    let task = (context.kernel.newID() as ID<ImportItem>).raw
    let now = context.now
    try context.write(
      Act("sellerapi.act.imported", "task", task, detail: "\(results.count)")
    ) { tx in
      try ImportTaskStore.insert(task, results.map(\.json), at: now, in: tx)
    }
    return task
  }
}
