import Commerce
import Office
import SQL

extension ProductsModule {
  /// The Seller API's methods of goods, prices, stock and warehouses. All are POST with a JSON
  /// body; paths and shapes are those that sellers' programs know.
  var sellerRoutes: Routes {
    let cards = CardCalls()
    let barcodes = BarcodeCalls()
    let imports = ImportCalls()
    let most = ImportCalls.bodyLimit
    return readingRoutes
      + Routes {
        $0.post(
          "/v3/product/import", .program(.writeProducts), bodyLimit: most, imports.items)
        $0.post(
          "/v1/product/attributes/update", .program(.writeProducts), bodyLimit: most,
          imports.attributes)
        $0.post("/v1/product/import-by-sku", .program(.writeProducts), imports.bySKU)
        $0.post("/v1/product/import/info", .program(.readProducts), imports.state)
        $0.post("/v1/product/pictures/import", .program(.writeProducts), imports.pictures)
        $0.post(
          "/v2/product/pictures/import", .program(.writeProducts), imports.picturesOfMany)
        $0.post("/v1/product/archive", .program(.writeProducts), cards.archive)
        $0.post("/v1/product/unarchive", .program(.writeProducts), cards.restore)
        $0.post("/v2/products/delete", .program(.writeProducts), cards.delete)
        $0.post("/v1/product/update/offer-id", .program(.writeProducts), cards.rename)
        $0.post("/v1/barcode/add", .program(.writeProducts), barcodes.add)
        $0.post("/v1/barcode/generate", .program(.writeProducts), barcodes.generate)
      } + moneyAndStockRoutes
  }

  private var readingRoutes: Routes {
    let categories = CategoryCalls()
    let lists = ListCalls()
    let insights = InsightCalls()
    return Routes {
      $0.post("/v1/description-category/tree", .program(.readProducts), categories.tree)
      $0.post(
        "/v1/description-category/attribute", .program(.readProducts), categories.attributes)
      $0.post(
        "/v1/description-category/attribute/values", .program(.readProducts),
        categories.values)
      $0.post(
        "/v1/description-category/attribute/values/search", .program(.readProducts),
        categories.search)
      $0.post("/v3/product/list", .program(.readProducts), lists.list)
      $0.post("/v3/product/info/list", .program(.readProducts), lists.details)
      $0.post("/v4/product/info/attributes", .program(.readProducts), lists.attributes)
      $0.post("/v1/product/info/description", .program(.readProducts), lists.description)
      $0.post("/v4/product/info/limit", .program(.readProducts), lists.limits)
      $0.post("/v2/product/pictures/info", .program(.readProducts), lists.pictures)
      $0.post("/v1/product/rating-by-sku", .program(.readProducts), insights.rating)
      $0.post("/v1/product/related-sku/get", .program(.readProducts), insights.related)
      $0.post("/v1/product/info/subscription", .program(.readProducts), insights.subscription)
      $0.post("/v1/product/info/discounted", .program(.readProducts), insights.discounted)
      $0.post("/v1/product/update/discount", .program(.writePrices), insights.discount)
    }
  }

  private var moneyAndStockRoutes: Routes {
    let prices = PriceCalls()
    let stocks = StockCalls(stock: Stock(kernel: kernel))
    let warehouses = WarehouseCalls()
    return Routes {
      $0.post(
        "/v1/product/import/prices", .program(.writePrices), bodyLimit: 1 << 20, prices.set)
      $0.post("/v5/product/info/prices", .program(.readProducts), prices.list)
      $0.post("/v2/products/stocks", .program(.writeStock), stocks.set)
      $0.post("/v4/product/info/stocks", .program(.readProducts), stocks.list)
      $0.post(
        "/v1/product/info/stocks-by-warehouse/fbs", .program(.readProducts), stocks.byWarehouse)
      $0.post(
        "/v2/product/info/stocks-by-warehouse/fbs", .program(.readProducts),
        stocks.byWarehousePaged)
      $0.post("/v1/warehouse/list", .program(.readProducts), warehouses.list)
      $0.post("/v2/warehouse/list", .program(.readProducts), warehouses.listPaged)
    }
  }
}

/// The constant statements of the Seller API, for the sweep.
enum SellerAPIStatements {
  static let all =
    CardSQL.statements + StockSettingSQL.statements + ImportTaskSQL.statements
}
