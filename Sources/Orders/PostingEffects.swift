import Commerce
import Office
import SQL

extension PostingGuard {
  func holds(for posting: Posting) -> Bool {
    switch self {
    case .isPaid: posting.payment.isSettled
    case .hasPieces: posting.pieces > 1
    case .isMissing: posting.isMissing
    }
  }
}

/// What belongs to a transition besides the state, in the same transaction.
extension PostingActs {
  func apply(
    _ effect: PostingEffect, _ posting: Posting, _ act: PostingAct, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    switch effect {
    case .announce: try announce(posting, at: now, in: tx)
    case .makeParcel: try makeParcel(posting, at: now, in: tx)
    case .voidParcel: try tx.run(Self.deleteParcels, posting.id.raw)
    case .tellBuyerShipped: try PostingMails.shipped(kernel).enqueue(posting.id, in: tx)
    case .tellBuyerCancelled:
      if posting.payment.isSettled {
        try PostingMails.cancelled(kernel).enqueue(posting.id, in: tx)
      }
    case .tellBuyerLost:
      if posting.payment.isSettled { try PostingMails.lost(kernel).enqueue(posting.id, in: tx) }
    case .dropParcels: try TrackingActs.drop(posting.id, in: tx)
    case .tellSeller: try PostingMails.withdrawn(kernel).enqueue(posting.id, in: tx)
    case .shipStock, .unshipStock, .releaseStock, .restock, .writeOffStock:
      for piece in try reservations(of: posting, in: tx) {
        try book(effect, piece, posting, act, at: now, in: tx)
      }
    }
  }

  private func book(
    _ effect: PostingEffect, _ piece: Reservation, _ posting: Posting, _ act: PostingAct,
    at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    switch effect {
    case .shipStock: try stock.ship(piece, for: posting.id, at: now, in: tx)
    case .writeOffStock: try stock.lose(piece, for: posting.id, at: now, in: tx)
    case .unshipStock: try stock.unship(piece, for: posting.id, at: now, in: tx)
    case .restock:
      try stock.comeBack(piece, isSound: act.isSound, for: posting.id, at: now, in: tx)
    default: try stock.release(piece, for: posting.id, reason: "cancelled", at: now, in: tx)
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

  /// Tells the shop, the buyer and all who listen of a paid order.
  private func announce(
    _ posting: Posting, at now: Instant, in tx: SellerTransaction
  ) throws {
    try PostingMails.placed(kernel).enqueue(posting.id, in: tx)
    try pushNew(posting.id, at: now, in: tx)
    try kernel.events.publish(
      OrderPlaced(
        seller: SellerID(raw: tx.scope.seller), posting: posting.id, number: posting.number,
        total: posting.total, at: now), in: tx.transaction)
  }

  func publish(
    _ state: PostingState, _ posting: Posting, _ act: PostingAct, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    let seller = SellerID(raw: tx.scope.seller)
    let events = kernel.events
    switch state {
    case posting.state: break
    case .handedOver:
      guard let shipment = act.shipment else { break }
      try events.publish(
        PostingShipped(
          seller: seller, posting: posting.id, number: posting.number,
          carrier: shipment.carrier.name, trackingNumber: shipment.trackingNumber, at: now),
        in: tx.transaction)
    case .cancelled: try record(cancellation(posting, act, at: now), of: posting, in: tx)
    case .delivered:
      try events.publish(
        PostingDelivered(seller: seller, posting: posting.id, number: posting.number, at: now),
        in: tx.transaction)
    default: break
    }
    try events.publish(
      PostingChanged(
        seller: seller, posting: posting.id, number: posting.number,
        command: act.command.rawValue, from: posting.state.word, to: state.word,
        actor: act.actor.kind.rawValue, detail: act.detail, at: now), in: tx.transaction)
    try push(posting, act, to: state, at: now, in: tx)
  }

  func cancellation(
    _ posting: Posting, _ act: PostingAct, at now: Instant
  ) -> Cancellation {
    let usual: CancelReason =
      switch act.command {
      case .withdraw: .buyer
      case .expire: .paymentExpired
      case .lapse: .overdue
      case .revoke: .platform
      case .settleLoss: .lost
      default: .buyerAsked
      }
    return Cancellation(
      initiator: act.command.initiator, reason: CancelReason(rawValue: act.detail) ?? usual,
      pieces: posting.pieces, goods: posting.goods, shipping: posting.shipping, isWhole: true,
      at: now)
  }
}

extension PostingCommand {
  /// What the timeline says of it.
  var event: PostingEvent.Kind? {
    switch self {
    case .pay: .paid
    case .confirm: .confirmed
    case .hold: .held
    case .resume: .resumed
    case .pack: .packed
    case .unpack: .unpacked
    case .split: .split
    case .merge: .merged
    case .join: .joined
    case .cancelLines: .linesCancelled
    case .ship: .shipped
    case .refuse: .refused
    case .offerAgain: .offeredAgain
    case .cancel, .withdraw, .expire, .revoke, .lapse, .settleLoss: .cancelled
    case .warn: .late
    case .move, .deliver, .turnBack, .comeBack, .lose: .tracking
    case .reportLost: .reportedLost
    case .complete: .completed
    case .inspect: .inspected
    }
  }
}
