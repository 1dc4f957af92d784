import Commerce
import Office
import SQL

/// Mails of one kind to the buyer of a posting. The transaction leaves a job without personal data;
/// the job reads what the mail needs.
struct BuyerMails<Mail: MailView>: Sendable {
  /// What a mail is made of.
  struct Reading {
    let posting: Posting
    let locale: Locale
    let rows: SellerReader
    let context: JobContext
  }

  /// Of the jobs; never changed, since jobs of it may be waiting.
  let kind: String
  let kernel: Kernel
  /// nil where there is nothing to say any more.
  let mail: @Sendable (Reading) throws -> Mail?

  func enqueue(_ posting: PostingID, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(
      kind, .object([("posting", .integer(posting.raw))]), shop: tx.scope.seller,
      in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(kind) { job, context in try send(job, context) }
  }

  /// Nothing where the personal data is gone.
  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let rows = context.reader.seller(scope)
    let id = PostingID(raw: raw)
    let store = PostingStore(rows: rows)
    guard let posting = try store.posting(id), let recipient = try store.recipient(of: id),
      let to = MailAddress(recipient.email, name: recipient.name)
    else { return }
    let locale = Locale(rawValue: recipient.language) ?? .en
    let reading = Reading(posting: posting, locale: locale, rows: rows, context: context)
    guard let mail = try mail(reading) else { return }
    let letter = try kernel.wording.templates.letter(mail, locale)
    _ = try context.finish { transaction in
      try kernel.outbox.send(
        to: to, subject: letter.subject, text: letter.text, shop: scope.seller, in: transaction)
    }
  }
}
