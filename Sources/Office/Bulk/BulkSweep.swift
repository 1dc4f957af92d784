import Commerce
import SQL

/// Forgets runs of bulk work after 90 days, with their items: nobody can undo them any more, and
/// the audit keeps who did what.
enum BulkSweep {
  static let days: Int64 = 90

  static func register(on runner: JobRunner) {
    runner.every(.hours(24), "bulk.sweep") { _, context in
      guard let platform = context.platform else { return }
      let since = context.now.milliseconds - days * 86_400_000
      while let (seller, id) = try context.reader.platform(platform).first(BulkRunSQL.old, since) {
        try context.database.writer.write { transaction in
          let tx = transaction.seller(platform.entering(seller: seller))
          try tx.run(BulkRunSQL.delete, seller, id)
        }
      }
    }
  }
}
