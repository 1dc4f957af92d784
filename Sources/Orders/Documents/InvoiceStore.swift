import Commerce
import Office
import SQL

/// Reads invoices, and issues them. A number is given in the transaction that stores the invoice:
/// one that is taken back takes its number back too, so a series has no gaps.
struct InvoiceStore {
  let rows: SellerReader

  static let ofPosting = Query(
    """
    select id, series, year, number, posting_id, posting_number, issued_on, seller_name, country,
      postcode, city, address, tax_id, goods_minor, shipping_minor, tax_rate, tax_minor, currency
    from invoice where posting_id = ?
    """, Invoice.init)
  static let lines = Query(
    """
    select title, offer_id, quantity, price_minor, sum_minor from invoice_line
    where invoice_id = ? order by line
    """
  ) { (title: String, offer: String, quantity: Int64, price: Int64, sum: Int64) in
    InvoiceLine(title: title, offer: offer, quantity: quantity, price: price, sum: sum)
  }
  static let recipient = Query(
    "select name, country, postcode, city, street from invoice_recipient where invoice_id = ?"
  ) { (name: String, country: String, postcode: String, city: String, street: String) in
    InvoiceRecipient(
      name: name, country: country, postcode: postcode, city: city, street: street)
  }
  static let isIssued = Query<Int64>("select id from invoice where posting_id = ?")
  static let next = Query<Int64>(
    """
    insert into main.invoice_series (seller_id, series, year, last_number) values (?, ?, ?, 1)
    on conflict (seller_id, series, year) do update set last_number = last_number + 1
    returning last_number
    """)
  static let insert = Command(
    """
    insert into main.invoice (seller_id, id, series, year, number, posting_id, posting_number,
      issued_at, issued_on, seller_name, country, postcode, city, address, tax_id, currency,
      goods_minor, shipping_minor, tax_rate, tax_minor)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertLine = Command(
    """
    insert into main.invoice_line (seller_id, invoice_id, line, title, offer_id, quantity,
      price_minor, sum_minor)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let insertRecipient = Command(
    """
    insert into main.invoice_recipient (seller_id, invoice_id, name, country, postcode, city,
      street)
    values (?, ?, ?, ?, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("InvoiceStore.ofPosting", ofPosting), ("InvoiceStore.lines", lines),
    ("InvoiceStore.recipient", recipient), ("InvoiceStore.isIssued", isIssued),
    ("InvoiceStore.next", next), ("InvoiceStore.insert", insert),
    ("InvoiceStore.insertLine", insertLine),
    ("InvoiceStore.insertRecipient", insertRecipient),
  ]

  /// The invoice of a posting, whole; nil where none was issued.
  func invoice(of posting: PostingID) throws(SQLError) -> Invoice? {
    guard var invoice = try rows.first(Self.ofPosting, posting.raw) else { return nil }
    invoice.lines = try rows.all(Self.lines, invoice.id)
    invoice.recipient = try rows.first(Self.recipient, invoice.id)
    return invoice
  }

  /// Issues the invoice of a posting, once.
  static func issue(
    _ content: LabelContent, _ settings: DocumentSettings, id: ID<Invoice>, on date: LocalDate,
    at now: Instant, in tx: SellerTransaction
  ) throws {
    guard try tx.first(isIssued, content.posting.raw) == nil else { return }
    guard let sender = content.sender else { throw Failure.notFound }
    let seller = tx.scope.seller
    let year = Int64(date.year)
    let number = try tx.one(next, seller, settings.series, year)
    let tax = settings.rate.map { Invoice.tax(in: content.total.minor, percent: $0) } ?? 0
    try tx.run(
      insert, seller, id.raw, settings.series, year, number, content.posting.raw, content.number,
      now.milliseconds, Int64(date.daysSince1970),
      settings.legalName.isEmpty ? sender.name : settings.legalName, sender.country,
      sender.postcode, sender.city, sender.address, settings.taxID,
      content.total.currency.code, content.goods.minor, content.shipping.minor, settings.rate,
      tax)
    for (line, item) in content.lines.enumerated() {
      try tx.run(
        insertLine, seller, id.raw, Int64(line), item.title, item.offer, item.quantity,
        item.price.minor, item.sum.minor)
    }
    guard let recipient = content.recipient else { return }
    try tx.run(
      insertRecipient, seller, id.raw, recipient.name, recipient.country,
      recipient.postcode, recipient.city, recipient.street)
  }
}

extension Invoice {
  init(
    _ id: Int64, _ series: String, _ year: Int64, _ number: Int64, _ posting: Int64,
    _ postingNumber: String, _ issued: Int64, _ name: String, _ country: String,
    _ postcode: String, _ city: String, _ address: String, _ taxID: String, _ goods: Int64,
    _ shipping: Int64, _ rate: Int64?, _ tax: Int64, _ code: String
  ) throws(SQLError) {
    self.id = id
    self.series = series
    self.year = year
    self.number = number
    self.posting = PostingID(raw: posting)
    self.postingNumber = postingNumber
    self.issued = LocalDate(daysSince1970: Int(clamping: issued))
    seller = Sender(
      name: name, country: country, postcode: postcode, city: city, address: address)
    self.taxID = taxID
    let currency = try Currency(stored: code)
    self.goods = Money(minor: goods, currency: currency)
    self.shipping = Money(minor: shipping, currency: currency)
    total = Money(minor: goods &+ shipping, currency: currency)
    self.rate = rate
    self.tax = Money(minor: tax, currency: currency)
  }
}
