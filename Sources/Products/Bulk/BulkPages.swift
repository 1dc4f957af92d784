import Office
import Template

/// The bar under the list: which products, and what to do.
struct BulkBarView: View {
  let action: URLText
  let all: String
  let acts: [OptionView]

  static let fields: [Field<BulkBarView>] = [
    .text("all") { $0.all },
    .list("acts") { $0.acts },
  ]
}

/// Runs of the last time.
struct BulkListPage: Page {
  static let template = "bulk/list"

  let rows: [BulkRunView]
  let pager: PagerView

  static let fields: [Field<BulkListPage>] = [
    .list("rows") { $0.rows },
    .view("pager") { $0.pager },
  ]
}

struct BulkRunView: View {
  let href: URLText
  let name: String
  let by: String
  let state: BadgeView
  let time: String
  let counts: String

  static let fields: [Field<BulkRunView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("by") { $0.by },
    .view("state") { $0.state },
    .text("time") { $0.time },
    .text("counts") { $0.counts },
  ]
}

/// One run: its values, its preview, its result.
struct BulkPage: Page {
  static let template = "bulk/show"

  let title: String
  let summary: String
  let state: BadgeView
  let errors: ErrorSummary?
  let progress: ProgressView?
  let values: BulkValuesView?
  let table: BulkTableView?
  let counts: [CountView]
  let rows: [BulkItemView]
  let caption: String
  let apply: BulkButtonView?
  let undo: BulkButtonView?
  let note: String

  static let fields: [Field<BulkPage>] = [
    .text("title") { $0.title },
    .text("summary") { $0.summary },
    .view("state") { $0.state },
    .optional("errors") { $0.errors },
    .optional("progress") { $0.progress },
    .optional("values") { $0.values },
    .optional("table") { $0.table },
    .flag("hasCounts") { !$0.counts.isEmpty },
    .list("counts") { $0.counts },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .text("caption") { $0.caption },
    .optional("apply") { $0.apply },
    .optional("undo") { $0.undo },
    .text("note") { $0.note },
  ]
}

struct BulkButtonView: View {
  let action: URLText
  let text: String

  static let fields: [Field<BulkButtonView>] = [
    .url("action") { $0.action },
    .text("text") { $0.text },
  ]
}

/// The one value that all get.
struct BulkValuesView: View {
  let action: URLText
  let value: FieldView
  /// nil where nothing is rounded.
  let rounding: FieldView?

  static let fields: [Field<BulkValuesView>] = [
    .url("action") { $0.action },
    .view("value") { $0.value },
    .optional("rounding") { $0.rounding },
  ]
}

/// A table of inputs, a row for each product.
struct BulkTableView: View {
  let action: URLText
  let heads: [String]
  let rows: [BulkTableRow]

  static let fields: [Field<BulkTableView>] = [
    .url("action") { $0.action },
    .list("heads") { $0.heads },
    .list("rows") { $0.rows },
  ]
}

struct BulkTableRow: View {
  let name: String
  let cells: [FieldView]

  static let fields: [Field<BulkTableRow>] = [
    .text("name") { $0.name },
    .list("cells") { $0.cells },
  ]
}

struct BulkItemView: View {
  let title: String
  let href: URLText
  let before: [String]
  let after: [String]
  let outcome: BadgeView
  let problem: String

  static let fields: [Field<BulkItemView>] = [
    .text("title") { $0.title },
    .url("href") { $0.href },
    .list("before") { $0.before },
    .list("after") { $0.after },
    .view("outcome") { $0.outcome },
    .text("problem") { $0.problem },
  ]
}
