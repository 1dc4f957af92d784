import Commerce
import HTTP
import Office
import SQL
import Template

/// Builds the list page from rows: everything that depends on the reader's language and time.
struct OrdersListing {
  let context: PageContext<SellerScope>
  let list: ListRequest
  let tab: OrdersTab
  let carriers: [Carrier]
  private let badges: [PostingState: BadgeView]
  private let late: [PostingTab: BadgeView]

  init(_ context: PageContext<SellerScope>, _ list: ListRequest, _ carriers: [Carrier]) {
    self.context = context
    self.list = list
    self.carriers = carriers
    tab = OrdersTab(rawValue: list.tab) ?? .open
    badges = Dictionary(
      uniqueKeysWithValues: PostingState.allCases.map {
        ($0, BadgeView(context.text($0.label), $0.tone))
      })
    late = Dictionary(
      uniqueKeysWithValues: PostingTab.allCases.filter(\.isOpen).map {
        ($0, BadgeView(context.text($0.lateLabel), .bad))
      })
  }

  func page(
    _ page: PostingPage, counters: [String: Int64]
  ) -> OrdersPage {
    let total = tab.count(counters)
    return OrdersPage(
      sub: context.text("orders.list.sub.\(tab.rawValue)"), tabs: tabs(counters),
      search: list.search, carriers: options, chips: chips,
      caption: caption(shown: page.rows.count, of: total),
      timeHead: context.text(
        tab.shelf.isAscending ? "orders.list.timeLeft" : "orders.list.since"),
      rows: page.rows.map(row), canEdit: context.member?.may(.editOrders) ?? false,
      pager: pager(page), blank: page.rows.isEmpty ? blank(total) : nil)
  }

  private var isNarrowed: Bool { !list.search.isEmpty || !list.filters.isEmpty }

  private func tabs(_ counters: [String: Int64]) -> [TabView] {
    OrdersTab.allCases.map { tab in
      TabView(
        href: list.url(tab: tab.rawValue), label: context.text("orders.tab.\(tab.rawValue)"),
        count: tab.count(counters), isCurrent: tab == self.tab)
    }
  }

  private var options: [OptionView] {
    [OptionView(value: "", label: context.text("orders.list.allCarriers"), isSelected: false)]
      + carriers.map { carrier in
        OptionView(
          value: String(carrier.id), label: carrier.name,
          isSelected: list.filters["carrier"] == String(carrier.id))
      }
  }

  private var chips: [ChipView] {
    var chips: [ChipView] = []
    if !list.search.isEmpty {
      chips.append(
        ChipView(
          href: list.url(without: "q"), name: context.text("parts.search"), value: list.search))
    }
    if let id = list.filters["carrier"],
      let carrier = carriers.first(where: { String($0.id) == id })
    {
      chips.append(
        ChipView(
          href: list.url(without: "carrier"), name: context.text("orders.list.carrier"),
          value: carrier.name))
    }
    return chips
  }

  private func caption(shown: Int, of total: Int64) -> String {
    let time = context.locale.time(context.zone.local(context.now))
    let shown = Int64(shown)
    if isNarrowed { return context.text("orders.list.found", ["time": time], count: shown) }
    let order = tab.shelf.isAscending ? "orders.list.showing" : "orders.list.showingNewest"
    return context.text(
      order, ["shown": context.locale.number(shown), "time": time], count: total)
  }

  private func pager(_ page: PostingPage) -> PagerView? {
    guard page.hasNewer || page.hasOlder else { return nil }
    return PagerView(
      text: context.text("orders.list.perPage", count: Int64(list.size)),
      newer: page.newer.map { list.url(after: $0.text) },
      older: page.older.map { list.url(after: $0.text) })
  }

  /// Three reasons to be empty: nothing yet at all, nothing in this tab, nothing that matches.
  private func blank(_ total: Int64) -> BlankView {
    if isNarrowed {
      return BlankView(
        title: context.text("orders.blank.filtered"),
        text: context.text("orders.blank.filteredText"), action: context.text("parts.clear"),
        href: URLText(path: "/orders"), isFiltered: true)
    }
    if tab == .all {
      return BlankView(
        title: context.text("orders.blank.none"), text: context.text("orders.blank.noneText"))
    }
    return BlankView(
      title: context.text("orders.blank.tab"), text: context.text("orders.blank.tabText"),
      action: context.text("orders.blank.all"), href: list.url(tab: OrdersTab.all.rawValue))
  }

  private func row(_ row: PostingRow) -> PostingRowView {
    let isDue = row.state.tab.isOpen || row.state.tab == .transit
    let isLate = row.state.tab.isOpen && row.due < context.now
    let badge = (isLate ? late[row.state.tab] : badges[row.state]) ?? BadgeView("", .neutral)
    return PostingRowView(
      row: row, placed: context.time(row.placed),
      due: isDue ? context.due(row.due, from: row.since) : nil,
      done: isDue ? "" : context.time(row.due),
      state: badge,
      carrier: row.carrier.flatMap { id in carriers.first { $0.id == id }?.name } ?? "–",
      amount: context.locale.money(row.total))
  }
}
