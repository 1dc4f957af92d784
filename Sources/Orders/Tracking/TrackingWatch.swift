import Commerce
import Office
import SQL
import Template

/// Finds parcels of which nothing is heard and parcels that are late. When to look at each is in
/// its row, so nothing is missed over a restart or days of downtime.
struct TrackingWatch: Sendable {
  static let job = "parcels.watch"
  private static let part = 100

  let tracking: TrackingActs

  func register(on runner: JobRunner) {
    runner.every(.minutes(10), Self.job) { _, context in try look(context) }
    LateLetters(kernel: tracking.acts.kernel).register(on: runner)
  }

  private func look(_ context: JobContext) throws {
    guard let platform = context.platform else { throw JobFailure.hopeless("not the platform's") }
    let now = context.now
    while true {
      let due = try context.reader.platform(platform).all(
        ParcelNewsSQL.due, now.milliseconds, Self.part)
      if due.isEmpty { return }
      try context.database.writer.write { transaction in
        let all = transaction.platform(platform)
        for parcel in due {
          try tracking.look(
            at: parcel.posting, parcel.part, now: now, in: all.seller(parcel.seller))
        }
      }
      if due.count < Self.part { return }
    }
  }
}

/// To the buyer: the parcel takes longer than was said.
struct LateMail: MailView {
  static let template = "parcels/late"

  let orderNumber: String
  let shopName: String
  let isStuck: Bool
  let trackingURL: String

  static let fields: [Field<LateMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .flag("isStuck") { $0.isStuck },
    .text("trackingURL") { $0.trackingURL },
  ]
}

/// Tells a buyer that the parcel takes longer, before they ask.
struct LateLetters: Sendable {
  static let job = "parcels.late"

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in try send(job, context) }
  }

  private func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller,
      let raw = (try? JSON(parsing: job.payload))?["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let letter = try letter(PostingID(raw: raw), context.reader.seller(scope), context.reader.open)
    try context.finish { transaction in
      guard let letter else { return }
      try kernel.outbox.send(
        to: letter.to, subject: letter.subject, text: letter.text, shop: scope.seller,
        in: transaction)
    }
  }

  /// nil where it has arrived meanwhile, or the personal data is gone.
  private func letter(
    _ id: PostingID, _ rows: SellerReader, _ open: OpenReader
  ) throws -> (to: MailAddress, subject: String, text: String)? {
    let store = PostingStore(rows: rows)
    guard let posting = try store.posting(id), posting.state.isTravelling,
      let recipient = try store.recipient(of: id),
      let to = MailAddress(recipient.email, name: recipient.name)
    else { return nil }
    let seller = rows.scope.seller
    let shop = try open.first(OrderMails.shopName, seller) ?? ""
    let isLate = try ParcelStore(rows: rows).cards(of: id).contains { $0.trouble == .late }
    let mail = LateMail(
      orderNumber: posting.orderNumber, shopName: shop, isStuck: !isLate,
      trackingURL: kernel.link(to: TrackingLink(seller: seller, posting: id)))
    let letter = try kernel.wording.templates.letter(
      mail, Locale(rawValue: recipient.language) ?? .en)
    return (to, letter.subject, letter.text)
  }
}
