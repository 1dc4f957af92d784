import Home
import Office
import Orders
import Products
import Security

/// Who is in the house, who gets what and who listens to whom: the one page that shows it.
public enum Modules {
  public static let boot = OfficeBoot(
    modules: [
      HomeModule.self, OrdersModule.self, ProductsModule.self, SecurityModule.self,
      ImportModule.self,
    ]
  ) { kernel in
    let products = ProductsModule(kernel: kernel)
    let stock = Stock(kernel: kernel)
    let orders = OrdersModule(kernel, stock: stock, times: stock, floor: stock)
    let security = SecurityModule()
    let home = HomeModule(
      tasks: orders.tasks + products.tasks, tiles: orders.tiles + products.tiles)
    return [home, orders, products, security]
  }
}
