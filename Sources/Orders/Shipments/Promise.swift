import Commerce
import Office
import SQL

enum PromiseSQL {
  static let promise = Query<Int64>(
    "select promised_at from posting_promise where posting_id = ?")
  static let insert = Command(
    """
    insert into main.posting_promise (seller_id, posting_id, promised_at) values (?, ?, ?)
    on conflict (seller_id, posting_id) do update set
      promised_at = min(promised_at, excluded.promised_at)
    """)
  static let statements: [(String, any SQLStatement)] = [
    ("promise.byPosting", promise), ("promise.insert", insert),
  ]
}

/// The moment until which the shop front promised the buyer the goods.
struct PromiseStore {
  let rows: SellerReader

  /// nil where nothing was promised.
  func promise(of posting: PostingID) throws(SQLError) -> Instant? {
    try rows.first(PromiseSQL.promise, posting.raw).map(Instant.init(milliseconds:))
  }

  /// Of two promises to one posting the earlier holds.
  static func keep(
    _ promise: Instant, to posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(PromiseSQL.insert, tx.scope.seller, posting.raw, promise.milliseconds)
  }
}
