import Commerce
import Office
import SQL

/// Writes orders and their postings.
enum OrderStore {
  /// Orders are numbered in the order in which they are written.
  static let lastNumber = Query<Int64>("select coalesce(max(number), 48000) from customer_order")
  // Not `returning number`: with it SQLite looks for postings that wait for this order.
  static let insertOrder = Command(
    """
    insert into main.customer_order
      (id, number, source, currency, goods_minor, shipping_minor, total_minor, posting_count,
       placed_at, payment)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source) do nothing
    """)
  static let insertPosting = Command(
    """
    insert into main.posting
      (seller_id, id, order_id, number, state, tab, due_at, since_at, placed_at, paid_at,
       line_count, piece_count, first_title, first_offer, first_picture, buyer, city, carrier_id,
       warehouse_id, currency, goods_minor, shipping_minor, total_minor, payment, act, act_at,
       fingerprint, confirmed_at, red)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
      ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
    """)
  static let insertLine = Command(
    """
    insert into main.posting_line
      (seller_id, posting_id, line, product_id, offer_id, title, barcode, picture, weight_g,
       quantity, price_minor, discount_minor)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertRecipient = Command(
    """
    insert into main.posting_recipient
      (seller_id, posting_id, name, phone, email, country, postcode, city, street, note, language)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static func insertOrder(
    _ id: OrderID, _ money: OrderMoney, _ payment: PaymentState, postings: Int, at now: Instant,
    in tx: PlatformTransaction
  ) throws(SQLError) -> OrderHead {
    let open = tx.transaction.open
    let number = try open.one(lastNumber) + 1
    try open.run(
      insertOrder, id.raw, number, String?.none, money.total.currency.code, money.goods.minor,
      money.shipping.minor, money.total.minor, postings, now.milliseconds, payment)
    return OrderHead(id: id, number: number)
  }

  static func insert(
    _ posting: PlacedPosting, of order: OrderHead, for recipient: Recipient, mark: Int64,
    due deadlines: Deadlines, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let draft = posting.draft
    let seller = tx.scope.seller
    guard let first = draft.lines.first?.sellable else { return }
    let state = posting.state
    let plan = try deadlines.plan(for: state, since: now, at: draft.warehouse, in: tx.reader)
    let isRed = Check.isRed(posting.payment, recipient)
    let paid: Int64? = posting.payment.isSettled ? now.milliseconds : nil
    _ = try tx.run(
      insertPosting, seller, draft.id.raw, order.id.raw, posting.number, state, state.tab,
      plan.due.milliseconds, now.milliseconds, paid, draft.lines.count, draft.pieces,
      first.title, first.offerID, first.picture,
      Recipient.masked(name: recipient.name), recipient.city, Carrier.platform,
      draft.warehouse.raw, posting.money.total.currency.code, posting.money.goods.minor,
      posting.money.shipping.minor, posting.money.total.minor, posting.payment,
      plan.timer?.kind, plan.timer?.at.milliseconds, mark,
      posting.isConfirmed ? now.milliseconds : Int64?.none, isRed)
    for (index, line) in draft.lines.enumerated() {
      try insert(line, index + 1, of: draft.id, in: tx)
    }
    try insert(recipient, of: draft.id, in: tx)
    try Counters.add(1, to: state.tab.counter, and: PostingTab.openCounter, in: tx)
    if isRed {
      try PostingQueue.count(
        from: nil, to: PostingQueue.Place(state: state, isRed: true), in: tx)
    }
  }

  private static func insert(
    _ line: PostingDraft.Line, _ number: Int, of posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    let goods = line.sellable
    _ = try tx.run(
      insertLine, tx.scope.seller, posting.raw, number, goods.product.raw, goods.offerID,
      goods.title, goods.barcode, goods.picture, goods.weightGrams, line.quantity,
      goods.price.minor, line.discount.minor)
    try SoldProduct.remember(
      goods.product, offerID: goods.offerID, title: goods.title, in: tx)?.insert()
  }

  static func insert(
    _ to: Recipient, of posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    _ = try tx.run(
      insertRecipient, tx.scope.seller, posting.raw, to.name, to.phone, to.email, to.country,
      to.postcode, to.city, to.street, to.note, to.language)
  }
}
