import Commerce
import Office
import SQL

/// How a moderator sent the newest version of a listing back.
struct Refusal: Sendable, Hashable {
  /// False where changes were asked for.
  let isRejected: Bool
  var reasons: [ReviewReason] = []
}

enum RefusalSQL {
  /// A row for each reason. What is written since answers the version that came back.
  static let ofProducts = Query(
    """
    select p.id, d.state, s.field, s.code
    from json_each(?) j cross join product p on p.id = j.value
      cross join product_revision r on r.id = p.open_revision
      cross join product_revision d
        on d.id = case r.state when 'draft' then r.answers else r.id end
      left join revision_reason s on s.revision_id = d.id
    """
  ) { (product: Int64, state: RevisionState, field: String?, code: String?) in
    (
      product: ProductID(raw: product), state: state,
      reason: ReviewReason(text: "\(field ?? ""):\(code ?? "")")
    )
  }

  static let statements: [(String, any SQLStatement)] = [("refusal.ofProducts", ofProducts)]
}

extension Refusal {
  /// Of those of the products that came back.
  static func all(
    of products: [ProductID], in rows: SellerReader
  ) throws(SQLError) -> [ProductID: Refusal] {
    if products.isEmpty { return [:] }
    var found: [ProductID: Refusal] = [:]
    for row in try rows.all(RefusalSQL.ofProducts, IDList.text(products.map(\.raw))) {
      guard row.state == .changes || row.state == .rejected else { continue }
      var refusal = found[row.product] ?? Refusal(isRejected: row.state == .rejected)
      if let reason = row.reason { refusal.reasons.append(reason) }
      found[row.product] = refusal
    }
    return found
  }
}

extension RequestContext {
  /// The first reason, and how many more there are; empty where there is none.
  func reasons(of refusal: Refusal) -> String {
    guard let first = refusal.reasons.first else { return "" }
    let reason = text(first.code.key)
    let more = refusal.reasons.count - 1
    return more == 0
      ? reason : text("products.list.reasons", ["reason": reason], count: Int64(more))
  }
}
