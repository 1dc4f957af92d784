import Commerce
import Office

/// How the columns of a file become fields of goods.
struct ImportPlan: Sendable {
  var columns: [ImportTarget?]
  /// For new goods whose row names none.
  var category: CategoryID?
  /// Whether the rows are read by `ShopifyRows` and `columns` says nothing.
  var isShopify = false

  var json: JSON {
    .object([
      ("columns", .array(columns.map { .string($0?.text ?? "") })),
      ("category", category.map { .integer($0.raw) } ?? .null), ("shopify", .bool(isShopify)),
    ])
  }

  init(columns: [ImportTarget?], category: CategoryID? = nil, isShopify: Bool = false) {
    self.columns = columns
    self.category = category
    self.isShopify = isShopify
  }

  init?(_ json: JSON) {
    guard let columns = json["columns"]?.array else { return nil }
    self.columns = columns.map { $0.string.flatMap { ImportTarget(text: $0) } }
    category = json["category"]?.integer.map(CategoryID.init(raw:))
    isShopify = json["shopify"]?.bool ?? false
  }
}

/// What becomes, or would become, of one row.
struct ImportVerdict: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case create, update, unchanged, error
    /// Belongs to the row above it: a further picture.
    case joined
  }

  let line: Int
  var kind: Kind
  var offerID = ""
  var title = ""
  var product: ProductID?
  var problems: [Problem] = []
  var warnings: [Problem] = []
  /// The state before an update.
  var before: ProductSnapshot?
  /// The product's version after it.
  var version: Int64 = 0
}

/// The fields of one row under the names of the form.
struct ImportRow: Sendable {
  let line: Int
  var values: [String: String]
  /// Fields that are not UTF-8, by the names of the form.
  var unreadable: [String] = []
  var isJoined = false
  /// nil where the file knows no variants.
  var variant: ImportVariant?

  var offerID: String { values["offer_id"] ?? "" }
  var number: ProductID? { values["product_id"].flatMap { ProductID(text: $0) } }
}

/// Turns lines of the file into rows.
struct ImportRowReader {
  private let plan: ImportPlan
  private var shopify: ShopifyRows?

  init(_ plan: ImportPlan, headings: [String], stock: WarehouseID?) {
    self.plan = plan
    shopify = plan.isShopify ? ShopifyRows(headings, stock: stock) : nil
  }

  mutating func row(_ line: ImportLine) -> ImportRow {
    if shopify != nil {
      let found = shopify?.values(line)
      var row = ImportRow(line: line.number, values: found?.values ?? [:], isJoined: found == nil)
      row.variant = found?.variant
      if line.fields.contains(nil) { row.unreadable = ["title"] }
      return row
    }
    var row = ImportRow(line: line.number, values: [:])
    for (index, target) in plan.columns.enumerated() {
      guard let target, line.fields.indices.contains(index) else { continue }
      guard let text = line.fields[index] else {
        row.unreadable.append(target.text)
        continue
      }
      let value = FormReader.trimmed(text)
      if !value.isEmpty { row.values[target.text] = value }
    }
    return row
  }
}
