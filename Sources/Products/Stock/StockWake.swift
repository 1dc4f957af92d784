import Commerce
import Office
import SQL

enum StockWakeSQL {
  /// Which of them nothing but their stock keeps from being on sale.
  static let unblocked = Query<Int64>(
    """
    select p.id from json_each(?1) j cross join product p on p.id = j.value
    where p.blockers & ~?2 = 0
    """)

  static let statements: [(String, any SQLStatement)] = [("stockWake.unblocked", unblocked)]
}

/// What follows from changes of the free pieces of products: the tabs' counts, the times without
/// stock, how soon each runs out, and the alerts, which are opened and cleared together.
struct StockWake {
  /// Products that have stock again, and that have none any more.
  private var returned: [Int64] = []
  private var soldOut: [Int64] = []
  /// These and those whose alert turns, with whether it does.
  private var woken: [Int64] = []
  private var turns: [Int64] = []
  private var turned: Int64 = 0
  private var low: [LowStock] = []

  /// Takes a change that is written.
  /// - Parameter known: what the product had before it.
  mutating func follow(_ change: Int64, of product: ProductID, from known: StockLevel) {
    if change == 0 { return }
    var level = known
    level.available += change
    if known.available == 0 { returned.append(product.raw) }
    if level.available == 0 { soldOut.append(product.raw) }
    let isTurning = level.isLow != level.isAlerted
    guard known.available == 0 || level.available == 0 || isTurning else { return }
    woken.append(product.raw)
    turns.append(isTurning ? 1 : 0)
    guard isTurning else { return }
    turned += level.isLow ? 1 : -1
    if level.isLow, known.available > level.threshold {
      low.append(
        LowStock(product: product, available: level.available, threshold: level.threshold))
    }
  }

  /// - Returns: the levels that crossed their threshold downwards.
  func write(at now: Instant, in tx: SellerTransaction) throws(SQLError) -> [LowStock] {
    if woken.isEmpty { return [] }
    let (seller, list) = (tx.scope.seller, IDList.text(woken))
    try StockGaps.end(returned, at: now, in: tx)
    try StockGaps.begin(soldOut, at: now, in: tx)
    try tx.run(StockAlertSQL.turn, seller, list, now.milliseconds, NumberList.bytes(turns))
    try tx.run(StockUrgencySQL.follow, seller, list)
    try count(in: tx)
    return low
  }

  /// A product that has stock again, or none any more, moves between "on sale" and "ready"
  /// unless something else blocks it.
  private func count(in tx: SellerTransaction) throws(SQLError) {
    var onSale: Int64 = 0
    if !returned.isEmpty || !soldOut.isEmpty {
      let unblocked = Set(
        try tx.all(
          StockWakeSQL.unblocked, IDList.text(returned + soldOut), Blockers.noStock.rawValue))
      onSale = Int64(
        unblocked.intersection(returned).count - unblocked.intersection(soldOut).count)
    }
    let counts = [
      (StockTab.none.counter, Int64(soldOut.count - returned.count)),
      (StockTab.low.counter, turned), (ProductTab.onSale.counter, onSale),
      (ProductTab.ready.counter, -onSale),
    ]
    for (name, change) in counts where change != 0 { try Counters.add(change, to: name, in: tx) }
  }
}
