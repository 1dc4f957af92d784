import Commerce
import HTTP
import Office
import SQL
import Template

/// The stock of all goods of a shop.
struct StockListController: Sendable {
  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try StockListBuilder(context).page())
  }
}

/// Makes the stock list of a request.
struct StockListBuilder {
  let context: PageContext<SellerScope>
  let list: ListRequest
  let filter: StockFilter
  let warehouses: [Warehouse]

  init(_ context: PageContext<SellerScope>) throws(SQLError) {
    self.context = context
    list = ListRequest(
      context.request, path: "/stock", tabs: StockTab.allCases.map(\.rawValue),
      filters: ["warehouse"])
    warehouses = try WarehouseStore(rows: context.reader).open()
    let named = list.filters["warehouse"].flatMap { WarehouseID(text: $0) }
    filter = StockFilter(
      tab: StockTab(rawValue: list.tab) ?? .all, search: list.search,
      warehouse: warehouses.first { $0.id == named }?.id,
      place: list.after.flatMap(ListPlace.init), limit: list.size + 1)
  }

  func page() throws(SQLError) -> StockListPage {
    let counts = try context.counters()
    var rows = try StockStore(rows: context.reader).page(filter)
    let hasMore = rows.count > list.size
    if hasMore { if filter.isReversed { rows.removeFirst() } else { rows.removeLast() } }
    return StockListPage(
      tabs: tabs(counts), search: list.search,
      tab: filter.tab == .all ? "" : filter.tab.rawValue, warehouses: options, chips: chips,
      clear: bare, caption: caption(rows.count), rows: rows.map(row), pager: pager(rows, hasMore),
      blank: rows.isEmpty ? blank : nil)
  }

  private func tabs(_ counts: [String: Int64]) -> [TabView] {
    StockTab.allCases.map { tab in
      TabView(
        href: list.url(tab: tab.rawValue), label: context.text("stock.tab.\(tab.rawValue)"),
        count: counts[tab.counter] ?? 0, isCurrent: tab == filter.tab, isHot: tab == .low)
    }
  }

  private var options: [OptionView] {
    let all = OptionView(value: "", label: context.text("stock.warehouse.all"), isSelected: false)
    return [all]
      + warehouses.map {
        OptionView(value: "\($0.id)", label: $0.name, isSelected: $0.id == filter.warehouse)
      }
  }

  private var chips: [ChipView] {
    var chips: [ChipView] = []
    if !list.search.isEmpty {
      chips.append(ChipView(text: list.search, href: list.url(without: "q")))
    }
    if let place = warehouses.first(where: { $0.id == filter.warehouse }) {
      chips.append(ChipView(text: place.name, href: list.url(without: "warehouse")))
    }
    return chips
  }

  private var bare: URLText {
    filter.tab == .all
      ? URLText(path: list.path) : URLText(path: list.path, query: [("tab", list.tab)])
  }

  private func caption(_ shown: Int) -> String {
    context.text("stock.list.shown", count: Int64(shown))
  }

  private func pager(_ rows: [StockRow], _ hasMore: Bool) -> PagerView {
    let isFirst = filter.place == nil || filter.isReversed && !hasMore
    let isLast = !filter.isReversed && !hasMore
    return PagerView(
      text: context.text("products.list.size", count: Int64(list.size)),
      newer: isFirst ? nil : rows.first.map { list.url(after: "-\($0.id)") },
      older: isLast ? nil : rows.last.map { list.url(after: "\($0.id)") })
  }

  private var blank: BlankView {
    let isFiltered = !list.search.isEmpty || filter.warehouse != nil
    let kind = isFiltered ? "filtered" : filter.tab == .all ? "empty" : "tab"
    return BlankView(
      title: context.text("stock.blank.\(kind).title"),
      text: context.text("stock.blank.\(kind).text"),
      action: context.text("stock.blank.\(kind).action"),
      href: URLText(path: kind == "empty" ? "/products" : "/stock"), isFiltered: isFiltered)
  }

  private func row(_ row: StockRow) -> StockRowView {
    StockRowView(
      href: URLText(path: "/products/\(row.id)/stock"),
      title: row.title.isEmpty ? context.text("products.untitled") : row.title,
      offerID: row.offerID,
      picture: row.picture.isEmpty ? nil : URLText(path: "/images/\(row.picture)"),
      pieces: row.pieces, isLow: row.isLow || row.pieces.available == 0,
      note: row.isLow ? context.text("products.list.low") : "")
  }
}
