import Commerce
import Office
import SQL
import Template

/// To the buyer: a part of the order won't come.
struct LinesCancelledMail: MailView {
  static let template = "parting/lines-mail"

  let orderNumber: String
  let shopName: String
  let pieces: Int64
  let amount: String

  static let fields: [Field<LinesCancelledMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .number("pieces") { $0.pieces },
    .text("amount") { $0.amount },
  ]
}

/// Mails about parts that were given up.
struct LineMails: Sendable {
  static let kind = "orders.lines"

  let kernel: Kernel

  func enqueue(
    _ posting: PostingID, _ amount: Money, _ pieces: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    try kernel.jobs.enqueue(
      Self.kind,
      .object([
        ("posting", .integer(posting.raw)), ("minor", .integer(amount.minor)),
        ("pieces", .integer(pieces)),
      ]), shop: tx.scope.seller, in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(Self.kind) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer, let minor = json["minor"]?.integer,
      let pieces = json["pieces"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let store = PostingStore(rows: context.reader.seller(scope))
    let id = PostingID(raw: raw)
    guard let posting = try store.posting(id), let to = try store.recipient(of: id),
      let address = MailAddress(to.email, name: to.name)
    else { return }
    let locale = Locale(rawValue: to.language) ?? .en
    let shop = try context.reader.open.first(OrderMails.shopName, scope.seller) ?? ""
    let mail = LinesCancelledMail(
      orderNumber: posting.orderNumber, shopName: shop, pieces: pieces,
      amount: locale.moneyWithCode(Money(minor: minor, currency: posting.goods.currency)))
    let letter = try kernel.wording.templates.letter(mail, locale)
    _ = try context.finish { transaction in
      try kernel.outbox.send(
        to: address, subject: letter.subject, text: letter.text, shop: scope.seller,
        in: transaction)
    }
  }
}
