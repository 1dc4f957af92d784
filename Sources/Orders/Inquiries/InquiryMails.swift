import Commerce
import Office
import SQL
import Template

/// To the buyer: what the shop says of the parcel.
struct InquiryMail: MailView {
  static let template = "inquiries/mail"

  let orderNumber: String
  let shopName: String
  let answer: String
  let trackingURL: String

  static let fields: [Field<InquiryMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("answer") { $0.answer },
    .text("trackingURL") { $0.trackingURL },
  ]
}

/// Mails answers to buyers. The transaction leaves a job without personal data.
struct InquiryMails: Sendable {
  static let job = "inquiries.answer"

  let kernel: Kernel

  func enqueue(_ posting: PostingID, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(
      Self.job, .object([("posting", .integer(posting.raw))]), shop: tx.scope.seller,
      in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in try send(job, context) }
  }

  /// Nothing where the personal data is gone.
  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let rows = context.reader.seller(scope)
    let id = PostingID(raw: raw)
    let store = PostingStore(rows: rows)
    guard let inquiry = try InquiryStore(rows: rows).inquiry(of: id), !inquiry.answer.isEmpty,
      let posting = try store.posting(id), let recipient = try store.recipient(of: id),
      let to = MailAddress(recipient.email, name: recipient.name)
    else { return }
    let mail = InquiryMail(
      orderNumber: posting.orderNumber,
      shopName: try context.reader.open.first(OrderMails.shopName, scope.seller) ?? "",
      answer: inquiry.answer,
      trackingURL: kernel.link(to: TrackingLink(seller: scope.seller, posting: id)))
    let letter = try kernel.wording.templates.letter(
      mail, Locale(rawValue: recipient.language) ?? .en)
    _ = try context.finish { transaction in
      try kernel.outbox.send(
        to: to, subject: letter.subject, text: letter.text, shop: scope.seller, in: transaction)
    }
  }
}
