import Commerce
import Office
import SQL

/// A posting as the Seller API reads it: what all its shapes show.
struct WirePosting: Sendable {
  let id: PostingID
  let number: String
  let state: PostingState
  let due: Instant
  let since: Instant
  let placed: Instant
  let paid: Instant?
  let packed: Instant?
  let shipped: Instant?
  let delivered: Instant?
  let order: OrderID
  let warehouse: WarehouseID?
  let carrier: Int64?
  let city: String
  let currency: String
  /// What the carrier last said while it is on the way.
  let stage: TrackingStatus?

  var status: PostingStatus { PostingStatus(state, stage: stage) }
  var substatus: String { status.substatus(stage) }
  var orderNumber: String { String(number.prefix { $0 != "-" }) }

  init(
    _ id: Int64, _ number: String, _ state: PostingState, _ due: Int64, _ since: Int64,
    _ placed: Int64, _ paid: Int64?, _ packed: Int64?, _ shipped: Int64?, _ delivered: Int64?,
    _ order: Int64, _ warehouse: Int64?, _ carrier: Int64?, _ city: String, _ currency: String,
    _ stage: String
  ) {
    self.id = PostingID(raw: id)
    self.number = number
    self.state = state
    self.due = Instant(milliseconds: due)
    self.since = Instant(milliseconds: since)
    self.placed = Instant(milliseconds: placed)
    self.paid = Instant(stored: paid)
    self.packed = Instant(stored: packed)
    self.shipped = Instant(stored: shipped)
    self.delivered = Instant(stored: delivered)
    self.order = OrderID(raw: order)
    self.warehouse = warehouse.map(WarehouseID.init(raw:))
    self.carrier = carrier
    self.city = city
    self.currency = currency
    self.stage = TrackingStatus(rawValue: stage)
  }
}

/// A line of one.
struct WireLine: Sendable {
  let posting: PostingID
  let product: Int64
  let offer: String
  let title: String
  let quantity: Int64
  let price: Int64
  let weightGrams: Int64
  /// The name of its picture; empty where it has none.
  let picture: String
}

/// What belongs to the postings of one answer, read at once: a list costs the same few statements
/// for one posting and for a thousand.
struct WirePostings {
  static let lines = Query(
    """
    select l.posting_id, l.product_id, l.offer_id, l.title, l.quantity, l.price_minor, l.weight_g,
      l.picture
    from json_each(?) j cross join posting_line l on l.posting_id = j.value
    order by l.posting_id, l.line
    """
  ) {
    (
      posting: Int64, product: Int64, offer: String, title: String, quantity: Int64, price: Int64,
      weight: Int64, picture: String
    ) in
    WireLine(
      posting: PostingID(raw: posting), product: product, offer: offer, title: title,
      quantity: quantity, price: price, weightGrams: weight, picture: picture)
  }
  static let parcels = Query(
    """
    select b.posting_id, b.tracking_number
    from json_each(?) j cross join parcel b on b.posting_id = j.value
    order by b.posting_id, b.part
    """
  ) { (posting: Int64, number: String) in (posting: PostingID(raw: posting), number: number) }
  static let cancellations = Query(
    """
    select e.posting_id, e.actor_kind, e.detail
    from json_each(?) j cross join posting_event e on e.posting_id = j.value
    where e.kind = 'cancelled'
    """
  ) { (posting: Int64, actor: PostingEvent.ActorKind, detail: String) in
    (posting: PostingID(raw: posting), actor: actor, detail: detail)
  }
  static let warehouses = Query("select warehouse_id, name from warehouse_card") {
    (id: Int64, name: String) in (id: WarehouseID(raw: id), name: name)
  }
  static let byNumber = Query(
    """
    select id, number, state, due_at, since_at, placed_at, paid_at, packed_at, shipped_at,
      delivered_at, order_id, warehouse_id, carrier_id, city, currency, stage
    from posting where number = ?
    """, WirePosting.init)
  static let byID = Query(
    """
    select id, number, state, due_at, since_at, placed_at, paid_at, packed_at, shipped_at,
      delivered_at, order_id, warehouse_id, carrier_id, city, currency, stage
    from posting where id = ?
    """, WirePosting.init)

  static let byIDs = Query(
    """
    select p.id, p.number, p.state, p.due_at, p.since_at, p.placed_at, p.paid_at, p.packed_at,
      p.shipped_at, p.delivered_at, p.order_id, p.warehouse_id, p.carrier_id, p.city, p.currency,
      p.stage
    from json_each(?) j cross join posting p on p.id = j.value order by p.id
    """, WirePosting.init)

  static let statements: [(String, any SQLStatement)] = [
    ("WirePostings.byIDs", byIDs), ("DepartureCalls.unpacked", DepartureCalls.unpacked),
    ("DepartureCalls.ready", DepartureCalls.ready),
    ("WirePostings.lines", lines), ("WirePostings.parcels", parcels),
    ("WirePostings.cancellations", cancellations), ("WirePostings.warehouses", warehouses),
    ("WirePostings.byNumber", byNumber), ("WirePostings.byID", byID),
  ]

  let lines: [PostingID: [WireLine]]
  /// The numbers of their parcels, part by part.
  let parcels: [PostingID: [String]]
  let cancellations: [PostingID: (actor: PostingEvent.ActorKind, reason: String)]
  let warehouses: [WarehouseID: String]
  let carriers: [Int64: Carrier]

  init(_ postings: [WirePosting], _ carriers: [Carrier], in rows: SellerReader) throws(SQLError) {
    let ids = JSON.array(postings.map { .integer($0.id.raw) }).text
    lines = Dictionary(grouping: try rows.all(Self.lines, ids), by: \.posting)
    parcels = Dictionary(grouping: try rows.all(Self.parcels, ids), by: \.posting)
      .mapValues { $0.map(\.number) }
    let over = postings.filter { $0.status == .cancelled }
    let reasons =
      over.isEmpty
      ? []
      : try rows.all(
        Self.cancellations, JSON.array(over.map { .integer($0.id.raw) }).text)
    cancellations = Dictionary(
      reasons.map { ($0.posting, ($0.actor, $0.detail)) }
    ) { _, last in last }
    warehouses = Dictionary(
      try rows.all(Self.warehouses).map { ($0.id, $0.name) }
    ) { first, _ in first }
    self.carriers = Dictionary(carriers.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Of the first parcel.
  func tracking(_ posting: WirePosting) -> String? { parcels[posting.id]?.first }

  /// Those of these ids that the shop has, in the order of their ids.
  static func all(
    _ ids: [PostingID], in rows: SellerReader
  ) throws(SQLError) -> [WirePosting] {
    try rows.all(byIDs, JSON.array(ids.map { .integer($0.raw) }).text)
  }

  /// The posting with that number; nil where the shop has none.
  static func posting(
    _ number: String, in rows: SellerReader
  ) throws(SQLError) -> WirePosting? {
    try rows.first(byNumber, number)
  }
}
