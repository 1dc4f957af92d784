import Commerce

enum InboundEntity {}
typealias InboundID = ID<InboundEntity>

/// Where a delivery stands.
enum InboundState: String, Sendable, CaseIterable {
  /// Being put together; no bucket knows of it.
  case draft
  /// On its way: its open pieces are in the bucket "inbound".
  case open
  case closed
}

/// A delivery from a supplier to a warehouse.
struct Inbound: Sendable {
  let id: InboundID
  let warehouse: WarehouseID
  let warehouseName: String
  let supplier: String
  let expected: LocalDate?
  let state: InboundState
  let created: Instant
}

/// What a delivery brings of one product.
struct InboundLine: Sendable {
  let product: ProductID
  let title: String
  let offerID: String
  let quantity: Int64
  let received: Int64
  let quarantine: Int64
  let damaged: Int64
  /// Given up.
  let missing: Int64
  /// Why another number came than was expected.
  let reason: String

  /// What came, wherever it was put.
  var came: Int64 { received + quarantine + damaged }
  /// What is still on its way.
  var open: Int64 { max(0, quantity - came - missing) }
}

/// What of a line has come now.
struct InboundReceipt: Sendable {
  let product: ProductID
  let received: Int64
  let quarantine: Int64
  let damaged: Int64
  let reason: String
  /// What was open when the person looked; nil where that is not told.
  let seen: Int64?

  var came: Int64 { received + quarantine + damaged }
}

/// A delivery as it is typed.
struct InboundDraft: Sendable {
  var warehouse: WarehouseID
  var supplier = ""
  var expected: LocalDate?
  /// Pieces by product; none removes the line.
  var quantities: [(product: ProductID, quantity: Int64)] = []
}
