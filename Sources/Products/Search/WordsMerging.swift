import Commerce
import Office
import SQL
import Synchronization

/// Merges the segments of the index of words beside the saves that make them.
///
/// FTS5 would do it in the transaction of whoever comes at the wrong moment: one save in a hundred
/// then took 20 ms and more. What it must do at 16 segments of a size stays with the saves and is
/// short.
enum WordsMerging {
  static let job = "products.words"

  /// Pages of a step; the writer is free between two.
  private static let pages: Int64 = 16

  /// It tells no one's rows; the wall wants the seller named in each write to such an index.
  static let step = Command(
    """
    insert into main.product_search (product_search, rank)
    select 'merge', ? where current_seller() = 0
    """)

  static let statements: [(String, any SQLStatement)] = [("wordsMerging.step", step)]

  /// Rows of words written since the last merging; after a start, some are left from before.
  private static let written = Atomic(64)

  /// Called with all rows of words that are written.
  static func note(_ rows: Int = 1) { written.add(rows, ordering: .relaxed) }

  static func register(on runner: JobRunner) {
    runner.every(.minutes(5), job) { _, context in try run(context.database) }
  }

  /// About eight rows make the work of one step.
  static func run(_ database: Database) throws {
    let rows = written.exchange(0, ordering: .relaxed)
    if rows == 0 { return }
    for _ in 0..<min(8 + rows / 4, 4_000) {
      try database.writer.write { transaction in
        _ = try transaction.open.run(step, pages)
      }
    }
  }
}
