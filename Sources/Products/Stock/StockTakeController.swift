import Commerce
import HTTP
import Office
import SQL
import Template

/// Stock-takes: counting, comparing, approving.
struct StockTakeController: Sendable {
  let stock: Stock

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try StockTakeListBuilder(context).page())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let id: StockTakeID = stock.kernel.newID()
    return try context.submit(StockTakeListBuilder(context)) { (form: inout StockTakeForm) in
      let (warehouse, scope, prefix) = try form.sheet()
      try act(context, id, "created") {
        try $0.create(id, in: warehouse, scope, prefix: prefix)
      }
      return context.redirect(to: "/counts/\(id)", flash: Flash("stock.take.flash.created"))
    }
  }

  func show(_ context: PageContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    context.render(try StockTakeBuilder(context, id).page())
  }

  func sheet(_ context: PageContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    context.render(try StockTakeBuilder(context, id).sheet())
  }

  func count(_ context: WorkContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    try changing(context, id, "saved") { form in
      let counts = try form.counts()
      return { try $0.count(counts, of: id) }
    }
  }

  /// Saves what is typed first, so that the last page of counts is not lost.
  func finish(_ context: WorkContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    try changing(context, id, "finished") { form in
      let counts = try form.counts()
      return {
        try $0.count(counts, of: id)
        try $0.finish(id)
      }
    }
  }

  func approve(_ context: WorkContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    try changing(context, id, "approved") { _ in { try $0.approve(id) } }
  }

  func cancel(_ context: WorkContext<SellerScope>, _ id: StockTakeID) throws -> Response {
    try changing(context, id, "cancelled") { _ in { try $0.cancel(id) } }
  }

  /// Reads a form of the stock-take's page and carries it out; shows the page again where it
  /// can't.
  private func changing(
    _ context: WorkContext<SellerScope>, _ id: StockTakeID, _ name: String,
    _ read: (inout StockTakeForm) throws -> (StockTakeActs) throws -> Void
  ) throws -> Response {
    try context.submit(StockTakeBuilder(context, id)) { (form: inout StockTakeForm) in
      let body = try read(&form)
      try act(context, id, name, body)
      return context.redirect(to: "/counts/\(id)", flash: Flash("stock.take.flash.\(name)"))
    }
  }

  private func act(
    _ context: WorkContext<SellerScope>, _ id: StockTakeID, _ name: String,
    _ body: (StockTakeActs) throws -> Void
  ) throws {
    try context.write(Act("stock.take.act.\(name)", "stock-take", id.raw), on: stock) { acts in
      try body(StockTakeActs(stock: acts))
    }
  }
}

/// Reads the forms of a stock-take.
struct StockTakeForm: PostedForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// What is to be counted.
  mutating func sheet() throws(InvalidForm) -> (WarehouseID, StockTakeScope, String) {
    let warehouse = WarehouseID(text: reader.typed("warehouse"))
    if warehouse == nil { reader.add("warehouse", "form.choice") }
    let scope = reader.choice("what", StockTakeScope.self)
    let prefix = reader.text("prefix", 0...50)
    try reader.check()
    guard let warehouse, let scope else { throw InvalidForm([]) }
    return (warehouse, scope, prefix)
  }

  /// `count_<product>` fields; what is empty was not counted.
  mutating func counts() throws(InvalidForm) -> [(product: ProductID, pieces: Int64)] {
    var counts: [(product: ProductID, pieces: Int64)] = []
    let names = reader.fields.fields.map(\.name).filter { $0.hasPrefix("count_") }
    for name in names {
      guard let pieces = reader.integer(name, 0...ProductForm.mostPieces) else { continue }
      guard let product = ProductID(text: name.dropFirst("count_".count)) else {
        reader.add(name, "form.choice")
        continue
      }
      counts.append((product, pieces))
    }
    try reader.check()
    return counts
  }
}
