import Commerce
import Office

extension PlatformPermission {
  /// Categories, their attributes, dictionaries and fees.
  static let manageCategories = PlatformPermission("categories.manage", [.admin])
}

extension ProductsModule {
  static let categoryPlace = NavigationEntry(
    "categories.title", icon: "filter", path: "/categories", also: ["/dictionaries"],
    for: .manageCategories)

  var categoryRoutes: Routes {
    let categories = CategoriesController(kernel: kernel)
    let attributes = AttributesController()
    let fees = FeesController()
    let dictionaries = DictionariesController()
    return Routes {
      $0.get("/categories", .requires(.manageCategories), categories.list)
      $0.post("/categories", .requires(.manageCategories), categories.create)
      $0.get("/categories/new", .requires(.manageCategories), categories.new)
      $0.get("/categories/:id", .requires(.manageCategories), categories.show)
      $0.post("/categories/:id", .requires(.manageCategories), categories.update)
      $0.post("/categories/:id/order", .requires(.manageCategories), categories.order)
      $0.post("/categories/:id/attributes", .requires(.manageCategories), attributes.create)
      $0.get("/categories/:id/attributes/new", .requires(.manageCategories), attributes.new)
      $0.get("/categories/:id/attributes/:key", .requires(.manageCategories), attributes.show)
      $0.post("/categories/:id/attributes/:key", .requires(.manageCategories), attributes.update)
      $0.get("/categories/:id/fees", .requires(.manageCategories), fees.show)
      $0.post("/categories/:id/fees", .requires(.manageCategories), fees.save)
      $0.post("/categories/:id/fees/removal", .requires(.manageCategories), fees.remove)
      $0.get("/dictionaries", .requires(.manageCategories), dictionaries.list)
      $0.post("/dictionaries", .requires(.manageCategories), dictionaries.create)
      $0.get("/dictionaries/:key", .requires(.manageCategories), dictionaries.show)
      $0.post("/dictionaries/:key", .requires(.manageCategories), dictionaries.update)
    }
  }
}
