import Commerce
import Office
import SQL

/// Stock that was before the shop came here, for imports and demos. All of it goes through the
/// ledger.
public struct StockArchive: Sendable {
  private let kernel: Kernel

  public init(kernel: Kernel) { self.kernel = kernel }

  /// Says where a warehouse is and when it works.
  /// - Parameters:
  ///   - workingDays: a bit a day, Monday first.
  ///   - cutOff: minutes from midnight, 1440 for none.
  public func settle(
    _ warehouse: WarehouseID, address: String, workingDays: Int64, cutOff: Int64,
    in tx: SellerTransaction
  ) throws(SQLError) {
    guard let old = try WarehouseStore(rows: tx.reader).warehouse(warehouse) else { return }
    try tx.run(
      WarehouseSQL.save, tx.scope.seller, warehouse.raw, old.name, address, old.timeZone,
      workingDays, cutOff)
  }

  /// Moves free pieces from one warehouse to another. Throws where there are too few.
  public func transfer(
    _ pieces: Int64, of product: ProductID, from: WarehouseID, to: WarehouseID, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    try acts(tx, now).book(
      Booking(warehouse: from, target: to, reason: .transfer, quantity: pieces, note: ""),
      of: product)
  }

  /// Puts free pieces aside: damaged, or into quarantine. Throws where there are too few.
  public func setAside(
    _ pieces: Int64, of product: ProductID, in warehouse: WarehouseID, isDamaged: Bool,
    note: String, at now: Instant, in tx: SellerTransaction
  ) throws {
    try acts(tx, now).book(
      Booking(
        warehouse: warehouse, target: nil, reason: isDamaged ? .damage : .quarantine,
        quantity: pieces, note: note), of: product)
  }

  /// A delivery on its way.
  public func announce(
    _ lines: [(product: ProductID, quantity: Int64)], to warehouse: WarehouseID,
    from supplier: String, on day: LocalDate, at now: Instant, in tx: SellerTransaction
  ) throws {
    let id: InboundID = kernel.newID()
    let inbound = InboundActs(stock: acts(tx, now))
    try inbound.create(
      id,
      InboundDraft(
        warehouse: warehouse, supplier: supplier, expected: day, quantities: lines))
    try inbound.announce(id)
  }

  /// Pieces that left in parcels whose stock was never booked here; they make up the rate of sale.
  public func sold(
    _ pieces: Int64, of product: ProductID, at moment: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try StockGaps.sell(pieces, of: product, at: moment, in: tx)
  }

  /// The shop is told when the product lasts fewer days.
  public func warn(
    below days: Int64, of product: ProductID, at now: Instant, in tx: SellerTransaction
  ) throws {
    try StockPlanning(kernel: kernel, now: now).save(
      StockPlan(lowDays: days), of: product, in: tx)
  }

  private func acts(_ tx: SellerTransaction, _ now: Instant) -> StockActs {
    StockActs(stock: Stock(kernel: kernel), tx: tx, now: now, member: nil)
  }
}
