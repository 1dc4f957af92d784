import Commerce
import HTTP
import Office
import SQL
import Template

/// Why a posting is put on hold, and what the buyer is asked.
struct HoldPage: Page {
  static let template = "holds/new"

  let errors: ErrorSummary?
  let posting: Posting
  let version: String
  let reason: FieldView
  let question: FieldView
  let pause: String

  static let fields: [Field<HoldPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("seenVersion") { $0.version },
    .view("reason") { $0.reason },
    .view("question") { $0.question },
    .text("pause") { $0.pause },
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/hold") },
    .url("backHref") { URLText(path: "/orders/\($0.posting.id.raw)") },
  ]
}

/// Puts a posting on hold, and takes it off again.
struct HoldController: Sendable {
  let acts: PostingActs

  func new(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    return context.render(try page(context, posting, nil))
  }

  func create(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    var form = FormReader(try context.form())
    guard let draft = HoldForm.read(&form) else {
      return context.render(try page(context, posting, form), status: .unprocessable)
    }
    let version = try Version.read(form.fields)
    let actor = context.actor
    return try context.answering(id) {
      try context.write(Act("posting.hold", "posting", id.raw, detail: draft.reason.rawValue)) {
        tx in
        try acts.hold(id, draft, by: actor, version: version, at: context.now, in: tx)
      }
      return context.redirect(
        to: "/orders/\(id)", flash: Flash(draft.reason.asksBuyer ? "holds.asked" : "holds.held"))
    }
  }

  func release(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let version = try Version.read(context.form())
    return try context.answering(id) {
      let act = PostingAct(
        command: .resume, actor: context.actor, version: version,
        detail: HoldAnswer.lifted.rawValue)
      try context.write(Act("posting.resume", "posting", id.raw)) { tx in
        try acts.perform(act, on: id, at: context.now, in: tx)
      }
      return context.redirect(to: "/orders/\(id)", flash: Flash("holds.lifted"))
    }
  }

  private func page<C: RequestContext>(
    _ context: C, _ posting: Posting, _ form: FormReader?
  ) throws -> HoldPage where C.Scope == SellerScope {
    let problems = form?.problems ?? []
    let (reason, question) = HoldForm.fields(context, form, problems)
    let used = try HoldStore(rows: context.reader).paused(posting.id)
    let hours = max(0, (acts.deadlines.pause - used).components.seconds / 3_600)
    return HoldPage(
      errors: context.summary(problems, of: [reason, question]), posting: posting,
      version: form?.typed("version") ?? String(posting.version), reason: reason,
      question: question,
      pause: context.text("holds.pause", ["hours": context.locale.number(hours)]))
  }
}

extension RequestContext where Scope == SellerScope {
  /// - Throws: `Failure.notFound`.
  func posting(_ id: PostingID) throws -> Posting {
    guard let posting = try PostingStore(rows: reader).posting(id) else { throw Failure.notFound }
    return posting
  }
}

extension OrdersModule {
  static let holdPages: [PageBinding] = [
    .page(HoldPage.self), .page(QuestionPage.self), .mail(QuestionMail.self),
  ]

  var holdRoutes: Routes {
    let hold = HoldController(acts: acts)
    let question = QuestionController(acts: acts)
    return Routes {
      $0.get("/orders/:id/hold", .requires(.holdOrders), hold.new)
      $0.post("/orders/:id/hold", .requires(.holdOrders), hold.create)
      $0.post("/orders/:id/resumption", .requires(.holdOrders), hold.release)
      $0.get("/q/:token", .anyone, question.show)
      $0.post("/q/:token", .anyone, bodyLimit: 16 << 10, question.answer)
    }
  }
}
