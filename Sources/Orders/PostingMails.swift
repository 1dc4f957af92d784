import Commerce
import Office
import SQL

/// What people are told of a posting: its buyer by mail, its shop by a notice. The transaction
/// leaves a job without personal data; the job reads what the mail needs and puts it into the
/// outbox.
struct PostingMails: Sendable {
  /// What a mail is made of.
  struct Reading {
    let posting: Posting
    let locale: Locale
    let rows: SellerReader
    let context: JobContext
    /// What the transaction left.
    let payload: JSON
    fileprivate let templates: Templates

    var link: TrackingLink { TrackingLink(seller: rows.scope.seller, posting: posting.id) }

    func shopName() throws(SQLError) -> String {
      try context.reader.open.first(PostingMails.shopName, rows.scope.seller) ?? ""
    }

    func letter(_ mail: some MailView) throws -> Letter {
      let rendered = try templates.letter(mail, locale)
      return Letter(subject: rendered.subject, text: rendered.text)
    }
  }

  /// A mail in the buyer's language.
  struct Letter {
    let subject: String
    let text: String
  }

  static let shopName = Query<String>("select name from seller where id = ?")

  /// Of the jobs; never changed, since jobs of it may be waiting.
  let kind: String
  let kernel: Kernel
  /// What the shop's people and programs are told.
  var notice: NoticeKind?
  /// To the buyer; nil where there is nothing to say any more.
  let letter: @Sendable (Reading) throws -> Letter?

  /// - Parameter more: what the mail needs and no row will hold.
  func enqueue(
    _ posting: PostingID, _ more: [(String, JSON)] = [], in tx: SellerTransaction
  ) throws(SQLError) {
    try kernel.jobs.enqueue(
      kind, .object([("posting", .integer(posting.raw))] + more), shop: tx.scope.seller,
      in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(kind) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let rows = context.reader.seller(scope)
    guard let posting = try PostingStore(rows: rows).posting(PostingID(raw: raw)) else { return }
    let mail = try mail(posting, rows, context, json)
    let plan = try notice.map {
      try kernel.notices.plan(told($0, posting), rows, at: context.now)
    }
    _ = try context.finish { transaction in
      if let plan { try kernel.notices.spread(plan, in: transaction.seller(scope)) }
      if let mail {
        try kernel.outbox.send(
          to: mail.to, subject: mail.letter.subject, text: mail.letter.text, shop: scope.seller,
          in: transaction)
      }
    }
  }

  /// nil where the personal data is gone or the address is none.
  private func mail(
    _ posting: Posting, _ rows: SellerReader, _ context: JobContext, _ payload: JSON
  ) throws -> (to: MailAddress, letter: Letter)? {
    guard let recipient = try PostingStore(rows: rows).recipient(of: posting.id),
      let to = MailAddress(recipient.email, name: recipient.name)
    else { return nil }
    let reading = Reading(
      posting: posting, locale: Locale(rawValue: recipient.language) ?? .en, rows: rows,
      context: context, payload: payload, templates: kernel.wording.templates)
    return try letter(reading).map { (to, $0) }
  }

  private func told(_ kind: NoticeKind, _ posting: Posting) -> Notice {
    Notice(
      kind, object: "posting", id: posting.id.raw, path: "/orders/\(posting.id)",
      [
        ("number", .text(posting.number)), ("amount", .money(posting.total)),
        ("count", .number(posting.pieces)),
      ], at: kernel.clock.now())
  }
}
