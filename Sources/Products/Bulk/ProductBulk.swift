import Commerce
import HTTP
import Office
import SQL

/// Acts on many products: the same acts and guards as on one.
struct ProductBulk: BulkWork {
  typealias Verb = ProductBulkAct

  static let kind = "products"

  let kernel: Kernel

  func found<C: RequestContext>(_ context: C) throws -> [Int64] where C.Scope == SellerScope {
    var ids: [Int64] = []
    let store = ProductStore(rows: context.reader)
    let list = ProductFilter.list(context.request)
    var walk = ProductWalk(ProductFilter(list, try store.currency()))
    while ids.count <= BulkRun.most, let page = try walk.next(store) {
      ids += page.map(\.raw)
    }
    return ids
  }

  func items(
    _ ids: [Int64], for act: ProductBulkAct, _ rows: SellerReader
  ) throws -> [BulkItem] {
    try ProductStore(rows: rows).products(ids).enumerated().map { position, product in
      let title = product.title.isEmpty ? product.terms.offerID : product.title
      return BulkItem(
        position: Int64(position), object: product.id.raw,
        title: String(title.unicodeScalars.prefix(200)), version: product.version, before: [:],
        after: [:])
    }
  }

  func inputs<C: RequestContext>(
    of run: BulkRun, _ act: ProductBulkAct, typed: FormReader?, problems: [Problem], _ context: C
  ) throws -> BulkInputs where C.Scope == SellerScope {
    try ProductBulkInputs(context, run, act).view(typed, problems)
  }

  func fill<C: RequestContext>(
    _ run: BulkRun, _ act: ProductBulkAct, _ reader: inout FormReader, _ context: C
  ) throws -> [BulkItem] where C.Scope == SellerScope {
    try ProductBulkInputs(context, run, act).items(&reader)
  }

  func label<C: RequestContext>(_ field: String, _ context: C) -> String {
    if field.hasPrefix("attribute_") { return context.text("products.field.attributes") }
    if field.hasPrefix("alt_") { return context.text("products.field.alt") }
    return context.text("products.field.\(field)")
  }

  func shown<C: RequestContext>(
    _ value: String, of field: String, _ context: C
  ) throws -> String where C.Scope == SellerScope {
    guard Self.amounts.contains(field) else { return value }
    let currency = try ProductStore(rows: context.reader).currency()
    return Self.shown(value, of: field, currency, context.locale)
  }

  private static let amounts: Set<String> = ["price", "price_before", "price_min", "cost"]

  /// An amount as the reader's language writes it; all else as it stands.
  static func shown(
    _ value: String, of field: String, _ currency: Currency, _ locale: Locale
  ) -> String {
    guard amounts.contains(field), let money = try? Money(parsing: value, currency: currency)
    else { return value }
    return locale.money(money)
  }

  func apply(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> (trace: JSON, version: Int64) {
    guard let act = ProductBulkAct(rawValue: run.act) else { throw Failure.notFound }
    let id = ProductID(raw: item.object)
    let product = try unchanged(item, in: tx)
    let acts = acts(run, now, tx)
    var trace = JSON.null
    switch act {
    case .hide: try acts.hide(id, true)
    case .show: try acts.hide(id, false)
    case .archive:
      try acts.archive(id)
      trace = ["hidden": .bool(product.blockers.contains(.hidden))]
    case .submit: try acts.submit(id)
    default: trace = try change(product, item, acts).json
    }
    return (trace, try tx.first(BulkSQL.version, id.raw) ?? 0)
  }

  func undo(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard let act = ProductBulkAct(rawValue: run.act) else { throw Failure.notFound }
    let id = ProductID(raw: item.object)
    _ = try unchanged(item, in: tx)
    let acts = acts(run, now, tx)
    switch act {
    case .hide: try acts.hide(id, false)
    case .show: try acts.hide(id, true)
    case .archive:
      try acts.restore(id)
      if item.trace["hidden"]?.bool == false { try acts.hide(id, false) }
    case .submit: try acts.withdraw(id)
    default:
      guard let before = ProductSnapshot(item.trace) else { throw Failure.notFound }
      try ProductRestoring(acts: acts).restore(id, before)
    }
  }

  private func acts(_ run: BulkRun, _ now: Instant, _ tx: SellerTransaction) -> ListingActs {
    ListingActs(ListingActs.Actor(kernel: kernel, now: now, member: run.createdBy), in: tx)
  }

  private func unchanged(_ item: BulkItem, in tx: SellerTransaction) throws -> Product {
    let store = ProductStore(rows: tx.reader)
    guard let product = try store.product(ProductID(raw: item.object)) else {
      throw Failure.notFound
    }
    guard product.version == item.version else {
      throw Failure.conflict(Message("bulk.changed"))
    }
    return product
  }

  /// Saves the fields of an item over the product's own, by the rules of the edit form.
  private func change(
    _ product: Product, _ item: BulkItem, _ acts: ListingActs
  ) throws -> ProductSnapshot {
    let tx = acts.tx
    guard let newest = product.newest,
      let revision = try RevisionStore(rows: tx.reader).revision(newest),
      let category = try CategoryStore(rows: tx.transaction.open).leaf(revision.content.category)
    else { throw Failure.notFound }
    let form = ImportForm(
      row: ImportRow(line: 0, values: item.after.texts), category: category,
      currency: try ProductStore(rows: tx.reader).currency(),
      tokens: PictureToken(kernel: kernel, seller: tx.scope.seller), pictures: nil)
    let reading = form.read(
      over: ImportForm.stored(product, revision.content, form.currency),
      pictures: revision.content.pictures, version: product.version, warehouses: [:])
    guard let draft = reading.draft, reading.problems.isEmpty else {
      throw InvalidForm(reading.problems)
    }
    let content = draft.content == revision.content ? nil : draft.content
    if content == nil, draft.terms == product.terms {
      throw Failure.conflict(Message("bulk.same"))
    }
    if draft.terms.held(over: product.terms) != nil {
      throw Failure.conflict(Message("prices.conflict.held"))
    }
    try acts.save(
      product.id,
      ProductDraft(version: product.version, terms: draft.terms, content: content, counts: []))
    return ProductSnapshot(
      terms: product.terms, content: content == nil ? nil : revision.content, open: product.open,
      pending: product.pending)
  }
}
