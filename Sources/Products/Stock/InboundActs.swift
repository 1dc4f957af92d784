import Commerce
import Office
import SQL

/// What people do with deliveries. Each act checks the state it needs in the transaction that
/// changes it; pieces move by movements only.
struct InboundActs {
  static let mostLines = 500

  let stock: StockActs

  private var tx: SellerTransaction { stock.tx }
  private var store: InboundStore { InboundStore(rows: tx.reader) }

  /// Begins a draft. Throws `Failure.notFound` for a product that is not the shop's.
  func create(_ id: InboundID, _ draft: InboundDraft) throws {
    try tx.run(
      InboundSQL.insert, tx.scope.seller, id.raw, draft.warehouse.raw,
      stock.now.milliseconds, stock.member?.raw)
    try write(draft, to: id)
  }

  func save(_ draft: InboundDraft, to id: InboundID) throws {
    _ = try inbound(id, in: .draft)
    try write(draft, to: id)
  }

  /// The pieces are on their way from now on.
  func announce(_ id: InboundID) throws {
    let inbound = try inbound(id, in: .draft)
    let lines = try store.lines(of: id)
    if lines.isEmpty { throw InvalidForm("add", Message("stock.inbound.error.empty")) }
    if inbound.expected == nil { throw InvalidForm("expected", Message("form.required")) }
    try move(id, to: .open)
    for line in lines {
      try stock.move(
        line.product, inbound.warehouse, .announced, StockChange(inbound: line.quantity),
        note: inbound.supplier)
    }
  }

  /// Books what has come. What is missing stays open, with the reason, until it comes or is given
  /// up; what is too much comes in as well.
  func receive(_ receipts: [InboundReceipt], of id: InboundID) throws {
    let inbound = try inbound(id, in: .open)
    let lines = try store.lines(of: id)
    for receipt in receipts {
      guard let line = lines.first(where: { $0.product == receipt.product }) else {
        throw Failure.notFound
      }
      // A button pressed twice, or another person who was faster.
      if let seen = receipt.seen, seen != line.open {
        throw InvalidForm(
          "received_\(line.product)",
          Message("stock.inbound.error.moved", ["open": "\(line.open)"]))
      }
      try tx.run(
        InboundSQL.receive, tx.scope.seller, id.raw, line.product.raw, receipt.received,
        receipt.quarantine, receipt.damaged, receipt.reason)
      try stock.move(
        line.product, inbound.warehouse, .received,
        StockChange(
          onHand: receipt.received, inbound: -min(line.open, receipt.came),
          quarantine: receipt.quarantine, damaged: receipt.damaged),
        note: receipt.reason)
    }
    try closeIfDone(id)
  }

  /// Gives up what has not come.
  func close(_ id: InboundID, because reason: String) throws {
    let inbound = try inbound(id, in: .open)
    for line in try store.lines(of: id) where line.open > 0 {
      try tx.run(
        InboundSQL.giveUp, tx.scope.seller, id.raw, line.product.raw, line.open, reason)
      try stock.move(
        line.product, inbound.warehouse, .missing, StockChange(inbound: -line.open), note: reason)
    }
    try move(id, to: .closed)
  }

  func remove(_ id: InboundID) throws {
    _ = try inbound(id, in: .draft)
    try tx.run(InboundSQL.remove, tx.scope.seller, id.raw)
  }

  private func closeIfDone(_ id: InboundID) throws {
    if try store.lines(of: id).allSatisfy({ $0.open == 0 }) { try move(id, to: .closed) }
  }

  private func move(_ id: InboundID, to state: InboundState) throws(SQLError) {
    try tx.run(
      InboundSQL.move, tx.scope.seller, id.raw, state,
      state == .closed ? stock.now.milliseconds : nil)
  }

  private func inbound(_ id: InboundID, in state: InboundState) throws -> Inbound {
    guard let inbound = try store.inbound(id) else { throw Failure.notFound }
    guard inbound.state == state else {
      throw Failure.conflict(Message("stock.inbound.conflict.\(inbound.state.rawValue)"))
    }
    return inbound
  }

  private func write(_ draft: InboundDraft, to id: InboundID) throws {
    guard try StockStore(rows: tx.reader).hasWarehouse(draft.warehouse) else {
      throw InvalidForm("warehouse", Message("form.choice"))
    }
    let seller = tx.scope.seller
    try tx.run(
      InboundSQL.save, seller, id.raw, draft.warehouse.raw, draft.supplier,
      draft.expected?.daysSince1970)
    for (product, quantity) in draft.quantities {
      guard try ProductStore(rows: tx.reader).product(product) != nil else {
        throw Failure.notFound
      }
      if quantity > 0 {
        try tx.run(InboundSQL.setLine, seller, id.raw, product.raw, quantity)
      } else {
        try tx.run(InboundSQL.removeLine, seller, id.raw, product.raw)
      }
    }
    if try store.lines(of: id).count > Self.mostLines {
      throw InvalidForm("add", Message("stock.inbound.error.lines", ["max": "\(Self.mostLines)"]))
    }
  }
}
