import Commerce
import Documents
import HTTP
import Office
import SQL

/// How much a label shows, on which paper, and what invoices say of the shop.
struct DocumentSettingsController: Sendable {
  let room: PrintRoom

  func edit(_ context: PageContext<SellerScope>) throws -> Response {
    let settings = try DocumentSettings.of(context.reader)
    return page(context, DocumentSettingsForm(settings), [])
  }

  func update(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = FormReader(try context.form())
    let typed = DocumentSettingsForm(form)
    let settings = DocumentSettingsForm.read(&form)
    guard form.problems.isEmpty else { return page(context, typed, form.problems) }
    let seller = context.scope.seller
    try context.write(Act("documents.settings", "seller", seller)) { tx in
      _ = try tx.run(
        DocumentSettings.save, seller, settings.privacy, settings.paper, settings.series,
        settings.legalName, settings.taxID, settings.rate)
    }
    return context.redirect(
      to: "/settings/documents", flash: Flash("documents.settings.saved"))
  }

  private func page<C: RequestContext>(
    _ context: C, _ form: DocumentSettingsForm, _ problems: [Problem]
  ) -> Response where C.Scope == SellerScope {
    let page = DocumentSettingsPage(context, form, room.book.missing.isEmpty, problems)
    return context.render(page, status: problems.isEmpty ? .ok : .unprocessable)
  }
}
