import SQL

/// Counts on tabs, kept by the transaction that changes them: a page never counts rows.
public enum Counters {
  private static let mine = Query<(String, Int64)>("select name, value from counter") {
    (name: String, value: Int64) in (name, value)
  }
  private static let shared = Query<(String, Int64)>("select name, value from platform_counter") {
    (name: String, value: Int64) in (name, value)
  }
  private static let addMine = Command(
    "update main.counter set value = value + ?3 where seller_id = ?1 and name = ?2")
  private static let addBoth = Command(
    """
    update main.counter set value = value + ?4
    where seller_id = ?1 and name in (?2, ?3)
    """)
  private static let beginMine = Command(
    "insert into main.counter (seller_id, name, value) values (?1, ?2, ?3)")
  private static let addShared = Command(
    "update platform_counter set value = value + ?2 where name = ?1")
  private static let beginShared = Command(
    "insert into platform_counter (name, value) values (?1, ?2)")

  /// Every counter of the shop.
  public static func all(in reader: SellerReader) throws(SQLError) -> [String: Int64] {
    Dictionary(try reader.all(mine)) { first, _ in first }
  }

  /// Every counter of the platform.
  public static func platform(in reader: OpenReader) throws(SQLError) -> [String: Int64] {
    Dictionary(try reader.all(shared)) { first, _ in first }
  }

  /// Adds to a counter of the shop; below zero the transaction fails, since a count that can't
  /// be true must not be stored.
  public static func add(
    _ amount: Int64, to name: String, in transaction: SellerTransaction
  ) throws(SQLError) {
    let seller = transaction.scope.seller
    if try transaction.run(addMine, seller, name, amount) > 0 { return }
    try transaction.run(beginMine, seller, name, amount)
  }

  /// Adds to two different counters of the shop in one statement, where both are there already.
  public static func add(
    _ amount: Int64, to first: String, and second: String, in transaction: SellerTransaction
  ) throws(SQLError) {
    let seller = transaction.scope.seller
    let changed = try transaction.run(addBoth, seller, first, second, amount)
    if changed == 2 { return }
    // One is missing: take back what was added and go one by one.
    if changed == 1 { try transaction.run(addBoth, seller, first, second, -amount) }
    try add(amount, to: first, in: transaction)
    try add(amount, to: second, in: transaction)
  }

  /// Adds to a counter of the platform.
  public static func addPlatform(
    _ amount: Int64, to name: String, in transaction: Transaction
  ) throws(SQLError) {
    if try transaction.open.run(addShared, name, amount) > 0 { return }
    try transaction.open.run(beginShared, name, amount)
  }

  static func each(
    in reader: OpenReader, _ body: (String, Int64) -> Void
  ) throws(SQLError) {
    try reader.forEach(shared) { (row) throws(SQLError) in body(row.0, row.1) }
  }
}
