import Commerce
import Office
import SQL

/// Why a posting, or a part of it, is given up.
enum CancelReason: String, CaseIterable, Sendable, SQLConvertible {
  case outOfStock = "out_of_stock"
  case priceError = "price_error"
  case buyerAsked = "buyer_asked"
  case address
  case damage
  case fraud
  /// The buyer did not answer a question.
  case noAnswer = "no_answer"
  /// The buyer withdrew.
  case buyer
  case paymentExpired = "payment_expired"
  /// The shop did not act in time.
  case overdue
  case platform
  /// The parcel is lost.
  case lost

  /// What a member of the shop may choose.
  static let offered: [CancelReason] = [
    .outOfStock, .priceError, .damage, .buyerAsked, .address, .noAnswer, .fraud,
  ]

  /// What a member may give as the reason for giving up a part.
  static let offeredForLines: [CancelReason] = [.outOfStock, .priceError, .damage, .buyerAsked]

  var fault: Fault {
    switch self {
    case .outOfStock, .priceError, .damage, .overdue: .seller
    case .buyerAsked, .address, .fraud, .noAnswer, .buyer, .paymentExpired: .buyer
    case .platform: .platform
    case .lost: .carrier
    }
  }
}

/// Whose fault it is; only the seller's counts against the shop.
public enum Fault: String, CaseIterable, Sendable, SQLConvertible {
  case seller, buyer, carrier, platform
}

/// Who began it.
public enum Initiator: String, CaseIterable, Sendable, SQLConvertible {
  case seller, buyer, platform, timer
}

extension PostingCommand {
  var initiator: Initiator {
    switch self {
    case .withdraw: .buyer
    case .revoke, .settleLoss: .platform
    case .expire, .lapse: .timer
    default: .seller
    }
  }
}

/// What was given up, with the amount that the buyer gets back.
struct Cancellation: Sendable, Hashable {
  let initiator: Initiator
  let reason: CancelReason
  let pieces: Int64
  let goods: Money
  let shipping: Money
  /// Whether nothing of the posting is left.
  let isWhole: Bool
  let at: Instant

  static let insert = Command(
    """
    insert into main.cancellation
      (seller_id, posting_id, id, at, initiator, reason, fault, pieces, goods_minor,
       shipping_minor, whole)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let ofPosting = Query(
    """
    select c.initiator, c.reason, c.pieces, c.goods_minor, c.shipping_minor, p.currency, c.whole,
      c.at
    from cancellation c join posting p on p.id = c.posting_id
    where c.posting_id = ? order by c.id
    """
  ) {
    (
      initiator: Initiator, reason: CancelReason, pieces: Int64, goods: Int64, shipping: Int64,
      currency: String, whole: Bool, at: Int64
    ) throws(SQLError) in
    Cancellation(
      initiator: initiator, reason: reason, pieces: pieces,
      goods: try Money(minor: goods, code: currency),
      shipping: try Money(minor: shipping, code: currency), isWhole: whole,
      at: Instant(milliseconds: at))
  }
}

extension PostingActs {
  /// Writes down who gave up what and why, and tells those who pay back.
  func record(
    _ cancellation: Cancellation, of posting: Posting, in tx: SellerTransaction
  ) throws {
    let id: ID<PostingEvent> = kernel.newID()
    let reason = cancellation.reason
    try tx.run(
      Cancellation.insert, tx.scope.seller, posting.id.raw, id.raw, cancellation.at.milliseconds,
      cancellation.initiator, reason, reason.fault, cancellation.pieces,
      cancellation.goods.minor, cancellation.shipping.minor, cancellation.isWhole)
    let refund =
      posting.payment.isSettled ? try cancellation.goods.adding(cancellation.shipping) : nil
    let seller = SellerID(raw: tx.scope.seller)
    if cancellation.isWhole {
      try kernel.events.publish(
        PostingCancelled(
          seller: seller, posting: posting.id, number: posting.number,
          byBuyer: cancellation.initiator == .buyer, at: cancellation.at,
          reason: reason.rawValue, fault: reason.fault.rawValue, refund: refund),
        in: tx.transaction)
    } else {
      try kernel.events.publish(
        LinesCancelled(
          seller: seller, posting: posting.id, number: posting.number,
          pieces: cancellation.pieces, reason: reason.rawValue, fault: reason.fault.rawValue,
          refund: refund, at: cancellation.at), in: tx.transaction)
    }
  }
}
