import Commerce
import HTTP
import Office
import SQL

/// Where the goods of a posting were made, for customs: kept with the lines.
enum PostingOrigin {
  static let migration = Migration(
    "2026-11-28 orders: where the goods of a line were made",
    "alter table posting_line add column origin text not null default '';")

  static let set = Command(
    """
    update main.posting_line set origin = ?3
    where seller_id = current_seller() and posting_id = ?1 and product_id = ?2
    """)

  static let statements: [(String, any SQLStatement)] = [("PostingOrigin.set", set)]
}

/// The methods of the Seller API that read and set it.
struct OriginCalls: Sendable {
  let acts: PostingActs

  /// `POST /v2/posting/fbs/product/country/list`
  func countries(_ context: WorkContext<SellerClient>) throws -> Response {
    let word = try context.fields().text("name_search", max: 200) ?? ""
    return .wire([
      "result": .array(
        WireCountry.found(by: word).map {
          ["name": .string($0.name), "country_iso_code": .string($0.code)]
        })
    ])
  }

  /// `POST /v2/posting/fbs/product/country/set`
  func set(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    guard let product = try fields.integer("product_id") else {
      throw SellerError.invalid("product_id", "is required")
    }
    let code = try fields.text("country_iso_code", max: 10) ?? ""
    guard let country = WireCountry.named(code) else {
      throw SellerError.invalid("country_iso_code", "must be a code of the list of countries")
    }
    // After the hand-over the papers are with the carrier.
    guard posting.state.tab.isOpen else { throw SellerError.precondition("HAS_INCORRECT_STATUS") }
    let (acts, now) = (acts, context.now)
    try context.write(
      Act("posting.origin", "posting", posting.id.raw, detail: "\(product) \(country.code)")
    ) { tx in
      let count = try tx.run(PostingOrigin.set, posting.id.raw, product, country.code)
      if count == 0 { throw SellerError.precondition("UNKNOWN_PRODUCT_DEFINED") }
      let line = try PostingStore(rows: tx.reader).lines(of: posting.id).first {
        $0.product.raw == product
      }
      try acts.record(
        .note, of: posting.id, by: .program, "\(line?.offer ?? ""): \(country.name)", at: now,
        in: tx)
    }
    return .wire(["product_id": .integer(product), "is_gtd_needed": false])
  }
}
