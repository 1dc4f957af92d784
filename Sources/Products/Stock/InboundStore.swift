import Commerce
import Office
import SQL

extension InboundState: SQLConvertible { typealias Raw = String }

enum InboundSQL {
  static let page = Query<Inbound>(
    """
    select i.id, i.warehouse_id, w.name, i.supplier, i.expected_on, i.state, i.created_at
    from inbound i join warehouse w on w.id = i.warehouse_id
    where i.id < ? order by i.id desc limit ?
    """, Inbound.init)
  static let byID = Query<Inbound>(
    """
    select i.id, i.warehouse_id, w.name, i.supplier, i.expected_on, i.state, i.created_at
    from inbound i join warehouse w on w.id = i.warehouse_id where i.id = ?
    """, Inbound.init)
  static let lines = Query<InboundLine>(
    """
    select l.product_id, p.title, p.offer_id, l.quantity, l.received, l.quarantine, l.damaged,
      l.missing, l.reason
    from inbound_line l join product p on p.id = l.product_id
    where l.inbound_id = ? order by l.product_id
    """, InboundLine.init)
  static let insert = Command(
    """
    insert into main.inbound (seller_id, id, warehouse_id, created_at, created_by)
    values (?, ?, ?, ?, ?)
    """)
  static let save = Command(
    """
    update main.inbound set warehouse_id = ?3, supplier = ?4, expected_on = ?5
    where seller_id = ?1 and id = ?2
    """)
  static let move = Command(
    """
    update main.inbound set state = ?3, closed_at = ?4 where seller_id = ?1 and id = ?2
    """)
  static let remove = Command("delete from main.inbound where seller_id = ? and id = ?")
  static let setLine = Command(
    """
    insert into main.inbound_line (seller_id, inbound_id, product_id, quantity)
    values (?, ?, ?, ?)
    on conflict (seller_id, inbound_id, product_id) do update set quantity = excluded.quantity
    """)
  static let removeLine = Command(
    """
    delete from main.inbound_line where seller_id = ? and inbound_id = ? and product_id = ?
    """)
  static let receive = Command(
    """
    update main.inbound_line set received = received + ?4, quarantine = quarantine + ?5,
      damaged = damaged + ?6, reason = ?7
    where seller_id = ?1 and inbound_id = ?2 and product_id = ?3
    """)
  static let giveUp = Command(
    """
    update main.inbound_line set missing = missing + ?4, reason = ?5
    where seller_id = ?1 and inbound_id = ?2 and product_id = ?3
    """)
  static let byOffer = Query<Int64>("select id from product where offer_id = ?")
  static let byBarcode = Query<Int64>("select id from product where barcode = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("inbound.page", page), ("inbound.byID", byID), ("inbound.lines", lines),
    ("inbound.insert", insert), ("inbound.save", save), ("inbound.move", move),
    ("inbound.remove", remove), ("inbound.setLine", setLine), ("inbound.removeLine", removeLine),
    ("inbound.receive", receive), ("inbound.giveUp", giveUp), ("inbound.byOffer", byOffer),
    ("inbound.byBarcode", byBarcode),
  ]
}

extension Inbound {
  fileprivate init(
    id: Int64, warehouse: Int64, name: String, supplier: String, expected: Int?,
    state: InboundState, created: Int64
  ) {
    self.init(
      id: InboundID(raw: id), warehouse: WarehouseID(raw: warehouse), warehouseName: name,
      supplier: supplier, expected: expected.map(LocalDate.init(daysSince1970:)), state: state,
      created: Instant(milliseconds: created))
  }
}

extension InboundLine {
  fileprivate init(
    product: Int64, title: String, offerID: String?, quantity: Int64, received: Int64,
    quarantine: Int64, damaged: Int64, missing: Int64, reason: String
  ) {
    self.init(
      product: ProductID(raw: product), title: title, offerID: offerID ?? "", quantity: quantity,
      received: received, quarantine: quarantine, damaged: damaged, missing: missing,
      reason: reason)
  }
}

/// Deliveries of the shop.
struct InboundStore {
  let rows: SellerReader

  /// One page, newest first, older than the given one.
  func page(before: InboundID?, limit: Int) throws(SQLError) -> [Inbound] {
    try rows.all(InboundSQL.page, before?.raw ?? .max, limit)
  }

  func inbound(_ id: InboundID) throws(SQLError) -> Inbound? {
    try rows.first(InboundSQL.byID, id.raw)
  }

  func lines(of id: InboundID) throws(SQLError) -> [InboundLine] {
    try rows.all(InboundSQL.lines, id.raw)
  }

  /// The product with that offer id, else with that barcode.
  func product(named text: String) throws(SQLError) -> ProductID? {
    if let id = try rows.first(InboundSQL.byOffer, text) { return ProductID(raw: id) }
    return try rows.first(InboundSQL.byBarcode, text).map { ProductID(raw: $0) }
  }
}
