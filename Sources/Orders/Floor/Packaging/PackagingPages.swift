import Commerce
import HTTP
import Office
import SQL
import Template

/// The boxes of the shop.
struct PackagingListPage: Page {
  static let template = "packaging/list"

  let canEdit: Bool
  let rows: [PackagingRowView]
  let rules: [PaddingView]

  static let fields: [Field<PackagingListPage>] = [
    .flag("canEdit") { $0.canEdit },
    .list("rows") { $0.rows },
    .list("rules") { $0.rules },
  ]
}

struct PackagingRowView: View {
  let box: Packaging
  let inner: String
  let weight: String
  let cost: String
  let recycled: String
  let state: BadgeView

  static let fields: [Field<PackagingRowView>] = [
    .url("href") { URLText(path: "/packaging/\($0.box.id)") },
    .text("name") { $0.box.name },
    .text("inner") { $0.inner },
    .text("weight") { $0.weight },
    .text("cost") { $0.cost },
    .text("recycled") { $0.recycled },
    .number("pieces") { $0.box.pieces },
    .flag("isDefault") { $0.box.isDefault },
    .view("state") { $0.state },
  ]
}

/// How much room a class takes.
struct PaddingView: View {
  let handling: HandlingView
  let text: String

  static let fields: [Field<PaddingView>] = [
    .view("handling") { $0.handling },
    .text("text") { $0.text },
  ]
}

/// One box, or the form of a new one.
struct PackagingPage: Page {
  static let template = "packaging/show"

  let errors: ErrorSummary?
  let title: String
  let action: URLText
  let removal: URLText?
  let canEdit: Bool
  let controls: [FieldView]
  let kind: FieldView
  let preferred: FieldView

  static let fields: [Field<PackagingPage>] = [
    .optional("errors") { $0.errors },
    .text("title") { $0.title },
    .url("action") { $0.action },
    .optional("removal") { $0.removal },
    .flag("canEdit") { $0.canEdit },
    .list("controls") { $0.controls },
    .view("kind") { $0.kind },
    .view("preferred") { $0.preferred },
  ]
}

/// Grams of packaging an order, and what was saved.
struct PackagingReportPage: Page {
  static let template = "packaging/report"

  let sentence: String
  let perOrder: String
  let filled: String
  let saved: String
  let recycled: String
  let rows: [UseRowView]

  static let fields: [Field<PackagingReportPage>] = [
    .text("sentence") { $0.sentence },
    .text("perOrder") { $0.perOrder },
    .text("filled") { $0.filled },
    .text("saved") { $0.saved },
    .text("recycled") { $0.recycled },
    .list("rows") { $0.rows },
  ]
}

struct UseRowView: View {
  let name: String
  let orders: Int64
  let perOrder: String
  let filled: String
  let saved: String
  let cost: String

  static let fields: [Field<UseRowView>] = [
    .text("name") { $0.name },
    .number("orders") { $0.orders },
    .text("perOrder") { $0.perOrder },
    .text("filled") { $0.filled },
    .text("saved") { $0.saved },
    .text("cost") { $0.cost },
  ]
}

/// Makes the pages of boxes.
struct PackagingBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  var problems: [Problem] = []

  init(_ context: Context) { self.context = context }

  private var store: PackagingStore { PackagingStore(rows: context.reader) }
  private var canEdit: Bool { context.member?.may(.editBins) ?? false }

  func list() throws(SQLError) -> PackagingListPage {
    let currency = try store.currency()
    let rules = HandlingClass.allCases.compactMap { handling -> PaddingView? in
      guard let view = context.view(handling) else { return nil }
      var text = context.text(
        "packaging.padding.room", ["mm": context.locale.number(handling.padding)])
      if handling.padding == 0 { text = context.text("packaging.padding.none") }
      if handling.needsBox { text += context.text("packaging.padding.box") }
      return PaddingView(handling: view, text: text)
    }
    return PackagingListPage(
      canEdit: canEdit, rows: try store.all().map { row($0, currency) }, rules: rules)
  }

  private func row(_ box: Packaging, _ currency: Currency) -> PackagingRowView {
    let state: BadgeView =
      box.pieces == 0
      ? BadgeView(context.text("packaging.state.none"), .bad)
      : box.pieces < 10
        ? BadgeView(context.text("packaging.state.low"), .warn)
        : BadgeView(context.text("packaging.state.ok"), .ok)
    return PackagingRowView(
      box: box, inner: context.size(box.inner), weight: Weight.text(box.weightGrams, context),
      cost: context.locale.money(Money(minor: box.cost, currency: currency)),
      recycled: context.locale.percent(Percent(tenths: box.recycled * 10)), state: state)
  }

  /// - Parameter id: nil for a new box.
  func page(_ id: PackagingID?, _ form: FormReader, title: String) throws(SQLError) -> PackagingPage
  {
    let currency = try store.currency().code
    let names = ["name", "inner", "outer", "weight", "cost", "recycled", "most", "pieces"]
    let controls = names.map { name -> FieldView in
      var field = field(name, form, ["currency": currency])
      field.isOptional = ["outer", "cost", "recycled"].contains(name)
      if !["name", "inner", "outer", "cost"].contains(name) { field.inputMode = "numeric" }
      if name == "inner" || name == "outer" { field.hint = context.text("packaging.hint.size") }
      return field
    }
    var kind = field("kind", form)
    let chosen = kind.value
    kind.hint = context.text("packaging.hint.kind")
    kind.options = Packaging.Kind.allCases.map {
      OptionView(
        value: $0.rawValue, label: context.text("packaging.kind.\($0.rawValue)"),
        isSelected: $0.rawValue == chosen)
    }
    var preferred = FieldView("default", label: context.text("packaging.field.default"))
    preferred.value = "1"
    preferred.isChecked = form.typed("default") == "1"
    preferred.hint = context.text("packaging.hint.default")
    return PackagingPage(
      errors: context.summary(problems, of: controls + [kind]), title: title,
      action: URLText(path: id.map { "/packaging/\($0)" } ?? "/packaging"),
      removal: id.map { URLText(path: "/packaging/\($0)/removal") }, canEdit: canEdit,
      controls: controls, kind: kind, preferred: preferred)
  }

  private func field(
    _ name: String, _ form: FormReader, _ values: [String: String] = [:]
  ) -> FieldView {
    var field = FieldView(name, label: context.text("packaging.field.\(name)", values))
    field.value = form.typed(name)
    field.error = context.error(of: name, in: problems)
    return field
  }

  /// The last 30 days.
  func report() throws(SQLError) -> PackagingReportPage {
    let today = context.now.dayOfUTC
    let use = try store.use(from: today - 29, to: today)
    let currency = try store.currency()
    let whole = PackagingSum(use)
    let boxes = Dictionary(grouping: use, by: \.packaging).values
      .map { ($0[0].name, PackagingSum($0)) }
      .sorted { ($1.1.orders, $0.0) < ($0.1.orders, $1.0) }
    return PackagingReportPage(
      sentence: context.text(
        whole.orders == 0 ? "packaging.report.none" : "packaging.report.sentence",
        [
          "grams": context.locale.number(whole.perOrder),
          "saved": context.locale.number(max(0, whole.savedGrams)),
        ], count: whole.orders),
      perOrder: Weight.text(whole.perOrder, context), filled: percent(whole.fill),
      saved: Weight.text(whole.savedGrams, context), recycled: percent(whole.recycled),
      rows: boxes.map { name, sum in
        UseRowView(
          name: name, orders: sum.orders, perOrder: Weight.text(sum.perOrder, context),
          filled: percent(sum.fill), saved: Weight.text(sum.savedGrams, context),
          cost: context.locale.money(Money(minor: sum.cost, currency: currency)))
      })
  }

  private func percent(_ tenths: Int64) -> String {
    context.locale.percent(Percent(tenths: tenths))
  }
}

/// Figures over some use.
struct PackagingSum: Sendable {
  var orders: Int64 = 0
  var grams: Int64 = 0
  var savedGrams: Int64 = 0
  var cost: Int64 = 0
  private var filled: Int64 = 0
  private var recycledGrams: Int64 = 0

  init(_ use: [PackagingUse]) {
    for one in use {
      orders += one.orders
      grams += one.grams
      savedGrams += one.savedGrams
      cost += one.cost
      filled += one.fill
      recycledGrams += one.grams * one.recycled / 100
    }
  }

  /// g of packaging
  var perOrder: Int64 { orders == 0 ? 0 : (grams + orders / 2) / orders }
  /// In tenths of a percent.
  var fill: Int64 { orders == 0 ? 0 : filled / orders }
  /// In tenths of a percent of the weight.
  var recycled: Int64 { grams == 0 ? 0 : recycledGrams * 1_000 / grams }
}

extension RequestContext {
  /// "300 × 200 × 150 mm"
  func size(_ size: FloorSize) -> String {
    text(
      "packaging.size",
      [
        "a": locale.number(size.length), "b": locale.number(size.width),
        "c": locale.number(size.height),
      ])
  }
}
