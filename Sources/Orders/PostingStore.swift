import Commerce
import SQL

/// Reads one seller's postings.
struct PostingStore {
  let rows: SellerReader

  static let byID = Query(
    """
    select id, order_id, number, state, due_at, since_at, version, placed_at, paid_at, confirmed_at,
      packed_at, shipped_at, delivered_at, cancelled_at, buyer, city, carrier_id, warehouse_id,
      piece_count, goods_minor, shipping_minor, currency, payment, act, act_at, late_at, stage,
      judged, red, answered_at
    from posting where id = ?
    """, Posting.init)
  static let lines = Query(
    """
    select l.product_id, l.offer_id, l.title, l.picture, l.weight_g, l.quantity, l.price_minor,
      p.currency, l.line, l.barcode, l.discount_minor
    from posting_line l join posting p on p.id = l.posting_id
    where l.posting_id = ? order by l.line
    """, PostingLine.init)
  static let events = Query(
    """
    select kind, at, actor_kind, actor, detail from posting_event where posting_id = ?
    order by at, id
    """
  ) {
    (kind: PostingEvent.Kind, at: Int64, by: PostingEvent.ActorKind, actor: String, detail: String)
    in
    PostingEvent(
      kind: kind, at: Instant(milliseconds: at), actorKind: by, actor: actor, detail: detail)
  }
  static let parcels = Query(
    """
    select part, carrier_id, tracking_number, weight_g from parcel where posting_id = ?
    order by part
    """
  ) { (part: Int64, carrier: Int64, number: String, weight: Int64) in
    Parcel(part: part, carrier: carrier, trackingNumber: number, weightGrams: weight)
  }
  static let recipient = Query(
    """
    select name, phone, email, country, postcode, city, street, note, language
    from posting_recipient where posting_id = ?
    """, Recipient.init)
  static let nearest = Query(
    "select due_at, placed_at from posting where tab = ? order by due_at, id limit 1"
  ) { (due: Int64, placed: Int64) in
    (due: Instant(milliseconds: due), placed: Instant(milliseconds: placed))
  }

  func posting(_ id: PostingID) throws(SQLError) -> Posting? {
    try rows.first(Self.byID, id.raw)
  }

  func lines(of id: PostingID) throws(SQLError) -> [PostingLine] {
    try rows.all(Self.lines, id.raw)
  }

  func events(of id: PostingID) throws(SQLError) -> [PostingEvent] {
    try rows.all(Self.events, id.raw)
  }

  func parcels(of id: PostingID) throws(SQLError) -> [Parcel] {
    try rows.all(Self.parcels, id.raw)
  }

  /// Personal data: for labels, slips, mails, and for a person who gave a reason.
  func recipient(of id: PostingID) throws(SQLError) -> Recipient? {
    try rows.first(Self.recipient, id.raw)
  }

  /// The nearest deadline of a tab.
  func nearest(_ tab: PostingTab) throws(SQLError) -> (due: Instant, placed: Instant)? {
    try rows.first(Self.nearest, tab)
  }
}

extension Posting {
  init(
    _ id: Int64, _ order: Int64, _ number: String, _ state: PostingState, _ due: Int64,
    _ since: Int64, _ version: Int64, _ placed: Int64, _ paid: Int64?, _ confirmed: Int64?,
    _ packed: Int64?,
    _ shipped: Int64?, _ delivered: Int64?, _ cancelled: Int64?, _ buyer: String, _ city: String,
    _ carrier: Int64?, _ warehouse: Int64?, _ pieces: Int64, _ goods: Int64, _ shipping: Int64,
    _ currency: String, _ payment: PaymentState, _ act: PostingTimer.Kind?, _ actAt: Int64?,
    _ late: Int64?, _ stage: String, _ judged: Int64, _ red: Bool, _ answered: Int64?
  ) throws(SQLError) {
    self.id = PostingID(raw: id)
    self.order = OrderID(raw: order)
    self.number = number
    self.state = state
    self.due = Instant(milliseconds: due)
    self.since = Instant(milliseconds: since)
    self.version = version
    milestones = Milestones(
      placed: Instant(milliseconds: placed), paid: Instant(stored: paid),
      confirmed: Instant(stored: confirmed), packed: Instant(stored: packed),
      shipped: Instant(stored: shipped), delivered: Instant(stored: delivered),
      cancelled: Instant(stored: cancelled))
    self.buyer = buyer
    self.city = city
    self.carrier = carrier
    self.warehouse = warehouse.map(WarehouseID.init(raw:))
    self.pieces = pieces
    let currency = try Currency(stored: currency)
    self.goods = Money(minor: goods, currency: currency)
    self.shipping = Money(minor: shipping, currency: currency)
    total = Money(minor: goods &+ shipping, currency: currency)
    self.payment = payment
    timer = PostingTimer(stored: act, actAt)
    self.late = Instant(stored: late)
    self.stage = TrackingStatus(rawValue: stage)
    self.judged = judged
    isRed = red
    self.answered = Instant(stored: answered)
  }
}

extension PostingLine {
  init(
    _ product: Int64, _ offer: String, _ title: String, _ picture: String, _ weight: Int64,
    _ quantity: Int64, _ price: Int64, _ currency: String, _ number: Int64, _ barcode: String,
    _ discount: Int64
  ) throws(SQLError) {
    self.product = ProductID(raw: product)
    self.offer = offer
    self.title = title
    self.picture = picture
    weightGrams = weight
    self.quantity = quantity
    self.price = try Money(minor: price, code: currency)
    self.number = number
    self.barcode = barcode
    self.discount = discount
  }
}

extension Instant {
  init?(stored milliseconds: Int64?) {
    guard let milliseconds else { return nil }
    self.init(milliseconds: milliseconds)
  }
}
