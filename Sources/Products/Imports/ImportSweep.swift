import Commerce
import Office
import SQL

/// Forgets imports after 90 days, with their files: the data folder does not grow for ever.
struct ImportSweep: Sendable {
  static let kind = "products.import.sweep"
  static let days: Int64 = 90

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.every(.hours(24), Self.kind) { _, context in
      guard let platform = context.platform else { return }
      let since = context.now.milliseconds - Self.days * 86_400_000
      while true {
        let old = try context.reader.platform(platform).all(ImportSQL.old, since)
        if old.isEmpty { return }
        // The file first: a row without a file is found again, a file without a row is not.
        for item in old {
          ImportFile(kernel.configuration, seller: item.seller, item.id, item.format).remove()
        }
        try context.database.writer.write { transaction in
          for item in old {
            let tx = transaction.seller(platform.entering(seller: item.seller))
            try ImportStore.settle(item.id, in: tx)
            try tx.run(ImportSQL.delete, item.seller, item.id.raw)
          }
        }
      }
    }
  }
}
