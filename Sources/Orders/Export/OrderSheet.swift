import Commerce
import Documents
import Office
import SQL

/// What a sheet of postings has beside what the list shows, for a page of them at once.
struct SheetExtras {
  static let postings = DynamicQuery(
    "select id, buyer, payment, warehouse_id from posting where"
  ) { (id: Int64, buyer: String, payment: PaymentState, warehouse: Int64?) in
    (id: id, buyer: buyer, payment: payment, warehouse: warehouse)
  }
  static let goods = DynamicQuery(
    "select posting_id, offer_id, quantity from posting_line where"
  ) { (id: Int64, offer: String, pieces: Int64) in (id: id, offer: offer, pieces: pieces) }

  static let statements = [
    StatementCheck("SheetExtras.postings") { database throws(SQLError) in
      var query = postings
      query.append("id", in: [1, 2])
      return try database.makeReader().explain(query)
    },
    StatementCheck("SheetExtras.goods") { database throws(SQLError) in
      var query = goods
      query.append("posting_id", in: [1, 2])
      query.append("order by posting_id, line")
      return try database.makeReader().explain(query)
    },
  ]

  private(set) var buyers: [Int64: String] = [:]
  private(set) var payments: [Int64: PaymentState] = [:]
  private(set) var warehouses: [Int64: Int64] = [:]
  private(set) var goods: [Int64: [String]] = [:]

  init(of postings: [PostingRow], in rows: SellerReader) throws(SQLError) {
    let ids = postings.map(\.id.raw)
    var query = Self.postings
    query.append("id", in: ids)
    for row in try rows.all(query) {
      buyers[row.id] = row.buyer
      payments[row.id] = row.payment
      warehouses[row.id] = row.warehouse
    }
    var lines = Self.goods
    lines.append("posting_id", in: ids)
    lines.append("order by posting_id, line")
    for line in try rows.all(lines) {
      goods[line.id, default: []].append("\(line.offer) × \(line.pieces)")
    }
  }
}

/// The columns of a sheet of postings. Who bought is masked as on a posting's page, where showing
/// him takes a reason that is logged; a shop that prints no names on labels exports none either.
struct OrderSheet {
  private static let columns = [
    "posting", "order", "placed", "state", "deadline", "goods", "pieces", "amount", "currency",
    "payment", "carrier", "warehouse", "city", "buyer", "tags", "assignee",
  ]

  private let context: PageContext<SellerScope>
  private let carriers: [Carrier]
  private let places: [Int64: String]
  private let words: OrdersWords
  private let isBuyerShown: Bool

  init(_ context: PageContext<SellerScope>, _ carriers: [Carrier]) throws(SQLError) {
    self.context = context
    self.carriers = carriers
    var places: [Int64: String] = [:]
    for place in try context.reader.all(WirePostings.warehouses) {
      places[place.id.raw] = place.name
    }
    self.places = places
    words = context.words()
    isBuyerShown = try DocumentSettings.of(context.reader).privacy != .closed
  }

  var headings: [XLSXWriter.Cell] {
    Self.columns.map { .text(context.text("export.\($0)")) }
  }

  func cells(_ row: PostingRow, _ more: SheetExtras) -> [XLSXWriter.Cell] {
    what(row, more) + which(row, more)
  }

  /// The posting itself.
  private func what(_ row: PostingRow, _ more: SheetExtras) -> [XLSXWriter.Cell] {
    let isOpen = row.state.tab.isOpen
    let state = words.badge(row.state, isLate: isOpen && row.due < context.now)
    let goods = more.goods[row.id.raw] ?? []
    let order = String(row.number.prefix { $0 != "-" })
    let texts: [String] = [
      row.number, order, time(row.placed), state.text, isOpen ? time(row.due) : "",
      goods.joined(separator: "; "),
    ]
    return texts.map(XLSXWriter.Cell.filled)
      + [
        XLSXWriter.Cell.number(String(row.pieces)), XLSXWriter.Cell.number(row.total.plain),
        XLSXWriter.Cell.filled(row.total.currency.code),
      ]
  }

  /// What belongs to it.
  private func which(_ row: PostingRow, _ more: SheetExtras) -> [XLSXWriter.Cell] {
    let payment = more.payments[row.id.raw]?.label
    let carrier = carriers.first { $0.id == row.carrier }
    let place = more.warehouses[row.id.raw].flatMap { places[$0] }
    let buyer = isBuyerShown ? more.buyers[row.id.raw] : nil
    let texts: [String] = [
      payment.map { context.text($0) } ?? "", carrier?.name ?? "", place ?? "", row.city,
      buyer ?? "", row.tags, row.assignee,
    ]
    return texts.map(XLSXWriter.Cell.filled)
  }

  /// "2026-11-28 14:30" in the reader's zone, which sheets sort rightly.
  private func time(_ instant: Instant) -> String {
    let local = context.zone.local(instant).description
    return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5))"
  }
}

extension XLSXWriter.Cell {
  /// A text, or nothing where it is empty.
  fileprivate static func filled(_ text: String) -> XLSXWriter.Cell {
    text.isEmpty ? .empty : .text(text)
  }
}
