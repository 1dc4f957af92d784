import Office
import SQL

extension SellerPermission {
  /// Who opens and closes warehouses and sends the shop on holiday.
  static let editWarehouses = SellerPermission("warehouses.edit", [.owner, .manager])
  /// Who lets the differences of a stock-take become stock.
  static let approveCounts = SellerPermission("counts.approve", [.owner, .manager])
}

/// What the module has of stock: its part of the table of contents.
enum StockContents {
  static let pages: [PageBinding] = [
    .page(StockListPage.self), .page(WarehousesPage.self), .page(WarehousePage.self),
    .page(ReplenishmentPage.self), .page(InboundListPage.self), .page(InboundPage.self),
    .page(StockTakeListPage.self), .page(StockTakePage.self), .page(StockTakeSheetPage.self),
  ]

  static let navigation = [
    NavigationEntry(
      "stock.title", icon: "stock", path: "/stock",
      also: ["/inbound", "/counts", "/warehouses"], for: .viewProducts,
      counter: StockTab.low.counter)
  ]

  static let tasks = [
    HomeTask(
      "stock.task.low", for: .editStock, counter: StockTab.low.counter, path: "/stock?tab=low")
  ]

  static func routes(_ kernel: Kernel) -> Routes {
    pieces(kernel) + deliveries(kernel) + takes(kernel)
  }

  private static func deliveries(_ kernel: Kernel) -> Routes {
    let needs = ReplenishmentController(kernel: kernel)
    let inbound = InboundController(stock: Stock(kernel: kernel))
    return Routes {
      $0.get("/stock/replenishment", .requires(.viewProducts), needs.list)
      $0.get("/inbound", .requires(.viewProducts), inbound.list)
      $0.post("/inbound", .requires(.editStock), inbound.create)
      $0.get("/inbound/:id", .requires(.viewProducts), inbound.show)
      $0.post("/inbound/:id", .requires(.editStock), inbound.update)
      $0.post("/inbound/:id/announcement", .requires(.editStock), inbound.announce)
      $0.post("/inbound/:id/receipt", .requires(.editStock), inbound.receive)
      $0.post("/inbound/:id/closing", .requires(.editStock), inbound.close)
      $0.post("/inbound/:id/removal", .requires(.editStock), inbound.remove)
    }
  }

  private static func takes(_ kernel: Kernel) -> Routes {
    let takes = StockTakeController(stock: Stock(kernel: kernel))
    return Routes {
      $0.get("/counts", .requires(.viewProducts), takes.list)
      $0.post("/counts", .requires(.editStock), takes.create)
      $0.get("/counts/:id", .requires(.viewProducts), takes.show)
      $0.get("/counts/:id/sheet", .requires(.viewProducts), takes.sheet)
      $0.post("/counts/:id", .requires(.editStock), takes.count)
      $0.post("/counts/:id/finish", .requires(.editStock), takes.finish)
      $0.post("/counts/:id/approval", .requires(.approveCounts), takes.approve)
      $0.post("/counts/:id/cancellation", .requires(.editStock), takes.cancel)
    }
  }

  private static func pieces(_ kernel: Kernel) -> Routes {
    let one = StockController(stock: Stock(kernel: kernel))
    let list = StockListController()
    let warehouses = WarehousesController(kernel: kernel)
    let warehouse = WarehouseController()
    return Routes {
      $0.get("/products/:id/stock", .requires(.viewProducts), one.show)
      $0.post("/products/:id/stock/movements", .requires(.editStock), one.book)
      $0.post("/products/:id/stock/planning", .requires(.editStock), one.plan)
      $0.get("/stock", .requires(.viewProducts), list.list)
      $0.post("/stock/pause", .requires(.editWarehouses), warehouses.pause)
      $0.post("/stock/pause/removal", .requires(.editWarehouses), warehouses.resume)
      $0.get("/warehouses", .requires(.viewProducts), warehouses.list)
      $0.post("/warehouses", .requires(.editWarehouses), warehouses.create)
      $0.get("/warehouses/:id", .requires(.viewProducts), warehouse.show)
      $0.post("/warehouses/:id", .requires(.editWarehouses), warehouse.update)
      $0.post("/warehouses/:id/default", .requires(.editWarehouses), warehouse.prefer)
      $0.post("/warehouses/:id/closing", .requires(.editWarehouses), warehouse.close)
      $0.post("/warehouses/:id/holidays", .requires(.editWarehouses), warehouse.addHoliday)
      $0.post(
        "/warehouses/:id/holidays/removal", .requires(.editWarehouses), warehouse.removeHoliday)
    }
  }

  static func register(on runner: JobRunner, kernel: Kernel) {
    StockPlanning.register(on: runner, kernel: kernel)
    StockUrgency.register(on: runner, kernel: kernel)
    StockLetters(kernel: kernel).register(on: runner)
  }
}

enum StockStatements {
  static let all: [(String, any SQLStatement)] =
    StockAlertSQL.statements + StockGapSQL.statements + StockBatchSQL.statements
    + StockWakeSQL.statements
    + StockPlanSQL.statements + LedgerSQL.statements
    + WarehouseSQL.statements + StockLetters.statements + InboundSQL.statements
    + StockTakeSQL.statements + StockUrgencySQL.statements + FloorSQL.statements
}
