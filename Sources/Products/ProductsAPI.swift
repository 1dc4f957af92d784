import Commerce
import HTTP
import Office
import SQL

/// What a shop front shows of a product.
struct ListedProduct: Sendable {
  let id: Int64
  let seller: Int64
  let offerID: String
  let title: String
  let category: Int64
  let price: Money
  let available: Int64
  let picture: String

  /// Identities have 53 bits at most, so numbers hold them exactly (RFC 8259 section 6).
  var json: JSON {
    [
      ("id", .integer(id)), ("seller_id", .integer(seller)),
      ("offer_id", .string(offerID)), ("title", .string(title)),
      ("category", .integer(category)),
      (
        "price",
        .object([
          ("amount", .string(price.plain)), ("currency", .string(price.currency.code)),
        ])
      ),
      ("available", .integer(available)),
      ("image", picture.isEmpty ? .null : .string("/images/\(picture)")),
    ].json
  }
}

enum ListedSQL {
  static let page = PlatformQuery<ListedProduct>(
    """
    select p.id, p.seller_id, p.offer_id, p.title, p.category_id, p.price, s.currency,
      f.available, p.picture
    from main.product p
      cross join main.product_shelf f on f.seller_id = p.seller_id and f.id = p.id
      join seller s on s.id = p.seller_id
    where p.blockers = 0 and p.id > ?1 and not exists (
      select 1 from main.shop_pause h
      where h.seller_id = p.seller_id and h.starts_at <= ?3 and h.ends_at > ?3)
    order by p.id limit ?2
    """
  ) {
    (
      id: Int64, seller: Int64, offerID: String?, title: String, category: Int64, price: Int64,
      code: String, available: Int64, picture: String
    ) throws(SQLError) in
    guard let currency = Currency(code: code) else { throw .mismatch("\(code) is no currency") }
    return ListedProduct(
      id: id, seller: seller, offerID: offerID ?? "", title: title, category: category,
      price: Money(minor: price, currency: currency), available: available, picture: picture)
  }

  static let statements: [(String, any SQLStatement)] = [("listed.page", page)]
}

/// Goods for the marketplace's shop front.
struct ProductsAPI: Sendable {
  static let most: Int64 = 200

  /// What can be bought now, in the order of ids; `next` is the `after` of the following page.
  func list(_ context: PageContext<APIClient>) throws -> Response {
    let (after, limit) = try Self.place(context.request.query)
    let found = try context.reader.all(
      ListedSQL.page, after, limit + 1, context.now.milliseconds)
    let shown = found.prefix(Int(limit))
    let next = found.count > shown.count ? shown.last?.id : nil
    let body = JSON.object([
      ("products", .array(shown.map(\.json))),
      ("next", next.map { .string("\($0)") } ?? .null),
    ])
    return .json(body.bytes)
  }

  private static func place(_ query: QueryFields) throws(Failure) -> (Int64, Int64) {
    var problems: [Problem] = []
    let after = query.first("after").map { ProductID(text: $0)?.raw } ?? 0
    if after == nil { problems.append(Problem("after", Message("products.api.after"))) }
    let limit = query.first("limit").map { Int64($0) } ?? 50
    if limit.map({ (1...most).contains($0) }) != true {
      problems.append(Problem("limit", Message("products.api.limit", ["max": "\(most)"])))
    }
    guard problems.isEmpty, let after, let limit else { throw .invalid(problems) }
    return (after, limit)
  }
}
