import Commerce
import HTTP
import Office
import SQL

/// What the seller would earn with what is typed in the form; nothing is saved. Uploaded pictures
/// are kept, so that the form loses nothing.
struct QuoteController: Sendable {
  let kernel: Kernel

  func show(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    let fields = try context.form()
    let editor = try ProductEditor(context, id)
    let category = try fields.first("category").flatMap { CategoryID(text: $0) }
      .flatMap { try CategoryStore(rows: context.open).leaf($0) }
    var form = ProductForm(fields, editor.currency, category, editor.tokens)
    if let old = try editor.oldCategory(form) { form.leave(old) }
    let uploads = try PictureUploads(fields, into: PictureStore(kernel.configuration))
    form.add(uploads.problems)
    do {
      _ = try form.draft(
        isLocked: editor.isLocked, uploads: uploads.pictures,
        warehouses: editor.canCount ? editor.balances.map(\.warehouse) : [])
    } catch {
      let page = try editor.page(typed: form, problems: error.problems)
      return context.render(page, status: .unprocessable)
    }
    try context.checkFields()
    return context.render(try editor.page(typed: form, problems: []))
  }
}
