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
  private let words: OrdersWords
  private let locale: Locale
  private let zone: TimeZoneRules
  private let now: Instant
  private let today: LocalDate

  init(
    _ context: PageContext<SellerScope>, _ list: ListRequest, _ carriers: [Carrier],
    _ words: OrdersWords
  ) {
    self.context = context
    self.list = list
    self.carriers = carriers
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
    return OrdersPage(
      sub: words.subs[tab] ?? "", tabs: tabs(counters),
      search: list.search, carriers: options, chips: chips,
      caption: caption(shown: page.rows.count, of: total),
      timeHead: context.text(
        tab.shelf.isAscending ? "orders.list.timeLeft" : "orders.list.since"),
      rows: page.rows.map(row), canEdit: context.member?.may(.editOrders) ?? false,
      pager: pager(page), blank: page.rows.isEmpty ? blank(total) : nil,
      views: views)
  }

  private var isNarrowed: Bool { !list.search.isEmpty || !list.filters.isEmpty }

  private func tabs(_ counters: [String: Int64]) -> [TabView] {
    OrdersTab.allCases.map { tab in
      TabView(
        href: list.url(tab: tab.rawValue), label: words.tabs[tab] ?? "",
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
    let time = locale.time(zone.local(now))
    let shown = Int64(shown)
    if isNarrowed { return context.text("orders.list.found", ["time": time], count: shown) }
    let order = tab.shelf.isAscending ? "orders.list.showing" : "orders.list.showingNewest"
    return context.text(
      order, ["shown": locale.number(shown), "time": time], count: total)
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
    let isOpen = row.state.tab.isOpen
    let left =
      isOpen || row.state.tab == .transit
      ? TimeLeft(to: row.due, from: row.since, at: now) : nil
    return PostingRowView(
      row: row, placed: time(row.placed), left: left.map { text($0.duration) } ?? [],
      due: time(row.due), isSoon: left?.isSoon ?? false, isOver: left?.isOver ?? false,
      state: words.badge(row.state, isLate: isOpen && row.due < now),
      carrier: carriers.first { $0.id == row.carrier }?.name ?? "–", amount: amount(row.total))
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
