import Commerce
import SQL

/// An order over all its sellers, for the shop front that placed it.
struct StoredOrder: Sendable {
  let head: OrderHead
  let goods: Money
  let shipping: Money
  let total: Money
  let placed: Instant
  let payment: PaymentState
  var postings: [StoredPosting] = []

  static let byNumber = Query(
    """
    select id, number, goods_minor, shipping_minor, currency, placed_at, payment
    from customer_order where number = ?
    """
  ) {
    (
      id: Int64, number: Int64, goods: Int64, shipping: Int64, currency: String, placed: Int64,
      payment: PaymentState
    ) throws(SQLError) in
    StoredOrder(
      head: OrderHead(id: OrderID(raw: id), number: number),
      goods: try Money(minor: goods, code: currency),
      shipping: try Money(minor: shipping, code: currency),
      total: try Money(minor: goods &+ shipping, code: currency),
      placed: Instant(milliseconds: placed), payment: payment)
  }
  static let allPostings = PlatformQuery(
    """
    select p.seller_id, p.id, p.number, p.state, p.goods_minor, p.shipping_minor, p.currency,
      c.name, b.tracking_number,
      (select h.reason from main.posting_hold h
       where h.seller_id = p.seller_id and h.posting_id = p.id and h.ended_at is null
       order by h.id desc limit 1),
      coalesce(m.promised_at, (select max(x.promised_at) from main.parcel x
        where x.seller_id = p.seller_id and x.posting_id = p.id)),
      coalesce((select max(x.trouble) from main.parcel x
        where x.seller_id = p.seller_id and x.posting_id = p.id), 0),
      q.cause, q.asked_at, q.due_at, q.closed_at, q.outcome, q.answer
    from main.posting p
    left join main.parcel b on b.seller_id = p.seller_id and b.posting_id = p.id and b.part = 1
    left join carrier c on c.id = b.carrier_id
    left join main.posting_promise m on m.seller_id = p.seller_id and m.posting_id = p.id
    left join main.inquiry q on q.seller_id = p.seller_id and q.posting_id = p.id
    where p.number > ?1 || '-' and p.number < ?1 || '.' order by p.id
    """, StoredPosting.init)
  static let posting = PlatformQuery(
    "select seller_id, id from main.posting where number = ?"
  ) { (seller: Int64, id: Int64) in (seller: seller, id: PostingID(raw: id)) }

  /// Nil where there is none.
  static func order(_ number: Int64, in reader: some PlatformReads) throws(SQLError)
    -> StoredOrder?
  {
    guard var order = try reader.first(byNumber, number) else { return nil }
    order.postings = try reader.all(allPostings, String(number))
    return order
  }
}

/// A posting of an order, with the parcel's number once there is one.
struct StoredPosting: Sendable {
  let seller: SellerID
  let id: PostingID
  let number: String
  let state: PostingState
  let goods: Money
  let shipping: Money
  let total: Money
  let carrier: String?
  let tracking: String?
  /// Why it waits; nil where it does not.
  let hold: HoldReason?
  /// Until when the buyer should have it; nil where nobody said.
  let promised: Instant?
  /// What is wrong with its parcels on their way.
  let trouble: ParcelTrouble
  /// What the buyer asked; nil for nothing.
  let inquiry: Inquiry?

  /// Whether there is nothing left of it to withdraw from.
  var isGone: Bool { state == .cancelled || state == .merged }

  init(
    _ seller: Int64, _ id: Int64, _ number: String, _ state: PostingState, _ goods: Int64,
    _ shipping: Int64, _ currency: String, _ carrier: String?, _ tracking: String?,
    _ hold: HoldReason?, _ promised: Int64?, _ trouble: ParcelTrouble, _ cause: Inquiry.Cause?,
    _ asked: Int64?, _ answerBy: Int64?, _ closed: Int64?, _ outcome: Inquiry.Outcome?,
    _ answer: String?
  ) throws(SQLError) {
    self.seller = SellerID(raw: seller)
    self.id = PostingID(raw: id)
    self.number = number
    self.state = state
    self.goods = try Money(minor: goods, code: currency)
    self.shipping = try Money(minor: shipping, code: currency)
    total = try Money(minor: goods &+ shipping, code: currency)
    self.carrier = carrier
    self.tracking = tracking
    self.hold = state == .onHold ? hold : nil
    self.promised = Instant(stored: promised)
    self.trouble = trouble
    if let cause, let asked, let answerBy {
      inquiry = Inquiry(id, cause, asked, answerBy, closed, outcome, answer ?? "")
    } else {
      inquiry = nil
    }
  }
}
