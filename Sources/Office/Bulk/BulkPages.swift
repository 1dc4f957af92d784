import Template

/// The bar under the list: which products, and what to do.
public struct BulkBarView: View {
  /// Where the list's form goes.
  public let action: URLText
  let all: String
  let acts: [OptionView]

  /// - Parameters:
  ///   - verbs: what the reader may do.
  ///   - all: what "all" means in this list, such as "All 12 in this tab".
  ///   - list: the list's own address with its filter.
  public init<Work: BulkWork>(
    _: Work.Type, _ verbs: [Work.Verb], all: String, at list: URLText,
    _ context: some RequestContext
  ) {
    action = URLText(path: Work.path + list.text.dropFirst(Work.list.count))
    self.all = all
    acts = verbs.map { verb in
      OptionView(
        value: verb.rawValue, label: context.text("\(Work.kind).bulk.act.\(verb.rawValue)"),
        isSelected: false)
    }
  }

  public static let fields: [Field<BulkBarView>] = [
    .text("all") { $0.all },
    .list("acts") { $0.acts },
  ]
}

/// Runs of the last time.
struct BulkListPage: Page {
  static let template = "bulk/list"

  let crumb: String
  let list: URLText
  let lead: String
  let rows: [RunView]
  let pager: PagerView?

  static let fields: [Field<BulkListPage>] = [
    .text("crumb") { $0.crumb },
    .url("list") { $0.list },
    .text("lead") { $0.lead },
    .list("rows") { $0.rows },
    .optional("pager") { $0.pager },
  ]
}

/// One run: its values, its preview, its result.
struct BulkPage: Page {
  static let template = "bulk/show"

  let crumb: String
  let list: URLText
  let runs: URLText
  let title: String
  let thing: String
  let summary: String
  let state: BadgeView
  let errors: ErrorSummary?
  let progress: ProgressView?
  let inputs: BulkInputs?
  /// Where values go.
  let values: URLText
  let counts: [CountView]
  let rows: [BulkItemView]
  let remarks: [String]
  let caption: String
  let apply: BulkButtonView?
  let stop: BulkButtonView?
  let undo: BulkButtonView?
  let note: String

  static let fields: [Field<BulkPage>] = [
    .text("crumb") { $0.crumb },
    .url("list") { $0.list },
    .url("runs") { $0.runs },
    .text("title") { $0.title },
    .text("thing") { $0.thing },
    .text("summary") { $0.summary },
    .view("state") { $0.state },
    .optional("errors") { $0.errors },
    .optional("progress") { $0.progress },
    .optional("values") { BulkValuesView($0) },
    .optional("table") { BulkTableView($0) },
    .flag("hasCounts") { !$0.counts.isEmpty },
    .list("counts") { $0.counts },
    .flag("hasRemarks") { !$0.remarks.isEmpty },
    .list("remarks") { $0.remarks },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .text("caption") { $0.caption },
    .optional("apply") { $0.apply },
    .optional("stop") { $0.stop },
    .optional("undo") { $0.undo },
    .text("note") { $0.note },
  ]
}

struct BulkButtonView: View {
  let action: URLText
  let text: String
  var isRisky = false

  static let fields: [Field<BulkButtonView>] = [
    .url("action") { $0.action },
    .text("text") { $0.text },
    .flag("isRisky") { $0.isRisky },
  ]
}

/// The values that all things get.
struct BulkValuesView: View {
  let action: URLText
  let inputs: [FieldView]

  init?(_ page: BulkPage) {
    guard case .values(let inputs) = page.inputs else { return nil }
    action = page.values
    self.inputs = inputs
  }

  static let fields: [Field<BulkValuesView>] = [
    .url("action") { $0.action },
    .list("inputs") { $0.inputs },
  ]
}

/// A table of inputs, a row for each thing.
struct BulkTableView: View {
  let action: URLText
  let head: String
  let heads: [String]
  let rows: [BulkTableRow]

  init?(_ page: BulkPage) {
    guard case .table(let head, let heads, let rows) = page.inputs else { return nil }
    action = page.values
    self.head = head
    self.heads = heads
    self.rows = rows
  }

  static let fields: [Field<BulkTableView>] = [
    .url("action") { $0.action },
    .text("head") { $0.head },
    .list("heads") { $0.heads },
    .list("rows") { $0.rows },
  ]
}

/// The inputs of one thing.
public struct BulkTableRow: View {
  let name: String
  let cells: [CellInputView]

  public init(name: String, cells: [CellInputView]) {
    self.name = name
    self.cells = cells
  }

  public static let fields: [Field<BulkTableRow>] = [
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
