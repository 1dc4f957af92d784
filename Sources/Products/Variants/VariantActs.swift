import Commerce
import Office
import SQL

/// Makes and changes the variants of a product, all in one transaction.
struct VariantActs {
  let acts: ListingActs
  let tx: SellerTransaction

  init(_ actor: ListingActs.Actor, in tx: SellerTransaction) {
    acts = ListingActs(actor, in: tx)
    self.tx = tx
  }

  /// Saves every cell: a new one becomes a draft with the source's content, an existing one gets
  /// its number, price and stock. Problems of a cell are told at the cell's inputs.
  /// - Returns: how many of the prices wait to be typed again.
  func save(
    _ drafts: [VariantDraft], of source: ProductID, axes: [String], warehouse: String
  ) throws -> Int {
    let (product, content) = try self.source(source)
    let family = try family(of: source, axes)
    var held = 0
    for draft in drafts {
      try at(draft.cell) {
        let values = Dictionary(
          zip(axes, draft.cell.place.keys), uniquingKeysWith: { first, _ in first })
        let id: ProductID
        if let member = draft.cell.member {
          id = member.product.id
          try change(id, draft, values)
        } else {
          let own = content.with(values)
          id = try make(draft, own, like: product, in: family, warehouse: warehouse)
        }
        if try ProductStore(rows: tx.reader).product(id)?.asked != nil { held += 1 }
      }
    }
    return held
  }

  /// Makes a variant a single product again; it keeps all it has.
  func leave(_ id: ProductID) throws {
    guard try VariantStore.leave(id, in: tx) else {
      throw Failure.conflict(Message("variants.conflict.alone"))
    }
  }

  /// Writes the source's content into drafts of the others, each with its own values.
  /// - Returns: how many got a draft, and how many could not be changed now.
  func copy(from source: ProductID) throws -> (copied: Int, skipped: Int) {
    let store = VariantStore(rows: tx.reader)
    guard let family = try store.family(of: source) else { throw Failure.notFound }
    let (_, content) = try self.source(source)
    var copied = 0
    var skipped = 0
    for member in try store.members(of: family.id) where member.product.id != source {
      let product = member.product
      guard product.state != .archived, product.pending != .review else {
        skipped += 1
        continue
      }
      let own = content.with(
        Dictionary(
          family.axes.map { ($0, member.values[$0] ?? "") }, uniquingKeysWith: { $1 }))
      guard try own != newest(product)?.content else { continue }
      try acts.save(
        product.id,
        ProductDraft(version: product.version, terms: product.terms, content: own, counts: []))
      copied += 1
    }
    return (copied, skipped)
  }
}

extension ProductContent {
  /// The same with other values of some attributes; an empty one takes the value away.
  func with(_ values: [String: String]) -> ProductContent {
    var content = self
    for (key, value) in values { content.attributes[key] = value.orNull }
    return content
  }
}

extension VariantActs {
  private func source(_ id: ProductID) throws -> (Product, ProductContent) {
    guard let product = try ProductStore(rows: tx.reader).product(id),
      let revision = try newest(product)
    else { throw Failure.notFound }
    if product.state == .archived {
      throw Failure.conflict(Message("products.conflict.archived"))
    }
    return (product, revision.content)
  }

  private func newest(_ product: Product) throws -> Revision? {
    try product.newest.flatMap { try RevisionStore(rows: tx.reader).revision($0) }
  }

  /// The source's family, begun where it has none.
  private func family(of source: ProductID, _ axes: [String]) throws -> FamilyID {
    if let family = try VariantStore(rows: tx.reader).family(of: source) {
      guard family.axes == axes else {
        throw Failure.conflict(Message("variants.conflict.axes"))
      }
      return family.id
    }
    let id: FamilyID = acts.kernel.newID()
    try VariantStore.begin(id, axes: axes, at: acts.now, in: tx)
    try VariantStore.join(source, id, in: tx)
    return id
  }

  private func make(
    _ draft: VariantDraft, _ content: ProductContent, like source: Product, in family: FamilyID,
    warehouse: String
  ) throws -> ProductID {
    let id: ProductID = acts.kernel.newID()
    try acts.create(id, in: content.category, warehouse: warehouse)
    var terms = ProductTerms(offerID: draft.offerID, barcode: draft.barcode, price: draft.price)
    if draft.barcode.isEmpty { terms.barcode = try VariantStore.barcode(for: id, in: tx) }
    terms.cost = source.terms.cost
    terms.lowStock = source.terms.lowStock
    try acts.save(
      id,
      ProductDraft(
        version: 1, terms: terms, content: content, counts: try counts(draft, of: id)))
    try VariantStore.join(id, family, in: tx)
    return id
  }

  private func change(
    _ id: ProductID, _ draft: VariantDraft, _ values: [String: String]
  ) throws {
    guard let product = try ProductStore(rows: tx.reader).product(id),
      let revision = try newest(product)
    else { throw Failure.notFound }
    var terms = product.terms
    terms.offerID = draft.offerID
    let own = InternalBarcode.text(for: id, attempt: 0)
    if !draft.barcode.isEmpty {
      terms.barcode = draft.barcode
    } else if terms.barcode != own {
      terms.barcode = try VariantStore.barcode(for: id, in: tx)
    }
    terms.price = draft.price
    let content = revision.content.with(values)
    let counts = try counts(draft, of: id)
    let isMoved = content != revision.content
    if terms == product.terms && !isMoved && counts.isEmpty { return }
    if let before = terms.priceBefore, let price = terms.price, before <= price {
      throw InvalidForm("price", Message("variants.error.before"))
    }
    try acts.save(
      id,
      ProductDraft(
        version: draft.version, terms: terms, content: isMoved ? content : nil, counts: counts))
  }

  /// The count of the first warehouse, where it was changed.
  private func counts(_ draft: VariantDraft, of product: ProductID) throws -> [StockCount] {
    guard draft.stock != draft.was,
      let first = try StockStore(rows: tx.reader).balances(of: product).first
    else { return [] }
    return [StockCount(warehouse: first.warehouse, was: draft.was, now: draft.stock)]
  }

  /// Runs the change of one cell and tells its problems at the cell's inputs.
  private func at(_ cell: VariantCell, _ change: () throws -> Void) throws {
    do {
      try change()
    } catch let invalid as InvalidForm {
      throw InvalidForm(
        invalid.problems.map { problem in
          Problem(VariantForm.field(Self.input(of: problem.field), cell), problem.message)
        })
    } catch is StaleVersion {
      throw InvalidForm(
        VariantForm.field("offer", cell), Message("variants.error.changed"))
    } catch Failure.conflict(let message) {
      throw InvalidForm(VariantForm.field("offer", cell), message)
    }
  }

  private static func input(of field: String) -> String {
    switch field {
    case "barcode": "barcode"
    case "price", "price_before", "price_min", "cost": "price"
    case _ where field.hasPrefix("stock_"): "stock"
    default: "offer"
    }
  }
}
