import Commerce

/// Why stock changed.
enum StockReason: String, Sendable, CaseIterable {
  /// Goods came in.
  case receipt
  /// Somebody counted.
  case count
  /// Pieces broke and lie apart.
  case damage
  case loss
  case correction
  /// Pieces went from one warehouse to another: a movement in each.
  case transfer
  /// Pieces are held back, found to be good, or found to be bad.
  case quarantine, cleared, rejected
  /// Damaged pieces were thrown away.
  case writeOff = "writeoff"
  /// A delivery is on its way, has come, or won't come.
  case announced, received, missing
  /// An order took pieces, gave them back, or left with them.
  case reserved, released, shipped
  /// What had left came back.
  case returned

  /// Those that a person may book.
  static let byHand: [StockReason] = [
    .receipt, .count, .damage, .loss, .correction, .transfer, .quarantine, .cleared, .rejected,
    .writeOff,
  ]

  var key: String { "stock.reason.\(rawValue)" }

  /// What a movement of so many pieces by hand changes; a count and a correction give the change
  /// itself.
  func change(of pieces: Int64) -> StockChange {
    switch self {
    case .damage: StockChange(onHand: -pieces, damaged: pieces)
    case .loss, .transfer: StockChange(onHand: -pieces)
    case .quarantine: StockChange(onHand: -pieces, quarantine: pieces)
    case .cleared: StockChange(onHand: pieces, quarantine: -pieces)
    case .rejected: StockChange(quarantine: -pieces, damaged: pieces)
    case .writeOff: StockChange(damaged: -pieces)
    default: StockChange(onHand: pieces)
    }
  }
}

/// Pieces that came to each bucket or, negative, left it.
struct StockChange: Sendable, Hashable {
  /// What can be sold, with what is promised to postings.
  var onHand: Int64 = 0
  /// Of these, what is promised.
  var reserved: Int64 = 0
  /// On the way from a supplier.
  var inbound: Int64 = 0
  /// Held back until somebody has looked at them.
  var quarantine: Int64 = 0
  var damaged: Int64 = 0

  static let none = StockChange()

  /// The change of what buyers can have.
  var available: Int64 { onHand - reserved }
}

/// One entry of the ledger. Balances are the sums of these and change in no other way.
struct StockMove: Sendable {
  let product: ProductID
  let warehouse: WarehouseID
  let reason: StockReason
  var change: StockChange
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
  let pieces: StockChange

  var onHand: Int64 { pieces.onHand }
  var reserved: Int64 { pieces.reserved }
  var available: Int64 { pieces.available }
}

/// A line of the ledger as the seller reads it.
struct StockEntry: Sendable {
  let id: Int64
  let warehouse: String
  let reason: StockReason
  let change: StockChange
  let posting: Int64?
  let note: String
  let at: Instant
  let member: String?

  var onHand: Int64 { change.onHand }
}
