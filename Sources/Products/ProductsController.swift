import Commerce
import HTTP
import Office
import SQL
import Template

/// The goods of a shop.
struct ProductsController: Sendable {
  let kernel: Kernel

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ProductListBuilder(context).page())
  }

  func new(_ context: PageContext<SellerScope>) throws -> Response {
    let names = try CategoryStore(rows: context.open).names()
    let search = String((context.request.query.first("q") ?? "").prefix(100))
    let branches = CategoryName.branches(names, search: search, context.locale)
    let blank = BlankView(
      title: context.text("products.new.none"), text: context.text("products.new.noneText"),
      action: context.text("products.new.all"), href: URLText(path: "/products/new"),
      isFiltered: true)
    return context.render(
      CategoryPage(search: search, branches: branches, blank: branches.isEmpty ? blank : nil))
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    guard let category = try category(context) else {
      throw InvalidForm("category", Message("form.choice"))
    }
    if category.isClosed {
      throw InvalidForm("category", Message("categories.error.closed"))
    }
    let id: ProductID = kernel.newID()
    let actor = ListingActs.Actor(context)
    let warehouse = context.text("products.warehouse.first")
    try context.write(Act("products.act.created", "product", id.raw)) { tx in
      try ListingActs(actor, in: tx).create(id, in: category.id, warehouse: warehouse)
    }
    return context.redirect(to: "/products/\(id)")
  }

  func show(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    context.render(try ProductEditor(context, id).page())
  }

  func update(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try saving(context, id) {
      context.redirect(to: "/products/\(id)", flash: Flash("products.flash.saved"))
    }
  }

  /// Saves first, so that nothing typed is lost when a check says no.
  func submit(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try saving(context, id) {
      do {
        try act(context, id, "submitted") { try $0.submit(id) }
      } catch let invalid as InvalidForm {
        let page = try ProductEditor(context, id).page(problems: invalid.problems)
        return context.render(page, status: .unprocessable)
      }
      return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.submitted"))
    }
  }

  func withdraw(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "withdrawn") { try $0.withdraw(id) }
    return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.withdrawn"))
  }

  func hide(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "hidden") { try $0.hide(id, true) }
    return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.hidden"))
  }

  func unhide(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "shown") { try $0.hide(id, false) }
    return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.shown"))
  }

  func confirmArchive(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    let reserved = try StockStore(rows: context.reader).balances(of: id).reduce(0) {
      $0 + $1.reserved
    }
    let orders =
      reserved == 0
      ? context.text("products.archive.orders")
      : context.text("products.archive.promised", count: reserved)
    return try confirm(
      context, id, "archive",
      effects: [
        context.text("products.archive.sale"), orders, context.text("products.archive.history"),
      ])
  }

  func archive(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "archived") { try $0.archive(id) }
    return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.archived"))
  }

  func restore(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "restored") { try $0.restore(id) }
    return context.redirect(to: "/products/\(id)", flash: Flash("products.flash.restored"))
  }

  func confirmRemoval(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    try confirm(
      context, id, "removal",
      effects: [context.text("products.removal.gone"), context.text("products.removal.stock")])
  }

  func remove(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    try act(context, id, "removed") { try $0.delete(id) }
    return context.redirect(to: "/products", flash: Flash("products.flash.removed"))
  }
}

extension ProductsController {
  /// Reads and saves the form, then goes on; shows it again with 422 or 409 where it can't.
  private func saving(
    _ context: WorkContext<SellerScope>, _ id: ProductID, then next: () throws -> Response
  ) throws -> Response {
    let fields = try context.form()
    let editor = try ProductEditor(context, id)
    var form = ProductForm(fields, editor.currency, try category(context), editor.tokens)
    if let old = try editor.oldCategory(form) { form.leave(old) }
    let uploads = try PictureUploads(fields, into: PictureStore(kernel.configuration))
    form.add(uploads.problems)
    do {
      let draft = try form.draft(
        isLocked: editor.isLocked, uploads: uploads.pictures,
        warehouses: editor.canCount ? editor.balances.map(\.warehouse) : [])
      try act(context, id, "saved") { acts in
        try PictureStore(kernel.configuration).require(draft.content?.pictures ?? [])
        try acts.save(id, draft)
      }
    } catch let invalid as InvalidForm {
      let page = try editor.page(typed: form, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    } catch let stale as StaleVersion {
      return try conflict(context, id, form, stale)
    }
    return try next()
  }

  /// Somebody was faster: what was typed stays, over the version that is there now, so that
  /// saving again is a decision and not an accident.
  private func conflict(
    _ context: WorkContext<SellerScope>, _ id: ProductID, _ form: ProductForm,
    _ stale: StaleVersion
  ) throws -> Response {
    let text = context.text(
      "products.edit.conflict",
      ["time": context.time(stale.at), "name": stale.by ?? context.text("products.somebody")])
    let page = try ProductEditor(context, id).page(typed: form, problems: [], conflict: text)
    return context.render(page, status: .conflict)
  }

  private func act(
    _ context: WorkContext<SellerScope>, _ id: ProductID, _ name: String,
    _ body: @Sendable (ListingActs) throws -> Void
  ) throws {
    let actor = ListingActs.Actor(context)
    try context.write(Act("products.act.\(name)", "product", id.raw)) { tx in
      try body(ListingActs(actor, in: tx))
    }
  }

  /// The leaf that the form names.
  private func category(_ context: WorkContext<SellerScope>) throws -> Category? {
    guard let text = try context.form().first("category"), let id = CategoryID(text: text) else {
      return nil
    }
    return try CategoryStore(rows: context.open).leaf(id)
  }

  private func confirm(
    _ context: PageContext<SellerScope>, _ id: ProductID, _ act: String, effects: [String]
  ) throws -> Response {
    guard let product = try ProductStore(rows: context.reader).product(id) else {
      throw Failure.notFound
    }
    return context.render(
      ConfirmPage(
        ConfirmPage.Crumb(context.text("products.title"), "/products"),
        title: context.text("products.\(act).title"),
        name: product.title.isEmpty ? context.text("products.untitled") : product.title,
        effects: effects,
        verb: context.text("products.\(act).verb"),
        action: URLText(path: "/products/\(id)/\(act)"), back: URLText(path: "/products/\(id)")))
  }
}
