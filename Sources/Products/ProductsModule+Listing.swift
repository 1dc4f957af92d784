import Office

extension ProductsModule {
  /// Versions, appeals, held prices and papers of a listing.
  var listingRoutes: Routes {
    let prices = PricesController()
    let versions = VersionsController()
    let appeals = AppealsController()
    let suspensions = SuspensionsController()
    let papers = CertificatesController(kernel: kernel)
    return Routes {
      $0.post("/products/:id/price-confirmation", .requires(.editProducts), prices.confirm)
      $0.post("/products/:id/price-refusal", .requires(.editProducts), prices.drop)
      $0.get("/products/:id/versions", .requires(.viewProducts), versions.list)
      $0.get("/products/:id/versions/:version", .requires(.viewProducts), versions.show)
      $0.post(
        "/products/:id/versions/:version/restoration", .requires(.editProducts), versions.restore)
      $0.post("/products/:id/appeal", .requires(.editProducts), appeals.create)
      $0.get("/products/:id/certificates", .requires(.viewProducts), papers.list)
      $0.post(
        "/products/:id/certificates", .requires(.editProducts), bodyLimit: 12 << 20, papers.create)
      $0.get(
        "/products/:id/certificates/:certificate/scan", .requires(.viewProducts), papers.scan)
      $0.post(
        "/products/:id/certificates/:certificate/removal", .requires(.editProducts), papers.remove)
      $0.get("/moderation/:id/suspension", .requires(.moderateListings), suspensions.new)
      $0.post("/moderation/:id/suspension", .requires(.moderateListings), suspensions.create)
      $0.post("/moderation/:id/reinstatement", .requires(.moderateListings), suspensions.remove)
      $0.get(
        "/moderation/:id/certificates/:certificate", .requires(.moderateListings),
        papers.moderatorScan)
    }
  }

  static let listingPages: [PageBinding] = [
    .page(VersionListPage.self), .page(VersionPage.self), .page(CertificatesPage.self),
    .page(SuspensionPage.self),
    .mail(CertificateMail.self),
  ]

  static let sheetPages: [PageBinding] = [
    .page(ImportListPage.self), .page(ImportPage.self),
  ]

  static let categoryPages: [PageBinding] = [
    .page(VariantsPage.self), .page(CategoriesPage.self), .page(CategoryFormPage.self),
    .page(DictionaryPage.self),
  ]
}
