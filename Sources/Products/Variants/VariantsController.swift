import Commerce
import HTTP
import Office
import SQL

/// The variants of a product.
struct VariantsController: Sendable {
  func show(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    let editor = try VariantEditor(context, id)
    let chosen = { (name: String) in context.request.query.all(name) }
    do {
      let matrix = editor.matrix(try editor.axes(chosen))
      return context.render(try editor.page(matrix, chosen: chosen))
    } catch let invalid as InvalidForm {
      let page = try editor.page(nil, chosen: chosen, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }

  /// Makes and changes all cells at once, or fills the empty ones and shows the form again.
  func save(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    let fields = try context.form()
    let editor = try VariantEditor(context, id)
    var matrix: VariantMatrix?
    do {
      matrix = editor.matrix(try editor.axes(fields.all))
      guard let matrix else { throw InvalidForm("axes", Message("variants.error.noValues")) }
      if fields.first("act") == "fill" { return try fill(context, editor, matrix, fields) }
      var form = VariantForm(fields, matrix, editor.product, editor.currency)
      let drafts = try form.drafts()
      let held = try write(context, id, drafts, matrix)
      return context.redirect(
        to: editor.path,
        flash: Flash(
          held == 0 ? "variants.flash.saved" : "variants.flash.held",
          ["count": "\(drafts.count)", "held": "\(held)"], tone: held == 0 ? .ok : .warn))
    } catch let invalid as InvalidForm {
      let page = try VariantEditor(context, id).page(
        matrix, chosen: fields.all, typed: FormReader(fields), problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }

  /// Gives the others of the family the content of this one, as drafts.
  func copy(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    _ = try context.form()
    let actor = ListingActs.Actor(context)
    let done = try context.write(Act("variants.act.copied", "product", id.raw)) { tx in
      let (copied, skipped) = try VariantActs(actor, in: tx).copy(from: id)
      return [Int64(copied), Int64(skipped)]
    }
    let key = done[1] == 0 ? "variants.flash.copied" : "variants.flash.skipped"
    return context.redirect(
      to: "/products/\(id)/variants",
      flash: Flash(
        key, ["count": "\(done[0])", "skipped": "\(done[1])"], tone: done[1] == 0 ? .ok : .warn))
  }

  /// The product stands alone from now on.
  func leave(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    _ = try context.form()
    let actor = ListingActs.Actor(context)
    try context.write(Act("variants.act.left", "product", id.raw)) { tx in
      guard try ProductStore(rows: tx.reader).product(id) != nil else { throw Failure.notFound }
      try VariantActs(actor, in: tx).leave(id)
    }
    return context.redirect(to: "/products/\(id)", flash: Flash("variants.flash.left"))
  }

  private func write(
    _ context: WorkContext<SellerScope>, _ id: ProductID, _ drafts: [VariantDraft],
    _ matrix: VariantMatrix
  ) throws -> Int64 {
    let actor = ListingActs.Actor(context)
    let warehouse = context.text("products.warehouse.first")
    let axes = matrix.axes.map(\.attribute.key)
    return try context.write(
      Act("variants.act.saved", "product", id.raw, detail: "\(drafts.count)")
    ) { tx in
      let acts = VariantActs(actor, in: tx)
      return [Int64(try acts.save(drafts, of: id, axes: axes, warehouse: warehouse))]
    }[0]
  }

  /// Nothing is stored: the price goes to all cells, the rest where nothing stands.
  private func fill(
    _ context: WorkContext<SellerScope>, _ editor: VariantEditor<WorkContext<SellerScope>>,
    _ matrix: VariantMatrix, _ fields: FormFields
  ) throws -> Response {
    let filled = VariantFilling(matrix: matrix, source: editor.product).filled(fields)
    try context.checkFields()
    return context.render(
      try editor.page(matrix, chosen: fields.all, typed: FormReader(filled)))
  }
}

/// Writes what stands in the first row into the cells below.
struct VariantFilling {
  let matrix: VariantMatrix
  let source: Product

  func filled(_ fields: FormFields) -> FormFields {
    let reader = FormReader(fields)
    let price = reader.typed("price_all")
    let stock = reader.typed("stock_all")
    var pattern = reader.typed("pattern")
    if pattern.isEmpty { pattern = matrix.usualPattern }
    var pairs: [(name: String, value: String)] = [
      ("price_all", price), ("stock_all", stock), ("pattern", pattern),
    ]
    for cell in matrix.cells {
      let value = { (part: String) in reader.typed(VariantForm.field(part, cell)) }
      var parts = [
        "make": value("make"), "offer": value("offer"), "barcode": value("barcode"),
        "price": value("price"), "stock": value("stock"), "version": value("version"),
        "was": value("was"),
      ]
      if value("offer").isEmpty {
        parts["offer"] = matrix.offerID(pattern, source.terms.offerID, cell)
      }
      if !price.isEmpty { parts["price"] = price }
      if cell.member == nil, !stock.isEmpty { parts["stock"] = stock }
      for (part, text) in parts where !text.isEmpty {
        pairs.append((VariantForm.field(part, cell), text))
      }
    }
    return FormFields(fields: QueryFields(pairs))
  }
}
