import Commerce
import Office
import SQL

enum SuspensionSQL {
  static let set = Command(
    """
    update main.product set version = version + 1, suspended = ?3, suspended_note = ?4,
      updated_at = ?5
    where seller_id = ?1 and id = ?2
    """)
  static let note = Query<String>("select suspended_note from product where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("suspension.set", set), ("suspension.note", note),
  ]
}

/// Listings that the platform took off sale.
enum SuspensionStore {
  /// Takes a listing off sale, or (nil) lets it be sold again.
  static func set(
    _ product: ProductID, _ suspension: Suspension?, note: String = "", at now: Instant,
    in tx: SellerTransaction
  ) throws {
    try ProductStore.counting(product, in: tx) {
      _ = try tx.run(
        SuspensionSQL.set, tx.scope.seller, product.raw, suspension?.rawValue ?? "", note,
        now.milliseconds)
    }
  }

  /// What the moderator wrote to the seller.
  static func note(
    of product: ProductID, in rows: SellerReader
  ) throws(SQLError) -> String {
    try rows.first(SuspensionSQL.note, product.raw) ?? ""
  }
}
