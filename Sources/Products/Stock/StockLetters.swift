import Commerce
import Office
import SQL
import Template

/// To the shop's staff: a product is running low.
struct LowStockMail: MailView {
  static let template = "mail/low"

  let product: String
  let available: Int64
  let href: String

  static let fields: [Field<LowStockMail>] = [
    .text("product") { $0.product },
    .number("available") { $0.available },
    .text("href") { $0.href },
  ]
}

/// Tells the people of a shop that stock ran low: one mail a crossing. The transaction leaves a
/// job; the job reads how things stand by then and writes nothing where they are well again.
struct StockLetters: Sendable {
  static let job = "stock.low"

  let kernel: Kernel

  static let low = Query(
    """
    select coalesce(nullif(title, ''), offer_id, ''), available from product
    where id = ? and alerted_at is not null
    """
  ) { (title: String, available: Int64) in (title: title, available: available) }

  static let statements: [(String, any SQLStatement)] = [
    ("letters.low", low)
  ]

  /// Only at boot.
  func listen() {
    let jobs = kernel.jobs
    kernel.events.on(StockRanLow.self) { event, transaction in
      try jobs.enqueue(
        Self.job, .object([("product", .integer(event.product.raw))]), shop: event.seller.raw,
        in: transaction)
    }
  }

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let product = json["product"]?.integer
    else { throw JobFailure.hopeless("the job names no product") }
    let letters = try letters(product, context.reader.seller(scope), context.reader.open)
    try context.finish { transaction in
      for letter in letters {
        try kernel.outbox.send(
          to: letter.to, subject: letter.subject, text: letter.text, shop: scope.seller,
          in: transaction)
      }
    }
  }

  private func letters(
    _ product: Int64, _ rows: SellerReader, _ open: OpenReader
  ) throws -> [(to: MailAddress, subject: String, text: String)] {
    guard let low = try rows.first(Self.low, product) else { return [] }
    let staff = try ShopStaff.addresses(
      of: rows.scope.seller, in: [.owner, .manager, .warehouse], open)
    return try staff.map { member in
      let mail = LowStockMail(
        product: low.title, available: low.available,
        href: "\(kernel.configuration.publicURL)/products/\(product)/stock")
      let letter = try kernel.wording.templates.letter(mail, member.locale)
      return (member.address, letter.subject, letter.text)
    }
  }
}
