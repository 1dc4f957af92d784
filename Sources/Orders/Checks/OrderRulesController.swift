import Commerce
import HTTP
import Office
import SQL
import Template

/// What the shop wants done by itself with new orders.
struct OrderRulesPage: Page {
  static let template = "checks/rules"

  let isOn: Bool

  static let fields: [Field<OrderRulesPage>] = [
    .flag("isOn") { $0.isOn }
  ]
}

struct OrderRulesController: Sendable {
  func edit(_ context: PageContext<SellerScope>) throws -> Response {
    let rules = try OrderRules.read(context.reader)
    return context.render(OrderRulesPage(isOn: rules.confirmsGreen))
  }

  func update(_ context: WorkContext<SellerScope>) throws -> Response {
    let isOn = try context.form().first("confirms_green") != nil
    try context.write(Act("orders.rules", "seller", context.scope.seller)) { tx in
      _ = try tx.run(OrderRules.save, context.scope.seller, isOn)
    }
    return context.redirect(to: "/orders/rules", flash: Flash("checks.rules.saved"))
  }
}

extension OrdersModule {
  static let checkPages: [PageBinding] = [.page(OrderRulesPage.self)]

  var checkRoutes: Routes {
    let rules = OrderRulesController()
    return Routes {
      $0.get("/orders/rules", .requires(.setOrderRules), rules.edit)
      $0.post("/orders/rules", .requires(.setOrderRules), bodyLimit: 16 << 10, rules.update)
    }
  }
}
