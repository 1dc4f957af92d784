import Commerce
import SQL

/// Moves lines between postings.
enum PartStore {
  static let nextPart = Query<Int64>(
    """
    update customer_order set posting_count = posting_count + 1 where id = ?
    returning posting_count
    """)
  static let copy = Command(
    """
    insert into main.posting
      (seller_id, id, order_id, number, state, tab, due_at, since_at, placed_at, paid_at,
       confirmed_at, line_count, piece_count, first_title, first_offer, first_picture, buyer, city,
       carrier_id, warehouse_id, currency, goods_minor, shipping_minor, total_minor, payment, act,
       act_at, late_at, red, answered_at)
    select seller_id, ?2, order_id, ?3, state, tab, due_at, since_at, placed_at, paid_at,
      confirmed_at, ?4, ?5, ?6, ?7, ?8, buyer, city, carrier_id, warehouse_id, currency, ?9, ?10,
      ?9 + ?10, payment, act, act_at, late_at, red, answered_at
    from posting where id = ?1
    """)
  static let copyRecipient = Command(
    """
    insert into main.posting_recipient
      (seller_id, posting_id, name, phone, email, country, postcode, city, street, note, language)
    select seller_id, ?2, name, phone, email, country, postcode, city, street, note, language
    from posting_recipient where posting_id = ?1
    """)
  static let copyLine = Command(
    """
    insert into main.posting_line
      (seller_id, posting_id, line, product_id, offer_id, title, barcode, picture, weight_g,
       quantity, price_minor, discount_minor, origin)
    select seller_id, ?3, ?4, product_id, offer_id, title, barcode, picture, weight_g, ?5,
      price_minor, ?6, origin
    from posting_line where posting_id = ?1 and line = ?2
    """)
  static let cutLine = Command(
    """
    update main.posting_line set quantity = ?3, discount_minor = ?4
    where seller_id = current_seller() and posting_id = ?1 and line = ?2
    """)
  static let deleteLine = Command(
    """
    delete from main.posting_line
    where seller_id = current_seller() and posting_id = ?1 and line = ?2
    """)
  static let resize = Command(
    """
    update main.posting set line_count = ?2, piece_count = ?3, first_title = ?4, first_offer = ?5,
      first_picture = ?6, goods_minor = ?7, shipping_minor = ?8, total_minor = ?7 + ?8
    where seller_id = current_seller() and id = ?1
    """)
  /// What went into another posting costs nothing any more; its row keeps what it was.
  static let empty = Command(
    """
    update main.posting set goods_minor = 0, shipping_minor = 0, total_minor = 0
    where seller_id = current_seller() and id = ?1
    """)
  static let hasten = Command(
    """
    update main.posting set due_at = min(due_at, ?2), act_at = min(act_at, ?3),
      late_at = coalesce(late_at, ?4)
    where seller_id = current_seller() and id = ?1
    """)
  static let siblings = Query(
    """
    select id, number, state, warehouse_id, piece_count from posting
    where likelihood(number > ?1 || '-', 0.000001) and number < ?1 || '.' and id <> ?2
    """
  ) {
    (id: Int64, number: String, state: PostingState, warehouse: Int64?, pieces: Int64) in
    Sibling(
      id: PostingID(raw: id), number: number, state: state,
      warehouse: warehouse.map(WarehouseID.init(raw:)), pieces: pieces)
  }

  /// Another posting of the same order and shop.
  struct Sibling: Sendable, Hashable {
    let id: PostingID
    let number: String
    let state: PostingState
    let warehouse: WarehouseID?
    let pieces: Int64
  }

  static let statements: [(String, any SQLStatement)] = [
    ("PartStore.nextPart", nextPart), ("PartStore.copy", copy),
    ("PartStore.copyRecipient", copyRecipient), ("PartStore.copyLine", copyLine),
    ("PartStore.cutLine", cutLine), ("PartStore.deleteLine", deleteLine),
    ("PartStore.resize", resize), ("PartStore.empty", empty), ("PartStore.hasten", hasten),
    ("PartStore.siblings", siblings),
  ]

  /// The postings that one may be put together with: not packed, from the same warehouse.
  static func mergeable(
    with posting: Posting, in rows: SellerReader
  ) throws(SQLError) -> [Sibling] {
    try rows.all(siblings, posting.orderNumber, posting.id.raw).filter {
      $0.state == posting.state && $0.warehouse == posting.warehouse
    }
  }

  static func cut(
    _ cut: LineCut, of posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard cut.taken > 0 else { return }
    if cut.kept == 0 {
      try tx.run(deleteLine, posting.raw, cut.line)
    } else {
      try tx.run(cutLine, posting.raw, cut.line, cut.kept, cut.keptDiscount)
    }
  }

  static func write(
    _ size: PostingSize, of posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      resize, posting.raw, size.lines, size.pieces, size.first.title, size.first.offer,
      size.first.picture, size.goods, size.shipping)
  }
}
