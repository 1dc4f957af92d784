import Commerce
import HTTP
import Office
import SQL
import Template

/// The category tree, changed by the platform's admin.
struct CategoriesController: Sendable {
  let kernel: Kernel

  func list(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(try CategoryAdminPages(context).tree)
  }

  func new(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(try CategoryAdminPages(context).form(nil))
  }

  func show(_ context: PageContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    context.render(try CategoryAdminPages(context).form(id))
  }

  func create(_ context: WorkContext<PlatformScope>) throws -> Response {
    let id: CategoryID = kernel.newID()
    return try saving(context, nil) { record in
      try context.write(Act("categories.act.created", "category", id.raw)) { tx in
        try CategoryAdminStore(tx: tx).insert(id, record)
      }
      return "/categories/\(id)"
    }
  }

  func update(_ context: WorkContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    _ = try CategoryAdminPages(context).record(id)
    return try saving(context, id) { record in
      try context.write(Act("categories.act.changed", "category", id.raw)) { tx in
        try CategoryAdminStore(tx: tx).update(id, record)
      }
      return "/categories/\(id)"
    }
  }

  /// Moves an attribute in the form, or takes it away. Goods keep the value, which nobody sees.
  func order(_ context: WorkContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    let parts = (try context.form().first("attribute") ?? "").split(separator: "-")
    guard parts.count == 2 else { throw Failure.malformed(Message("form.choice")) }
    let key = String(parts[0])
    let act = String(parts[1])
    try context.write(
      Act("categories.act.attribute", "category", id.raw, detail: "\(act) \(key)")
    ) { tx in
      let store = CategoryAdminStore(tx: tx)
      var all = try store.record(id).attributes
      guard let index = all.firstIndex(where: { $0.key == key }) else { throw Failure.notFound }
      switch act {
      case "up" where index > 0: all.swapAt(index, index - 1)
      case "down" where index + 1 < all.count: all.swapAt(index, index + 1)
      case "remove": all.remove(at: index)
      default: throw Failure.malformed(Message("form.choice"))
      }
      try store.set(all, of: id)
    }
    return context.redirect(
      to: "/categories/\(id)", flash: Flash("categories.flash.saved"))
  }

  private func saving(
    _ context: WorkContext<PlatformScope>, _ id: CategoryID?,
    _ write: (CategoryRecord) throws -> String
  ) throws -> Response {
    let fields = try context.form()
    var form = CategoryForm(fields)
    do {
      let path = try write(try form.record())
      return context.redirect(to: path, flash: Flash("categories.flash.saved"))
    } catch let invalid as InvalidForm {
      let page = try CategoryAdminPages(context).form(
        id, typed: form.reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }
}
