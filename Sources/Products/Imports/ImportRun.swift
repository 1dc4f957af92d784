import Commerce
import Office
import SQL

/// Decides and does what rows ask for. A dry run is this very code in a transaction that is rolled
/// back, so its verdicts are the real ones.
///
/// That holds across batches too, since a row never sees what an earlier row of the file did: an
/// offer id or a number stands in a file once, and a barcode that another row takes or gives up is
/// refused.
final class ImportRun {
  let actor: ListingActs.Actor
  let plan: ImportPlan
  private let catalogue: ImportCatalogue
  private let reader: SellerReader
  private let currency: Currency
  private let tokens: PictureToken
  private let warehouses: [WarehouseID]
  private let firstWarehouse: String
  private var offers: [String: Int] = [:]
  private var numbers: [ProductID: Int] = [:]
  private var claimed: Set<String> = []
  private var freed: Set<String> = []
  private var families = ImportFamilies()

  /// - Parameter reader: of this thread; what is new is read and checked before the writer is asked.
  init(
    _ actor: ListingActs.Actor, _ plan: ImportPlan, reader: SellerReader, open: OpenReader,
    firstWarehouse: String
  ) throws {
    self.actor = actor
    self.plan = plan
    self.reader = reader
    self.firstWarehouse = firstWarehouse
    catalogue = try ImportCatalogue(open)
    currency = try ProductStore(rows: reader).currency()
    tokens = PictureToken(kernel: actor.kernel, seller: reader.scope.seller)
    warehouses = try reader.all(ImportSQL.warehouses).map(WarehouseID.init(raw:))
  }

  /// A row with what could be found out of it without the writer.
  struct Prepared {
    var row: ImportRow
    var verdict: ImportVerdict
    /// What a new product would be; nil for one that is there.
    var draft: ProductDraft?
    /// The draft that is meant, where its number says so and no offer id.
    var numbered: ProductID?
  }

  var stockWarehouse: WarehouseID? { warehouses.first }

  /// Reads a row, and checks it as a new product's where the shop has none of its number.
  func prepare(_ row: ImportRow) throws -> Prepared {
    var prepared = Prepared(row: row, verdict: ImportVerdict(line: row.line, kind: .joined))
    if row.isJoined { return prepared }
    prepared.verdict = ImportVerdict(
      line: row.line, kind: .error, offerID: row.offerID, title: row.values["title"] ?? "")
    let known = row.offerID.isEmpty ? nil : try reader.first(BulkSQL.ofOffer, row.offerID)
    if known == nil, let number = row.number {
      prepared.numbered = try reader.first(BulkSQL.withoutOffer, number.raw).map(
        ProductID.init(raw:))
    }
    prepared.verdict.problems = identity(prepared)
    guard prepared.verdict.problems.isEmpty else { return prepared }
    if !row.offerID.isEmpty { offers[row.offerID] = row.line }
    if let number = prepared.numbered { numbers[number] = row.line }
    families.note(row)
    guard known == nil, prepared.numbered == nil else { return prepared }
    try prepareNew(&prepared)
    return prepared
  }

  private func identity(_ prepared: Prepared) -> [Problem] {
    let row = prepared.row
    var problems = row.unreadable.map { Problem($0, Message("imports.error.encoding")) }
    let twice = { (key: String, line: Int) in
      Message("imports.error.\(key)", ["line": Locale.en.number(Int64(line))])
    }
    if row.offerID.isEmpty, prepared.numbered == nil {
      problems.append(Problem("offer_id", Message("form.required")))
    } else if let line = offers[row.offerID] {
      problems.append(Problem("offer_id", twice("twice", line)))
    } else if let line = prepared.numbered.flatMap({ numbers[$0] }) {
      problems.append(Problem("product_id", twice("numberTwice", line)))
    }
    return problems
  }

  private func prepareNew(_ prepared: inout Prepared) throws {
    guard let category = try category(prepared.row, old: nil, &prepared.verdict) else { return }
    if category.isClosed {
      prepared.verdict.problems.append(Problem("category", Message("categories.error.closed")))
      return
    }
    let remarks = families.place(&prepared.row, in: category)
    let (pictures, warnings) = try pictures(prepared.row, old: [])
    let form = ImportForm(
      row: prepared.row, category: category, currency: currency, tokens: tokens, pictures: pictures)
    let known = Dictionary(uniqueKeysWithValues: warehouses.map { ($0, Int64(0)) })
    let reading = form.read(over: [:], pictures: [], version: 1, warehouses: known)
    prepared.verdict.warnings = reading.warnings + remarks + warnings
    prepared.verdict.problems = reading.problems
    guard reading.problems.isEmpty, let draft = reading.draft else { return }
    prepared.draft = draft
    prepared.verdict.kind = .create
  }

  private func category(
    _ row: ImportRow, old: CategoryID?, _ verdict: inout ImportVerdict
  ) throws(SQLError) -> Category? {
    if let named = row.values["category"] {
      if let found = try catalogue.leaf(named: named) { return found }
      verdict.problems.append(Problem("category", Message("imports.error.category")))
      return nil
    }
    if let id = old ?? plan.category, let found = try catalogue.leaf(id) { return found }
    verdict.problems.append(Problem("category", Message("form.required")))
    return nil
  }

  /// Pictures are named by what the shop has already; an address elsewhere is not fetched.
  private func pictures(
    _ row: ImportRow, old: [Picture]
  ) throws(SQLError) -> ([Picture]?, [Problem]) {
    guard let cell = row.values["pictures"] else { return (nil, []) }
    var found: [Picture] = []
    var warnings: [Problem] = []
    for word in cell.split(whereSeparator: { $0.isWhitespace || $0 == "|" }) {
      let name = String(word.hasPrefix("/images/") ? word.dropFirst("/images/".count) : word)
      if let known = old.first(where: { $0.name == name }) {
        found.append(known)
      } else if PictureStore.kind(of: name) != nil,
        let stored = try reader.first(ImportSQL.picture, name)
      {
        found.append(Picture(name: name, width: stored.0, height: stored.1, alt: ""))
      } else if warnings.isEmpty {
        let key = name.contains("://") ? "address" : "picture"
        warnings.append(Problem("pictures", Message("imports.warning.\(key)")))
      }
    }
    return (found.isEmpty ? nil : found, warnings)
  }
}

extension ImportRun {
  /// Does what the rows ask for; each row whole or not at all.
  func write(_ batch: [Prepared], in tx: SellerTransaction) throws -> [ImportVerdict] {
    var verdicts: [ImportVerdict] = []
    var fresh = ImportCreation(actor, tx)
    for prepared in batch {
      verdicts.append(try write(prepared, &fresh, in: tx))
    }
    if !fresh.isEmpty {
      try fresh.insert(firstWarehouse: firstWarehouse)
    }
    try families.join(at: actor.now, by: actor.kernel, in: tx)
    return verdicts
  }

  private func write(
    _ prepared: Prepared, _ fresh: inout ImportCreation, in tx: SellerTransaction
  ) throws -> ImportVerdict {
    var verdict = prepared.verdict
    if verdict.kind == .joined || !verdict.problems.isEmpty { return verdict }
    let offer = prepared.row.offerID
    var known = offer.isEmpty ? nil : try tx.first(BulkSQL.ofOffer, offer)
    if known == nil, let number = prepared.numbered {
      known = try tx.first(BulkSQL.withoutOffer, number.raw)
    }
    if let known { return try update(ProductID(raw: known), prepared.row, verdict, in: tx) }
    guard let draft = prepared.draft else {
      // It was there a moment ago.
      verdict.kind = .error
      verdict.problems = [Problem("offer_id", Message("imports.error.moved"))]
      return verdict
    }
    let id: ProductID = actor.kernel.newID()
    if let problem = try barcodeProblem(draft.terms.barcode, of: id, in: tx) {
      verdict.kind = .error
      verdict.problems = [problem]
      return verdict
    }
    if !draft.terms.barcode.isEmpty { claimed.insert(draft.terms.barcode) }
    fresh.add(id, draft)
    families.add(id, prepared.row)
    verdict.product = id
    verdict.version = 1
    return verdict
  }

  private func barcodeProblem(
    _ barcode: String, of product: ProductID, in tx: SellerTransaction
  ) throws(SQLError) -> Problem? {
    if barcode.isEmpty { return nil }
    var isTaken = claimed.contains(barcode) || freed.contains(barcode)
    if !isTaken, let owner = try tx.first(BulkSQL.ofBarcode, barcode) {
      isTaken = owner != product.raw
    }
    return isTaken ? Problem("barcode", Message("products.error.barcodeTaken")) : nil
  }

  private func update(
    _ id: ProductID, _ sent: ImportRow, _ known: ImportVerdict, in tx: SellerTransaction
  ) throws -> ImportVerdict {
    var verdict = known
    var row = sent
    verdict.kind = .error
    guard let product = try ProductStore(rows: tx.reader).product(id), let newest = product.newest,
      let revision = try RevisionStore(rows: tx.reader).revision(newest)
    else { throw Failure.notFound }
    verdict.product = id
    if verdict.title.isEmpty { verdict.title = product.title }
    let old = revision.content
    guard let category = try category(row, old: old.category, &verdict) else { return verdict }
    let remarks = families.place(&row, in: category)
    let (pictures, warnings) = try pictures(row, old: old.pictures)
    let form = ImportForm(
      row: row, category: category, currency: currency, tokens: tokens, pictures: pictures)
    let balances = try StockStore(rows: tx.reader).balances(of: id)
    let onHand = Dictionary(uniqueKeysWithValues: balances.map { ($0.warehouse, $0.onHand) })
    let reading = form.read(
      over: ImportForm.stored(product, old, currency), pictures: old.pictures,
      version: product.version, warehouses: onHand)
    verdict.warnings = reading.warnings + remarks + warnings
    verdict.problems = reading.problems
    guard reading.problems.isEmpty, let draft = reading.draft else { return verdict }
    return try save(draft, product, revision, verdict, in: tx)
  }

  private func save(
    _ draft: ProductDraft, _ product: Product, _ revision: Revision, _ known: ImportVerdict,
    in tx: SellerTransaction
  ) throws -> ImportVerdict {
    var verdict = known
    let content = draft.content == revision.content ? nil : draft.content
    let counts = draft.counts.filter { $0.now != $0.was }
    if content == nil, counts.isEmpty, draft.terms == product.terms {
      verdict.kind = .unchanged
      return verdict
    }
    let barcode = draft.terms.barcode
    if barcode != product.terms.barcode,
      let problem = try barcodeProblem(barcode, of: product.id, in: tx)
    {
      verdict.problems = [problem]
      return verdict
    }
    do {
      try tx.transaction.attempt {
        try ListingActs(actor, in: tx).save(
          product.id,
          ProductDraft(
            version: product.version, terms: draft.terms, content: content, counts: counts))
      }
    } catch let invalid as InvalidForm {
      verdict.problems = invalid.problems
      return verdict
    } catch Failure.conflict(let message) {
      verdict.problems = [Problem("offer_id", message)]
      return verdict
    }
    if barcode != product.terms.barcode {
      if !barcode.isEmpty { claimed.insert(barcode) }
      if !product.terms.barcode.isEmpty { freed.insert(product.terms.barcode) }
    }
    verdict.kind = .update
    verdict.before = ProductSnapshot(
      terms: product.terms, content: content == nil ? nil : revision.content, open: product.open,
      pending: product.pending, counts: counts)
    verdict.version = try tx.first(BulkSQL.version, product.id.raw) ?? 0
    return verdict
  }
}
