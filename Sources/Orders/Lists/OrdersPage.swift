import Commerce
import Office
import Template

/// The list of postings.
struct OrdersPage: Page {
  static let template = "orders/list"

  let sub: String
  let tabs: [TabView]
  let search: String
  let filters: OrdersFilters
  let chips: [ChipView]
  let caption: String
  let timeHead: String
  let rows: [PostingRowView]
  let bulk: BulkBarView?
  /// Where papers are printed; nil for who may not.
  let prints: URLText?
  let pager: PagerView?
  let blank: BlankView?
  let views: ViewsBar?
  let sheets: SheetLinks

  static let fields: [Field<OrdersPage>] = [
    .text("sub") { $0.sub },
    .list("tabs") { $0.tabs },
    .text("searchTab") { _ in OrdersTab.all.rawValue },
    .text("search") { $0.search },
    .view("filters") { $0.filters },
    .flag("hasChips") { !$0.chips.isEmpty },
    .list("chips") { $0.chips },
    .text("caption") { $0.caption },
    .text("timeHead") { $0.timeHead },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .flag("canEdit") { $0.bulk != nil },
    .optional("bulk") { $0.bulk },
    .url("bulkAction") { $0.bulk?.action ?? URLText(path: "/orders/bulk") },
    .optional("prints") { $0.prints },
    .text("currency") { $0.rows.first?.row.total.currency.code ?? "" },
    .optional("pager") { $0.pager },
    .optional("blank") { $0.blank },
    .optional("views") { $0.views },
    .view("sheets") { $0.sheets },
  ]
}

/// A filter that is on, and the way to take it off.
struct ChipView: View {
  let href: URLText
  let name: String
  let value: String

  static let fields: [Field<ChipView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}

/// A row, formatted for its reader.
struct PostingRowView: View {
  let row: PostingRow
  let placed: [UInt8]
  /// Time left; empty for a posting that waits for nobody.
  let left: [UInt8]
  /// The deadline, or when it ended.
  let due: [UInt8]
  let isSoon: Bool
  let isOver: Bool
  let state: StateView
  let carrier: String
  let amount: [UInt8]

  static let fields: [Field<PostingRowView>] = [
    .integer("id") { $0.row.id.raw },
    .url("href") { URLText(folder: "/orders/", number: $0.row.id.raw) },
    .text("number") { $0.row.number },
    .bytes("placed") { $0.placed },
    .bytes("left") { $0.left },
    .bytes("due") { $0.due },
    .flag("isSoon") { $0.isSoon },
    .flag("isOver") { $0.isOver },
    .optional("picture") { Picture.url($0.row.picture) },
    .number("more") { $0.row.lines - 1 },
    .text("itemTitle") { $0.row.title },
    .text("offer") { $0.row.offer },
    .number("pieces") { $0.row.pieces },
    .text("state") { $0.state.text },
    .text("tone") { $0.state.tone.rawValue },
    .text("carrier") { $0.carrier },
    .text("city") { $0.row.city },
    .text("tags") { $0.row.tags },
    .text("assignee") { $0.row.assignee },
    .bytes("amount") { $0.amount },
  ]
}

/// A state in the list: a word and a tone, whose glyph the style sheet draws.
struct StateView: Sendable {
  let text: String
  let tone: Tone
}

/// Pictures of goods, as Products serves them.
enum Picture {
  static func url(_ name: String) -> URLText? {
    name.isEmpty ? nil : URLText(path: "/images/\(name)")
  }
}

/// The tabs of the list, in their order.
enum OrdersTab: String, CaseIterable {
  case open, new, pack, ship, transit, delivered, cancelled, all
  case late, red, answered, held, back, lost

  var shelf: PostingFilter.Shelf {
    switch self {
    case .open: .open
    case .all: .all
    case .late: .queue(.late)
    case .red: .queue(.red)
    case .answered: .queue(.answered)
    case .lost: .queue(.lost)
    case .held: .queue(.held)
    case .back: .queue(.back)
    case .new: .tab(.new)
    case .pack: .tab(.pack)
    case .ship: .tab(.ship)
    case .transit: .tab(.transit)
    case .delivered: .tab(.delivered)
    case .cancelled: .tab(.cancelled)
    }
  }

  /// Whether it is shown only while something is in it.
  var isQueue: Bool {
    switch self {
    case .late, .red, .answered, .held, .back, .lost: true
    default: false
    }
  }

  /// How many postings are in the tab, from the kept counters.
  func count(_ counters: [String: Int64]) -> Int64 {
    switch self {
    case .all: PostingTab.allCases.reduce(0) { $0 + (counters[$1.counter] ?? 0) }
    case .late, .red, .answered, .held, .back, .lost:
      counters["orders.queue.\(rawValue)"] ?? 0
    default: counters["orders.\(rawValue)"] ?? 0
    }
  }
}
