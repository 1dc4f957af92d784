import Commerce
import Office
import SQL

/// What follows from changes of the free pieces of products: the tabs' counts, the times without
/// stock, how soon each runs out, and the alerts, which are opened and cleared together.
struct StockWake {
  private var counts: [String: Int64] = [:]
  private var turned: [Int64] = []
  private var low: [LowStock] = []

  /// Takes a change that is written.
  /// - Parameter known: what the product had before it.
  mutating func follow(
    _ change: Int64, of product: ProductID, from known: StockLevel, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    if change == 0 { return }
    var level = known
    level.available += change
    if known.available == 0 {
      try count(1, product, in: tx)
      try StockGaps.end(product, at: now, in: tx)
    }
    if level.available == 0 {
      try count(-1, product, in: tx)
      try StockGaps.begin(product, at: now, in: tx)
    }
    let turns = level.isLow != level.isAlerted
    if known.available == 0 || level.available == 0 || turns {
      try tx.run(StockUrgencySQL.follow, tx.scope.seller, product.raw)
    }
    if turns { turn(level, of: product, from: known.available) }
  }

  private mutating func turn(_ level: StockLevel, of product: ProductID, from before: Int64) {
    turned.append(product.raw)
    counts[StockTab.low.counter, default: 0] += level.isLow ? 1 : -1
    if level.isLow, before > level.threshold {
      low.append(
        LowStock(product: product, available: level.available, threshold: level.threshold))
    }
  }

  /// A product that has stock again, or none any more, moves between "on sale" and "ready"
  /// unless something else blocks it.
  private mutating func count(
    _ sign: Int64, _ product: ProductID, in tx: SellerTransaction
  ) throws(SQLError) {
    counts[StockTab.none.counter, default: 0] -= sign
    let blockers = try tx.first(StockSQL.blockers, product.raw) ?? []
    guard blockers.subtracting(.noStock).isEmpty else { return }
    counts[ProductTab.onSale.counter, default: 0] += sign
    counts[ProductTab.ready.counter, default: 0] -= sign
  }

  /// - Returns: the levels that crossed their threshold downwards.
  func write(at now: Instant, in tx: SellerTransaction) throws(SQLError) -> [LowStock] {
    if !turned.isEmpty {
      try tx.run(
        StockAlertSQL.turn, tx.scope.seller, IDList.text(turned), now.milliseconds)
    }
    for (name, change) in counts where change != 0 { try Counters.add(change, to: name, in: tx) }
    return low
  }
}
