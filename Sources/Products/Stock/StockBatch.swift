import Commerce
import Office
import SQL

enum StockBatchSQL {
  /// `on conflict` needs `where true` before it, or SQLite takes it for a join's.
  static let balances = Command(
    """
    insert into main.stock (seller_id, product_id, warehouse_id, on_hand, reserved)
    select ?1, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
      json_extract(j.value, '$[2]'), json_extract(j.value, '$[3]')
    from json_each(?2) j where true
    on conflict (seller_id, product_id, warehouse_id) do update set on_hand = excluded.on_hand
    """)
  static let move = Command(
    """
    insert into main.stock_movement
      (seller_id, id, product_id, warehouse_id, on_hand, reserved, reason, note, at)
    values (?, ?, ?, ?, ?, 0, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("stockBatch.balances", balances), ("stockBatch.move", move),
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
  }

  private var moves: [(place: Place, change: Int64)] = []
  private var balances: [Place: Balance] = [:]
  private var changed: Set<Place> = []

  /// What a place has, before anything of it is booked.
  mutating func note(_ balance: Balance, of place: Place) { balances[place] = balance }

  /// Sets the free pieces; what is promised to orders comes on top.
  mutating func set(_ free: Int64, _ place: Place) {
    var balance = balances[place] ?? Balance(onHand: 0, reserved: 0)
    let change = free + balance.reserved - balance.onHand
    if change == 0 { return }
    balance.onHand += change
    balances[place] = balance
    changed.insert(place)
    moves.append((place, change))
  }

  /// - Returns: the products whose stock ran low by it.
  func write(
    note: String, at now: Instant, _ newID: () -> Int64, in tx: SellerTransaction
  ) throws(SQLError) -> [StockRanLow] {
    if moves.isEmpty { return [] }
    let rows = changed.sorted { $0.product < $1.product }.map { place in
      let balance = balances[place] ?? Balance(onHand: 0, reserved: 0)
      return Self.row([place.product, place.warehouse, balance.onHand, balance.reserved])
    }
    let seller = tx.scope.seller
    try tx.run(StockBatchSQL.balances, seller, Self.text(rows))
    for move in moves.sorted(by: { $0.place.product < $1.place.product }) {
      try tx.run(
        StockBatchSQL.move, seller, newID(), move.place.product, move.place.warehouse, move.change,
        StockReason.count, note, now.milliseconds)
    }
    return try show(at: now, in: tx)
  }

  private func show(at now: Instant, in tx: SellerTransaction) throws(SQLError) -> [StockRanLow] {
    var changes: [Int64: Int64] = [:]
    for move in moves { changes[move.place.product, default: 0] += move.change }
    var tally = StockTally()
    var low: [StockRanLow] = []
    // In the order of the rows, which lie together.
    for product in changes.keys.sorted() {
      let found = try StockStore.show(
        changes[product] ?? 0, of: ProductID(raw: product), at: now, &tally, in: tx)
      if let found { low.append(found) }
    }
    try tally.write(in: tx)
    return low
  }

  private static func row(_ numbers: [Int64]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }

  private static func text(_ rows: [String]) -> String {
    "[" + rows.joined(separator: ",") + "]"
  }
}
