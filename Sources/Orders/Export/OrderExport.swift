import Commerce
import HTTP
import Office
import SQL

/// The list of postings as a file: exactly what its tab, search and filters show, in its order.
struct OrderExport: Sendable {
  let carriers: Carriers

  func csv(_ context: PageContext<SellerScope>) throws -> Response { try export(context, .csv) }
  func xlsx(_ context: PageContext<SellerScope>) throws -> Response { try export(context, .xlsx) }

  private func export(
    _ context: PageContext<SellerScope>, _ format: SheetFormat
  ) throws -> Response {
    let sheet = try OrderSheet(context, carriers.all(in: context.open))
    let file = try SheetFile(
      format, sheet: context.text("orders.list.title"), context.kernel.configuration)
    try file.row(sheet.headings)
    var walk = try OrderWalk(
      OrdersList.request(context), PostingStore(rows: context.reader))
    while let rows = try walk.next() {
      let more = try SheetExtras(of: rows, in: context.reader)
      for row in rows { try file.row(sheet.cells(row, more)) }
    }
    return try file.response(named: "orders")
  }
}

extension OrdersModule {
  var exportRoutes: Routes {
    let export = OrderExport(carriers: carriers)
    return Routes {
      $0.get("/orders/export.csv", .requires(.viewOrders), lane: .worker, export.csv)
      $0.get("/orders/export.xlsx", .requires(.viewOrders), lane: .worker, export.xlsx)
    }
  }
}
