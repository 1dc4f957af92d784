import Office
import SQL

/// What the module has of carriers, shipping, hand-over and tracking: its part of the table of
/// contents.
enum LogisticsContents {
  static let pages: [PageBinding] = [.page(DeskPage.self), .mail(LateMail.self)]

  static let navigation =
    OrdersModule.manifestNavigation + OrdersModule.shippingNavigation
    + OrdersModule.carrierNavigation

  static let tasks: [HomeTask] = OrdersModule.parcelTasks + OrdersModule.manifestTasks

  static let recounts = [
    Recount(prefix: "parcels.", rows: ParcelCounts.recount),
    Recount(prefix: "handover.", rows: HandoverCaseSQL.recount),
  ]

  static let statements: [StatementCheck] =
    (CarrierSQL.statements + ShippingSQL.statements + ShopSQL.statements + ParcelSQL.statements
    + WarehousePlaceSQL.statements
    + PromiseSQL.statements + PunctualitySQL.statements + ParcelNewsSQL.statements
    + ManifestSQL.statements + HandoverCaseSQL.statements + ShipLineSQL.statements).map {
      StatementCheck($0, $1)
    }
}

extension OrdersModule {
  var tracking: TrackingActs { TrackingActs(acts: acts, carriers: carriers) }

  var logisticsRoutes: Routes {
    let kernel = acts.kernel
    return Self.carrierRoutes(kernel, carriers) + Self.shippingRoutes(kernel, carriers)
      + Self.parcelRoutes(tracking) + manifestRoutes + bulkShippingRoutes
  }

  func registerLogistics(on runner: JobRunner) {
    TrackingWatch(tracking: tracking).register(on: runner)
    BulkEngine(ShipWork(acts: acts, carriers: carriers), kernel: acts.kernel).register(on: runner)
  }
}
