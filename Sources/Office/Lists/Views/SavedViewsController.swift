import Commerce
import HTTP
import SQL

extension SellerPermission {
  /// Keeping views of lists: every list asks for its own permission besides.
  public static let saveViews = SellerPermission("office.views", .shop)
}

/// Views of lists, saved under a name.
struct SavedViewsController: Sendable {
  let lists: [ListDeclaration]

  var routes: Routes {
    Routes {
      $0.get("/views", .requires(.saveViews), list)
      $0.get("/views/new", .requires(.saveViews), new)
      $0.post("/views", .requires(.saveViews), bodyLimit: 32 << 10, create)
      $0.get("/views/:id", .requires(.saveViews), edit)
      $0.post("/views/:id", .requires(.saveViews), bodyLimit: 32 << 10, update)
      $0.post("/views/:id/query", .requires(.saveViews), bodyLimit: 32 << 10, setQuery)
      $0.post("/views/:id/removal", .requires(.saveViews), bodyLimit: 32 << 10, remove)
    }
  }

  private func list(_ context: PageContext<SellerScope>) throws -> Response {
    let member = try member(context)
    let views = try SavedViewStore(rows: context.reader, member: member).all()
    let rows = views.compactMap { view in
      lists.first { $0.path == view.list && member.may($0.permission) }.map { list in
        SavedViewRow(view, list, member, context)
      }
    }
    return context.render(SavedViewsPage(views: rows))
  }

  private func new(_ context: PageContext<SellerScope>) throws -> Response {
    let query = context.request.query
    let (list, shown) = try target(query.first("list"), query.first("query"), context)
    return context.render(SavedViewPage(new: list, shown.query, context))
  }

  private func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let fields = try context.form()
    let (list, shown) = try target(fields.first("list"), fields.first("query"), context)
    let member = try member(context)
    var form = FormReader(fields)
    do {
      let draft = try SavedViewDraft(&form)
      if try SavedViewStore(rows: context.reader, member: member).isFull(list.path) {
        throw InvalidForm("name", Message("views.full", ["max": "\(SavedViewStore.most)"]))
      }
      let id: SavedViewID = context.kernel.newID()
      let now = context.now.milliseconds
      try context.write(Act("views.act.saved", "saved_view", id.raw)) { tx in
        _ = try tx.run(
          SavedViewSQL.insert, tx.scope.seller, id.raw, list.path, draft.name, shown.query,
          member.id.raw, draft.audience.text, draft.isPinned, now)
      }
      return context.redirect(
        to: "\(list.path)?\(shown.query.isEmpty ? "" : "\(shown.query)&")view=\(id)",
        flash: Flash("views.flash.saved"))
    } catch let invalid as InvalidForm {
      let page = SavedViewPage(new: list, shown.query, context, form, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }

  private func edit(_ context: PageContext<SellerScope>, _ id: SavedViewID) throws -> Response {
    let (view, list) = try mine(id, context)
    return context.render(SavedViewPage(view, list, context))
  }

  private func update(_ context: WorkContext<SellerScope>, _ id: SavedViewID) throws -> Response {
    let (view, list) = try mine(id, context)
    var form = FormReader(try context.form())
    do {
      let draft = try SavedViewDraft(&form)
      try context.write(Act("views.act.changed", "saved_view", id.raw)) { tx in
        _ = try tx.run(
          SavedViewSQL.update, tx.scope.seller, id.raw, draft.name, draft.audience.text,
          draft.isPinned)
      }
    } catch let invalid as InvalidForm {
      let page = SavedViewPage(view, list, context, form, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/views", flash: Flash("views.flash.changed"))
  }

  /// The view shows from now on what the list showed.
  private func setQuery(_ context: WorkContext<SellerScope>, _ id: SavedViewID) throws -> Response {
    let (view, list) = try mine(id, context)
    let (_, shown) = try target(list.path, try context.form().first("query"), context)
    try context.write(Act("views.act.changed", "saved_view", id.raw)) { tx in
      _ = try tx.run(SavedViewSQL.setQuery, tx.scope.seller, id.raw, shown.query)
    }
    return context.redirect(
      to: "\(view.list)?\(shown.query.isEmpty ? "" : "\(shown.query)&")view=\(id)",
      flash: Flash("views.flash.changed"))
  }

  private func remove(_ context: WorkContext<SellerScope>, _ id: SavedViewID) throws -> Response {
    _ = try mine(id, context)
    try context.write(Act("views.act.removed", "saved_view", id.raw)) { tx in
      _ = try tx.run(SavedViewSQL.delete, tx.scope.seller, id.raw)
    }
    return context.redirect(to: "/views", flash: Flash("views.flash.removed"))
  }
}

extension SavedViewsController {
  private func member<C: RequestContext>(_ context: C) throws(Failure) -> Member {
    guard let member = context.member else { throw .forbidden }
    return member
  }

  /// A list that the reader may see, and what the query asks it for.
  private func target<C: RequestContext>(
    _ path: String?, _ query: String?, _ context: C
  ) throws(Failure) -> (ListDeclaration, ListRequest) {
    let member = try member(context)
    guard let list = lists.first(where: { $0.path == path }), member.may(list.permission),
      let shown = ListRequest(stored: query ?? "", list)
    else { throw .notFound }
    return (list, shown)
  }

  /// A view that the reader may change.
  private func mine<C: RequestContext>(
    _ id: SavedViewID, _ context: C
  ) throws -> (SavedView, ListDeclaration) where C.Scope == SellerScope {
    let member = try member(context)
    guard let view = try SavedViewStore(rows: context.reader, member: member).view(id),
      view.mayChange(member),
      let list = lists.first(where: { $0.path == view.list && member.may($0.permission) })
    else { throw Failure.notFound }
    return (view, list)
  }
}
