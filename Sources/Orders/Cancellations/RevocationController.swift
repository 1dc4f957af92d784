import Commerce
import HTTP
import Office
import SQL
import Template

/// The platform takes a shop's posting back.
struct RevocationPage: Page {
  static let template = "revocations/new"

  let errors: ErrorSummary?
  let number: FieldView
  let reason: FieldView

  static let fields: [Field<RevocationPage>] = [
    .optional("errors") { $0.errors },
    .view("number") { $0.number },
    .view("reason") { $0.reason },
  ]
}

/// Staff of the platform cancel a posting that must not be sent: goods that were called back, a
/// fraud that showed late. It counts against nobody; the reason stays in the audit.
struct RevocationController: Sendable {
  let acts: PostingActs

  func new(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(page(context, nil))
  }

  func create(_ context: WorkContext<PlatformScope>) throws -> Response {
    var form = FormReader(try context.form())
    let number = form.text("number", 1...40)
    let reason = form.text("reason", 10...500)
    let found = try context.reader.first(StoredOrder.posting, number)
    if found == nil, !number.isEmpty { form.add("number", "revocations.unknown") }
    guard let found, form.problems.isEmpty else {
      return context.render(page(context, form), status: .unprocessable)
    }
    do {
      try context.write(
        Act("posting.revoke", "posting", found.id.raw, detail: reason),
        shop: SellerID(raw: found.seller)
      ) { tx in
        try acts.perform(
          PostingAct(
            command: .revoke, actor: .platform, detail: CancelReason.platform.rawValue),
          on: found.id, at: context.now, in: tx.seller(SellerID(raw: found.seller)))
      }
    } catch let refusal as IllegalCommand {
      form.add(
        "number", "orders.conflict.text",
        ["number": refusal.number, "state": context.text(refusal.state.label)])
      return context.render(page(context, form), status: .conflict)
    }
    return context.redirect(
      to: "/revocations", flash: Flash("revocations.done", ["number": number]))
  }

  private func page<C: RequestContext>(_ context: C, _ form: FormReader?) -> RevocationPage {
    let problems = form?.problems ?? []
    var number = FieldView("number", label: context.text("revocations.number"))
    number.value = form?.typed("number") ?? ""
    number.isMono = true
    number.error = context.error(of: "number", in: problems)
    var reason = FieldView("reason", label: context.text("revocations.reason"))
    reason.value = form?.typed("reason") ?? ""
    reason.hint = context.text("revocations.reasonHint")
    reason.error = context.error(of: "reason", in: problems)
    return RevocationPage(
      errors: context.summary(problems, of: [number, reason]), number: number, reason: reason)
  }
}

extension OrdersModule {
  static let revocationPages: [PageBinding] = [.page(RevocationPage.self)]

  var revocationRoutes: Routes {
    let revocation = RevocationController(acts: acts)
    return Routes {
      $0.get("/revocations", .requires(.revokePostings), revocation.new)
      $0.post(
        "/revocations", .requires(.revokePostings), bodyLimit: 16 << 10, revocation.create)
    }
  }
}
