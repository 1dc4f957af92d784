import Commerce
import HTTP
import Office
import SQL
import Template

/// A seller objects to a rejection.
struct AppealsController: Sendable {
  func create(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    var form = FormReader(try context.form())
    let text = form.text("appeal", 20...2_000, lines: true)
    let actor = ListingActs.Actor(context)
    do {
      try form.check()
      try context.write(Act("appeals.act.created", "product", id.raw)) { tx in
        try ListingActs(actor, in: tx).appeal(id, text)
      }
    } catch let invalid as InvalidForm {
      let page = try ProductEditor(context, id).page(
        problems: invalid.problems, appeal: form.typed("appeal"))
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/products/\(id)", flash: Flash("appeals.flash.created"))
  }
}

/// The way to object, or why there is none.
struct AppealView: View {
  let text: String
  let control: FieldView
  let action: URLText
  let canAppeal: Bool

  static let fields: [Field<AppealView>] = [
    .text("text") { $0.text },
    .view("control") { $0.control },
    .url("action") { $0.action },
    .flag("canAppeal") { $0.canAppeal },
  ]
}

extension ProductEditor {
  /// nil where nothing was rejected.
  func appeal(_ typed: String, _ errors: [String: String]) throws(SQLError) -> AppealView? {
    let appeal = try AppealStore(rows: context.reader).appeal(of: revision.id)
    guard revision.state == .rejected || (revision.state == .submitted && appeal != nil) else {
      return nil
    }
    var control = FieldView("appeal", label: context.text("appeals.text"))
    control.value = typed
    control.error = errors[control.name] ?? ""
    control.hint = context.text("appeals.text.hint")
    control.rows = 4
    let end = (revision.decidedAt ?? context.now) + Appeal.window
    let text: String
    switch appeal?.outcome {
    case .refused, .granted: text = context.text("appeals.state.refused")
    case nil where appeal != nil: text = context.text("appeals.state.waiting")
    case nil where end < context.now: text = context.text("appeals.state.late")
    case nil: text = context.text("appeals.state.open", ["time": context.time(end)])
    }
    return AppealView(
      text: text, control: control, action: URLText(path: "/products/\(product.id)/appeal"),
      canAppeal: appeal == nil && end >= context.now && canEdit)
  }
}
