import Commerce
import HTTP
import Office
import SQL
import Template

/// What to order, and why.
struct ReplenishmentController: Sendable {
  let kernel: Kernel

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ReplenishmentBuilder(context, kernel).page())
  }
}

struct ReplenishmentBuilder {
  let context: PageContext<SellerScope>
  let kernel: Kernel
  let list: ListRequest
  let filter: StockFilter

  init(_ context: PageContext<SellerScope>, _ kernel: Kernel) {
    self.context = context
    self.kernel = kernel
    list = ListRequest(
      context.request, path: "/stock/replenishment", tabs: StockTab.allCases.map(\.rawValue))
    filter = StockFilter(
      tab: StockTab(rawValue: list.tab) ?? .all, search: list.search,
      limit: list.size + 1)
  }

  func page() throws(SQLError) -> ReplenishmentPage {
    let counts = try context.counters()
    let place = list.after.flatMap(UrgentPlace.init)
    var rows = try StockStore(rows: context.reader).urgent(filter, after: place)
    let hasMore = rows.count > list.size
    if hasMore { rows.removeLast() }
    let currency = try ProductStore(rows: context.reader).currency()
    var views: [ReplenishmentRowView] = []
    for row in rows { if let view = try view(row, currency) { views.append(view) } }
    return ReplenishmentPage(
      tabs: StockTab.allCases.map { tab in
        TabView(
          href: list.url(tab: tab.rawValue), label: context.text("stock.tab.\(tab.rawValue)"),
          count: counts[tab.counter] ?? 0, isCurrent: tab == filter.tab)
      },
      search: list.search, tab: filter.tab == .all ? "" : filter.tab.rawValue,
      currency: currency.code, canOrder: context.member?.may(.editStock) ?? false, rows: views,
      pager: PagerView(
        text: context.text("stock.list.shown", count: Int64(views.count)),
        newer: place == nil ? nil : list.url(after: nil),
        older: hasMore ? rows.last.map { list.url(after: $0.place.text) } : nil))
  }

  private func view(
    _ row: UrgentRow, _ currency: Currency
  ) throws(SQLError) -> ReplenishmentRowView? {
    guard let stock = try context.reader.first(StockPlanSQL.planned, row.id.raw) else {
      return nil
    }
    let planning = StockPlanning(kernel: kernel, now: context.now)
    let need = try planning.replenishment(stock, in: context.reader)
    let (lost, overflow) = (stock.price ?? 0).multipliedReportingOverflow(by: need.lost)
    return ReplenishmentRowView(
      id: row.id, title: row.title.isEmpty ? context.text("products.untitled") : row.title,
      offerID: row.offerID, reserved: row.reserved, need: need,
      week: context.locale.decimal((need.week.thousandths + 5) / 10, digits: 2),
      month: context.locale.decimal((need.month.thousandths + 5) / 10, digits: 2),
      lost: need.lost == 0 || overflow
        ? "" : context.locale.money(Money(minor: lost, currency: currency)))
  }
}

struct ReplenishmentPage: Page {
  static let template = "stock/replenishment"

  let tabs: [TabView]
  let search: String
  let tab: String
  let currency: String
  let canOrder: Bool
  let rows: [ReplenishmentRowView]
  let pager: PagerView

  static let fields: [Field<ReplenishmentPage>] = [
    .list("tabs") { $0.tabs },
    .text("search") { $0.search },
    .text("tab") { $0.tab },
    .text("currency") { $0.currency },
    .flag("canOrder") { $0.canOrder && !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
  ]
}

struct ReplenishmentRowView: View {
  let id: ProductID
  let title: String
  let offerID: String
  let reserved: Int64
  let need: Replenishment
  let week: String
  let month: String
  let lost: String

  static let fields: [Field<ReplenishmentRowView>] = [
    .integer("id") { $0.id.raw },
    .url("href") { URLText(path: "/products/\($0.id)/stock") },
    .text("item") { $0.title },
    .text("offerID") { $0.offerID },
    .number("available") { $0.need.available },
    .number("reserved") { $0.reserved },
    .number("inbound") { $0.need.inbound },
    .text("week") { $0.week },
    .text("month") { $0.month },
    .flag("hasCover") { $0.need.cover != nil },
    .number("cover") { $0.need.cover ?? 0 },
    .number("lead") { $0.need.leadDays },
    .number("safety") { $0.need.safetyStock },
    .number("suggestion") { $0.need.suggestion },
    .integer("order") { $0.need.suggestion },
    .text("lost") { $0.lost },
    .flag("isNeeded") { $0.need.suggestion > 0 },
  ]
}
