import Commerce
import HTTP
import Office
import SQL
import Template

/// The stock of one product: balances and the ledger behind them.
struct StockController: Sendable {
  let stock: Stock

  func show(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    let builder = try StockPageBuilder(context, id)
    return context.render(try builder.page())
  }

  func book(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    var form = MovementForm(try context.form())
    var builder = try StockPageBuilder(context, id)
    do {
      let booking = try form.booking()
      let (now, member) = (context.now, context.member?.id)
      try context.write(
        Act("products.act.stock", "product", id.raw, detail: booking.reason.rawValue)
      ) { tx in
        try StockActs(stock: stock, tx: tx, now: now, member: member).book(booking, of: id)
      }
    } catch let invalid as InvalidForm {
      builder.movement = form.reader
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/products/\(id)/stock", flash: Flash("products.flash.booked"))
  }

  /// Saves in days what a product needs to be ordered in time.
  func plan(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    var builder = try StockPageBuilder(context, id)
    var form = PlanForm(try context.form())
    do {
      let plan = try form.plan()
      let now = context.now
      try context.write(Act("stock.act.plan", "product", id.raw)) { tx in
        try StockPlanning(kernel: stock.kernel, now: now).save(plan, of: id, in: tx)
      }
    } catch let invalid as InvalidForm {
      builder.plan = form.reader
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/products/\(id)/stock", flash: Flash("stock.flash.plan"))
  }
}
