import Commerce
import Office
import SQL

/// Works out what an act would do to each of the chosen products, by doing it and taking it back.
struct ProductBulkProposal {
  private struct RolledBack: Error {}
  private static let part = 100

  let kernel: Kernel
  let scope: SellerScope
  let reader: SellerReader
  let currency: Currency

  init<C: RequestContext>(_ context: C) throws where C.Scope == SellerScope {
    kernel = context.kernel
    scope = context.scope
    reader = context.reader
    currency = try ProductStore(rows: reader).currency()
  }

  /// The products as they are, for a run that has no values yet.
  func items(_ ids: [ProductID]) throws(SQLError) -> [BulkItem] {
    let store = ProductStore(rows: reader)
    var items: [BulkItem] = []
    for id in ids {
      guard let product = try store.product(id) else { continue }
      items.append(
        BulkItem(
          position: Int64(items.count), object: id.raw, title: title(product),
          version: product.version, before: [:], after: [:]))
    }
    return items
  }

  private func title(_ product: Product) -> String {
    let name = product.title.isEmpty ? product.terms.offerID : product.title
    return String(name.unicodeScalars.prefix(200))
  }

  /// The items with what each field was and would be.
  func filled(
    _ items: [BulkItem], _ change: (BulkItem, Product) -> [String: String]?
  ) throws(SQLError) -> [BulkItem] {
    let store = ProductStore(rows: reader)
    let revisions = RevisionStore(rows: reader)
    var filled: [BulkItem] = []
    for item in items {
      guard let product = try store.product(ProductID(raw: item.object)),
        let newest = product.newest, let revision = try revisions.revision(newest)
      else { continue }
      let stored = ImportForm.stored(product, revision.content, currency)
      let after = change(item, product)
      let before = (after ?? [:]).keys.reduce(into: [String: String]()) {
        $0[$1] = stored[$1] ?? ""
      }
      filled.append(
        BulkItem(
          position: item.position, object: item.object, title: item.title,
          version: product.version, before: JSON(texts: before), after: JSON(texts: after ?? [:]),
          outcome: after == nil ? .refused : .waiting,
          problems: after == nil ? [Problem("price", Message("bulk.noPrice"))] : []))
    }
    return filled
  }

  /// Tries each item in a transaction that is rolled back; those that would be refused say why.
  func rehearsed(_ items: [BulkItem], of run: BulkRun, at now: Instant) throws -> [BulkItem] {
    let work = ProductBulk(kernel: kernel)
    var done: [BulkItem] = []
    for start in stride(from: 0, to: items.count, by: Self.part) {
      var part = Array(items[start..<min(items.count, start + Self.part)])
      do {
        try kernel.database.writer.write { transaction in
          let tx = transaction.seller(scope)
          for index in part.indices where part[index].outcome == .waiting {
            if let problems = try refusal(part[index], work, run, now, tx) {
              part[index].outcome = .refused
              part[index].problems = problems
            }
          }
          throw RolledBack()
        }
      } catch is RolledBack {}
      done += part
    }
    return done
  }

  private func refusal(
    _ item: BulkItem, _ work: ProductBulk, _ run: BulkRun, _ now: Instant, _ tx: SellerTransaction
  ) throws -> [Problem]? {
    do {
      try tx.transaction.attempt { _ = try work.apply(item, of: run, at: now, in: tx) }
      return nil
    } catch let invalid as InvalidForm {
      return invalid.problems
    } catch Failure.conflict(let message) {
      return [Problem("", message)]
    } catch Failure.notFound {
      return [Problem("", Message("bulk.gone"))]
    }
  }
}
