import Commerce
import Office
import Template

/// The stock of a shop: tabs, search, warehouse, rows.
struct StockListPage: Page {
  static let template = "stock/list"

  let tabs: [TabView]
  let search: String
  let tab: String
  let warehouses: [OptionView]
  let chips: [ChipView]
  let clear: URLText
  let caption: String
  let rows: [StockRowView]
  let pager: PagerView
  let blank: BlankView?

  static let fields: [Field<StockListPage>] = [
    .list("tabs") { $0.tabs },
    .text("search") { $0.search },
    .text("tab") { $0.tab },
    .list("warehouses") { $0.warehouses },
    .list("chips") { $0.chips },
    .url("clear") { $0.clear },
    .text("caption") { $0.caption },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
    .optional("blank") { $0.blank },
  ]
}

struct StockRowView: View {
  let href: URLText
  let title: String
  let offerID: String
  let picture: URLText?
  let pieces: StockChange
  let isLow: Bool
  let note: String

  static let fields: [Field<StockRowView>] = [
    .url("href") { $0.href },
    .text("title") { $0.title },
    .text("offerID") { $0.offerID },
    .optional("picture") { $0.picture },
    .number("available") { $0.pieces.available },
    .number("onHand") { $0.pieces.onHand },
    .number("reserved") { $0.pieces.reserved },
    .number("inbound") { $0.pieces.inbound },
    .number("quarantine") { $0.pieces.quarantine },
    .number("damaged") { $0.pieces.damaged },
    .flag("isLow") { $0.isLow },
    .text("note") { $0.note },
  ]
}
