import Commerce
import Office
import SQL

/// A version in the history of a listing.
struct VersionEntry: Sendable {
  let id: RevisionID
  let number: Int64
  let state: RevisionState
  let title: String
  let createdAt: Instant
  /// nil for one that came with an import.
  let createdBy: String?
  let decidedAt: Instant?
}

enum VersionSQL {
  static let history = Query<VersionEntry>(
    """
    select r.id, r.number, r.state, r.title, r.created_at, m.name, r.decided_at
    from product_revision r left join member m on m.id = r.created_by
    where r.product_id = ? and r.number < ? order by r.number desc limit ?
    """
  ) {
    (
      id: Int64, number: Int64, state: RevisionState, title: String, created: Int64, by: String?,
      decided: Int64?
    ) in
    VersionEntry(
      id: RevisionID(raw: id), number: number, state: state, title: title,
      createdAt: Instant(milliseconds: created), createdBy: by,
      decidedAt: decided.map(Instant.init(milliseconds:)))
  }
  static let product = Query<Int64>("select product_id from product_revision where id = ?")
  /// A draft that another takes the place of is kept, to come back to.
  static let shelve = Command(
    """
    update main.product_revision set state = 'superseded'
    where seller_id = ?1 and id = ?2 and state = 'draft'
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("version.history", history), ("version.product", product), ("version.shelve", shelve),
  ]
}

/// All versions of a listing's content, the newest first.
struct VersionStore {
  let rows: SellerReader

  /// A page of the history, below the given number.
  func history(
    of product: ProductID, below number: Int64, limit: Int
  ) throws(SQLError) -> [VersionEntry] {
    try rows.all(VersionSQL.history, product.raw, number, limit)
  }

  /// A version, if it is one of the product's.
  func version(_ id: RevisionID, of product: ProductID) throws(SQLError) -> Revision? {
    guard try rows.first(VersionSQL.product, id.raw) == product.raw else { return nil }
    return try RevisionStore(rows: rows).revision(id)
  }

  /// The version with the number before; nil for the first.
  func before(_ revision: Revision, of product: ProductID) throws(SQLError) -> Revision? {
    guard
      let entry = try history(of: product, below: revision.number, limit: 1).first
    else { return nil }
    return try RevisionStore(rows: rows).revision(entry.id)
  }

  static func shelve(_ id: RevisionID, in tx: SellerTransaction) throws(SQLError) {
    try tx.run(VersionSQL.shelve, tx.scope.seller, id.raw)
  }
}
