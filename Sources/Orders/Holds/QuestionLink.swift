import Commerce
import Office
import SQL
import Template

/// The buyer's page with the question, opened by a link that only this installation can make.
enum QuestionLink {
  static let purpose = "orders.question"

  static func token(seller: Int64, posting: PostingID, _ kernel: Kernel) -> String {
    kernel.signedLink(seller: SellerID(raw: seller), object: posting.raw, purpose: purpose)
  }

  static func url(seller: Int64, posting: PostingID, _ kernel: Kernel) -> String {
    "\(kernel.configuration.publicURL)/q/\(token(seller: seller, posting: posting, kernel))"
  }
}

/// To the buyer: the shop has a question.
struct QuestionMail: MailView {
  static let template = "holds/question"

  let orderNumber: String
  let shopName: String
  let question: String
  let questionURL: String
  let until: String

  static let fields: [Field<QuestionMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("question") { $0.question },
    .text("questionURL") { $0.questionURL },
    .flag("hasUntil") { !$0.until.isEmpty },
    .text("until") { $0.until },
  ]
}

/// Mails questions to buyers. The transaction leaves a job without personal data.
struct QuestionMails: Sendable {
  static let kind = "orders.question"

  let kernel: Kernel

  func enqueue(_ posting: PostingID, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(
      Self.kind, .object([("posting", .integer(posting.raw))]), shop: tx.scope.seller,
      in: tx.transaction)
  }

  func register(on runner: JobRunner) {
    runner.register(Self.kind) { job, context in try send(job, context) }
  }

  /// Nothing where the question was settled meanwhile, or the personal data is gone.
  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let rows = context.reader.seller(scope)
    let id = PostingID(raw: raw)
    let store = PostingStore(rows: rows)
    guard let hold = try HoldStore(rows: rows).open(id), hold.reason.asksBuyer,
      let posting = try store.posting(id), let to = try store.recipient(of: id),
      let address = MailAddress(to.email, name: to.name)
    else { return }
    let locale = Locale(rawValue: to.language) ?? .en
    let shop = try context.reader.open.first(TrackingController.shop, scope.seller)
    let zone = kernel.zones.rules(shop?.zone ?? "UTC")
    let mail = QuestionMail(
      orderNumber: posting.orderNumber, shopName: shop?.name ?? "",
      question: HoldText.question(hold) { kernel.wording.strings.text($0, locale) },
      questionURL: QuestionLink.url(seller: scope.seller, posting: id, kernel),
      until: hold.until.map {
        locale.shortDateTime(zone.local($0), today: zone.local(context.now).date)
      } ?? "")
    let letter = try kernel.wording.templates.letter(mail, locale)
    _ = try context.finish { transaction in
      try kernel.outbox.send(
        to: address, subject: letter.subject, text: letter.text, shop: scope.seller,
        in: transaction)
    }
  }
}

/// Questions in words.
enum HoldText {
  /// What the shop wrote; else the sentence of the reason.
  static func question(_ hold: Hold, _ text: (Message) -> String) -> String {
    hold.question.isEmpty ? text(Message("holds.ask.\(hold.reason.rawValue)")) : hold.question
  }
}
