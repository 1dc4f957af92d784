import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the list page of a request.
struct ProductListBuilder {
  let context: PageContext<SellerScope>
  let list: ListRequest
  let filter: ProductFilter

  init(_ context: PageContext<SellerScope>) {
    self.context = context
    list = ProductFilter.list(context.request)
    filter = ProductFilter(list)
  }

  func page() throws(SQLError) -> ProductListPage {
    let store = ProductStore(rows: context.reader)
    let counts = try Counters.all(in: context.reader)
    let currency = try store.currency()
    let names = try CategoryStore(rows: context.open).names()
    var rows = try store.page(filter)
    let hasMore = rows.count > list.size
    if hasMore { if filter.isReversed { rows.removeFirst() } else { rows.removeLast() } }
    return ProductListPage(
      summary: summary(counts), tabs: tabs(counts), search: list.search,
      tab: filter.tab == .all ? "" : filter.tab.rawValue, categories: categories(names),
      levels: levels, chips: chips(names), clear: ListRequest.bare(list),
      caption: caption(rows.count, counts, isAll: filter.place == nil && !hasMore),
      currency: currency.code,
      rows: rows.map { row($0, currency) }, pager: pager(rows, hasMore),
      blank: rows.isEmpty ? blank(counts) : nil,
      views: try context.views(of: ProductList.declaration, at: list),
      canAdd: context.member?.may(.editProducts) ?? false,
      sheets: SheetLinks(csv: under("/products/export.csv"), xlsx: under("/products/export.xlsx")),
      bulk: bulk(counts))
  }

  /// Another address with the same tab, search and filters.
  func under(_ path: String) -> URLText {
    URLText(path: path + list.url(after: nil).text.dropFirst(list.path.count))
  }

  /// What can be done with those that are ticked; nil for who may not.
  private func bulk(_ counts: [String: Int64]) -> BulkBarView? {
    guard context.member?.may(.editProducts) ?? false else { return nil }
    let all =
      isFiltered
      ? context.text("bulk.scope.filtered")
      : context.text("bulk.scope.all", count: count(filter.tab, counts))
    return BulkBarView(
      ProductBulk.self, ProductBulkAct.allCases, all: all, at: list.url(after: nil), context)
  }

  private var isFiltered: Bool {
    !list.search.isEmpty || filter.category != nil || filter.stock != nil
  }

  private func count(_ tab: ProductTab, _ counts: [String: Int64]) -> Int64 {
    counts[tab.counter] ?? 0
  }

  private func summary(_ counts: [String: Int64]) -> String {
    let fixes = count(.fixes, counts)
    let onSale = count(.onSale, counts)
    let first = context.text("products.list.summary", count: onSale)
    if fixes == 0 { return first }
    let second = context.text("products.list.fixes", count: fixes)
    return context.text("products.list.both", ["first": first, "second": second])
  }

  private func tabs(_ counts: [String: Int64]) -> [TabView] {
    ProductTab.allCases.map { tab in
      TabView(
        href: list.url(tab: tab.rawValue), label: context.text("products.tab.\(tab.rawValue)"),
        count: count(tab, counts), isCurrent: tab == filter.tab)
    }
  }

  private func categories(_ names: [CategoryName]) -> [OptionView] {
    let all = OptionView(
      value: "", label: context.text("products.list.anyCategory"), isSelected: false)
    return [all] + CategoryName.options(names, filter.category, context.locale)
  }

  private var levels: [OptionView] {
    let all = OptionView(
      value: "", label: context.text("products.list.anyStock"), isSelected: false)
    return [all]
      + ProductFilter.StockLevel.allCases.map { level in
        OptionView(
          value: level.rawValue, label: context.text("products.list.stock.\(level.rawValue)"),
          isSelected: level == filter.stock)
      }
  }

  private func chips(_ names: [CategoryName]) -> [ChipView] {
    var chips: [ChipView] = []
    if !list.search.isEmpty {
      chips.append(ChipView(text: list.search, href: list.url(without: "q")))
    }
    if let name = names.first(where: { $0.id == filter.category })?.name[context.locale] {
      chips.append(ChipView(text: name, href: list.url(without: "category")))
    }
    if let stock = filter.stock {
      let text = context.text("products.list.stock.\(stock.rawValue)")
      chips.append(ChipView(text: text, href: list.url(without: "stock")))
    }
    return chips
  }

  private func caption(_ shown: Int, _ counts: [String: Int64], isAll: Bool) -> String {
    let values = ["shown": context.locale.number(Int64(shown))]
    if isFiltered {
      let key = isAll ? "products.list.found" : "products.list.foundHere"
      return context.text(key, values, count: Int64(shown))
    }
    return context.text("products.list.shown", values, count: count(filter.tab, counts))
  }

  private func pager(_ rows: [ProductRow], _ hasMore: Bool) -> PagerView {
    let isFirst = filter.place == nil || filter.isReversed && !hasMore
    let isLast = !filter.isReversed && !hasMore
    return PagerView(
      text: context.text("products.list.size", count: Int64(list.size)),
      newer: isFirst ? nil : rows.first.map { list.url(after: "-\($0.id)") },
      older: isLast ? nil : rows.last.map { list.url(after: "\($0.id)") })
  }

  /// Nothing yet, nothing in this tab, or nothing that fits the filters.
  private func blank(_ counts: [String: Int64]) -> BlankView {
    let kind = isFiltered ? "filtered" : count(.all, counts) == 0 ? "empty" : "tab"
    let isEmpty = kind == "empty"
    let mayAdd = context.member?.may(.editProducts) ?? false
    return BlankView(
      title: context.text("products.blank.\(kind).title"),
      text: context.text("products.blank.\(kind).text"),
      action: context.text("products.blank.\(kind).action"),
      href: isEmpty ? (mayAdd ? URLText(path: "/products/new") : nil) : URLText(path: "/products"),
      isFiltered: isFiltered)
  }

  private func row(_ row: ProductRow, _ currency: Currency) -> ProductRowView {
    let state = context.badge(row.state, row.pending, row.blockers)
    let isLow = row.lowStock > 0 && row.available <= row.lowStock
    let amount = { (minor: Int64?) in
      minor.map { context.locale.money(Money(minor: $0, currency: currency)) } ?? ""
    }
    return ProductRowView(
      id: row.id.description, href: URLText(path: "/products/\(row.id)"),
      title: row.title.isEmpty ? context.text("products.untitled") : row.title,
      offerID: row.offerID,
      picture: row.picture.isEmpty
        ? nil
        : URLText(path: PicturePreview.path(of: row.picture, seller: context.scope.seller)),
      state: state.badge, note: state.note, available: row.available,
      isLow: isLow || row.available == 0 && row.state != .new && row.state != .archived,
      stockNote: isLow && row.available > 0 ? context.text("products.list.low") : "",
      price: amount(row.price), priceBefore: amount(row.priceBefore),
      updated: context.time(row.updatedAt))
  }
}

extension ListRequest {
  /// The same tab without search and filters.
  static func bare(_ list: ListRequest) -> URLText {
    list.tab == ProductTab.all.rawValue
      ? URLText(path: list.path) : URLText(path: list.path, query: [("tab", list.tab)])
  }
}

extension ProductFilter {
  /// What the address of the list, or of work on all that it finds, asks for.
  static func list(_ request: Request) -> ListRequest {
    ListRequest(request, ProductList.declaration)
  }
}

extension CategoryName {
  /// The leaves of the tree, each with its branch before it.
  static func options(
    _ names: [CategoryName], _ selected: CategoryID?, _ locale: Locale
  ) -> [OptionView] {
    names.filter { $0.parent == nil }.flatMap { branch in
      names.filter { $0.parent == branch.id }.map { leaf in
        OptionView(
          value: leaf.id.description, label: "\(branch.name[locale]) / \(leaf.name[locale])",
          isSelected: leaf.id == selected)
      }
    }
  }
}
