import Commerce
import Office
import Template

/// A posting: where it is, what must be done, what is in it, who gets it.
struct PostingShowPage: Page {
  static let template = "orders/show"

  var errors: ErrorSummary?
  let posting: Posting
  let state: BadgeView
  let sub: String
  let acts: PostingActsView
  let track: [TrackStep]
  let deadline: DeadlineNote?
  /// The posting that all of it was put into.
  let joined: WayBack?
  let checks: [CheckView]
  let checksSummary: String
  let lines: [LineView]
  let goodsSummary: String
  let payment: String
  let totalLabel: String
  let goods: String
  let shipping: String
  let total: String
  let parcels: [ParcelView]
  let trackingHref: URLText?
  let delivery: OwnDeliveryCard?
  let timeline: [TimelineView]
  let timelineSummary: String
  let buyer: [PairView]
  let buyerNote: String?
  let answer: String?
  let isMasked: Bool
  let rights: Rights
  let reason: FieldView
  let noteField: FieldView
  let prints: PrintCard?
  let marks: MarkCard
  let inquiry: InquiryCard?
  let claim: ClaimCard?

  /// What the reader may do besides the actions of the state.
  struct Rights: Sendable {
    let canReveal: Bool
    let canNote: Bool
    let canSetRules: Bool
  }

  static let fields: [Field<PostingShowPage>] = head + body + side

  private static let head: [Field<PostingShowPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("orderNumber") { $0.posting.orderNumber },
    .view("state") { $0.state },
    .text("sub") { $0.sub },
    .view("acts") { $0.acts },
    .list("track") { $0.track },
    .optional("deadline") { $0.deadline },
    .optional("joined") { $0.joined },
    .optional("inquiry") { $0.inquiry },
    .optional("claim") { $0.claim },
  ]

  private static let body: [Field<PostingShowPage>] = [
    .list("checks") { $0.checks },
    .text("checksSummary") { $0.checksSummary },
    .list("lines") { $0.lines },
    .text("goodsSummary") { $0.goodsSummary },
    .number("pieces") { $0.posting.pieces },
    .text("currency") { $0.posting.total.currency.code },
    .text("payment") { $0.payment },
    .text("totalLabel") { $0.totalLabel },
    .text("goods") { $0.goods },
    .text("shipping") { $0.shipping },
    .text("total") { $0.total },
    .list("parcels") { $0.parcels },
    .optional("trackingHref") { $0.trackingHref },
    .optional("delivery") { $0.delivery },
    .url("parcelsHref") { $0.href("tracking") },
    .list("timeline") { $0.timeline },
    .text("timelineSummary") { $0.timelineSummary },
  ]

  private static let side: [Field<PostingShowPage>] = [
    .list("buyer") { $0.buyer },
    .optional("buyerNote") { $0.buyerNote },
    .optional("answer") { $0.answer },
    .flag("isMasked") { $0.isMasked },
    .flag("canReveal") { $0.rights.canReveal && $0.isMasked },
    .url("revealHref") { $0.href("recipient") },
    .view("reason") { $0.reason },
    .flag("revealError") { !$0.reason.error.isEmpty },
    .flag("isCancelled") { $0.posting.state == .cancelled },
    .optional("prints") { $0.prints },
    .view("marks") { $0.marks },
    .flag("canNote") { $0.rights.canNote },
    .flag("canSetRules") { $0.rights.canSetRules },
    .url("notesHref") { $0.href("notes") },
    .view("noteField") { $0.noteField },
  ]

  private func href(_ resource: String) -> URLText {
    URLText(path: "/orders/\(posting.id.raw)/\(resource)")
  }
}
