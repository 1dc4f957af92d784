import Commerce
import Office
import SQL

/// One statement for all rows of a kind: each statement that fires a trigger keeps a copy of every
/// page that it touches, until it ends.
enum StockBatchSQL {
  static let moves = Command(
    """
    insert into main.stock_movement (seller_id, id, product_id, warehouse_id, previous, on_hand,
      reserved, reason, note, at)
    select ?1, j.value, number_at(?3, j.key), number_at(?4, j.key),
      nullif(number_at(?5, j.key), 0), number_at(?6, j.key), 0, ?7, ?8, ?9
    from json_each(?2) j
    """)
  /// `on conflict` needs `where true` before it, or SQLite takes it for a join's. Where there is no
  /// balance yet, nothing is promised.
  static let balances = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, last_move, moves)
    select ?1, j.value, number_at(?3, j.key), number_at(?4, j.key), number_at(?5, j.key),
      number_at(?6, j.key)
    from json_each(?2) j where true
    on conflict (seller_id, product_id, warehouse_id) do update set on_hand = excluded.on_hand,
      last_move = excluded.last_move, moves = moves + excluded.moves
    """)
  /// With its level, which else a trigger would write once more. The limit keeps the order: first
  /// the changes, then their rows. Else the whole shelf is walked.
  static let available = Command(
    """
    update main.product_shelf set available = available + c.change,
      stock_level = case when available + c.change = 0 then 'none'
        when available + c.change <= low_stock then 'low' else 'ok' end
    from (select j.value as id, number_at(?3, j.key) as change from json_each(?2) j limit -1) c
    where product_shelf.seller_id = ?1 and product_shelf.id = c.id
    """)
  /// Of products whose level stays as it is: all of its index would be written anew.
  static let moved = Command(
    """
    update main.product_shelf set available = available + c.change
    from (select j.value as id, number_at(?3, j.key) as change from json_each(?2) j limit -1) c
    where product_shelf.seller_id = ?1 and product_shelf.id = c.id
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("stockBatch.moves", moves), ("stockBatch.balances", balances),
    ("stockBatch.available", available), ("stockBatch.moved", moved),
  ]
}

/// Counts of many products that are booked together, in the order of their rows.
struct StockBatch {
  struct Place: Hashable {
    let product: Int64
    let warehouse: Int64
  }

  struct Balance {
    var onHand: Int64
    let reserved: Int64
    /// The last entry of its ledger; 0 for none.
    var last: Int64

    static let none = Balance(onHand: 0, reserved: 0, last: 0)
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

  /// What a product has in all, before anything of it is booked; else that is read.
  mutating func note(_ level: StockLevel, of product: Int64) { levels[product] = level }

  /// Sets the free pieces; what is promised to orders comes on top.
  mutating func set(_ free: Int64, _ place: Place) {
    let index = counted[place] ?? counts.count
    if index == counts.count {
      counted[place] = index
      counts.append(Count(place: place))
    }
    let balance = balances[place] ?? .none
    let booked = counts[index].changes.reduce(balance.onHand, +)
    let change = free + balance.reserved - booked
    if change != 0 { counts[index].changes.append(change) }
  }

  /// - Returns: the products whose stock ran low by it.
  func write(
    note: String, at now: Instant, _ newID: () -> Int64, in tx: SellerTransaction
  ) throws(SQLError) -> [LowStock] {
    // In the order of the rows, which lie together.
    let sorted = counts.filter { !$0.changes.isEmpty }.sorted {
      ($0.place.product, $0.place.warehouse) < ($1.place.product, $1.place.warehouse)
    }
    if sorted.isEmpty { return [] }
    var levels = levels
    for product in Set(sorted.map(\.place.product)) where levels[product] == nil {
      levels[product] = try tx.first(StockSQL.level, product)
    }
    var wake = StockWake()
    var (moved, levelled) = (StockChanges(), StockChanges())
    for (product, change) in try book(sorted, note, now, newID, in: tx) where change != 0 {
      guard let level = levels[product] else { continue }
      if level.stays(after: change) {
        moved.append(change, of: product)
      } else {
        levelled.append(change, of: product)
      }
      wake.follow(change, of: ProductID(raw: product), from: level)
    }
    try moved.run(StockBatchSQL.moved, in: tx)
    try levelled.run(StockBatchSQL.available, in: tx)
    return try wake.write(at: now, in: tx)
  }

  /// - Returns: how many free pieces came to each product, in their order.
  private func book(
    _ counts: [Count], _ note: String, _ now: Instant, _ newID: () -> Int64,
    in tx: SellerTransaction
  ) throws(SQLError) -> [(product: Int64, change: Int64)] {
    var (moves, rows) = (StockColumns(), StockColumns())
    var (onHand, pieces, times): ([Int64], [Int64], [Int64]) = ([], [], [])
    var changes: [(product: Int64, change: Int64)] = []
    var ids: [Int64] = []
    for count in counts {
      let place = count.place
      var balance = balances[place] ?? .none
      for change in count.changes {
        let id = newID()
        ids.append(id)
        moves.append(place, last: balance.last)
        pieces.append(change)
        balance.onHand += change
        balance.last = id
      }
      rows.append(place, last: balance.last)
      onHand.append(balance.onHand)
      times.append(Int64(count.changes.count))
      let change = count.changes.reduce(0, +)
      if let last = changes.indices.last, changes[last].product == place.product {
        changes[last].change += change
      } else {
        changes.append((place.product, change))
      }
    }
    let seller = tx.scope.seller
    try tx.run(
      StockBatchSQL.moves, seller, IDList.text(ids), NumberList.bytes(moves.products),
      NumberList.bytes(moves.warehouses), NumberList.bytes(moves.last), NumberList.bytes(pieces),
      StockReason.count, note, now.milliseconds)
    try tx.run(
      StockBatchSQL.balances, seller, IDList.text(rows.products),
      NumberList.bytes(rows.warehouses), NumberList.bytes(onHand), NumberList.bytes(rows.last),
      NumberList.bytes(times))
    return changes
  }
}

/// Columns that balances and their movements share.
private struct StockColumns {
  private(set) var products: [Int64] = []
  private(set) var warehouses: [Int64] = []
  private(set) var last: [Int64] = []

  mutating func append(_ place: StockBatch.Place, last: Int64) {
    products.append(place.product)
    warehouses.append(place.warehouse)
    self.last.append(last)
  }
}

/// How many free pieces come to products.
struct StockChanges {
  private var products: [Int64] = []
  private var changes: [Int64] = []

  mutating func append(_ change: Int64, of product: Int64) {
    products.append(product)
    changes.append(change)
  }

  /// `available` or `moved`.
  func run(_ command: Command, in tx: SellerTransaction) throws(SQLError) {
    if products.isEmpty { return }
    try tx.run(command, tx.scope.seller, IDList.text(products), NumberList.bytes(changes))
  }
}
