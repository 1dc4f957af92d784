import Commerce
import HTTP
import Office
import SQL

/// A price that the guard holds: typed again, or dropped.
struct PricesController: Sendable {
  func confirm(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    let currency = try ProductStore(rows: context.reader).currency()
    var form = FormReader(try context.form())
    let typed = form.money("price_again", currency, required: true)
    let actor = ListingActs.Actor(context)
    do {
      try form.check()
      try context.write(Act("products.act.priceConfirmed", "product", id.raw)) { tx in
        try ListingActs(actor, in: tx).confirmPrice(id, typed?.minor ?? 0)
      }
    } catch let invalid as InvalidForm {
      let page = try ProductEditor(context, id).page(problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/products/\(id)", flash: Flash("prices.flash.confirmed"))
  }

  func drop(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    let actor = ListingActs.Actor(context)
    try context.write(Act("products.act.priceDropped", "product", id.raw)) { tx in
      try ListingActs(actor, in: tx).dropPrice(id)
    }
    return context.redirect(to: "/products/\(id)", flash: Flash("prices.flash.dropped"))
  }
}
