import Commerce
import Office
import SQL

/// Stores imported items by the same acts as the pages.
struct Importing {
  private let context: WorkContext<SellerClient>
  private let actor: ListingActs.Actor

  init(_ context: WorkContext<SellerClient>) {
    self.context = context
    actor = ListingActs.Actor(context)
  }

  /// Makes the product of the item's article, or writes over it, and sends it for review.
  func result(_ item: ImportItem) throws -> ImportResult {
    let known = try CardStore(rows: context.reader).id(offer: item.offerID)
    var result = ImportResult(offerID: item.offerID, product: known?.raw ?? 0)
    result.problems = item.problems
    guard !item.isBroken, let category = item.category, var content = item.content else {
      return result
    }
    let id = known ?? context.kernel.newID()
    let hasAllPictures = item.hasAllPictures
    return try storing(id, known == nil ? "created" : "saved", result) { acts, result in
      if known == nil {
        try acts.create(
          id, in: category.id, warehouse: context.text("products.warehouse.first"))
      } else if !hasAllPictures {
        content.pictures = try acts.newestContent(id).pictures
      }
      try save(id, content, acts, &result) { try item.terms(over: $0) }
    }
  }

  /// Changes the named attributes and leaves the rest.
  func attributes(_ fields: SellerFields) throws -> ImportResult {
    let offer = try fields.text("offer_id") ?? ""
    guard let id = try CardStore(rows: context.reader).id(offer: offer) else {
      return .unknown(offer)
    }
    let result = ImportResult(offerID: offer, product: id.raw)
    let categories = CategoryStore(rows: context.open)
    return try storing(id, "saved", result) { acts, result in
      let content = try acts.newestContent(id)
      guard let leaf = try categories.leaf(content.category) else {
        throw ItemRefusal("category_not_found", "The product's category is no leaf")
      }
      var reading = AttributeReading(WireAttributes(leaf, .ru), content)
      try reading.read(fields)
      result.problems += reading.problems
      if reading.problems.contains(where: { !$0.isWarning }) { return }
      try save(id, reading.content, acts, &result) { $0 }
    }
  }

  /// Replaces the pictures, where all of them are the shop's own.
  func pictures(_ id: ProductID, _ fields: SellerFields) throws -> ImportResult {
    let offer = try fields.text("offer_id") ?? ""
    let found = try WirePictures(context).read(fields)
    var result = ImportResult(offerID: offer, product: id.raw)
    result.problems = found.problems
    guard found.problems.isEmpty, !found.pictures.isEmpty else { return result }
    return try storing(id, "saved", result) { acts, result in
      var content = try acts.newestContent(id)
      content.pictures = found.pictures
      try save(id, content, acts, &result) { $0 }
    }
  }

  /// In one transaction; what the acts refuse is the item's problem and leaves nothing.
  private func storing(
    _ id: ProductID, _ name: String, _ start: ImportResult,
    _ body: (ListingActs, inout ImportResult) throws -> Void
  ) throws -> ImportResult {
    do {
      return try context.write(Act("products.act.\(name)", "product", id.raw)) { tx in
        var result = start
        try body(ListingActs(actor, in: tx), &result)
        if result.status != .failed { result.product = id.raw }
        return result
      }
    } catch {
      var result = start
      if let invalid = error as? SellerError {
        result.problems.append(
          ImportProblem(code: "invalid_value", message: invalid.message, field: ""))
      } else if let refusal = ItemRefusal(error, context) {
        result.problems.append(
          ImportProblem(code: refusal.code, message: refusal.message, field: refusal.code))
      } else {
        throw error
      }
      return result
    }
  }

  /// Saves, and sends for review what is new. What the checks still want is told; the draft stays.
  private func save(
    _ id: ProductID, _ content: ProductContent, _ acts: ListingActs,
    _ result: inout ImportResult, _ edit: (ProductTerms) throws -> ProductTerms
  ) throws {
    guard let product = try ProductStore(rows: acts.tx.reader).product(id) else {
      throw Failure.notFound
    }
    let terms = try edit(product.terms)
    let old = try acts.newestContent(id)
    if terms == product.terms, content == old {
      result.status = .skipped
      return
    }
    let draft = ProductDraft(
      version: product.version, terms: terms, content: content == old ? nil : content, counts: [])
    try acts.save(id, draft)
    result.status = .imported
    if content == old { return }
    do {
      try acts.submit(id)
    } catch let invalid as InvalidForm {
      result.problems += invalid.problems.map { problem in
        ImportProblem(
          code: "moderation_check", message: context.text(problem.message), field: problem.field)
      }
    }
  }
}

extension ImportResult {
  static func unknown(_ offer: String) -> ImportResult {
    let problem = ImportProblem(
      code: "NOT_FOUND_ERROR", message: "Product not found", field: "offer_id")
    return ImportResult(offerID: offer, problems: [problem])
  }
}

extension ListingActs {
  /// What stands in the newest version.
  func newestContent(_ id: ProductID) throws -> ProductContent {
    guard let product = try ProductStore(rows: tx.reader).product(id),
      let newest = product.newest,
      let revision = try RevisionStore(rows: tx.reader).revision(newest)
    else { throw Failure.notFound }
    return revision.content
  }
}
