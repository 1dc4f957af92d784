import Commerce
import HTTP
import Office
import SQL
import Template

/// The stock of one product: balances and the ledger behind them.
struct StockController: Sendable {
  let stock: Stock

  func show(_ context: PageContext<SellerScope>, _ id: ProductID) throws -> Response {
    context.render(try page(context, id, FormReader(FormFields()), []))
  }

  func book(_ context: WorkContext<SellerScope>, _ id: ProductID) throws -> Response {
    var form = MovementForm(try context.form())
    do {
      let booking = try form.booking()
      let now = context.now
      let member = context.member?.id
      try context.write(
        Act("products.act.stock", "product", id.raw, detail: booking.reason.rawValue)
      ) {
        tx in try book(booking, of: id, at: now, by: member, in: tx)
      }
    } catch let invalid as InvalidForm {
      let page = try page(context, id, form.reader, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/products/\(id)/stock", flash: Flash("products.flash.booked"))
  }

  private func book(
    _ booking: Booking, of id: ProductID, at now: Instant, by member: MemberID?,
    in tx: SellerTransaction
  ) throws {
    let balances = try StockStore(rows: tx.reader).balances(of: id)
    guard try ProductStore(rows: tx.reader).product(id) != nil else { throw Failure.notFound }
    guard let balance = balances.first(where: { $0.warehouse == booking.warehouse }) else {
      throw InvalidForm("warehouse", Message("form.choice"))
    }
    let change = booking.change(from: balance.onHand)
    guard balance.available + change >= 0 else {
      throw InvalidForm(
        "quantity",
        Message("products.stock.error.short", ["available": "\(balance.available)"]))
    }
    if change == 0 { return }
    try stock.book(
      StockMove(
        product: id, warehouse: balance.warehouse, reason: booking.reason, onHand: change,
        note: booking.note, at: now, member: member), in: tx)
  }

  private static let pageSize = 50

  private func page<C: RequestContext>(
    _ context: C, _ id: ProductID, _ form: FormReader, _ problems: [Problem]
  ) throws -> StockPage where C.Scope == SellerScope {
    guard let product = try ProductStore(rows: context.reader).product(id) else {
      throw Failure.notFound
    }
    let store = StockStore(rows: context.reader)
    let before = context.request.query.first("after").flatMap { Int64($0) }
    var entries = try store.ledger(of: id, before: before, limit: Self.pageSize + 1)
    let hasMore = entries.count > Self.pageSize
    if hasMore { entries.removeLast() }
    let path = "/products/\(id)/stock"
    let view = MovementView(context: context, form: form, problems: problems)
    let balances = try store.balances(of: id)
    return StockPage(
      title: product.title.isEmpty ? context.text("products.untitled") : product.title,
      href: URLText(path: "/products/\(id)"), action: URLText(path: "\(path)/movements"),
      errors: view.errors,
      canBook: (context.member?.may(.editStock) ?? false) && product.state != .archived,
      balances: balances.map(BalanceView.init), warehouse: view.warehouse(balances),
      reason: view.reason, quantity: view.quantity, note: view.note,
      entries: entries.map(view.entry),
      pager: PagerView(
        text: context.text("products.stock.entries", count: Int64(entries.count)),
        newer: before == nil ? nil : URLText(path: path),
        older: hasMore ? entries.last.map { URLText(path: "\(path)?after=\($0.id)") } : nil))
  }
}
