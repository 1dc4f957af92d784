import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the list page of a request.
struct ProductListBuilder {
  let context: PageContext<SellerScope>
  let list: ListRequest
  let currency: Currency
  let filter: ProductFilter

  init(_ context: PageContext<SellerScope>) throws(SQLError) {
    self.context = context
    list = ProductFilter.list(context.request)
    currency = try ProductStore(rows: context.reader).currency()
    filter = ProductFilter(list, currency)
  }

  func page() throws(SQLError) -> ProductListPage {
    let store = ProductStore(rows: context.reader)
    let counts = try context.counters()
    let names = try CategoryStore(rows: context.open).names()
    let query = try ProductQuery(filter, context.reader)
    var found = try store.page(query)
    let hasMore = found.rows.count > list.size
    if hasMore {
      if filter.isReversed { found.rows.removeFirst() } else { found.rows.removeLast() }
    }
    let rows = found.rows
    let refusals = try Refusal.all(
      of: rows.filter { $0.pending == .fixes }.map(\.id), in: context.reader)
    return ProductListPage(
      summary: summary(counts), tabs: tabs(counts), search: list.search,
      tab: filter.tab == .all ? "" : filter.tab.rawValue, categories: categories(names),
      levels: levels, more: try more(query, store), chips: chips(names),
      clear: ListRequest.bare(list),
      caption: caption(found, query.reach, counts, isAll: filter.place == nil && !hasMore),
      currency: currency.code,
      rows: rows.map { row($0, currency, refusals[$0.id]) },
      pager: pager(found, hasMore, query.sort),
      blank: rows.isEmpty ? blank(counts, found.reached, query.reach) : nil,
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

  private var isFiltered: Bool { filter.isNarrowed }

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
    if !filter.brand.isEmpty {
      chips.append(ChipView(text: filter.brand, href: list.url(without: "brand")))
    }
    for (name, amount) in [("price_from", filter.priceFrom), ("price_to", filter.priceTo)] {
      guard let amount else { continue }
      let money = context.locale.money(Money(minor: amount, currency: currency))
      let text = context.text("products.list.chip.\(name)", ["money": money])
      chips.append(ChipView(text: text, href: list.url(without: name)))
    }
    return chips
  }

  /// Order, brand and price.
  private func more(
    _ query: ProductQuery, _ store: ProductStore
  ) throws(SQLError) -> ProductMoreView {
    ProductMoreView(
      sorts: ProductSort.allCases.map { sort in
        OptionView(
          value: sort.rawValue, label: context.text("products.sort.\(sort.rawValue)"),
          isSelected: sort == filter.sort)
      },
      brand: filter.brand, brands: try store.brands(limit: 20),
      from: list.filters["price_from"] ?? "", to: list.filters["price_to"] ?? "",
      note: query.sort == filter.sort
        ? ""
        : context.text(
          "products.sort.tooMany", ["max": context.locale.number(Int64(query.reach))])
    )
  }

  private func caption(
    _ found: ProductFound, _ reach: Int, _ counts: [String: Int64], isAll: Bool
  ) -> String {
    let shown = Int64(found.rows.count)
    let values = ["shown": context.locale.number(shown)]
    if found.reached != nil { return further(shown, reach) }
    if isFiltered {
      let key = isAll ? "products.list.found" : "products.list.foundHere"
      return context.text(key, values, count: shown)
    }
    return context.text("products.list.shown", values, count: count(filter.tab, counts))
  }

  /// A filter that has not seen the whole list says how far it has looked.
  private func further(_ shown: Int64, _ reach: Int) -> String {
    context.text(
      "products.list.further", ["looked": context.locale.number(Int64(reach))], count: shown)
  }

  private func pager(_ found: ProductFound, _ hasMore: Bool, _ sort: ProductSort) -> PagerView {
    let isBack = filter.isReversed
    let isFirst = filter.place == nil || isBack && !hasMore
    let isLast = !isBack && !hasMore
    let newer = isFirst ? nil : found.rows.first.map { sort.place(of: $0, isBefore: true) }
    let older = isLast ? nil : found.rows.last.map { sort.place(of: $0) }
    return PagerView(
      text: context.text("products.list.size", count: Int64(list.size)),
      newer: (isBack ? found.reached ?? newer : newer).map { list.url(after: $0.text) },
      older: (isBack ? older : found.reached ?? older).map { list.url(after: $0.text) })
  }

  /// Nothing yet, nothing in this tab, nothing that fits the filters, or nothing so far.
  private func blank(
    _ counts: [String: Int64], _ reached: ListPlace?, _ reach: Int
  ) -> BlankView {
    if let reached {
      return BlankView(
        title: further(0, reach), text: context.text("products.list.furtherText"),
        action: context.text("products.list.goFurther"), href: list.url(after: reached.text),
        isFiltered: true)
    }
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

  private func row(
    _ row: ProductRow, _ currency: Currency, _ refusal: Refusal?
  ) -> ProductRowView {
    let state = context.badge(row.state, row.pending, row.blockers, refusal)
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
    let children = Dictionary(grouping: names, by: \.parent)
    return (children[nil] ?? []).flatMap { branch in
      (children[branch.id] ?? []).map { leaf in
        OptionView(
          value: leaf.id.description, label: "\(branch.name[locale]) / \(leaf.name[locale])",
          isSelected: leaf.id == selected)
      }
    }
  }
}
