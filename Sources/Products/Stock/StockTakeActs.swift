import Commerce
import Office
import SQL

/// What people do with a stock-take. Each act checks the state it needs in the transaction that
/// changes it, so that an act done twice books nothing twice.
struct StockTakeActs {
  static let mostLines = 2_000

  let stock: StockActs

  private var tx: SellerTransaction { stock.tx }
  private var store: StockTakeStore { StockTakeStore(rows: tx.reader) }

  /// Makes the sheet.
  /// - Parameter prefix: how the offer ids begin; empty for all.
  func create(
    _ id: StockTakeID, in warehouse: WarehouseID, _ scope: StockTakeScope, prefix: String
  ) throws {
    guard try StockStore(rows: tx.reader).hasWarehouse(warehouse) else {
      throw InvalidForm("warehouse", Message("form.choice"))
    }
    let seller = tx.scope.seller
    try tx.run(
      StockTakeSQL.insert, seller, id.raw, warehouse.raw, stock.now.milliseconds,
      stock.member?.raw)
    let (end, limit) = (prefix + "\u{10FFFF}", Self.mostLines + 1)
    let lines =
      switch scope {
      case .all: try tx.run(StockTakeSQL.addAll, seller, id.raw, prefix, end, limit)
      case .stocked:
        try tx.run(StockTakeSQL.addStocked, seller, id.raw, prefix, end, limit, warehouse.raw)
      }
    if lines == 0 { throw InvalidForm("prefix", Message("stock.take.error.empty")) }
    if lines > Self.mostLines {
      throw InvalidForm(
        "prefix", Message("stock.take.error.many", ["max": "\(Self.mostLines)"]))
    }
  }

  /// Writes counts down, each with what the ledger says now. A count that only stands in the form
  /// as it was saved is not a new one; a second count of a line that differs always is.
  func count(_ counts: [(product: ProductID, pieces: Int64)], of id: StockTakeID) throws {
    let take = try take(id, in: [.open, .counted])
    for (product, pieces) in counts {
      try tx.run(
        StockTakeSQL.count, tx.scope.seller, id.raw, product.raw, pieces,
        stock.now.milliseconds, take.warehouse.raw, take.state == .counted)
    }
  }

  func finish(_ id: StockTakeID) throws {
    _ = try take(id, in: [.open])
    guard try tx.first(StockTakeSQL.isCounted, id.raw) != nil else {
      throw InvalidForm("lines", Message("stock.take.error.nothing"))
    }
    try move(id, to: .counted)
  }

  /// Books every difference as a movement.
  func approve(_ id: StockTakeID) throws {
    let take = try take(id, in: [.counted])
    try move(id, to: .approved)
    for line in try store.lines(of: id, differing: true, limit: Self.mostLines) {
      do {
        try stock.move(
          line.product, take.warehouse, .count, StockChange(onHand: line.difference))
      } catch let error as SQLError where error.isConstraint(.check) {
        throw InvalidForm("count_\(line.product)", Message("stock.take.error.promised"))
      }
    }
  }

  func cancel(_ id: StockTakeID) throws {
    _ = try take(id, in: [.open, .counted])
    try move(id, to: .cancelled)
  }

  private func move(_ id: StockTakeID, to state: StockTakeState) throws(SQLError) {
    let isOver = state == .approved || state == .cancelled
    try tx.run(
      StockTakeSQL.move, tx.scope.seller, id.raw, state,
      isOver ? stock.now.milliseconds : nil, isOver ? stock.member?.raw : nil)
  }

  private func take(_ id: StockTakeID, in states: [StockTakeState]) throws -> StockTake {
    guard let take = try store.take(id) else { throw Failure.notFound }
    guard states.contains(take.state) else {
      throw Failure.conflict(Message("stock.take.conflict.\(take.state.rawValue)"))
    }
    return take
  }
}
