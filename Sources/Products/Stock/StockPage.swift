import Office
import Template

/// The stock of a product: balances, a form for a movement, what it needs, the ledger.
struct StockPage: Page {
  static let template = "products/stock"

  let title: String
  let href: URLText
  let action: URLText
  let planAction: URLText
  let here: URLText
  let errors: ErrorSummary?
  let canBook: Bool
  let balances: [BalanceView]
  let warehouse: FieldView
  let reason: FieldView
  let hasTarget: Bool
  let target: FieldView
  let quantity: FieldView
  let note: FieldView
  /// The newest entry of the ledger, so that a form sent twice is known.
  let seen: Int64
  let plans: [FieldView]
  let reasons: [OptionView]
  let entries: [EntryView]
  let pager: PagerView

  static let fields: [Field<StockPage>] = [
    .text("title") { $0.title },
    .url("href") { $0.href },
    .url("action") { $0.action },
    .url("planAction") { $0.planAction },
    .url("here") { $0.here },
    .optional("errors") { $0.errors },
    .flag("canBook") { $0.canBook },
    .list("balances") { $0.balances },
    .view("warehouse") { $0.warehouse },
    .view("reason") { $0.reason },
    .flag("hasTarget") { $0.hasTarget },
    .view("target") { $0.target },
    .view("quantity") { $0.quantity },
    .view("note") { $0.note },
    .text("seen") { "\($0.seen)" },
    .list("plans") { $0.plans },
    .list("reasons") { $0.reasons },
    .list("entries") { $0.entries },
    .view("pager") { $0.pager },
  ]
}

struct BalanceView: View {
  let balance: StockBalance

  static let fields: [Field<BalanceView>] = [
    .text("name") { $0.balance.name },
    .number("onHand") { $0.balance.onHand },
    .number("reserved") { $0.balance.reserved },
    .number("available") { $0.balance.available },
    .number("inbound") { $0.balance.pieces.inbound },
    .number("quarantine") { $0.balance.pieces.quarantine },
    .number("damaged") { $0.balance.pieces.damaged },
    .flag("isEmpty") { $0.balance.available == 0 },
  ]
}

struct EntryView: View {
  let time: String
  let reason: String
  let warehouse: String
  let onHand: String
  let reserved: String
  /// Changes of the other buckets, in words.
  let elsewhere: String
  let by: String
  let note: String

  static let fields: [Field<EntryView>] = [
    .text("time") { $0.time },
    .text("reason") { $0.reason },
    .text("warehouse") { $0.warehouse },
    .text("onHand") { $0.onHand },
    .text("reserved") { $0.reserved },
    .text("elsewhere") { $0.elsewhere },
    .text("by") { $0.by },
    .text("note") { $0.note },
  ]
}
