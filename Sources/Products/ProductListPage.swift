import Commerce
import Office
import Template

/// Goods of the shop: tabs, search, filters, rows.
struct ProductListPage: Page {
  static let template = "products/list"

  let summary: String
  let tabs: [TabView]
  let search: String
  let tab: String
  let categories: [OptionView]
  let levels: [OptionView]
  let more: ProductMoreView
  let chips: [ChipView]
  let clear: URLText
  let caption: String
  let currency: String
  let rows: [ProductRowView]
  let pager: PagerView
  let blank: BlankView?
  let views: ViewsBar?
  let canAdd: Bool
  let sheets: SheetLinks
  let bulk: BulkBarView?

  static let fields: [Field<ProductListPage>] = [
    .text("summary") { $0.summary },
    .list("tabs") { $0.tabs },
    .text("search") { $0.search },
    .text("tab") { $0.tab },
    .list("categories") { $0.categories },
    .list("levels") { $0.levels },
    .view("more") { $0.more },
    .text("sortNote") { $0.more.note },
    .list("chips") { $0.chips },
    .url("clear") { $0.clear },
    .text("caption") { $0.caption },
    .text("currency") { $0.currency },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
    .optional("blank") { $0.blank },
    .optional("views") { $0.views },
    .flag("canAdd") { $0.canAdd },
    .view("sheets") { $0.sheets },
    .optional("bulk") { $0.bulk },
    .flag("canEdit") { $0.bulk != nil },
    .url("bulkAction") { $0.bulk?.action ?? URLText(path: "/products/bulk") },
  ]
}

/// In which order the list stands, and its filters that are typed.
struct ProductMoreView: View {
  let sorts: [OptionView]
  let brand: String
  let brands: [String]
  let from: String
  let to: String
  /// Why the rows do not stand as asked for; empty where they do.
  let note: String

  static let fields: [Field<ProductMoreView>] = [
    .list("sorts") { $0.sorts },
    .text("brand") { $0.brand },
    .list("brands") { $0.brands.map { OptionView(value: $0, label: "", isSelected: false) } },
    .text("from") { $0.from },
    .text("to") { $0.to },
  ]
}

/// A filter that is on; its link is the list without it.
struct ChipView: View {
  let text: String
  let href: URLText

  static let fields: [Field<ChipView>] = [
    .text("text") { $0.text },
    .url("href") { $0.href },
  ]
}

struct ProductRowView: View {
  let id: String
  let href: URLText
  let title: String
  let offerID: String
  let picture: URLText?
  let state: BadgeView
  let note: String
  let available: Int64
  let isLow: Bool
  let stockNote: String
  let price: String
  let priceBefore: String
  let updated: String

  static let fields: [Field<ProductRowView>] = [
    .text("id") { $0.id },
    .url("href") { $0.href },
    .text("title") { $0.title },
    .text("offerID") { $0.offerID },
    .optional("picture") { $0.picture },
    .view("state") { $0.state },
    .text("note") { $0.note },
    .number("available") { $0.available },
    .flag("isLow") { $0.isLow },
    .text("stockNote") { $0.stockNote },
    .text("price") { $0.price },
    .text("priceBefore") { $0.priceBefore },
    .text("updated") { $0.updated },
  ]
}

extension RequestContext {
  /// The badge of a listing, and the line under it.
  func badge(
    _ state: ListingState, _ pending: Pending, _ blockers: Blockers, _ refusal: Refusal? = nil
  ) -> (badge: BadgeView, note: String) {
    let name = text("products.state.\(state.rawValue)")
    switch state {
    case .new: return (badge(pending, refusal), refusal.map(reasons) ?? "")
    case .onSale: return (BadgeView(name, .ok), updateNote(pending, refusal))
    case .suspended: return (BadgeView(name, .bad), updateNote(pending, refusal))
    case .hidden, .archived: return (BadgeView(name, .neutral), updateNote(pending, refusal))
    case .ready:
      let reason = blockers.all.first.map { text("products.blocker.\($0.key)") } ?? ""
      return (BadgeView(name, .neutral), reason)
    }
  }

  /// What a product that was never live waits for.
  private func badge(_ pending: Pending, _ refusal: Refusal?) -> BadgeView {
    let name = text("products.pending.\(pending.rawValue)")
    switch pending {
    case .none, .draft: return BadgeView(name, .neutral)
    case .review: return BadgeView(name, .info)
    case .fixes:
      return refusal?.isRejected ?? false
        ? BadgeView(text("products.pending.rejected"), .bad) : BadgeView(name, .warn)
    }
  }

  private func updateNote(_ pending: Pending, _ refusal: Refusal?) -> String {
    if pending == .none { return "" }
    let isRejected = refusal?.isRejected ?? false
    let update = text("products.update.\(isRejected ? "rejected" : pending.rawValue)")
    guard let refusal, !refusal.reasons.isEmpty else { return update }
    return text("products.update.because", ["update": update, "reasons": reasons(of: refusal)])
  }
}
