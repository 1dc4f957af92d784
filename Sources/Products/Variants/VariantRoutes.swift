import Commerce
import Office

extension ProductsModule {
  /// The matrix holds up to 144 cells of six inputs.
  private static let matrixLimit = 1 << 20

  var variantRoutes: Routes {
    let variants = VariantsController()
    let quote = QuoteController(kernel: kernel)
    return Routes {
      $0.get("/products/:id/variants", .requires(.editProducts), variants.show)
      $0.post(
        "/products/:id/variants", .requires(.editProducts), bodyLimit: Self.matrixLimit,
        variants.save)
      $0.post("/products/:id/variants/content", .requires(.editProducts), variants.copy)
      $0.post("/products/:id/variants/leaving", .requires(.editProducts), variants.leave)
      $0.post(
        "/products/:id/quote", .requires(.editProducts), bodyLimit: Self.uploadLimit, quote.show)
    }
  }
}
