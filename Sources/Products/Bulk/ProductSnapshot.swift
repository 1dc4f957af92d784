import Commerce
import Office
import SQL

/// A product as it stood before bulk work touched it: enough to put it back.
struct ProductSnapshot: Sendable, Hashable {
  var terms: ProductTerms
  /// nil where the content was not touched.
  var content: ProductContent?
  /// Which versions the product pointed at, to undo a version that was begun.
  var open: RevisionID?
  var pending = Pending.none
  /// Counted pieces by warehouse, of those that were counted anew.
  var counts: [StockCount] = []
}

extension ProductSnapshot {
  var json: JSON {
    var members: [(String, JSON)] = [
      ("terms", terms.json), ("pending", .string(pending.rawValue)),
      ("open", open.map { .integer($0.raw) } ?? .null),
    ]
    if let content { members.append(("content", content.json)) }
    if !counts.isEmpty {
      members.append(
        (
          "counts",
          .array(counts.map { [.integer($0.warehouse.raw), .integer($0.was), .integer($0.now)] })
        ))
    }
    return .object(members)
  }

  init?(_ json: JSON) {
    guard let terms = json["terms"].flatMap(ProductTerms.init) else { return nil }
    self.terms = terms
    content = json["content"].flatMap(ProductContent.init)
    open = json["open"]?.integer.map(RevisionID.init(raw:))
    pending = json["pending"]?.string.flatMap(Pending.init) ?? .none
    counts = (json["counts"]?.array ?? []).compactMap { item in
      let numbers = (item.array ?? []).compactMap(\.integer)
      guard numbers.count == 3 else { return nil }
      return StockCount(warehouse: WarehouseID(raw: numbers[0]), was: numbers[1], now: numbers[2])
    }
  }
}

extension ProductTerms {
  fileprivate var json: JSON {
    let amount = { (minor: Int64?) -> JSON in minor.map { .integer($0) } ?? .null }
    return .object([
      ("offer", .string(offerID)), ("barcode", .string(barcode)), ("price", amount(price)),
      ("before", amount(priceBefore)), ("min", amount(priceMin)), ("cost", amount(cost)),
      ("low", .integer(lowStock)),
    ])
  }

  fileprivate init?(_ json: JSON) {
    guard let offer = json["offer"]?.string, let barcode = json["barcode"]?.string else {
      return nil
    }
    self.init(
      offerID: offer, barcode: barcode, price: json["price"]?.integer,
      priceBefore: json["before"]?.integer, priceMin: json["min"]?.integer,
      cost: json["cost"]?.integer, lowStock: json["low"]?.integer ?? 0)
  }
}

extension ProductContent {
  fileprivate var json: JSON {
    let number = { (value: Int64?) -> JSON in value.map { .integer($0) } ?? .null }
    return .object([
      ("category", .integer(category.raw)), ("title", .string(title)),
      ("description", .string(description)), ("brand", .string(brand)),
      ("weight", number(weight)), ("length", number(length)), ("width", number(width)),
      ("height", number(height)), ("attributes", .string(attributesText)),
      (
        "pictures",
        .array(
          pictures.map {
            [.string($0.name), .integer($0.width), .integer($0.height), .string($0.alt)]
          })
      ),
    ])
  }

  fileprivate init?(_ json: JSON) {
    guard let category = json["category"]?.integer else { return nil }
    self.init(category: CategoryID(raw: category))
    title = json["title"]?.string ?? ""
    description = json["description"]?.string ?? ""
    brand = json["brand"]?.string ?? ""
    weight = json["weight"]?.integer
    length = json["length"]?.integer
    width = json["width"]?.integer
    height = json["height"]?.integer
    attributes = Self.attributes(of: json["attributes"]?.string ?? "{}")
    pictures = (json["pictures"]?.array ?? []).compactMap { item in
      guard let parts = item.array, parts.count == 4, let name = parts[0].string,
        let width = parts[1].integer, let height = parts[2].integer, let alt = parts[3].string
      else { return nil }
      return Picture(name: name, width: width, height: height, alt: alt)
    }
  }
}

/// Puts products back as they stood.
struct ProductRestoring {
  let acts: ListingActs

  /// Puts one back. The caller has checked that nobody changed it since.
  func restore(_ id: ProductID, _ before: ProductSnapshot) throws {
    let tx = acts.tx
    guard let product = try ProductStore(rows: tx.reader).product(id) else {
      throw Failure.notFound
    }
    // A count is turned back by the same number, so that what was sold meanwhile stays sold.
    let counts = before.counts.map {
      StockCount(warehouse: $0.warehouse, was: $0.now, now: $0.was)
    }
    let isBegun = before.content != nil && product.open != before.open
    let content = isBegun ? nil : before.content
    try acts.save(
      id,
      ProductDraft(version: product.version, terms: before.terms, content: content, counts: counts),
      isGuarded: false)
    if isBegun, let begun = product.open { try dropVersion(begun, product, before) }
  }

  private func dropVersion(
    _ begun: RevisionID, _ product: Product, _ before: ProductSnapshot
  ) throws {
    let tx = acts.tx
    try ProductStore.counting(product.id, in: tx) {
      try ProductStore.point(
        product.id, live: product.live, open: before.open, pending: before.pending, at: acts.now,
        in: tx)
      try tx.run(BulkSQL.dropRevision, tx.scope.seller, begun.raw)
      if product.live == nil, let content = before.content {
        try ProductStore.show(ShownContent(content), of: product.id, in: tx)
      }
      try ProductStore.index(product.id, in: tx)
    }
  }
}

enum BulkSQL {
  static let dropRevision = Command(
    "delete from main.product_revision where seller_id = ? and id = ? and state = 'draft'")
  static let version = Query<Int64>("select version from product where id = ?")
  static let ofOffer = Query<Int64>("select id from product where offer_id = ?")
  static let withoutOffer = Query<Int64>(
    "select id from product where id = ? and offer_id is null")
  static let ofBarcode = Query<Int64>("select id from product where barcode = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("bulk.dropRevision", dropRevision), ("bulk.version", version), ("bulk.ofOffer", ofOffer),
    ("bulk.withoutOffer", withoutOffer), ("bulk.ofBarcode", ofBarcode),
  ]
}
