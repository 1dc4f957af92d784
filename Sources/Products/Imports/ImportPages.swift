import Office
import Template

/// Where files are chosen, and those that came before.
struct ImportListPage: Page {
  static let template = "imports/list"

  let errors: ErrorSummary?
  let error: String
  let categories: [OptionView]
  let rows: [RunView]
  /// The way to those with faults; nil where there are none, or where they are shown.
  let faulty: FaultyLink?
  let isFaulty: Bool
  let pager: PagerView?

  static let fields: [Field<ImportListPage>] = [
    .optional("errors") { $0.errors },
    .text("error") { $0.error },
    .list("categories") { $0.categories },
    .list("rows") { $0.rows },
    .optional("faulty") { $0.faulty },
    .flag("isFaulty") { $0.isFaulty },
    .optional("pager") { $0.pager },
  ]
}

/// How many imports ended with faults, and the way to them.
struct FaultyLink: View {
  let text: String

  static let fields: [Field<FaultyLink>] = [.text("text") { $0.text }]
}

/// One import: its columns, its trial, its run, its result.
struct ImportPage: Page {
  static let template = "imports/show"

  let name: String
  let summary: String
  let state: BadgeView
  let errors: ErrorSummary?
  let fault: String
  let progress: ProgressView?
  let stop: URLText?
  let mapping: MappingView?
  let counts: [CountView]
  let rowsTitle: String
  let rows: [ImportedRowView]
  let failed: URLText?
  let run: ImportChoiceView?
  let undo: URLText?
  let settle: URLText?

  static let fields: [Field<ImportPage>] = [
    .text("name") { $0.name },
    .text("summary") { $0.summary },
    .view("state") { $0.state },
    .optional("errors") { $0.errors },
    .text("fault") { $0.fault },
    .optional("progress") { $0.progress },
    .optional("stop") { $0.stop },
    .optional("mapping") { $0.mapping },
    .flag("hasCounts") { !$0.counts.isEmpty },
    .list("counts") { $0.counts },
    .flag("hasRows") { !$0.rows.isEmpty },
    .text("rowsTitle") { $0.rowsTitle },
    .list("rows") { $0.rows },
    .optional("failed") { $0.failed },
    .optional("run") { $0.run },
    .optional("undo") { $0.undo },
    .optional("settle") { $0.settle },
  ]
}

/// What becomes of the rows, as a choice.
struct ImportChoiceView: View {
  let action: URLText
  let hasFailed: Bool

  static let fields: [Field<ImportChoiceView>] = [
    .url("action") { $0.action },
    .flag("hasFailed") { $0.hasFailed },
  ]
}

struct MappingView: View {
  let action: URLText
  let isShopify: Bool
  let columns: [FieldView]
  let category: FieldView

  static let fields: [Field<MappingView>] = [
    .url("action") { $0.action },
    .flag("isShopify") { $0.isShopify },
    .list("columns") { $0.columns },
    .view("category") { $0.category },
  ]
}

struct ImportedRowView: View {
  let line: Int64
  let offerID: String
  let title: String
  let href: URLText?
  let verdict: BadgeView
  let problem: String

  static let fields: [Field<ImportedRowView>] = [
    .number("line") { $0.line },
    .text("offerID") { $0.offerID },
    .text("title") { $0.title },
    .optional("href") { $0.href },
    .view("verdict") { $0.verdict },
    .text("problem") { $0.problem },
  ]
}
