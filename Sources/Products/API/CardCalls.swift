import Commerce
import HTTP
import Office
import SQL

/// What sellers' programs do with a card as a whole.
struct CardCalls: Sendable {
  /// `POST /v1/product/archive`; a card that is there already stays there.
  func archive(_ context: WorkContext<SellerClient>) throws -> Response {
    try each(context, "archived") { acts, card in
      if !card.isArchived { try acts.archive(card.id) }
    }
  }

  /// `POST /v1/product/unarchive`: it comes back hidden, as on the page.
  func restore(_ context: WorkContext<SellerClient>) throws -> Response {
    try each(context, "restored") { acts, card in
      if card.isArchived { try acts.restore(card.id) }
    }
  }

  /// `POST /v2/products/delete`: what buyers never saw.
  func delete(_ context: WorkContext<SellerClient>) throws -> Response {
    let offers = try context.fields().objects("products", max: 500).map {
      try $0.text("offer_id") ?? ""
    }
    let status = try offers.map { offer in
      let error = try refusal(context, offer, "removed") { try $0.delete($1) }
      return [
        ("offer_id", JSON.string(offer)), ("is_deleted", .bool(error == nil)),
        ("error", .string(error ?? "")),
      ].json
    }
    return .json([("status", JSON.array(status))].json.bytes)
  }

  /// `POST /v1/product/update/offer-id`: only what failed is answered.
  func rename(_ context: WorkContext<SellerClient>) throws -> Response {
    let pairs = try context.fields().objects("update_offer_id", max: 250).map {
      (try $0.text("offer_id") ?? "", try $0.text("new_offer_id") ?? "")
    }
    let errors = try pairs.compactMap { old, new -> JSON? in
      let error = try refusal(context, old, "saved") { acts, id in
        guard 1...50 ~= new.unicodeScalars.count, FormReader.isClean(new) else {
          throw ItemRefusal("", "new_offer_id must have 1 to 50 characters")
        }
        try acts.change(id) { $0.offerID = new }
      }
      return error.map { [("offer_id", .string(old)), ("message", .string($0))].json }
    }
    return .json([("errors", JSON.array(errors))].json.bytes)
  }

  private func each(
    _ context: WorkContext<SellerClient>, _ name: String,
    _ body: (ListingActs, Card) throws -> Void
  ) throws -> Response {
    let ids = try context.fields().integers("product_id", max: 100)
    guard !ids.isEmpty else {
      throw SellerError.invalid("product_id", "must contain at least 1 item")
    }
    let actor = ListingActs.Actor(context)
    for id in ids {
      try context.write(Act("products.act.\(name)", "product", id)) { tx in
        let store = CardStore(rows: tx.reader)
        let found =
          try store.page(CardFilter(.ids([id]), .all))
          + store.page(CardFilter(.ids([id]), .archived))
        guard let card = found.first else { throw SellerError.notFound("Product \(id) not found") }
        try body(ListingActs(actor, in: tx), card)
      }
    }
    return .json([("result", JSON.bool(true))].json.bytes)
  }

  /// Does something with the product of that article, in a transaction of its own; why not, where
  /// it can't be done.
  private func refusal(
    _ context: WorkContext<SellerClient>, _ offer: String, _ name: String,
    _ body: (ListingActs, ProductID) throws -> Void
  ) throws -> String? {
    guard let id = try CardStore(rows: context.reader).id(offer: offer) else {
      return "Product not found"
    }
    let actor = ListingActs.Actor(context)
    do {
      try context.write(Act("products.act.\(name)", "product", id.raw)) { tx in
        try body(ListingActs(actor, in: tx), id)
      }
      return nil
    } catch {
      guard let refusal = ItemRefusal(error, context) else { throw error }
      return refusal.message
    }
  }
}

extension ListingActs {
  /// Changes the terms of a product, whatever version the caller knows.
  func change(_ id: ProductID, _ edit: (inout ProductTerms) -> Void) throws {
    guard let product = try ProductStore(rows: tx.reader).product(id) else {
      throw Failure.notFound
    }
    var terms = product.terms
    edit(&terms)
    try save(id, ProductDraft(version: product.version, terms: terms, content: nil, counts: []))
  }
}

extension ItemRefusal {
  /// What the acts of the pages refuse, as one item's error; nil for what is none of them.
  init?(_ error: any Error, _ context: WorkContext<SellerClient>) {
    switch error {
    case let refusal as ItemRefusal: self = refusal
    case let invalid as InvalidForm:
      let problem = invalid.problems.first
      self.init(
        problem?.field ?? "invalid", problem.map { context.text($0.message) } ?? "Invalid value")
    case Failure.conflict(let message): self.init("FAILED_PRECONDITION", context.text(message))
    case Failure.notFound: self.init("NOT_FOUND_ERROR", "Product not found")
    default: return nil
    }
  }
}
