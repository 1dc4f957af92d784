import Commerce
import Office
import SQL

/// Mails about orders. A transaction leaves a job without personal data; the job reads what the
/// mail needs, renders it in the reader's language and puts it into the outbox.
struct OrderMails: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    /// The buyer is told that the parcel is on its way.
    case shipped = "orders.shipped"
    /// The buyer is told that the posting is cancelled.
    case cancelled = "orders.cancelled"
    /// The buyer is told that the parcel is lost and the money comes back.
    case lost = "orders.lost"
    /// The shop is told that the buyer withdrew.
    case withdrawn = "orders.withdrawn"
    /// The buyer gets the confirmation of the order, and the shop its notice.
    case placed = "orders.placed"
  }

  let kernel: Kernel

  static let shopName = Query<String>("select name from seller where id = ?")
  static let orderTotal = Query(
    "select total_minor, currency from customer_order where id = ?", Money.init(minor:code:))
  /// Leaves a job in the transaction.
  func enqueue(
    _ kind: Kind, _ posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    try kernel.jobs.enqueue(
      kind.rawValue, .object([("posting", .integer(posting.raw))]), shop: tx.scope.seller,
      in: tx.transaction)
  }

  /// Names the handlers.
  func register(on runner: JobRunner) {
    for kind in Kind.allCases {
      runner.register(kind.rawValue) { job, context in try send(kind, job, context) }
    }
  }

  private func send(_ kind: Kind, _ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let raw = json["posting"]?.integer
    else { throw JobFailure.hopeless("the job names no posting") }
    let id = PostingID(raw: raw)
    let store = PostingStore(rows: context.reader.seller(scope))
    guard let posting = try store.posting(id) else { return }
    let letters = try letters(kind, posting, store, context)
    let plan = try notice(kind, posting).map {
      try kernel.notices.plan($0, store.rows, at: context.now)
    }
    try context.finish { transaction in
      if let plan { try kernel.notices.spread(plan, in: transaction.seller(scope)) }
      for letter in letters {
        try kernel.outbox.send(
          to: letter.to, subject: letter.subject, text: letter.text, shop: scope.seller,
          in: transaction)
      }
    }
  }

  private struct Letter {
    let to: MailAddress
    let subject: String
    let text: String
  }

  private func letters(
    _ kind: Kind, _ posting: Posting, _ store: PostingStore, _ context: JobContext
  ) throws -> [Letter] {
    switch kind {
    case .withdrawn: return []
    case .placed:
      // The buyer placed one order: the first posting's job writes for all of them.
      return posting.number.hasSuffix("-1") ? try buyerLetter(kind, posting, store, context) : []
    case .shipped, .cancelled, .lost: return try buyerLetter(kind, posting, store, context)
    }
  }

  /// Nothing where the personal data is gone or the address is none.
  private func buyerLetter(
    _ kind: Kind, _ posting: Posting, _ store: PostingStore, _ context: JobContext
  ) throws -> [Letter] {
    guard let recipient = try store.recipient(of: posting.id),
      let to = MailAddress(recipient.email, name: recipient.name)
    else { return [] }
    let locale = Locale(rawValue: recipient.language) ?? .en
    let seller = store.rows.scope.seller
    let shop = try context.reader.open.first(Self.shopName, seller) ?? ""
    let link = kernel.link(to: TrackingLink(seller: seller, posting: posting.id))
    let number = posting.orderNumber
    switch kind {
    case .shipped:
      let parcel = try store.parcels(of: posting.id).first
      let carrier = try context.reader.open.all(Carriers.all).first { $0.id == parcel?.carrier }
      let mail = ShippedMail(
        orderNumber: number, shopName: shop, carrier: carrier?.name ?? "",
        trackingNumber: parcel?.trackingNumber ?? "", trackingURL: link)
      return [try letter(mail, to, locale)]
    case .cancelled, .lost:
      let mail = CancelledMail(
        orderNumber: number, shopName: shop, amount: locale.moneyWithCode(posting.total))
      return [
        try kind == .lost ? letter(LostMail(mail: mail), to, locale) : letter(mail, to, locale)
      ]
    default:
      let total = try context.reader.open.one(Self.orderTotal, posting.order.raw)
      let mail = PlacedMail(
        orderNumber: number, amount: locale.moneyWithCode(total), trackingURL: link)
      return [try letter(mail, to, locale)]
    }
  }

  /// What the shop's people and programs are told.
  private func notice(_ kind: Kind, _ posting: Posting) -> Notice? {
    let notice: NoticeKind
    switch kind {
    case .placed: notice = .orderPlaced
    case .withdrawn: notice = .orderWithdrawn
    case .shipped, .cancelled, .lost: return nil
    }
    return Notice(
      notice, object: "posting", id: posting.id.raw, path: "/orders/\(posting.id)",
      [
        ("number", .text(posting.number)), ("amount", .money(posting.total)),
        ("count", .number(posting.pieces)),
      ], at: kernel.clock.now())
  }

  private func letter<V: MailView>(
    _ mail: V, _ to: MailAddress, _ locale: Locale
  ) throws -> Letter {
    let rendered = try kernel.wording.templates.letter(mail, locale)
    return Letter(to: to, subject: rendered.subject, text: rendered.text)
  }
}

extension NoticeKind {
  /// A paid posting came in.
  static let orderPlaced = NoticeKind(
    "orders.placed", for: .viewOrders, mailed: [.owner, .warehouse])
  /// The buyer withdrew: it must not be sent.
  static let orderWithdrawn = NoticeKind(
    "orders.withdrawn", for: .viewOrders, mailed: [.owner, .warehouse], isCritical: true)
}
