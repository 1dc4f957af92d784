import HTTP
import Office
import SQL

extension OrdersModule {
  static let documentPages: [PageBinding] = [
    .page(LabelsPage.self), .page(SheetsPage.self), .page(UnprintablePage.self),
    .page(DocumentSettingsPage.self),
  ]

  static let documentStatements: [StatementCheck] =
    (PrintStore.statements + InvoiceStore.statements + DocumentSettings.statements
    + LabelJob.statements).map {
      name, statement in
      StatementCheck(name) { database throws(SQLError) in
        try database.makeReader().explain(statement)
      }
    }

  var documentRoutes: Routes {
    let prints = PrintsController(room: room)
    let settings = DocumentSettingsController(room: room)
    let files = LabelFiles(room: room)
    return Routes {
      $0.get("/labels/:token", .anyone, lane: .worker, files.show)
      $0.post("/prints", .requires(.editOrders), prints.create)
      $0.get("/prints/:id", .requires(.editOrders), lane: .worker, prints.show)
      $0.get("/prints/:id/document.pdf", .requires(.editOrders), lane: .worker, prints.pdf)
      $0.get("/settings/documents", .requires(.setDocuments), settings.edit)
      $0.post(
        "/settings/documents", .requires(.setDocuments), bodyLimit: 16 << 10, settings.update)
    }
  }
}

extension SellerPermission {
  /// Choose what labels show and how invoices are numbered.
  public static let setDocuments = SellerPermission("documents.settings", [.owner, .manager])
}
