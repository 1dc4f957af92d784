import Commerce
import Office
import SQL

enum ImportTaskSQL {
  static let insert = Command(
    "insert into main.api_task (seller_id, id, items, created_at) values (?, ?, ?, ?)")
  static let items = Query<String>("select items from api_task where id = ?")
  static let forget = Command(
    "delete from main.api_task where seller_id = ? and created_at < ?")

  static let statements: [(String, any SQLStatement)] = [
    ("importTask.insert", insert), ("importTask.items", items), ("importTask.forget", forget),
  ]
}

/// What became of the items of an import, for the program that comes back and asks. Kept for 7
/// days.
struct ImportTaskStore {
  let rows: SellerReader

  /// The items as they were answered; nil where the shop has no such task.
  func items(_ task: Int64) throws(SQLError) -> [JSON]? {
    guard let text = try rows.first(ImportTaskSQL.items, task) else { return nil }
    return (try? JSON(parsing: Array(text.utf8)))?.array ?? []
  }

  static func insert(
    _ task: Int64, _ items: [JSON], at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(ImportTaskSQL.forget, tx.scope.seller, (now - .days(7)).milliseconds)
    try tx.run(
      ImportTaskSQL.insert, tx.scope.seller, task, JSON.array(items).text, now.milliseconds)
  }
}

/// Tables of the Seller API's own.
enum SellerAPISchema {
  static let migrations = [
    Migration(
      "2026-11-28 products: tasks of sellers' programs",
      """
      create table api_task (
        seller_id integer not null references seller (id),
        id integer not null,
        items text not null,
        created_at integer not null,
        primary key (seller_id, id)
      ) strict, without rowid;
      create index api_task_by_age on api_task (seller_id, created_at);
      """)
  ]
}
