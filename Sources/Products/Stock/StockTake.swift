import Commerce

enum StockTakeEntity {}
typealias StockTakeID = ID<StockTakeEntity>

/// Where a stock-take stands.
enum StockTakeState: String, Sendable, CaseIterable {
  case open
  /// Counted; what differs can be counted again until somebody approves.
  case counted
  case approved, cancelled
}

/// A count of goods in a warehouse.
struct StockTake: Sendable {
  let id: StockTakeID
  let warehouse: WarehouseID
  let warehouseName: String
  let state: StockTakeState
  let created: Instant
}

/// A line of the count sheet.
struct StockTakeLine: Sendable {
  let product: ProductID
  let title: String
  let offerID: String
  let barcode: String
  /// Nil while nobody counted.
  let counted: Int64?
  /// What the ledger said at the moment of the count.
  let booked: Int64?

  /// What the count is above the ledger; the sales since then do not touch it.
  var difference: Int64 {
    guard let counted, let booked else { return 0 }
    return counted - booked
  }
}

/// Which goods are counted.
enum StockTakeScope: String, Sendable, CaseIterable {
  /// Those of which the warehouse has some.
  case stocked
  case all
}
