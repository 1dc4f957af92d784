import Commerce

/// Why stock changed.
enum StockReason: String, Sendable, CaseIterable {
  /// Goods came in.
  case receipt
  /// Somebody counted.
  case count
  case damage
  case loss
  case correction
  /// An order took pieces, gave them back, or left with them.
  case reserved, released, shipped

  /// Those that a person may book.
  static let byHand: [StockReason] = [.receipt, .count, .damage, .loss, .correction]

  var key: String { "products.stock.reason.\(rawValue)" }

  /// The sign of a movement by hand; nil where both are possible.
  var sign: Int64? {
    switch self {
    case .receipt: 1
    case .damage, .loss: -1
    default: nil
    }
  }
}

/// One entry of the ledger. Balances are the sums of these and change in no other way.
struct StockMove: Sendable {
  let product: ProductID
  let warehouse: WarehouseID
  let reason: StockReason
  /// Pieces that came (or, negative, left).
  var onHand: Int64 = 0
  /// Pieces that were promised to postings (or, negative, given back).
  var reserved: Int64 = 0
  var posting: PostingID?
  var note = ""
  let at: Instant
  /// Who booked it; nil for an order.
  var member: MemberID?
}

/// Pieces of a product in one warehouse.
struct StockBalance: Sendable, Hashable {
  let warehouse: WarehouseID
  let name: String
  let onHand: Int64
  let reserved: Int64

  var available: Int64 { onHand - reserved }
}

/// A line of the ledger as the seller reads it.
struct StockEntry: Sendable {
  let id: Int64
  let warehouse: String
  let reason: StockReason
  let onHand: Int64
  let reserved: Int64
  let posting: Int64?
  let note: String
  let at: Instant
  let member: String?
}
