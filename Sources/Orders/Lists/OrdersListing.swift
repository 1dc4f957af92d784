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
  let choices: OrdersChoices
  private let words: OrdersWords
  private let locale: Locale
  private let zone: TimeZoneRules
  private let now: Instant
  private let today: LocalDate

  init(
    _ context: PageContext<SellerScope>, _ list: ListRequest, _ choices: OrdersChoices,
    _ words: OrdersWords
  ) {
    self.context = context
    self.list = list
    self.choices = choices
    self.words = words
    tab = OrdersTab(rawValue: list.tab) ?? .open
    locale = context.locale
    zone = context.zone
    now = context.now
    today = context.zone.local(context.now).date
  }

  func page(
    _ page: PostingPage, counters: [String: Int64], views: ViewsBar?
  ) -> OrdersPage {
    let total = tab.count(counters)
    let filters = OrdersFilters(context, list, choices)
    return OrdersPage(
      sub: words.subs[tab] ?? "", tabs: tabs(counters),
      search: list.search, filters: filters, chips: filters.chips,
      caption: caption(page, of: total),
      timeHead: context.text(
        tab.shelf.isAscending ? "orders.list.timeLeft" : "orders.list.since"),
      rows: page.rows.map(row), bulk: bulk(total),
      prints: context.member?.may(.editOrders) ?? false ? under("/prints") : nil,
      pager: pager(page), blank: page.rows.isEmpty ? blank(total, page.reached) : nil,
      views: views, sheets: SheetLinks(of: list, at: "/orders/export"))
  }

  /// What can be done with those that are ticked or found; nil for who may do nothing.
  private func bulk(_ total: Int64) -> BulkBarView? {
    let verbs = OrderVerb.all(for: context.member)
    if verbs.isEmpty { return nil }
    let all =
      isNarrowed
      ? context.text("bulk.scope.filtered") : context.text("bulk.scope.all", count: total)
    return BulkBarView(OrderWork.self, verbs, all: all, at: list.url(after: nil), context)
  }

  /// Another address with the same tab, search and filters.
  private func under(_ path: String) -> URLText {
    URLText(path: list.query.isEmpty ? path : "\(path)?\(list.query)")
  }

  private var isNarrowed: Bool { !list.search.isEmpty || !list.filters.isEmpty }

  private func tabs(_ counters: [String: Int64]) -> [TabView] {
    OrdersTab.allCases.compactMap { tab in
      let count = tab.count(counters)
      guard !tab.isQueue || count > 0 || tab == self.tab else { return nil }
      return TabView(
        href: list.url(tab: tab.rawValue), label: words.tabs[tab] ?? "", count: count,
        isCurrent: tab == self.tab, isHot: tab == .late || tab == .red)
    }
  }

  /// A filter that has not seen the whole tab says how far it has looked.
  private func further(_ shown: Int64, _ reached: PostingCursor) -> String {
    let day = zone.local(Instant(milliseconds: reached.at)).date
    return context.text("orders.list.further", ["day": locale.longDate(day)], count: shown)
  }

  private func caption(_ page: PostingPage, of total: Int64) -> String {
    let time = locale.time(zone.local(now))
    let shown = Int64(page.rows.count)
    if let reached = page.reached { return further(shown, reached) }
    if isNarrowed {
      let isWhole = !page.hasNewer && !page.hasOlder
      return context.text(
        isWhole ? "orders.list.found" : "orders.list.foundHere", ["time": time], count: shown)
    }
    let order = tab.shelf.isAscending ? "orders.list.showing" : "orders.list.showingNewest"
    return context.text(
      order, ["shown": locale.number(shown), "time": time], count: total)
  }

  private func pager(_ page: PostingPage) -> PagerView? {
    guard page.newer != nil || page.older != nil else { return nil }
    return PagerView(
      text: context.text("orders.list.perPage", count: Int64(list.size)),
      newer: page.newer.map { list.url(after: $0.text) },
      older: page.older.map { list.url(after: $0.text) })
  }

  /// Three reasons to be empty: nothing yet at all, nothing in this tab, nothing that matches.
  private func blank(_ total: Int64, _ reached: PostingCursor?) -> BlankView {
    if let reached {
      return BlankView(
        title: further(0, reached), text: context.text("orders.list.furtherText"),
        action: context.text("orders.list.goFurther"), href: list.url(after: reached.text),
        isFiltered: true)
    }
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
    let isOpen = row.state.tab.isOpen
    let left =
      isOpen || row.state.tab == .transit
      ? TimeLeft(to: row.due, from: row.since, at: now) : nil
    return PostingRowView(
      row: row, placed: time(row.placed), left: left.map { text($0.duration) } ?? [],
      due: time(row.due), isSoon: left?.isSoon ?? false, isOver: left?.isOver ?? false,
      state: words.badge(row.state, isLate: isOpen && row.due < now),
      carrier: choices.carriers.first { $0.id == row.carrier }?.name ?? "",
      amount: amount(row.total))
  }

  // Octets instead of strings: fifty rows have two hundred of these texts, and making strings of
  // them took a tenth of the page.

  private func time(_ instant: Instant) -> [UInt8] {
    written { locale.append(shortDateTime: zone.local(instant), today: today, to: &$0) }
  }

  private func text(_ left: Duration) -> [UInt8] {
    written { locale.append(timeLeft: left, to: &$0) }
  }

  private func amount(_ money: Money) -> [UInt8] {
    written { locale.append(money: money, to: &$0) }
  }

  private func written(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    write(&bytes)
    return bytes
  }
}
