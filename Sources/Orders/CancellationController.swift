import Commerce
import HTTP
import Office
import SQL
import Template

/// The question before a posting is cancelled, with what it will do.
struct CancellationPage: Page {
  static let template = "orders/cancellation"

  let errors: ErrorSummary?
  let posting: Posting
  let question: String
  let pieces: String
  let amount: String
  let reason: FieldView
  /// What the service metrics are now, and would be by the shop's fault.
  let rates: [RateView]

  static let fields: [Field<CancellationPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("question") { $0.question },
    .text("pieces") { $0.pieces },
    .text("amount") { $0.amount },
    .view("reason") { $0.reason },
    .list("rates") { $0.rates },
    .integer("seenVersion") { $0.posting.version },
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/cancellation") },
    .url("backHref") { URLText(path: "/orders/\($0.posting.id.raw)") },
  ]
}

/// The seller gives a posting up before it is shipped.
struct CancellationController: Sendable {
  let acts: PostingActs

  func new(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    guard let posting = try PostingStore(rows: context.reader).posting(id) else {
      throw Failure.notFound
    }
    return context.render(try page(context, posting, []))
  }

  func create(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    guard let posting = try PostingStore(rows: context.reader).posting(id) else {
      throw Failure.notFound
    }
    var form = FormReader(try context.form())
    guard let reason = form.choice("reason", CancelReason.self),
      CancelReason.offered.contains(reason)
    else {
      return context.render(
        try page(context, posting, form.problems), status: .unprocessable)
    }
    let act = PostingAct(
      command: .cancel, actor: context.actor, version: try Version.read(form.fields),
      detail: reason.rawValue)
    return try context.answering(id) {
      try context.write(
        Act("posting.cancel", "posting", id.raw, detail: reason.rawValue)
      ) { tx in
        try acts.perform(act, on: id, at: context.now, in: tx)
      }
      return context.redirect(to: "/orders/\(id)", flash: Flash("orders.flash.cancelled"))
    }
  }

  private func page<C: RequestContext>(
    _ context: C, _ posting: Posting, _ problems: [Problem]
  ) throws -> CancellationPage where C.Scope == SellerScope {
    let service = ServiceStore(rows: context.reader)
    let today = try service.day(of: context.now, context.kernel)
    let act = Judgement(metric: .cancellation, isCounted: true)
    let reason = CancelReason.field(context, CancelReason.offered, problems: problems)
    return CancellationPage(
      errors: context.summary(problems, of: [reason]), posting: posting,
      question: context.text("orders.cancellation.question", ["number": posting.number]),
      pieces: context.text(
        "orders.cancellation.pieces", ["pieces": context.locale.number(posting.pieces)],
        count: posting.pieces),
      amount: context.text(
        "orders.cancellation.amount",
        ["amount": context.locale.moneyWithCode(posting.total)]), reason: reason,
      rates: ServiceWords(context: context).rates(
        try service.metrics(today: today), after: try service.preview(act, today: today),
        of: [.cancellation]))
  }
}

extension CancelReason {
  /// The input in which somebody says why.
  static func field<C: RequestContext>(
    _ context: C, _ offered: [CancelReason], chosen: String = "", problems: [Problem]
  ) -> FieldView {
    context.choice(
      "reason", label: context.text("orders.cancellation.reason"),
      offered.map { ($0.rawValue, context.text("orders.cancellation.\($0.rawValue)")) },
      chosen: chosen, problems: problems)
  }
}
