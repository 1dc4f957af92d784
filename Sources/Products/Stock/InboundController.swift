import Commerce
import HTTP
import Office
import SQL
import Template

/// Deliveries to the shop's warehouses.
struct InboundController: Sendable {
  let stock: Stock

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try InboundListBuilder(context).page())
  }

  /// Begins a draft, with the products ticked on the replenishment page.
  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = InboundForm(try context.form())
    let chosen = try form.chosen()
    let id: InboundID = stock.kernel.newID()
    guard let warehouse = try WarehouseStore(rows: context.reader).open().first else {
      throw Failure.conflict(Message("stock.inbound.conflict.warehouse"))
    }
    try act(context, id, "created") {
      try $0.create(id, InboundDraft(warehouse: warehouse.id, quantities: chosen))
    }
    return context.redirect(to: "/inbound/\(id)", flash: Flash("stock.inbound.flash.created"))
  }

  func show(_ context: PageContext<SellerScope>, _ id: InboundID) throws -> Response {
    context.render(try InboundBuilder(context, id).page())
  }

  func update(_ context: WorkContext<SellerScope>, _ id: InboundID) throws -> Response {
    try changing(context, id, "saved") { form in
      let draft = try form.draft(InboundStore(rows: context.reader))
      return { try $0.save(draft, to: id) }
    }
  }

  /// Saves what is typed first, so that nothing is lost, then announces.
  func announce(_ context: WorkContext<SellerScope>, _ id: InboundID) throws -> Response {
    try changing(context, id, "announced") { form in
      let draft = try form.draft(InboundStore(rows: context.reader))
      return {
        try $0.save(draft, to: id)
        try $0.announce(id)
      }
    }
  }

  func receive(_ context: WorkContext<SellerScope>, _ id: InboundID) throws -> Response {
    let lines = try InboundStore(rows: context.reader).lines(of: id)
    return try changing(context, id, "received") { form in
      let receipts = try form.receipts(lines)
      return { try $0.receive(receipts, of: id) }
    }
  }

  func close(_ context: WorkContext<SellerScope>, _ id: InboundID) throws -> Response {
    try changing(context, id, "closed") { form in
      let reason = try form.reason()
      return { try $0.close(id, because: reason) }
    }
  }

  func remove(_ context: WorkContext<SellerScope>, _ id: InboundID) throws -> Response {
    _ = try context.form()
    try act(context, id, "removed") { try $0.remove(id) }
    return context.redirect(to: "/inbound", flash: Flash("stock.inbound.flash.removed"))
  }

  /// Reads a form of the delivery's page and carries it out; shows the page again where it can't.
  private func changing(
    _ context: WorkContext<SellerScope>, _ id: InboundID, _ name: String,
    _ read: (inout InboundForm) throws -> (InboundActs) throws -> Void
  ) throws -> Response {
    try context.submit(InboundBuilder(context, id)) { (form: inout InboundForm) in
      let body = try read(&form)
      try act(context, id, name, body)
      return context.redirect(to: "/inbound/\(id)", flash: Flash("stock.inbound.flash.\(name)"))
    }
  }

  private func act(
    _ context: WorkContext<SellerScope>, _ id: InboundID, _ name: String,
    _ body: (InboundActs) throws -> Void
  ) throws {
    try context.write(Act("stock.inbound.act.\(name)", "inbound", id.raw), on: stock) { acts in
      try body(InboundActs(stock: acts))
    }
  }
}
