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
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), nullif(json_extract(j.value, '$[3]'), 0),
      json_extract(j.value, '$[4]'), 0, ?3, ?4, ?5
    from json_each(?2) j
    """)
  /// `on conflict` needs `where true` before it, or SQLite takes it for a join's.
  static let balances = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, reserved, last_move,
      moves)
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]'),
      json_extract(j.value, '$[4]'), json_extract(j.value, '$[5]')
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
    from (select json_extract(j.value, '$[0]') as id, json_extract(j.value, '$[1]') as change
      from json_each(?2) j limit -1) c
    where product_shelf.seller_id = ?1 and product_shelf.id = c.id
    """)
  /// Of products whose level stays as it is: all of its index would be written anew.
  static let moved = Command(
    """
    update main.product_shelf set available = available + c.change
    from (select json_extract(j.value, '$[0]') as id, json_extract(j.value, '$[1]') as change
      from json_each(?2) j limit -1) c
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
    var (moved, levelled) = (NumberRows(), NumberRows())
    for (product, change) in try book(sorted, note, now, newID, in: tx) where change != 0 {
      guard let level = levels[product] else { continue }
      if level.stays(after: change) {
        moved.append(product, change)
      } else {
        levelled.append(product, change)
      }
      wake.follow(change, of: ProductID(raw: product), from: level)
    }
    if !moved.isEmpty { try tx.run(StockBatchSQL.moved, tx.scope.seller, moved.text) }
    if !levelled.isEmpty { try tx.run(StockBatchSQL.available, tx.scope.seller, levelled.text) }
    return try wake.write(at: now, in: tx)
  }

  /// - Returns: how many free pieces came to each product, in their order.
  private func book(
    _ counts: [Count], _ note: String, _ now: Instant, _ newID: () -> Int64,
    in tx: SellerTransaction
  ) throws(SQLError) -> [(product: Int64, change: Int64)] {
    var (moves, rows) = (NumberRows(), NumberRows())
    var changes: [(product: Int64, change: Int64)] = []
    for count in counts {
      let place = count.place
      var balance = balances[place] ?? .none
      for change in count.changes {
        let id = newID()
        moves.append(id, place.product, place.warehouse, balance.last, change)
        balance.onHand += change
        balance.last = id
      }
      rows.append(
        place.product, place.warehouse, balance.onHand, balance.reserved, balance.last,
        Int64(count.changes.count))
      let change = count.changes.reduce(0, +)
      if let last = changes.indices.last, changes[last].product == place.product {
        changes[last].change += change
      } else {
        changes.append((place.product, change))
      }
    }
    let seller = tx.scope.seller
    try tx.run(
      StockBatchSQL.moves, seller, moves.text, StockReason.count, note, now.milliseconds)
    try tx.run(StockBatchSQL.balances, seller, rows.text)
    return changes
  }
}

/// Rows of numbers for `json_each`.
struct NumberRows {
  private var rows = ""

  var isEmpty: Bool { rows.isEmpty }

  mutating func append(_ numbers: Int64...) {
    rows += rows.isEmpty ? "[" : ",["
    for (place, number) in numbers.enumerated() {
      if place > 0 { rows += "," }
      rows += String(number)
    }
    rows += "]"
  }

  var text: String { "[\(rows)]" }
}
