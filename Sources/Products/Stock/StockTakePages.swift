import Commerce
import HTTP
import Office
import SQL
import Template

/// Stock-takes, newest first, and the form that begins one.
struct StockTakeListPage: Page {
  static let template = "stock/takes"

  let errors: ErrorSummary?
  let canEdit: Bool
  let warehouse: FieldView
  let what: FieldView
  let prefix: FieldView
  let rows: [StockTakeRowView]
  let pager: PagerView?

  static let fields: [Field<StockTakeListPage>] = [
    .optional("errors") { $0.errors },
    .flag("canEdit") { $0.canEdit },
    .view("warehouse") { $0.warehouse },
    .view("what") { $0.what },
    .view("prefix") { $0.prefix },
    .list("rows") { $0.rows },
    .optional("pager") { $0.pager },
  ]
}

struct StockTakeRowView: View {
  let href: URLText
  let name: String
  let state: BadgeView

  static let fields: [Field<StockTakeRowView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .view("state") { $0.state },
  ]
}

/// One stock-take.
struct StockTakePage: Page {
  static let template = "stock/take"

  let title: String
  let action: URLText
  let state: BadgeView
  let errors: ErrorSummary?
  let canCount: Bool
  let canRecount: Bool
  let canApprove: Bool
  let lines: [StockTakeLineView]
  let pager: PagerView

  static let fields: [Field<StockTakePage>] = [
    .text("title") { $0.title },
    .url("action") { $0.action },
    .url("sheet") { URLText(path: $0.action.text + "/sheet") },
    .url("finish") { URLText(path: $0.action.text + "/finish") },
    .url("approval") { URLText(path: $0.action.text + "/approval") },
    .url("cancellation") { URLText(path: $0.action.text + "/cancellation") },
    .view("state") { $0.state },
    .optional("errors") { $0.errors },
    .flag("canCount") { $0.canCount },
    .flag("canRecount") { $0.canRecount },
    .flag("canType") { ($0.canCount || $0.canRecount) && !$0.lines.isEmpty },
    .flag("canApprove") { $0.canApprove },
    .flag("canCancel") { $0.canCount || $0.canRecount },
    .list("lines") { $0.lines },
    .view("pager") { $0.pager },
  ]
}

struct StockTakeLineView: View {
  let line: StockTakeLine
  let title: String
  let counted: String
  let booked: String
  let difference: String
  /// What stands in the input.
  let typed: String
  let error: String

  static let fields: [Field<StockTakeLineView>] = [
    .integer("id") { $0.line.product.raw },
    .url("href") { URLText(path: "/products/\($0.line.product)/stock") },
    .text("item") { $0.title },
    .text("offerID") { $0.line.offerID },
    .text("barcode") { $0.line.barcode },
    .text("counted") { $0.counted },
    .text("booked") { $0.booked },
    .text("difference") { $0.difference },
    .text("typed") { $0.typed },
    .text("error") { $0.error },
  ]
}

/// The count sheet on paper: what is booked is not on it, so that people count.
struct StockTakeSheetPage: Page {
  static let template = "stock/sheet"

  let title: String
  let back: URLText
  let lines: [StockTakeLineView]

  static let fields: [Field<StockTakeSheetPage>] = [
    .text("title") { $0.title },
    .url("backHref") { $0.back },
    .number("lineCount") { Int64($0.lines.count) },
    .list("lines") { $0.lines },
  ]
}

extension RequestContext {
  func title(of take: StockTake) -> String {
    let date = locale.date(zone.local(take.created).date)
    return text("stock.take.named", ["warehouse": take.warehouseName, "date": date])
  }

  func badge(_ state: StockTakeState) -> BadgeView {
    let tone: Tone =
      switch state {
      case .open: .info
      case .counted: .warn
      case .approved: .ok
      case .cancelled: .neutral
      }
    return BadgeView(text("stock.take.state.\(state.rawValue)"), tone)
  }
}

/// Makes the list of stock-takes.
struct StockTakeListBuilder<Context: RequestContext>: FormPage where Context.Scope == SellerScope {
  let context: Context
  var typed: FormReader?
  var problems: [Problem] = []
  private var size: Int { 50 }

  init(_ context: Context) { self.context = context }

  func page() throws(SQLError) -> StockTakeListPage {
    let store = StockTakeStore(rows: context.reader)
    let before = context.request.query.first("after").flatMap { StockTakeID(text: $0) }
    var takes = try store.page(before: before, limit: size + 1)
    let hasMore = takes.count > size
    if hasMore { takes.removeLast() }
    var fields = ["warehouse", "what", "prefix"].map { name in
      var field = FieldView(name, label: context.text("stock.take.field.\(name)"))
      field.value = typed?.typed(name) ?? ""
      field.error = context.error(of: name, in: problems)
      return field
    }
    fields[2].isOptional = true
    let (chosen, what) = (fields[0].value, fields[1].value)
    fields[0].options = try WarehouseStore(rows: context.reader).open().map {
      OptionView(value: "\($0.id)", label: $0.name, isSelected: "\($0.id)" == chosen)
    }
    fields[1].options = StockTakeScope.allCases.map {
      OptionView(
        value: $0.rawValue, label: context.text("stock.take.what.\($0.rawValue)"),
        isSelected: $0.rawValue == what)
    }
    return StockTakeListPage(
      errors: context.summary(problems, of: fields),
      canEdit: context.member?.may(.editStock) ?? false, warehouse: fields[0], what: fields[1],
      prefix: fields[2], rows: takes.map(row),
      pager: takes.isEmpty
        ? nil
        : PagerView(
          text: context.text("stock.take.shown", count: Int64(takes.count)),
          newer: before == nil ? nil : URLText(path: "/counts"),
          older: hasMore ? takes.last.map { URLText(path: "/counts?after=\($0.id)") } : nil))
  }

  private func row(_ take: StockTake) -> StockTakeRowView {
    StockTakeRowView(
      href: URLText(path: "/counts/\(take.id)"), name: context.title(of: take),
      state: context.badge(take.state))
  }
}

/// Makes the pages of one stock-take.
struct StockTakeBuilder<Context: RequestContext>: FormPage where Context.Scope == SellerScope {
  let context: Context
  let take: StockTake
  var typed: FormReader?
  var problems: [Problem] = []
  private var size: Int { 100 }

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ id: StockTakeID) throws {
    guard let take = try StockTakeStore(rows: context.reader).take(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.take = take
  }

  /// While it is open all lines are shown, later those that differ.
  func page() throws(SQLError) -> StockTakePage {
    let after = context.request.query.first("after").flatMap { ProductID(text: $0) }
    var lines = try StockTakeStore(rows: context.reader).lines(
      of: take.id, after: after?.raw ?? 0, differing: take.state != .open, limit: size + 1)
    let hasMore = lines.count > size
    if hasMore { lines.removeLast() }
    let path = "/counts/\(take.id)"
    let mayCount = context.member?.may(.editStock) ?? false
    let mayApprove = context.member?.may(.approveCounts) ?? false
    return StockTakePage(
      title: context.title(of: take), action: URLText(path: path),
      state: context.badge(take.state), errors: context.summary(problems, of: lines.map(input)),
      canCount: mayCount && take.state == .open, canRecount: mayCount && take.state == .counted,
      canApprove: mayApprove && take.state == .counted, lines: lines.map(view),
      pager: PagerView(
        text: context.text("stock.take.lineCount", count: Int64(lines.count)),
        newer: after == nil ? nil : URLText(path: path),
        older: hasMore ? lines.last.map { URLText(path: "\(path)?after=\($0.product)") } : nil))
  }

  func sheet() throws(SQLError) -> StockTakeSheetPage {
    let lines = try StockTakeStore(rows: context.reader).lines(
      of: take.id, limit: StockTakeActs.mostLines)
    return StockTakeSheetPage(
      title: context.title(of: take), back: URLText(path: "/counts/\(take.id)"),
      lines: lines.map(view))
  }

  /// As the error summary names it.
  private func input(_ line: StockTakeLine) -> FieldView {
    FieldView("count_\(line.product)", label: title(line))
  }

  private func title(_ line: StockTakeLine) -> String {
    line.title.isEmpty ? context.text("products.untitled") : line.title
  }

  private func view(_ line: StockTakeLine) -> StockTakeLineView {
    let name = "count_\(line.product)"
    let number = { (value: Int64?) in value.map { context.locale.number($0) } ?? "" }
    let difference = line.difference
    let stored = take.state == .open ? line.counted.map { "\($0)" } ?? "" : ""
    return StockTakeLineView(
      line: line, title: title(line),
      counted: number(line.counted), booked: number(line.booked),
      difference: (difference > 0 ? "+" : "") + context.locale.number(difference),
      typed: typed.map { $0.typed(name) } ?? stored, error: context.error(of: name, in: problems))
  }
}
