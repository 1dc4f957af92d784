import Commerce
import Documents
import HTTP
import Office
import SQL
import Template

/// Goods from a file: upload, columns, trial, run, undo.
struct ImportsController: Sendable {
  /// The largest file.
  static let uploadLimit = 64 << 20

  let kernel: Kernel

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ImportListBuilder(context: context).page())
  }

  func upload(_ context: WorkContext<SellerScope>) throws -> Response {
    let files = try context.form().files("file")
    do {
      guard let file = files.first else { throw ImportFault("none") }
      if files.count > 1 { throw ImportFault("several") }
      let id = try store(file, context)
      return context.redirect(to: "/products/imports/\(id)")
    } catch let fault as ImportFault {
      let page = try ImportListBuilder(context: context).page(problem: fault.message)
      return context.render(page, status: .unprocessable)
    }
  }

  /// Keeps the file, then its row; without the row no file.
  private func store(_ upload: UploadedFile, _ context: WorkContext<SellerScope>) throws -> ImportID
  {
    let format = try ImportFile.format(of: upload.content)
    let id: ImportID = kernel.newID()
    let file = ImportFile(kernel.configuration, seller: context.scope.seller, id, format)
    try file.store(upload.content)
    do {
      _ = try file.head()
      let name = String(
        String.UnicodeScalarView(
          upload.filename.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(120)))
      let (now, member) = (context.now, context.member?.id.raw)
      let warehouse = context.text("products.warehouse.first")
      try context.write(Act("imports.act.uploaded", "import", id.raw)) { tx in
        try StockStore.ensureWarehouse(named: warehouse, { kernel.newID() }, in: tx)
        try tx.run(
          ImportSQL.insert, tx.scope.seller, id.raw, name.isEmpty ? "file" : name, format,
          upload.content.count, ImportState.uploaded, "", now.milliseconds, member)
      }
    } catch {
      file.remove()
      throw error
    }
    return id
  }

  func show(_ context: PageContext<SellerScope>, _ id: ImportID) throws -> Response {
    let builder = try ImportBuilder(context, id)
    var response = context.render(try builder.page())
    // Browsers fetch the page anew until the job has ended; no script is needed.
    if builder.record.state.isBusy { response.headers.append("Refresh", "2") }
    return response
  }

  func map(_ context: WorkContext<SellerScope>, _ id: ImportID) throws -> Response {
    let builder = try ImportBuilder(context, id)
    var form = ImportMappingForm(try context.form())
    do {
      let plan = try form.plan(builder.columnCount, isShopify: builder.isShopify)
      try context.write(Act("imports.act.mapped", "import", id.raw)) { tx in
        let count = try tx.run(ImportSQL.plan, tx.scope.seller, id.raw, plan.json.text)
        guard count == 1 else { throw Failure.conflict(Message("imports.conflict")) }
        try ImportStore.settle(id, in: tx)
        try ImportJob.enqueue(id, kernel, in: tx)
      }
    } catch let invalid as InvalidForm {
      let page = try builder.page(typed: form.reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/products/imports/\(id)")
  }

  func run(_ context: WorkContext<SellerScope>, _ id: ImportID) throws -> Response {
    let builder = try ImportBuilder(context, id)
    var reader = FormReader(try context.form())
    let mode = reader.choice("mode", ImportMode.self)
    guard let mode else {
      return context.render(try builder.page(problems: reader.problems), status: .unprocessable)
    }
    try context.write(Act("imports.act.started", "import", id.raw, detail: mode.rawValue)) { tx in
      let count = try tx.run(ImportSQL.start, tx.scope.seller, id.raw, mode == .whole)
      guard count == 1 else { throw Failure.conflict(Message("imports.conflict")) }
      try ImportJob.enqueue(id, kernel, in: tx)
    }
    return context.redirect(to: "/products/imports/\(id)")
  }

  /// Ends the work before its next part. What was written stays and can be undone; where all or
  /// nothing was asked for, it is taken back.
  func stop(_ context: WorkContext<SellerScope>, _ id: ImportID) throws -> Response {
    let record = try ImportBuilder(context, id).record
    _ = try context.form()
    guard record.state.isStoppable else {
      try context.checkFields()
      return context.redirect(to: "/products/imports/\(id)")
    }
    let now = context.now
    try context.write(Act("imports.act.stopped", "import", id.raw)) { tx in
      try tx.run(ImportSQL.stop, tx.scope.seller, id.raw, now.milliseconds)
      if try ImportStore(rows: tx.reader).find(id)?.state == .undoing {
        try ImportJob.enqueue(id, kernel, in: tx)
      }
    }
    return context.redirect(to: "/products/imports/\(id)")
  }

  func undo(_ context: WorkContext<SellerScope>, _ id: ImportID) throws -> Response {
    _ = try ImportBuilder(context, id)
    _ = try context.form()
    try context.write(Act("imports.act.undo", "import", id.raw)) { tx in
      let count = try tx.run(ImportSQL.undo, tx.scope.seller, id.raw)
      guard count == 1 else { throw Failure.conflict(Message("imports.conflict")) }
      try ImportStore.settle(id, in: tx)
      try ImportJob.enqueue(id, kernel, in: tx)
    }
    return context.redirect(to: "/products/imports/\(id)")
  }

  /// Its faults are taken care of, or don't matter.
  func settle(_ context: WorkContext<SellerScope>, _ id: ImportID) throws -> Response {
    _ = try ImportBuilder(context, id)
    _ = try context.form()
    try context.write(Act("imports.act.settled", "import", id.raw)) { tx in
      try ImportStore.settle(id, in: tx)
    }
    return context.redirect(to: "/products/imports/\(id)", flash: Flash("imports.settled"))
  }

  /// The rows that failed as they came, with what is wrong behind them.
  func failed(_ context: PageContext<SellerScope>, _ id: ImportID) throws -> Response {
    let builder = try ImportBuilder(context, id)
    var problems: [Int64: String] = [:]
    var last: Int64 = 0
    while true {
      let rows = try context.reader.all(ImportSQL.failedRows, id.raw, last, 1_000)
      for row in rows { problems[row.line] = builder.text(row.problems) }
      guard let end = rows.last else { break }
      last = end.line
    }
    let file = try SheetFile(.csv, sheet: "", kernel.configuration)
    var width = 0
    do {
      try builder.file.each { line in
        let cells = line.fields.map { XLSXWriter.Cell.text($0 ?? "") }
        if width == 0 {
          width = cells.count
          try file.row(cells + [.text(context.text("imports.errorColumn"))])
        } else if let problem = problems[Int64(line.number)] {
          let blanks = [XLSXWriter.Cell](repeating: .empty, count: max(0, width - cells.count))
          try file.row(
            Array(cells.prefix(width)) + blanks + [.text(problem)] + cells.dropFirst(width))
        }
      }
    } catch is ImportFault {
      throw Failure.notFound
    }
    return try file.response(named: "failed-\(id)")
  }

  func csvTemplate(_ context: PageContext<SellerScope>) throws -> Response {
    try template(context, .csv)
  }

  func xlsxTemplate(_ context: PageContext<SellerScope>) throws -> Response {
    try template(context, .xlsx)
  }

  private func template(
    _ context: PageContext<SellerScope>, _ format: ImportFile.Format
  ) throws -> Response {
    let id = context.request.query.first("category").flatMap { CategoryID(text: $0) }
    let category = try id.flatMap { try CategoryStore(rows: context.open).leaf($0) }
    let warehouses = try StockStore(rows: context.reader).balances(of: ProductID(raw: 1))
    let sheet = try ProductSheet(
      context, categories: category.map { [$0.id] } ?? [],
      warehouses: warehouses.map { ($0.warehouse, $0.name) }, isBlank: true)
    let file = try SheetFile(format, sheet: context.text("products.title"), kernel.configuration)
    try file.row(sheet.headings.map { .text($0) })
    return try file.response(named: "template")
  }
}

/// Whether rows that are right are kept where others are wrong.
enum ImportMode: String, Sendable { case partial, whole }

/// Reads the page on which columns are named.
struct ImportMappingForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  mutating func plan(_ columns: Int, isShopify: Bool) throws(InvalidForm) -> ImportPlan {
    var plan = ImportPlan(columns: [], isShopify: isShopify)
    let category = reader.typed("category")
    plan.category = CategoryID(text: category)
    if !category.isEmpty && plan.category == nil { reader.add("category", "form.choice") }
    if isShopify {
      if category.isEmpty { reader.add("category", "form.required") }
      try reader.check()
      return plan
    }
    var taken: Set<ImportTarget> = []
    for index in 0..<columns {
      let name = "column_\(index)"
      let text = reader.typed(name)
      let target = ImportTarget(text: text)
      if target == nil && !text.isEmpty { reader.add(name, "form.choice") }
      if let target, !taken.insert(target).inserted { reader.add(name, "imports.error.doubled") }
      plan.columns.append(target)
    }
    if !taken.contains(.field(.offerID)) { reader.add("column_0", "imports.error.noOffer") }
    try reader.check()
    return plan
  }
}

extension ProductsModule {
  /// Files in and out.
  static func sheetRoutes(_ kernel: Kernel) -> Routes {
    let imports = ImportsController(kernel: kernel)
    let export = ExportController(kernel: kernel)
    return Routes {
      $0.get("/products/export.csv", .requires(.viewProducts), lane: .worker, export.csv)
      $0.get("/products/export.xlsx", .requires(.viewProducts), lane: .worker, export.xlsx)
      $0.get("/products/imports", .requires(.editProducts), imports.list)
      $0.post(
        "/products/imports", .requires(.editProducts), bodyLimit: ImportsController.uploadLimit,
        imports.upload)
      $0.get(
        "/products/imports/template.csv", .requires(.editProducts), lane: .worker,
        imports.csvTemplate)
      $0.get(
        "/products/imports/template.xlsx", .requires(.editProducts), lane: .worker,
        imports.xlsxTemplate)
      $0.get("/products/imports/:id", .requires(.editProducts), lane: .worker, imports.show)
      $0.post("/products/imports/:id/columns", .requires(.editProducts), imports.map)
      $0.post("/products/imports/:id/run", .requires(.editProducts), imports.run)
      $0.post("/products/imports/:id/stop", .requires(.editProducts), imports.stop)
      $0.post("/products/imports/:id/undo", .requires(.editProducts), imports.undo)
      $0.post("/products/imports/:id/settlement", .requires(.editProducts), imports.settle)
      $0.get(
        "/products/imports/:id/failed.csv", .requires(.editProducts), lane: .worker, imports.failed)
    }
  }
}
