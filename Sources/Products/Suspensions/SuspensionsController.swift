import Commerce
import HTTP
import Office
import SQL
import Template

/// A moderator takes a live listing off sale, and lets it be sold again.
struct SuspensionsController: Sendable {
  func new(_ context: PageContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    context.render(try page(context, id, FormReader(FormFields()), []))
  }

  func create(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    let item = try item(context, id)
    var form = FormReader(try context.form())
    let reason = form.choice("reason", Suspension.self)
    if let reason, !Suspension.byHand.contains(reason) { form.add("reason", "form.choice") }
    let note = form.text("note", 10...1_000, lines: true)
    let now = context.now
    do {
      try form.check()
      try context.write(
        Act("suspensions.act.suspended", "product", item.product.raw), shop: item.shop
      ) { tx in
        let (seller, product) = try Self.listing(item, in: tx)
        guard product.live != nil, product.state != .archived, product.suspension == nil else {
          throw Failure.conflict(Message("suspensions.conflict.state"))
        }
        try SuspensionStore.set(product.id, reason, note: note, at: now, in: seller)
      }
    } catch let invalid as InvalidForm {
      return context.render(
        try page(context, id, form, invalid.problems), status: .unprocessable)
    }
    return context.redirect(
      to: "/moderation/\(id)", flash: Flash("suspensions.flash.suspended"))
  }

  func remove(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    let item = try item(context, id)
    let now = context.now
    try context.write(
      Act("suspensions.act.lifted", "product", item.product.raw), shop: item.shop
    ) { tx in
      let (seller, product) = try Self.listing(item, in: tx)
      guard let suspension = product.suspension, Suspension.byHand.contains(suspension) else {
        throw Failure.conflict(Message("suspensions.conflict.state"))
      }
      try SuspensionStore.set(product.id, nil, at: now, in: seller)
    }
    return context.redirect(to: "/moderation/\(id)", flash: Flash("suspensions.flash.lifted"))
  }

  private static func listing(
    _ item: ModerationItem, in tx: PlatformTransaction
  ) throws -> (SellerTransaction, Product) {
    let seller = tx.transaction.seller(tx.scope.entering(seller: item.shop.raw))
    guard let product = try ProductStore(rows: seller.reader).product(item.product) else {
      throw Failure.notFound
    }
    return (seller, product)
  }

  private func item(
    _ context: some RequestContext, _ id: ModerationID
  ) throws -> ModerationItem {
    guard let item = try ModerationStore(rows: context.open).item(id) else {
      throw Failure.notFound
    }
    return item
  }

  private func page<C: RequestContext>(
    _ context: C, _ id: ModerationID, _ form: FormReader, _ problems: [Problem]
  ) throws -> SuspensionPage where C.Scope == PlatformScope {
    let item = try item(context, id)
    let errors = context.errors(problems)
    let reason = context.choice(
      "reason", label: context.text("suspensions.field.reason"),
      Suspension.byHand.map { ($0.rawValue, context.text($0.key)) },
      chosen: form.typed("reason"), problems: problems)
    var note = FieldView("note", label: context.text("suspensions.field.note"))
    note.value = form.typed("note")
    note.error = errors[note.name] ?? ""
    note.hint = context.text("suspensions.field.note.hint")
    note.rows = 4
    return SuspensionPage(
      title: item.title, back: URLText(path: "/moderation/\(id)"),
      action: URLText(path: "/moderation/\(id)/suspension"),
      errors: ErrorSummary(
        unlessEmpty:
          problems.map { problem in
            ProblemView(
              field: problem.field,
              text: context.text(
                "parts.errors.line",
                [
                  "field": context.text("suspensions.field.\(problem.field)"),
                  "problem": context.text(problem.message),
                ]))
          }), reason: reason, note: note)
  }
}

/// Asks for the reason before a listing goes off sale.
struct SuspensionPage: Page {
  static let template = "suspensions/new"

  let title: String
  let back: URLText
  let action: URLText
  let errors: ErrorSummary?
  let reason: FieldView
  let note: FieldView

  static let fields: [Field<SuspensionPage>] = [
    .text("title") { $0.title },
    .url("back") { $0.back },
    .url("action") { $0.action },
    .optional("errors") { $0.errors },
    .view("reason") { $0.reason },
    .view("note") { $0.note },
  ]
}
