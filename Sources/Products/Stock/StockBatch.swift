import Commerce
import Office
import SQL

enum StockBatchSQL {
  static let balance = Command(
    """
    update main.stock set on_hand = ?4, last_move = ?5, moves = moves + ?6
    where seller_id = ?1 and product_id = ?2 and warehouse_id = ?3
    """)
  static let begin = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, last_move, moves)
    values (?, ?, ?, ?, ?, ?)
    """)
  static let move = Command(
    """
    insert into main.stock_movement
      (seller_id, id, product_id, warehouse_id, previous, on_hand, reserved, reason, note, at)
    values (?, ?, ?, ?, nullif(?, 0), ?, 0, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("stockBatch.balance", balance), ("stockBatch.begin", begin), ("stockBatch.move", move),
  ]
}

/// Counts of many products that are booked together, in the order of their rows.
struct StockBatch {
  struct Place: Hashable {
    let product: Int64
    let warehouse: Int64
  }

  struct Balance {
    var onHand: Int64 = 0
    var reserved: Int64 = 0
    /// The last entry of its ledger; 0 for none.
    var last: Int64 = 0
  }

  /// What is counted anew in one place.
  private struct Count {
    let place: Place
    var changes: [Int64] = []
  }

  private var balances: [Place: Balance] = [:]
  private var levels: [Int64: StockLevel] = [:]
  private var counts: [Count] = []
  private var counted: [Place: Int] = [:]

  /// What a place has, before anything of it is booked.
  mutating func note(_ balance: Balance, of place: Place) { balances[place] = balance }

  /// What a product has in all, before anything of it is booked.
  mutating func note(_ level: StockLevel, of product: Int64) { levels[product] = level }

  /// Sets the free pieces; what is promised to orders comes on top.
  mutating func set(_ free: Int64, _ place: Place) {
    let index = counted[place] ?? counts.count
    if index == counts.count {
      counted[place] = index
      counts.append(Count(place: place))
    }
    let balance = balances[place] ?? Balance()
    let booked = counts[index].changes.reduce(balance.onHand, +)
    let change = free + balance.reserved - booked
    if change != 0 { counts[index].changes.append(change) }
  }

  /// - Returns: the products whose stock ran low by it.
  func write(
    note: String, at now: Instant, _ newID: () -> Int64, in tx: SellerTransaction
  ) throws(SQLError) -> [LowStock] {
    var tally = StockTally()
    var low: [LowStock] = []
    // In the order of the rows, which lie together.
    let sorted = counts.filter { !$0.changes.isEmpty }.sorted {
      ($0.place.product, $0.place.warehouse) < ($1.place.product, $1.place.warehouse)
    }
    var rest = sorted[...]
    while let product = rest.first?.place.product {
      var change: Int64 = 0
      while let count = rest.first, count.place.product == product {
        change += try book(count, note, now, newID, in: tx)
        rest.removeFirst()
      }
      let found = try StockStore.show(
        change, of: ProductID(raw: product), from: levels[product], at: now, &tally, in: tx)
      if let found { low.append(found) }
    }
    try tally.write(in: tx)
    return low
  }

  /// - Returns: how many free pieces came.
  private func book(
    _ count: Count, _ note: String, _ now: Instant, _ newID: () -> Int64, in tx: SellerTransaction
  ) throws(SQLError) -> Int64 {
    let (seller, place) = (tx.scope.seller, count.place)
    var balance = balances[place] ?? Balance()
    for change in count.changes {
      let id = newID()
      try tx.run(
        StockBatchSQL.move, seller, id, place.product, place.warehouse, balance.last, change,
        StockReason.count, note, now.milliseconds)
      balance.onHand += change
      balance.last = id
    }
    let command = balances[place] == nil ? StockBatchSQL.begin : StockBatchSQL.balance
    try tx.run(
      command, seller, place.product, place.warehouse, balance.onHand, balance.last,
      count.changes.count)
    return count.changes.reduce(0, +)
  }
}
