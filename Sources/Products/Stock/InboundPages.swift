import Commerce
import HTTP
import Office
import SQL
import Template

/// Deliveries, newest first.
struct InboundListPage: Page {
  static let template = "stock/inbounds"

  let canEdit: Bool
  let rows: [InboundRowView]
  let pager: PagerView
  let blank: BlankView?

  static let fields: [Field<InboundListPage>] = [
    .flag("canEdit") { $0.canEdit },
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
    .optional("blank") { $0.blank },
  ]
}

struct InboundRowView: View {
  let href: URLText
  let name: String
  let warehouse: String
  let expected: String
  let state: BadgeView
  let pieces: Int64
  let open: Int64

  static let fields: [Field<InboundRowView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("warehouse") { $0.warehouse },
    .text("expected") { $0.expected },
    .view("state") { $0.state },
    .number("pieces") { $0.pieces },
    .number("open") { $0.open },
  ]
}

/// One delivery.
struct InboundPage: Page {
  static let template = "stock/inbound"

  let title: String
  let action: URLText
  let state: BadgeView
  let errors: ErrorSummary?
  let isDraft: Bool
  let isOpen: Bool
  let warehouse: FieldView
  let expected: FieldView
  let supplier: FieldView
  let add: FieldView
  let addQuantity: FieldView
  let reason: FieldView
  let facts: String
  let lines: [InboundLineView]

  static let fields: [Field<InboundPage>] = [
    .text("title") { $0.title },
    .url("action") { $0.action },
    .url("announcement") { URLText(path: $0.action.text + "/announcement") },
    .url("receipt") { URLText(path: $0.action.text + "/receipt") },
    .url("closing") { URLText(path: $0.action.text + "/closing") },
    .url("removal") { URLText(path: $0.action.text + "/removal") },
    .view("state") { $0.state },
    .optional("errors") { $0.errors },
    .flag("isDraft") { $0.isDraft },
    .flag("isOpen") { $0.isOpen },
    .flag("isShown") { !$0.isDraft && !$0.isOpen },
    .view("warehouse") { $0.warehouse },
    .view("expected") { $0.expected },
    .view("supplier") { $0.supplier },
    .view("add") { $0.add },
    .view("addQuantity") { $0.addQuantity },
    .view("reason") { $0.reason },
    .text("facts") { $0.facts },
    .list("lines") { $0.lines },
  ]
}

struct InboundLineView: View {
  let line: InboundLine
  let title: String
  /// What can be typed.
  let cells: [CellInputView]

  static let fields: [Field<InboundLineView>] = [
    .integer("id") { $0.line.product.raw },
    .url("href") { URLText(path: "/products/\($0.line.product)/stock") },
    .text("item") { $0.title },
    .text("offerID") { $0.line.offerID },
    .number("quantity") { $0.line.quantity },
    .number("came") { $0.line.received },
    .number("quarantine") { $0.line.quarantine },
    .number("damaged") { $0.line.damaged },
    .number("missing") { $0.line.missing },
    .number("open") { $0.line.open },
    .integer("left") { $0.line.open },
    .text("why") { $0.line.reason },
    .list("cells") { $0.cells },
  ]
}

/// Makes the list of deliveries.
struct InboundListBuilder {
  let context: PageContext<SellerScope>
  private let size = 50

  init(_ context: PageContext<SellerScope>) { self.context = context }

  func page() throws(SQLError) -> InboundListPage {
    let store = InboundStore(rows: context.reader)
    let before = context.request.query.first("after").flatMap { InboundID(text: $0) }
    var found = try store.page(before: before, limit: size + 1)
    let hasMore = found.count > size
    if hasMore { found.removeLast() }
    var rows: [InboundRowView] = []
    for inbound in found { rows.append(try row(inbound, store)) }
    return InboundListPage(
      canEdit: context.member?.may(.editStock) ?? false, rows: rows,
      pager: PagerView(
        text: context.text("stock.inbound.shown", count: Int64(rows.count)),
        newer: before == nil ? nil : URLText(path: "/inbound"),
        older: hasMore ? found.last.map { URLText(path: "/inbound?after=\($0.id)") } : nil),
      blank: rows.isEmpty ? blank : nil)
  }

  private var blank: BlankView {
    BlankView(
      title: context.text("stock.inbound.blank.title"),
      text: context.text("stock.inbound.blank.text"))
  }

  private func row(_ inbound: Inbound, _ store: InboundStore) throws(SQLError) -> InboundRowView {
    let lines = try store.lines(of: inbound.id)
    return InboundRowView(
      href: URLText(path: "/inbound/\(inbound.id)"), name: context.title(of: inbound),
      warehouse: inbound.warehouseName,
      expected: inbound.expected.map { context.locale.date($0) } ?? "",
      state: context.badge(inbound.state), pieces: lines.reduce(0) { $0 + $1.quantity },
      open: inbound.state == .open ? lines.reduce(0) { $0 + $1.open } : 0)
  }
}

extension RequestContext {
  func title(of inbound: Inbound) -> String {
    let date = locale.date(zone.local(inbound.created).date)
    return inbound.supplier.isEmpty
      ? text("stock.inbound.named", ["date": date])
      : text("stock.inbound.from", ["supplier": inbound.supplier, "date": date])
  }

  func badge(_ state: InboundState) -> BadgeView {
    let tone: Tone =
      switch state {
      case .draft: .neutral
      case .open: .info
      case .closed: .ok
      }
    return BadgeView(text("stock.inbound.state.\(state.rawValue)"), tone)
  }
}

/// Makes the page of one delivery.
struct InboundBuilder<Context: RequestContext>: FormPage where Context.Scope == SellerScope {
  let context: Context
  let inbound: Inbound
  let lines: [InboundLine]
  var typed: FormReader?
  var problems: [Problem] = []

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ id: InboundID) throws {
    let store = InboundStore(rows: context.reader)
    guard let inbound = try store.inbound(id) else { throw Failure.notFound }
    self.context = context
    self.inbound = inbound
    lines = try store.lines(of: id)
  }

  func page() throws(SQLError) -> InboundPage {
    let mayEdit = context.member?.may(.editStock) ?? false
    let fields = try fields()
    let views = lines.map(view)
    // In the order of the page: what is there, then what is added to it.
    let inputs = fields.prefix(3) + views.flatMap(\.cells).map(\.field) + fields.dropFirst(3)
    let facts = [
      inbound.warehouseName, inbound.expected.map { context.locale.date($0) } ?? "",
      inbound.supplier,
    ].filter { !$0.isEmpty }
    return InboundPage(
      title: context.title(of: inbound), action: URLText(path: "/inbound/\(inbound.id)"),
      state: context.badge(inbound.state), errors: context.summary(problems, of: Array(inputs)),
      isDraft: mayEdit && inbound.state == .draft, isOpen: mayEdit && inbound.state == .open,
      warehouse: fields[0], expected: fields[1], supplier: fields[2], add: fields[3],
      addQuantity: fields[4], reason: fields[5], facts: facts.joined(separator: " · "),
      lines: views)
  }

  private func fields() throws(SQLError) -> [FieldView] {
    let stored = [
      "warehouse": "\(inbound.warehouse)", "expected": inbound.expected?.description ?? "",
      "supplier": inbound.supplier,
    ]
    let names = ["warehouse", "expected", "supplier", "add", "add_quantity", "reason"]
    var fields = names.map { name in
      var field = FieldView(name, label: context.text("stock.inbound.field.\(name)"))
      field.value = typed.map { $0.typed(name) } ?? stored[name] ?? ""
      field.error = context.error(of: name, in: problems)
      field.isOptional = name == "supplier"
      return field
    }
    fields[1].type = "date"
    fields[4].inputMode = "numeric"
    let chosen = fields[0].value
    fields[0].options = try WarehouseStore(rows: context.reader).open().map {
      OptionView(value: "\($0.id)", label: $0.name, isSelected: "\($0.id)" == chosen)
    }
    return fields
  }

  private func view(_ line: InboundLine) -> InboundLineView {
    let title = line.title.isEmpty ? context.text("products.untitled") : line.title
    let inputs: [(name: String, head: String)] =
      switch inbound.state {
      case .draft: [("quantity", "stock.field.quantity")]
      case .open:
        [
          ("received", "stock.inbound.good"), ("quarantine", "stock.bucket.quarantine"),
          ("damaged", "stock.bucket.damaged"), ("reason", "stock.inbound.field.reason"),
        ]
      case .closed: []
      }
    let cells = inputs.map { part, key in
      let (name, head) = ("\(part)_\(line.product)", context.text(key))
      return CellInputView(
        name, label: "\(head): \(title)", head: head,
        value: typed?.typed(name) ?? (part == "quantity" ? "\(line.quantity)" : ""),
        error: context.error(of: name, in: problems),
        inputMode: part == "reason" ? "text" : "numeric", size: part == "reason" ? 12 : 4)
    }
    return InboundLineView(line: line, title: title, cells: cells)
  }
}
