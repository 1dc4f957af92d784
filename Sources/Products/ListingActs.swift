import Commerce
import Office
import SQL

/// Somebody changed the product since the form was opened.
struct StaleVersion: Error {
  let by: String?
  let at: Instant
}

/// What a seller's staff do with a listing. Every act checks the state it needs, in the
/// transaction that changes it, and keeps the tabs' counts.
struct ListingActs {
  /// Who acts, and when.
  struct Actor: Sendable {
    let kernel: Kernel
    let now: Instant
    let member: MemberID?

    init(_ context: some RequestContext) {
      kernel = context.kernel
      now = context.now
      member = context.member?.id
    }
  }

  let tx: SellerTransaction
  let kernel: Kernel
  let now: Instant
  let member: MemberID?

  init(_ actor: Actor, in tx: SellerTransaction) {
    self.tx = tx
    kernel = actor.kernel
    now = actor.now
    member = actor.member
  }

  private var queue: ModerationStore<OpenTransaction> {
    ModerationStore(rows: tx.transaction.open)
  }

  /// Begins a product: an empty draft, so that every field can be left for later.
  func create(_ id: ProductID, in category: CategoryID, warehouse: String) throws {
    try requireOpen(category)
    try StockStore.ensureWarehouse(named: warehouse, { kernel.newID() }, in: tx)
    try ProductStore.counting(id, in: tx) {
      let revision: RevisionID = kernel.newID()
      try ProductStore.insert(
        id, category: category, revision: revision, at: now, by: member?.raw, in: tx)
      try RevisionStore.insert(
        revision, of: id, ProductContent(category: category), answers: nil, at: now,
        by: member?.raw, in: tx)
    }
  }

  /// Saves what was typed: terms at once, content as a draft, counted stock as movements.
  /// - Parameter isGuarded: false only to put back prices that were in force before.
  func save(_ id: ProductID, _ draft: ProductDraft, isGuarded: Bool = true) throws {
    let product = try product(id)
    guard product.version == draft.version else {
      throw StaleVersion(by: product.updatedBy, at: product.updatedAt)
    }
    if product.state == .archived { throw Self.conflict("archived") }
    try ProductStore.counting(id, in: tx) {
      do {
        if isGuarded {
          try ProductStore.guardedSave(
            draft.terms, over: product, at: now, by: member?.raw, in: tx)
        } else {
          try ProductStore.save(
            draft.terms, asking: nil, of: id, at: now, by: member?.raw, in: tx)
        }
      } catch { throw Self.taken(error) }
      if let content = draft.content { try write(content, product) }
      try ProductStore.index(id, in: tx)
    }
    try count(draft.counts, of: id)
  }

  /// Uses the price that waits, now that it was typed a second time. Throws `InvalidForm` where
  /// another was typed.
  func confirmPrice(_ id: ProductID, _ typed: Int64) throws {
    let product = try product(id)
    guard let asked = product.asked else { throw Self.conflict("noPriceAsked") }
    guard typed == asked.price else {
      throw InvalidForm("price_again", Message("prices.error.differs"))
    }
    var terms = product.terms
    terms.price = asked.price
    terms.priceBefore = asked.before
    terms.priceMin = asked.least
    try ProductStore.counting(id, in: tx) {
      try ProductStore.save(terms, asking: nil, of: id, at: now, by: member?.raw, in: tx)
    }
  }

  /// Drops the price that waits.
  func dropPrice(_ id: ProductID) throws {
    let product = try product(id)
    guard product.asked != nil else { throw Self.conflict("noPriceAsked") }
    try ProductStore.save(
      product.terms, asking: nil, of: id, at: now, by: member?.raw, in: tx)
  }

  /// Sends the draft to the moderators. Throws `InvalidForm` with every blocking hit.
  func submit(_ id: ProductID) throws {
    let product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    let revision = try newest(product)
    guard revision.state == .draft else {
      throw Self.conflict(revision.state == .submitted ? "inReview" : "nothingNew")
    }
    let hits = try checks(product, revision).filter { $0.severity == .block }
    guard hits.isEmpty else { throw InvalidForm(hits.map { Problem($0.field, $0.message) }) }
    try RevisionStore.submit(revision.id, at: now, in: tx)
    try queue.submit(
      kernel.newID(), revision, of: product, shop: SellerID(raw: tx.scope.seller), at: now)
    try point(product, live: product.live, open: revision.id, pending: .review)
  }

  /// Takes the submitted version back to write on; not while a moderator looks at it.
  func withdraw(_ id: ProductID) throws {
    let product = try product(id)
    let revision = try newest(product)
    guard revision.state == .submitted else { throw Self.conflict("notSubmitted") }
    if try AppealStore(rows: tx.reader).appeal(of: revision.id) != nil {
      throw Failure.conflict(Message("appeals.conflict.waiting"))
    }
    try withdraw(revision, product)
  }

  func hide(_ id: ProductID, _ isHidden: Bool) throws {
    let product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    guard product.live != nil else { throw Self.conflict("notApproved") }
    try flag(product, isHidden: isHidden, isArchived: false)
  }

  /// Takes the product off sale for good; what waits for a moderator is withdrawn.
  func archive(_ id: ProductID) throws {
    var product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    guard product.live != nil else { throw Self.conflict("notApproved") }
    if product.pending == .review {
      try withdraw(try newest(product), product)
      product = try self.product(id)
    }
    try flag(product, isHidden: product.blockers.contains(.hidden), isArchived: true)
  }

  /// Brings an archived product back, hidden, so that nothing sells before it was looked at.
  func restore(_ id: ProductID) throws {
    let product = try product(id)
    guard product.state == .archived else { throw Self.conflict("notArchived") }
    try flag(product, isHidden: true, isArchived: false)
  }

  /// Deletes a product that buyers never saw.
  func delete(_ id: ProductID) throws {
    let product = try product(id)
    guard product.live == nil else { throw Self.conflict("wasLive") }
    if product.pending == .review { try withdraw(try newest(product), product) }
    _ = try VariantStore.leave(id, in: tx)
    try ProductStore.counting(id, in: tx) { try ProductStore.delete(id, in: tx) }
  }
}

extension ListingActs {
  func product(_ id: ProductID) throws -> Product {
    guard let product = try ProductStore(rows: tx.reader).product(id) else {
      throw Failure.notFound
    }
    return product
  }

  func newest(_ product: Product) throws -> Revision {
    guard let id = product.newest,
      let revision = try RevisionStore(rows: tx.reader).revision(id)
    else { throw Failure.notFound }
    return revision
  }

  /// Writes over the open draft, or begins a new version over one that was decided.
  private func write(_ content: ProductContent, _ product: Product) throws {
    let newest = try newest(product)
    if content.category != newest.content.category { try requireOpen(content.category) }
    switch newest.state {
    case .draft: try RevisionStore.update(newest.id, content, in: tx)
    case .submitted: throw Self.conflict("inReview")
    case .approved, .changes, .rejected, .superseded:
      if content == newest.content { return }
      let isAnswer = newest.state != .approved
      let id: RevisionID = kernel.newID()
      try RevisionStore.insert(
        id, of: product.id, content, answers: isAnswer ? newest.id : nil, at: now,
        by: member?.raw, in: tx)
      let pending = RevisionState.draft.pending(isReturned: isAnswer)
      try ProductStore.point(
        product.id, live: product.live, open: id, pending: pending, at: now, in: tx)
    }
    if product.live == nil {
      try ProductStore.show(ShownContent(content), of: product.id, in: tx)
    }
  }

  /// A closed category keeps what it has and takes nothing new, whoever asks and however.
  private func requireOpen(_ category: CategoryID) throws {
    let found = try CategoryStore(rows: tx.transaction.open).leaf(category)
    if found?.isClosed ?? false {
      throw InvalidForm("category", Message("categories.error.closed"))
    }
  }

  private func checks(_ product: Product, _ revision: Revision) throws -> [CheckHit] {
    let store = CategoryStore(rows: tx.transaction.open)
    guard let category = try store.leaf(revision.content.category) else {
      throw InvalidForm("category", Message("form.choice"))
    }
    let doubles = try DuplicateStore(rows: tx.reader).duplicates(of: product.id, revision.content)
    return ContentChecks(
      content: revision.content, terms: product.terms, category: category, duplicates: doubles
    ).hits
  }

  private func withdraw(_ revision: Revision, _ product: Product) throws {
    guard try queue.withdraw(revision.id, at: now) else { throw Self.conflict("claimed") }
    try RevisionStore.reopen(revision.id, in: tx)
    let pending = RevisionState.draft.pending(isReturned: revision.answers != nil)
    try point(product, live: product.live, open: revision.id, pending: pending)
  }

  func point(
    _ product: Product, live: RevisionID?, open: RevisionID?, pending: Pending
  ) throws {
    try ProductStore.counting(product.id, in: tx) {
      try ProductStore.point(
        product.id, live: live, open: open, pending: pending, at: now, in: tx)
    }
  }

  private func flag(_ product: Product, isHidden: Bool, isArchived: Bool) throws {
    try ProductStore.counting(product.id, in: tx) {
      try ProductStore.flag(
        product.id, isHidden: isHidden, isArchived: isArchived, at: now, by: member?.raw, in: tx)
    }
  }

  /// A count that differs from what the form showed is a movement of the difference: what was
  /// sold meanwhile stays sold.
  private func count(_ counts: [StockCount], of product: ProductID) throws {
    let stock = Stock(kernel: kernel)
    let store = StockStore(rows: tx.reader)
    for count in counts where count.now != count.was {
      guard try store.hasWarehouse(count.warehouse) else { continue }
      let move = StockMove(
        product: product, warehouse: count.warehouse, reason: .count,
        change: StockChange(onHand: count.now - count.was), at: now, member: member)
      do {
        try stock.book(move, in: tx)
      } catch let error as SQLError where error.isConstraint(.check) {
        throw InvalidForm(count.field, Message("products.stock.error.tooFew"))
      }
    }
  }

  /// "`offer_id` is taken" as a problem of its field.
  private static func taken(_ error: any Error) -> any Error {
    guard let error = error as? SQLError, error.isConstraint(.unique) else { return error }
    let isOffer = error.constraint?.name.contains("offer_id") ?? false
    return isOffer
      ? InvalidForm("offer_id", Message("products.error.offerTaken"))
      : InvalidForm("barcode", Message("products.error.barcodeTaken"))
  }

  static func conflict(_ key: String) -> Failure {
    .conflict(Message("products.conflict.\(key)"))
  }
}
