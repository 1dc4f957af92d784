import Commerce
import Office
import SQL

/// What people do with stock. Every act is one or more movements in the caller's transaction.
struct StockActs {
  let stock: Stock
  let tx: SellerTransaction
  let now: Instant
  let member: MemberID?

  /// Books a movement by hand.
  /// - Throws: `Failure.notFound`; `InvalidForm` where the pieces are not there.
  func book(_ booking: Booking, of product: ProductID) throws {
    let balances = try StockStore(rows: tx.reader).balances(of: product)
    guard try ProductStore(rows: tx.reader).product(product) != nil else { throw Failure.notFound }
    guard let balance = balances.first(where: { $0.warehouse == booking.warehouse }) else {
      throw InvalidForm("warehouse", Message("form.choice"))
    }
    let change = booking.change(from: balance)
    try check(change, against: balance)
    if change == .none { return }
    try refuseRepeat(booking, change, balance, of: product)
    if let target = booking.target {
      guard balances.contains(where: { $0.warehouse == target }) else {
        throw InvalidForm("target", Message("form.choice"))
      }
      try move(
        product, target, .transfer, StockChange(onHand: booking.quantity), note: booking.note)
    }
    try move(product, booking.warehouse, booking.reason, change, note: booking.note)
  }

  /// A button pressed twice, or a page sent again, books once; who means it books it again.
  private func refuseRepeat(
    _ booking: Booking, _ change: StockChange, _ balance: StockBalance, of product: ProductID
  ) throws {
    guard let seen = booking.seen, booking.reason != .count else { return }
    let newest = try StockStore(rows: tx.reader).ledger(of: product, before: nil, limit: 20)
    let same = newest.entries.contains { entry in
      entry.id > seen && entry.warehouse == balance.name && entry.reason == booking.reason
        && entry.change == change && entry.note == booking.note
    }
    if same { throw InvalidForm("quantity", Message("stock.error.again")) }
  }

  /// Books one movement.
  func move(
    _ product: ProductID, _ warehouse: WarehouseID, _ reason: StockReason, _ change: StockChange,
    note: String = ""
  ) throws {
    try stock.book(
      StockMove(
        product: product, warehouse: warehouse, reason: reason, change: change, note: note,
        at: now, member: member), in: tx)
  }

  /// Says how many pieces there are before a constraint says only that there are too few.
  private func check(_ change: StockChange, against balance: StockBalance) throws(InvalidForm) {
    let buckets = [
      (balance.available, change.available, "products.stock.error.short"),
      (balance.pieces.quarantine, change.quarantine, "stock.error.quarantine"),
      (balance.pieces.damaged, change.damaged, "stock.error.damaged"),
    ]
    for (there, change, key) in buckets where change < 0 && there + change < 0 {
      throw InvalidForm("quantity", Message(key, ["available": "\(there)"]))
    }
  }
}

extension WorkContext where Scope == SellerScope {
  /// What people do with stock, with its row in the audit.
  func write(_ act: Act, on stock: Stock, _ body: (StockActs) throws -> Void) throws {
    let (now, member) = (self.now, self.member?.id)
    try write(act) { tx in
      try body(StockActs(stock: stock, tx: tx, now: now, member: member))
    }
  }
}
