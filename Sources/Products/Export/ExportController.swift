import Commerce
import Documents
import HTTP
import Office
import SQL

/// The list of goods as a file: exactly what its tab, search and filters show.
struct ExportController: Sendable {
  let kernel: Kernel

  func csv(_ context: PageContext<SellerScope>) throws -> Response { try export(context, .csv) }
  func xlsx(_ context: PageContext<SellerScope>) throws -> Response { try export(context, .xlsx) }

  private func export(
    _ context: PageContext<SellerScope>, _ format: ImportFile.Format
  ) throws -> Response {
    let filter = try ProductListBuilder(context).filter
    let reader = context.reader
    let warehouses = try StockStore(rows: reader).balances(of: ProductID(raw: 1))
    let categories =
      try filter.category.map { [$0] }
      ?? reader.all(ImportSQL.categories).map(CategoryID.init(raw:))
    let sheet = try ProductSheet(
      context, categories: categories, warehouses: warehouses.map { ($0.warehouse, $0.name) })
    let file = try SheetFile(
      format, sheet: context.text("products.title"), kernel.configuration)
    try file.row(sheet.headings.map { .text($0) })
    let store = ProductStore(rows: reader)
    let revisions = RevisionStore(rows: reader)
    let stock = StockStore(rows: reader)
    var walk = ProductWalk(filter)
    while let page = try walk.next(store) {
      for id in page {
        guard let product = try store.product(id), let newest = product.newest,
          let revision = try revisions.revision(newest)
        else { continue }
        try file.row(sheet.cells(product, revision.content, stock.balances(of: id)))
      }
    }
    return try file.response(named: "products")
  }
}
