import Commerce
import Office
import SQL

/// A command to a posting, with what it needs.
struct PostingAct: Sendable {
  let command: PostingCommand
  let actor: Actor
  /// The version that the form showed; nil does not compare.
  var version: Int64?
  /// For the timeline: a reason, a carrier's word.
  var detail = ""
  /// Whose parcel it is now; only for `ship`.
  var shipment: Shipment?
}

/// Carrier and tracking number as the warehouse gave them, checked against the carrier's format.
struct Shipment: Sendable, Hashable {
  let carrier: Carrier
  let trackingNumber: String
}

/// The tracking number is another posting's.
struct DuplicateTracking: Error {
  /// The other posting; nil when it is not this shop's.
  let number: String?
}

/// Carries out commands: checks the machine, writes the state and does what belongs to it, all
/// in the caller's transaction.
struct PostingActs: Sendable {
  let stock: any StockKeeping
  let kernel: Kernel
  let mails: OrderMails
  let deadlines: Deadlines

  static let update = Command(
    """
    update main.posting set state = ?2, tab = ?3, due_at = ?4, since_at = ?5, confirmed_at = ?6,
      packed_at = ?7, shipped_at = ?8, delivered_at = ?9, cancelled_at = ?10,
      version = version + 1
    where seller_id = current_seller() and id = ?1
    """)
  static let insertEvent = Command(
    """
    insert into main.posting_event
      (seller_id, posting_id, id, kind, at, actor_kind, actor, detail)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)

  /// - Throws: `Failure.notFound`, `IllegalCommand`, `DuplicateTracking`.
  func perform(
    _ act: PostingAct, on id: PostingID, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let isStale = act.version.map { $0 != posting.version } ?? false
    guard !isStale, let step = PostingMachine.transition(act.command, in: posting.state) else {
      throw IllegalCommand(command: act.command, number: posting.number, state: posting.state)
    }
    if let shipment = act.shipment { try assign(shipment, to: posting, at: now, in: tx) }
    try move(posting, to: step.to, at: now, in: tx)
    for effect in step.effects { try apply(effect, posting, act, at: now, in: tx) }
    if let kind = act.command.event {
      try record(kind, of: id, by: act.actor, act.detail, at: now, in: tx)
    }
    try publish(step, posting, act, at: now, in: tx)
  }

  /// Adds to the timeline.
  func record(
    _ kind: PostingEvent.Kind, of posting: PostingID, by actor: Actor, _ detail: String,
    at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let id: ID<PostingEvent> = kernel.newID()
    try tx.run(
      Self.insertEvent, tx.scope.seller, posting.raw, id.raw, kind, now.milliseconds, actor.kind,
      actor.name, detail)
  }

  private func move(
    _ posting: Posting, to state: PostingState, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    var done = posting.milestones
    done.mark(state, at: now)
    let isSame = state == posting.state
    let due =
      isSame
      ? posting.due
      : try deadlines.due(in: state, since: now, at: posting.warehouse, in: tx.reader)
    try tx.run(
      Self.update, posting.id.raw, state, state.tab, due.milliseconds,
      (isSame ? posting.since : now).milliseconds, done.confirmed?.milliseconds,
      done.packed?.milliseconds, done.shipped?.milliseconds,
      done.delivered?.milliseconds, done.cancelled?.milliseconds)
    try Self.count(from: posting.state.tab, to: state.tab, in: tx)
  }

  private static func count(
    from old: PostingTab, to new: PostingTab, in tx: SellerTransaction
  ) throws(SQLError) {
    guard old != new else { return }
    try Counters.add(-1, to: old.counter, in: tx)
    try Counters.add(1, to: new.counter, in: tx)
    if old.isOpen && !new.isOpen { try Counters.add(-1, to: PostingTab.openCounter, in: tx) }
  }

  private func apply(
    _ effect: PostingEffect, _ posting: Posting, _ act: PostingAct, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    switch effect {
    case .makeParcel: try makeParcel(posting, at: now, in: tx)
    case .shipStock:
      for piece in try reservations(of: posting, in: tx) {
        try stock.ship(piece, for: posting.id, at: now, in: tx)
      }
    case .releaseStock:
      for piece in try reservations(of: posting, in: tx) {
        try stock.release(piece, for: posting.id, reason: "cancelled", at: now, in: tx)
      }
    case .tellBuyerShipped: try mails.enqueue(.shipped, posting.id, in: tx)
    case .tellBuyerCancelled: try mails.enqueue(.cancelled, posting.id, in: tx)
    case .tellSeller: try mails.enqueue(.withdrawn, posting.id, in: tx)
    }
  }

  /// What is reserved for a posting; nothing for one that was taken over from elsewhere.
  private func reservations(
    of posting: Posting, in tx: SellerTransaction
  ) throws(SQLError) -> [Reservation] {
    guard let warehouse = posting.warehouse else { return [] }
    return try PostingStore(rows: tx.reader).lines(of: posting.id).map { line in
      Reservation(product: line.product, warehouse: warehouse, quantity: line.quantity)
    }
  }

  private func publish(
    _ step: PostingTransition, _ posting: Posting, _ act: PostingAct, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    let seller = SellerID(raw: tx.scope.seller)
    switch step.to {
    case .handedOver:
      guard let shipment = act.shipment else { return }
      try kernel.events.publish(
        PostingShipped(
          seller: seller, posting: posting.id, number: posting.number,
          carrier: shipment.carrier.name, trackingNumber: shipment.trackingNumber, at: now),
        in: tx.transaction)
    case .cancelled:
      try kernel.events.publish(
        PostingCancelled(
          seller: seller, posting: posting.id, number: posting.number,
          byBuyer: act.command == .withdraw, at: now), in: tx.transaction)
    case .delivered:
      try kernel.events.publish(
        PostingDelivered(seller: seller, posting: posting.id, number: posting.number, at: now),
        in: tx.transaction)
    default: break
    }
  }
}

extension PostingCommand {
  /// What the timeline says of it.
  var event: PostingEvent.Kind? {
    switch self {
    case .confirm: .confirmed
    case .pack: .packed
    case .ship: .shipped
    case .cancel, .withdraw: .cancelled
    case .move, .deliver, .turnBack, .comeBack, .lose: .tracking
    }
  }
}
