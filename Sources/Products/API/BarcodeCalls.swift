import Commerce
import HTTP
import Office
import SQL

/// Barcodes, for sellers' programs. A product has one.
struct BarcodeCalls: Sendable {
  /// `POST /v1/barcode/add`: only what failed is answered.
  func add(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields().objects("barcodes", max: 100).map {
      (try $0.text("barcode") ?? "", try $0.integer("sku") ?? 0)
    }
    return try answer(context, items, "sku") { code in
      guard (try? GTIN(code)) != nil else {
        throw ItemRefusal("invalid_barcode", "The barcode is no EAN, UPC or GTIN")
      }
      return code
    }
  }

  /// `POST /v1/barcode/generate`: a number of the range for use inside a shop (GS1 General
  /// Specifications 2.1.11.1).
  func generate(_ context: WorkContext<SellerClient>) throws -> Response {
    let ids = try context.fields().integers("product_ids", max: 100)
    return try answer(context, ids.map { (Self.inner($0), $0) }, "product_id") { $0 }
  }

  private static func inner(_ id: Int64) -> String {
    let digits = String(id.magnitude % 100_000_000_000)
    let stem = "2" + String(repeating: "0", count: 11 - digits.utf8.count) + digits
    let codes = (0...9).map { "\(stem)\($0)" }
    return codes.first { (try? GTIN($0)) != nil } ?? stem
  }

  private func answer(
    _ context: WorkContext<SellerClient>, _ items: [(String, Int64)], _ name: String,
    _ check: (String) throws -> String
  ) throws -> Response {
    let actor = ListingActs.Actor(context)
    var errors: [JSON] = []
    for (code, id) in items {
      do {
        let code = try check(code)
        try context.write(Act("products.act.saved", "product", id)) { tx in
          try Self.set(code, ProductID(raw: id), ListingActs(actor, in: tx))
        }
      } catch {
        guard let refusal = ItemRefusal(error, context) else { throw error }
        errors.append(
          [
            (name, JSON.integer(id)), ("barcode", .string(code)),
            ("code", .string(refusal.code)), ("error", .string(refusal.message)),
          ].json)
      }
    }
    return .json([("errors", JSON.array(errors))].json.bytes)
  }

  private static func set(_ code: String, _ id: ProductID, _ acts: ListingActs) throws {
    let product = try ProductStore(rows: acts.tx.reader).product(id)
    guard let product else { throw ItemRefusal("NOT_FOUND_ERROR", "Product not found") }
    if product.terms.barcode == code { return }
    guard product.terms.barcode.isEmpty else {
      throw ItemRefusal("barcode_exists", "The product has another barcode already")
    }
    try acts.change(id) { $0.barcode = code }
  }
}
