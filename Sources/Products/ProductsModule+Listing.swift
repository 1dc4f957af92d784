import Office

extension ProductsModule {
  /// Versions, appeals and held prices of a listing.
  var listingRoutes: Routes {
    let prices = PricesController()
    let versions = VersionsController()
    let appeals = AppealsController()
    return Routes {
      $0.post("/products/:id/price-confirmation", .requires(.editProducts), prices.confirm)
      $0.post("/products/:id/price-refusal", .requires(.editProducts), prices.drop)
      $0.get("/products/:id/versions", .requires(.viewProducts), versions.list)
      $0.get("/products/:id/versions/:version", .requires(.viewProducts), versions.show)
      $0.post(
        "/products/:id/versions/:version/restoration", .requires(.editProducts), versions.restore)
      $0.post("/products/:id/appeal", .requires(.editProducts), appeals.create)
    }
  }

  static let listingPages: [PageBinding] = [.page(VersionListPage.self), .page(VersionPage.self)]
}
