import Commerce
import Office
import SQL

/// Goods: the category tree, listings and their versions, pictures, stock, and the moderators'
/// queue.
public struct ProductsModule: Module {
  public static let name = "Products"
  public static let migrations = ProductsSchema.migrations
  public static let pages: [PageBinding] =
    [
      .page(ProductListPage.self), .page(CategoryPage.self), .page(ProductPage.self),
      .page(StockPage.self), .page(ModerationQueuePage.self),
      .page(ModerationItemPage.self),
    ] + listingPages + sheetPages + categoryPages + StockContents.pages

  public static let lists = [ProductList.declaration]

  let kernel: Kernel

  public static let notices: [NoticeKind] = [.stockLow, .stocksLow]

  public init(kernel: Kernel) {
    self.kernel = kernel
    StockLetters(kernel: kernel).listen()
  }

  public var navigation: [NavigationEntry] {
    [
      NavigationEntry(
        "products.title", icon: "products", path: "/products", for: .viewProducts,
        counter: ProductTab.fixes.counter),
      NavigationEntry(
        "moderation.title", icon: "shield", path: "/moderation", for: .moderateListings,
        counter: ModerationID.counter),
      Self.categoryPlace,
    ] + StockContents.navigation
  }

  public var tasks: [HomeTask] {
    [
      HomeTask(
        "products.task.fixes", for: .editProducts, counter: ProductTab.fixes.counter,
        path: "/products?tab=fixes"),
      HomeTask(
        "products.task.ready", for: .editProducts, counter: ProductTab.ready.counter,
        path: "/products?tab=ready"),
      HomeTask(
        "imports.task", for: .editProducts, counter: ProductImport.counter,
        path: "/products/imports?tab=faulty"),
      HomeTask(
        "moderation.task", for: .moderateListings, counter: ModerationID.counter,
        path: "/moderation"
      ) { reader, now throws(SQLError) in
        try ModerationStore(rows: reader).promise(at: now)
      },
    ] + StockContents.tasks
  }

  public var tiles: [HomeTile] {
    [
      HomeTile(
        "products.tile.onSale", for: .viewProducts, counter: ProductTab.onSale.counter,
        path: "/products?tab=onsale")
    ]
  }

  /// The largest form: all pictures at once.
  static let uploadLimit = 160 << 20

  public var routes: Routes {
    let products = ProductsController(kernel: kernel)
    let pictures = PicturesController(store: PictureStore(kernel.configuration))
    let queue = ModerationController()
    let api = ProductsAPI()
    let bulk = BulkController(ProductBulk(kernel: kernel), kernel: kernel)
    return Routes {
      $0.get("/products", .requires(.viewProducts), products.list)
      $0.get("/products/new", .requires(.editProducts), products.new)
      $0.post("/products", .requires(.editProducts), products.create)
      $0.get("/products/:id", .requires(.viewProducts), products.show)
      $0.post(
        "/products/:id", .requires(.editProducts), bodyLimit: Self.uploadLimit, products.update)
      $0.post(
        "/products/:id/submission", .requires(.editProducts), bodyLimit: Self.uploadLimit,
        products.submit)
      $0.post("/products/:id/withdrawal", .requires(.editProducts), products.withdraw)
      $0.post("/products/:id/hiding", .requires(.editProducts), products.hide)
      $0.post("/products/:id/showing", .requires(.editProducts), products.unhide)
      $0.get("/products/:id/archive", .requires(.editProducts), products.confirmArchive)
      $0.post("/products/:id/archive", .requires(.editProducts), products.archive)
      $0.post("/products/:id/restoration", .requires(.editProducts), products.restore)
      $0.get("/products/:id/removal", .requires(.editProducts), products.confirmRemoval)
      $0.post("/products/:id/removal", .requires(.editProducts), products.remove)
      $0.get("/moderation", .requires(.moderateListings), queue.queue)
      $0.post("/moderation/claim", .requires(.moderateListings), queue.claimNext)
      $0.get("/moderation/:id", .requires(.moderateListings), queue.show)
      $0.post("/moderation/:id/claim", .requires(.moderateListings), queue.claim)
      $0.post("/moderation/:id/release", .requires(.moderateListings), queue.release)
      $0.post("/moderation/:id/approval", .requires(.moderateListings), queue.approve)
      $0.post("/moderation/:id/changes", .requires(.moderateListings), queue.askForChanges)
      $0.post("/moderation/:id/rejection", .requires(.moderateListings), queue.reject)
      $0.post(
        "/pictures", .requires(.editProducts), bodyLimit: PictureUploadController.bodyLimit,
        PictureUploadController(kernel: kernel).create)
      $0.get("/images/:name", .anyone, pictures.show)
      $0.get("/storefront/v1/products", .key(.storefront), api.list)
    } + listingRoutes + sellerRoutes + Self.sheetRoutes(kernel) + bulk.routes(.editProducts)
      + variantRoutes + categoryRoutes + StockContents.routes(kernel)
  }

  public func register(on runner: JobRunner) {
    CertificateWatch(kernel: kernel).register(on: runner)
    StockContents.register(on: runner, kernel: kernel)
    WordsMerging.register(on: runner)
    PictureSweep(store: PictureStore(kernel.configuration)).register(on: runner)
    ImportJob(kernel: kernel).register(on: runner)
    ImportSweep(kernel: kernel).register(on: runner)
    BulkEngine(ProductBulk(kernel: kernel), kernel: kernel).register(on: runner)
    GoodsPushes(kernel: kernel).register(on: runner)
  }

  public var searches: [SearchProvider] { [ProductSearch.provider] }
  public var recounts: [Recount] { ProductsRecounts.all }
  public static let statements = ProductsStatements.all
}
