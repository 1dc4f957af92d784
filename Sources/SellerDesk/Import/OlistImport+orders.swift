import Commerce
import Office
import Orders
import SQL

extension OlistImport {
  /// Streams the orders; each goes in with its postings and payments or not at all.
  mutating func importOrders(_ tables: OlistTables) throws {
    let archive = OrderArchive()
    var waiting: [SourceOrder] = []
    var seen: Set<SourceKey> = []
    try folder.orders.forEachRow(OrderColumn.self, log) { row in
      let order = try SourceOrder(row, tables, zone)
      guard seen.insert(order.key).inserted else { throw row.problem(.order, "is there twice") }
      try OlistTables.limit(seen.count, folder.orders)
      comparePayments(order, row)
      waiting.append(order)
      if waiting.count >= batch { try write(&waiting, tables, archive) }
    }
    try write(&waiting, tables, archive)
  }

  /// The source does not say why some differ; its lines are what counts.
  private func comparePayments(_ order: SourceOrder, _ row: SourceRow<OrderColumn>) {
    guard abs(order.paid - order.total) > 1 else { return }
    let problem = RowProblem(
      field: OrderColumn.order.rawValue,
      reason: order.payments.isEmpty
        ? "has no payment" : "has payments that differ from its lines by more than 0.01",
      value: "\(order.key.text): paid \(order.paid), lines \(order.total) in cents")
    log.note(problem, in: folder.orders.name, line: row.line)
  }

  private mutating func write(
    _ waiting: inout [SourceOrder], _ tables: OlistTables, _ archive: OrderArchive
  ) throws {
    guard !waiting.isEmpty else { return }
    let orders = waiting
    waiting.removeAll(keepingCapacity: true)
    let (known, new) = try kernel.database.writer.write { transaction in
      let known = try ids(orders, in: transaction.open)
      let fresh = orders.filter { known[$0.key] == nil }
      return (known, try insert(fresh, tables, archive, in: transaction))
    }
    orderIDs.merge(known) { first, _ in first }
    orderIDs.merge(new) { first, _ in first }
    counts.orders.new += new.count
    counts.orders.known += known.count
    for order in orders where new[order.key] != nil {
      counts.postings += order.postings.count
      counts.payments += order.payments.count
    }
    try pulse("orders: \(counts.orders.total)")
  }

  private func insert(
    _ orders: [SourceOrder], _ tables: OlistTables, _ archive: OrderArchive,
    in transaction: Transaction
  ) throws -> [SourceKey: Int64] {
    let platform = platform(transaction)
    try archive.insert(orders.map { archived($0, tables) }, in: platform)
    let ids = try ids(orders, in: transaction.open)
    for order in orders {
      guard let id = ids[order.key] else { continue }
      for payment in order.payments {
        try transaction.open.run(
          ImportSQL.insertPayment, id, payment.number, payment.kind, payment.instalments,
          payment.amount)
      }
      if order.status.isOutOfStock { try archive.recordOutOfStock(id, in: platform) }
    }
    return ids
  }

  private func ids(
    _ orders: [SourceOrder], in rows: OpenTransaction
  ) throws(SQLError) -> [SourceKey: Int64] {
    var ids: [SourceKey: Int64] = [:]
    for order in orders { ids[order.key] = try rows.first(ImportSQL.order, order.key.source) }
    return ids
  }

  private func archived(_ order: SourceOrder, _ tables: OlistTables) -> ArchivedOrder {
    let recipient = order.buyer.recipient
    let postings = order.postings.map { posting in
      ArchivedPosting(
        seller: SellerID(raw: posting.seller.sellerID), state: posting.state,
        milestones: posting.milestones, due: posting.due, recipient: recipient,
        lines: posting.lines.map { archived($0, of: posting.seller, tables) },
        shippingMinor: posting.shipping)
    }
    return ArchivedOrder(
      source: order.key.source, placed: order.placed, currency: currency, postings: postings)
  }

  private func archived(
    _ line: SourcePosting.Line, of seller: SourceKey, _ tables: OlistTables
  ) -> ArchivedLine {
    let product = tables.products[line.product]
    return ArchivedLine(
      product: line.product.listingID(of: seller), offerID: line.product.offerID,
      title: product?.title(line.product) ?? line.product.short,
      weightGrams: product?.weightGrams ?? 0, quantity: line.quantity, priceMinor: line.price)
  }
}
