import Commerce
import Office

/// Reads Shopify's file of products: the first row of a product has its texts, the rows after it
/// with the same handle are its variants or only further pictures.
struct ShopifyRows {
  private let columns: [String: Int]
  private let stock: WarehouseID?
  private var handle = ""
  private var title = ""
  private var body = ""
  private var vendor = ""
  private var names: [String] = []
  private var pictures = 0

  /// Whether the headings are Shopify's.
  static func isShopify(_ headings: [String]) -> Bool {
    let names = Set(headings)
    return names.isSuperset(of: ["Handle", "Title", "Option1 Name", "Option1 Value"])
      && (names.contains("Variant Price") || names.contains("Variant SKU"))
  }

  /// - Parameter stock: the warehouse that gets the quantities.
  init(_ headings: [String], stock: WarehouseID?) {
    columns = Dictionary(
      headings.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.stock = stock
  }

  /// The fields of the variant that stands in a row; nil where the row has only a picture.
  mutating func values(
    _ line: ImportLine
  ) -> (values: [String: String], variant: ImportVariant)? {
    let columns = columns
    let get = { (name: String) -> String in
      columns[name].map { FormReader.trimmed(line.text($0)) } ?? ""
    }
    if get("Handle") != handle || !get("Title").isEmpty {
      handle = get("Handle")
      title = get("Title")
      body = HTMLText.plain(get("Body (HTML)"))
      vendor = get("Vendor")
      names = (1...3).map { get("Option\($0) Name") }
    }
    let named = zip(names, (1...3).map { get("Option\($0) Value") })
      .filter { !$1.isEmpty && $1 != "Default Title" }
    let options = named.map { $1 }
    let isVariant = ["Option1 Value", "Variant SKU", "Variant Price"].contains { !get($0).isEmpty }
    guard isVariant else { return nil }
    var values = [
      "offer_id": offer(get("Variant SKU"), options),
      "title": ([title] + options).joined(separator: ", "), "description": body, "brand": vendor,
      "price": get("Variant Price"), "barcode": bare(get("Variant Barcode")),
      "pictures": get("Image Src"),
    ]
    let before = get("Variant Compare At Price")
    if let high = Double(before), let low = Double(get("Variant Price")), high > low {
      values["price_before"] = before
    }
    if let grams = Double(get("Variant Grams")), grams >= 1 {
      values["weight"] = "\(Int64(exactly: grams.rounded()) ?? 0)"
    }
    if let stock, let pieces = Int64(get("Variant Inventory Qty")) {
      values[StockCount.field(stock)] = "\(max(0, pieces))"
    }
    return (
      values,
      ImportVariant(handle: handle, title: title, options: named.map { (name: $0, value: $1) })
    )
  }

  /// The variant's own number, else the product's name with the variant's.
  private func offer(_ sku: String, _ options: [String]) -> String {
    let sku = bare(sku)
    if !sku.isEmpty { return sku }
    return
      ([handle]
      + options.map { option in
        String(option.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
      }).joined(separator: "-")
  }

  /// Shopify puts "'" before digits, so that spreadsheets keep them.
  private func bare(_ text: String) -> String { String(text.drop { $0 == "'" }) }
}
