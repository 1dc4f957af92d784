import Commerce
import Office
import SQL

/// What sellers' programs are pushed of postings, in the transaction of the change. No personal
/// data of buyers is in it.
extension PostingActs {
  /// A posting that the shop can work on has come.
  func pushNew(
    _ id: PostingID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    guard try kernel.webhooks.pushes(in: tx).contains(.newPosting),
      let posting = try PostingStore(rows: tx.reader).posting(id)
    else { return }
    let began = posting.milestones.paid ?? posting.milestones.placed
    let body: [(String, JSON)] = [
      ("posting_number", .string(posting.number)),
      ("products", try Self.products(of: id, in: tx)), ("in_process_at", .string("\(began)")),
    ]
    try push(.newPosting, posting, body, at: now, in: tx)
  }

  /// What a command has changed.
  /// - Parameter before: the posting as it was.
  func push(
    _ before: Posting, _ act: PostingAct, to state: PostingState, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let heard = try kernel.webhooks.pushes(in: tx)
    if heard.isEmpty { return }
    guard let after = try PostingStore(rows: tx.reader).posting(before.id) else { return }
    let (old, new) = (Self.substatus(before), Self.substatus(after))
    let number = ("posting_number", JSON.string(before.number))
    let moment = ("changed_state_date", JSON.string("\(now)"))
    if old != new, heard.contains(.stateChanged) {
      let body: [(String, JSON)] = [number, ("new_state", .string(new)), moment]
      try push(.stateChanged, after, body, at: now, in: tx)
    }
    if state == .cancelled, before.state != .cancelled, heard.contains(.postingCancelled) {
      let cause = cancellation(before, act, at: now).reason
      let reason = WireReason(stored: cause.rawValue, by: act.actor.kind)
      let body: [(String, JSON)] = [
        number, ("products", try Self.products(of: before.id, in: tx)),
        ("old_state", .string(old)), ("new_state", .string(new)), moment,
        ("reason", ["id": .integer(reason.id), "message": .string(reason.title)]),
      ]
      try push(.postingCancelled, after, body, at: now, in: tx)
    }
    if after.state.tab.isOpen, after.due != before.due, heard.contains(.cutOffChanged) {
      let body: [(String, JSON)] = [
        number, ("new_cutoff_date", .string("\(after.due)")),
        ("old_cutoff_date", .string("\(before.due)")),
      ]
      try push(.cutOffChanged, after, body, at: now, in: tx)
    }
  }

  /// Until when the buyer should have it: what was promised, else what the carrier says.
  func promised(
    to id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) -> Instant? {
    if let promise = try PromiseStore(rows: tx.reader).promise(of: id) { return promise }
    return try ParcelStore(rows: tx.reader).cards(of: id).compactMap(\.promised).max()
  }

  /// Does what may move the promised day, and tells it where it has.
  func pushingPromise(
    of id: PostingID, at now: Instant, in tx: SellerTransaction, _ body: () throws -> Void
  ) throws {
    guard try kernel.webhooks.pushes(in: tx).contains(.deliveryDateChanged) else {
      return try body()
    }
    let old = try promised(to: id, in: tx)
    try body()
    guard let old, let new = try promised(to: id, in: tx), new != old,
      let posting = try PostingStore(rows: tx.reader).posting(id)
    else { return }
    let details: [(String, JSON)] = [
      ("posting_number", .string(posting.number)),
      ("new_delivery_date_begin", .string("\(new - .days(1))")),
      ("new_delivery_date_end", .string("\(new)")),
      ("old_delivery_date_begin", .string("\(old - .days(1))")),
      ("old_delivery_date_end", .string("\(old)")),
    ]
    try push(.deliveryDateChanged, posting, details, at: now, in: tx)
  }

  private func push(
    _ push: Push, _ posting: Posting, _ body: [(String, JSON)], at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let place: [(String, JSON)] = [
      ("warehouse_id", .integer(posting.warehouse?.raw ?? 0)),
      ("seller_id", .integer(tx.scope.seller)),
    ]
    try kernel.webhooks.push(
      push, of: "posting", posting.id.raw, body + place, at: now, in: tx)
  }

  private static func substatus(_ posting: Posting) -> String {
    PostingStatus(posting.state, stage: posting.stage).substatus(posting.stage)
  }

  private static func products(
    of id: PostingID, in tx: SellerTransaction
  ) throws(SQLError) -> JSON {
    .array(
      try PostingStore(rows: tx.reader).lines(of: id).map { line in
        ["sku": .integer(line.product.raw), "quantity": .integer(line.quantity)]
      })
  }
}
