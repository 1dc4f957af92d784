import Commerce
import HTTP
import Office
import SQL

/// Boxes of the shop and what they were used for.
struct PackagingController: Sendable {
  let kernel: Kernel

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try PackagingBuilder(context).list())
  }

  func report(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try PackagingBuilder(context).report())
  }

  func new(_ context: PageContext<SellerScope>) throws -> Response {
    let builder = PackagingBuilder(context)
    let form = FormReader(FormFields())
    return context.render(
      try builder.page(nil, form, title: context.text("packaging.new")))
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let id: PackagingID = kernel.newID()
    return try save(context, id, isNew: true, title: context.text("packaging.new"))
  }

  func show(_ context: PageContext<SellerScope>, _ id: PackagingID) throws -> Response {
    let store = PackagingStore(rows: context.reader)
    guard let box = try store.packaging(id) else { throw Failure.notFound }
    let form = PackagingForm(box, try store.currency())
    return context.render(
      try PackagingBuilder(context).page(id, form.reader, title: box.name))
  }

  func update(_ context: WorkContext<SellerScope>, _ id: PackagingID) throws -> Response {
    guard let box = try PackagingStore(rows: context.reader).packaging(id) else {
      throw Failure.notFound
    }
    return try save(context, id, isNew: false, title: box.name)
  }

  private func save(
    _ context: WorkContext<SellerScope>, _ id: PackagingID, isNew: Bool, title: String
  ) throws -> Response {
    let store = PackagingStore(rows: context.reader)
    var form = PackagingForm(try context.form())
    do {
      let box = try form.packaging(id, try store.currency())
      if isNew, try store.all().count >= PackagingStore.most {
        throw InvalidForm(
          "name", Message("packaging.error.many", ["max": "\(PackagingStore.most)"]))
      }
      try context.write(Act("packaging.saved", "packaging", id.raw)) { tx in
        let isThere = try PackagingStore(rows: tx.reader).packaging(id) != nil
        guard isThere || isNew else { throw Failure.notFound }
        try PackagingStore.put(box, in: tx)
      }
    } catch let invalid as InvalidForm {
      var builder = PackagingBuilder(context)
      builder.problems = invalid.problems
      return context.render(
        try builder.page(isNew ? nil : id, form.reader, title: title), status: .unprocessable)
    }
    return context.redirect(to: "/packaging", flash: Flash("packaging.flash.saved"))
  }

  func remove(_ context: WorkContext<SellerScope>, _ id: PackagingID) throws -> Response {
    _ = try context.form()
    try context.write(Act("packaging.removed", "packaging", id.raw)) { tx in
      let removed = try tx.run(
        PackagingSQL.remove, tx.scope.seller, id.raw, context.now.milliseconds)
      if removed == 0 { throw Failure.notFound }
    }
    return context.redirect(to: "/packaging", flash: Flash("packaging.flash.removed"))
  }
}
