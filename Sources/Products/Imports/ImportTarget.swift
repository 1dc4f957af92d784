import Commerce
import Office

/// What a column of a sheet of goods holds; the words are those of the edit form.
enum ImportTarget: Hashable, Sendable {
  case field(ImportField)
  /// An attribute, by its key.
  case attribute(String)
  /// Pieces counted in a warehouse.
  case stock(WarehouseID)

  /// The name of the form's input: `price`, `attribute_volume`, `stock_17`.
  var text: String {
    switch self {
    case .field(let field): field.rawValue
    case .attribute(let key): "attribute_\(key)"
    case .stock(let warehouse): StockCount.field(warehouse)
    }
  }

  init?(text: some StringProtocol) {
    if let field = ImportField(rawValue: String(text)) {
      self = .field(field)
    } else if text.hasPrefix("attribute_"), text.utf8.count <= 80 {
      self = .attribute(String(text.dropFirst("attribute_".count)))
    } else if text.hasPrefix("stock_"),
      let warehouse = WarehouseID(text: text.dropFirst("stock_".count))
    {
      self = .stock(warehouse)
    } else {
      return nil
    }
  }
}

/// The columns that goods of every category have, in the order of an export.
enum ImportField: String, CaseIterable, Sendable {
  case offerID = "offer_id"
  case title, description, brand, category, price
  case priceBefore = "price_before"
  case priceMin = "price_min"
  case cost, barcode, weight, length, width, height
  case lowStock = "low_stock"
  case pictures
  /// Finds a draft that has no offer id yet.
  case number = "product_id"

  /// Whether its values are numbers in a workbook.
  var isNumber: Bool {
    switch self {
    case .price, .priceBefore, .priceMin, .cost, .weight, .length, .width, .height, .lowStock: true
    default: false
    }
  }

  /// How people head such a column, without blanks and marks.
  var headings: [String] {
    switch self {
    case .offerID:
      ["offerid", "offer", "sku", "article", "vendorcode", "артикул", "sкu", "货号", "商品编号"]
    case .title: ["title", "name", "productname", "название", "наименование", "名称", "标题", "商品名称"]
    case .description: ["description", "описание", "描述", "商品描述"]
    case .brand: ["brand", "vendor", "бренд", "марка", "品牌"]
    case .category: ["category", "категория", "类目", "分类"]
    case .price: ["price", "цена", "价格", "售价"]
    case .priceBefore:
      [
        "pricebefore", "oldprice", "pricebeforediscount", "compareatprice", "ценадоскидки",
        "стараяцена", "原价", "折前价",
      ]
    case .priceMin: ["pricemin", "minprice", "minimumprice", "минимальнаяцена", "最低价", "最低价格"]
    case .cost: ["cost", "costprice", "себестоимость", "закупочнаяцена", "成本", "成本价"]
    case .barcode: ["barcode", "ean", "gtin", "upc", "штрихкод", "条码", "条形码"]
    case .weight: ["weight", "weightg", "вес", "весг", "重量", "重量克"]
    case .length: ["length", "длина", "长", "长度"]
    case .width: ["width", "ширина", "宽", "宽度"]
    case .height: ["height", "высота", "高", "高度"]
    case .lowStock: ["lowstock", "lowstockthreshold", "порогостатка", "порог", "库存预警", "预警值"]
    case .number:
      ["productid", "sellerdesknumber", "номерsellerdesk", "номервsellerdesk", "sellerdesk编号"]
    case .pictures: ["pictures", "images", "photos", "картинки", "изображения", "фото", "图片"]
    }
  }
}

/// Guesses what the columns of a file are, by their headings.
struct ImportGuess {
  let attributes: [Attribute]
  let warehouses: [StockBalance]

  /// For each heading its target; a target is given once, to the first.
  func targets(_ headings: [String]) -> [ImportTarget?] {
    var taken: Set<ImportTarget> = []
    return headings.map { heading in
      guard let target = target(heading), taken.insert(target).inserted else { return nil }
      return target
    }
  }

  private func target(_ heading: String) -> ImportTarget? {
    if let named = Self.bracketed(heading) { return named }
    let whole = Self.bare(heading)
    let short = Self.bare(heading.prefix { $0 != "," && $0 != "，" && $0 != "(" })
    for word in [whole, short] {
      if let field = ImportField.allCases.first(where: { $0.headings.contains(word) }) {
        return .field(field)
      }
      if let attribute = attributes.first(where: { Self.names($0).contains(word) }) {
        return .attribute(attribute.key)
      }
    }
    for warehouse in warehouses {
      let name = Self.bare(warehouse.name)
      if whole == name || ["stock", "остаток", "库存"].contains(where: { whole == $0 + name }) {
        return .stock(warehouse.warehouse)
      }
    }
    let isStock = ["stock", "quantity", "qty", "остаток", "количество", "库存", "数量"].contains(whole)
    return isStock ? warehouses.first.map { .stock($0.warehouse) } : nil
  }

  /// `Price, RUB [price]`, as an export and a template head it.
  private static func bracketed(_ heading: String) -> ImportTarget? {
    guard heading.hasSuffix("]"), let open = heading.lastIndex(of: "[") else { return nil }
    return ImportTarget(text: heading[heading.index(after: open)...].dropLast())
  }

  private static func names(_ attribute: Attribute) -> [String] {
    [bare(attribute.key)]
      + Locale.allCases.flatMap { [bare(attribute.label($0)), bare(attribute.name[$0])] }
  }

  static func bare(_ text: some StringProtocol) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
