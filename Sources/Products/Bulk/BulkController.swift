import Commerce
import HTTP
import Office
import SQL
import Template

/// One act on many products: choose, type what it needs, look at what would happen, do it, undo it.
struct BulkController: Sendable {
  let kernel: Kernel

  private var engine: BulkEngine<ProductBulk> {
    BulkEngine(ProductBulk(kernel: kernel), kernel: kernel)
  }

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try BulkListBuilder(context: context).page())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let fields = try context.form()
    var reader = FormReader(fields)
    let act = reader.choice("act", ProductBulkAct.self)
    let isAll = reader.typed("scope") == "all"
    let chosen = fields.all("id").compactMap { ProductID(text: $0) }
    try reader.check()
    guard let act else { throw InvalidForm(reader.problems) }
    let ids = isAll ? try all(context) : chosen
    if ids.isEmpty { throw InvalidForm("id", Message("bulk.none")) }
    if act == .edit, ids.count > ProductBulkAct.mostInTable {
      throw InvalidForm(
        "act", Message("bulk.tableTooLong", ["max": "\(ProductBulkAct.mostInTable)"]))
    }
    let proposal = try ProductBulkProposal(context)
    var items = try proposal.items(ids)
    if items.isEmpty { throw Failure.notFound }
    let id: BulkID = kernel.newID()
    let isReady = !act.takesValue && act != .edit
    if isReady {
      items = try proposal.filled(items) { _, _ in [:] }
      let run = BulkRun.proposed(
        id, kind: ProductBulk.kind, act: act.rawValue, count: items.count, at: context.now,
        by: context.member?.id)
      items = try proposal.rehearsed(items, of: run, at: context.now)
    }
    let (now, member, kept) = (context.now, context.member?.id, items)
    try context.write(Act("bulk.act.chosen", "bulk", id.raw, detail: act.rawValue)) { tx in
      try BulkStore.insert(
        id, kind: ProductBulk.kind, act: act.rawValue, isReady ? .preview : .editing, kept,
        at: now, by: member, in: tx)
    }
    return context.redirect(to: "/products/bulk/\(id)")
  }

  /// Everything that the list's filter finds.
  private func all(_ context: WorkContext<SellerScope>) throws -> [ProductID] {
    var ids: [ProductID] = []
    let store = ProductStore(rows: context.reader)
    var walk = ProductWalk(
      ProductFilter(ProductFilter.list(context.request), try store.currency()))
    while let page = try walk.next(store) {
      ids += page
      if ids.count > BulkRun.most {
        throw InvalidForm(
          "scope", Message("bulk.tooMany", ["max": Locale.en.number(Int64(BulkRun.most))]))
      }
    }
    return ids
  }

  func show(_ context: PageContext<SellerScope>, _ id: BulkID) throws -> Response {
    let builder = try BulkBuilder(context, id)
    var response = context.render(try builder.page())
    if builder.run.state.isBusy { response.headers.append("Refresh", "2") }
    return response
  }

  /// Takes what was typed, for all products or for each, and shows what it would do.
  func fill(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    let builder = try BulkBuilder(context, id)
    let reader = FormReader(try context.form())
    guard builder.run.state == .editing else { throw Failure.conflict(Message("bulk.conflict")) }
    do {
      let proposal = try ProductBulkProposal(context)
      var items =
        try builder.isTable
        ? BulkTable(builder: builder).items(reader, proposal)
        : value(reader, builder, proposal)
      items = try proposal.rehearsed(items, of: builder.run, at: context.now)
      try context.write(Act("bulk.act.filled", "bulk", id.raw)) { [items] tx in
        guard try BulkStore.show(items, of: id, in: tx) else {
          throw Failure.conflict(Message("bulk.conflict"))
        }
      }
    } catch let invalid as InvalidForm {
      let page = try builder.page(typed: reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/products/bulk/\(id)")
  }

  private func value<C>(
    _ reader: FormReader, _ builder: BulkBuilder<C>, _ proposal: ProductBulkProposal
  ) throws -> [BulkItem] {
    var form = ProductBulkForm(reader)
    let value = try form.value(builder.act, proposal.currency)
    return try proposal.filled(builder.chosen()) { _, product in
      value.changes(product.terms, proposal.currency)
    }
  }

  func apply(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    let run = try BulkBuilder(context, id).run
    _ = try context.form()
    let now = context.now
    try context.write(
      Act("bulk.act.applied", "bulk", id.raw, detail: "\(run.act), \(run.total - run.refused)")
    ) { tx in try engine.apply(run, at: now, in: tx) }
    return context.redirect(to: "/products/bulk/\(id)")
  }

  func undo(_ context: WorkContext<SellerScope>, _ id: BulkID) throws -> Response {
    let run = try BulkBuilder(context, id).run
    _ = try context.form()
    let now = context.now
    try context.write(
      Act("bulk.act.undone", "bulk", id.raw, detail: "\(run.act), \(run.changed)")
    ) { tx in try engine.undo(run, at: now, in: tx) }
    return context.redirect(to: "/products/bulk/\(id)")
  }
}

extension ProductsModule {
  static func bulkRoutes(_ kernel: Kernel) -> Routes {
    let bulk = BulkController(kernel: kernel)
    return Routes {
      $0.get("/products/bulk", .requires(.editProducts), bulk.list)
      $0.post("/products/bulk", .requires(.editProducts), bulk.create)
      $0.get("/products/bulk/:id", .requires(.editProducts), bulk.show)
      $0.post("/products/bulk/:id/values", .requires(.editProducts), bulk.fill)
      $0.post("/products/bulk/:id/run", .requires(.editProducts), bulk.apply)
      $0.post("/products/bulk/:id/undo", .requires(.editProducts), bulk.undo)
    }
  }
}
