import HTTP
import Office
import Template

/// The waves of the shop.
struct WaveListPage: Page {
  static let template = "waves/list"

  let tabs: [TabView]
  let waiting: String
  let rows: [WaveRowView]
  let blank: BlankView?
  let pager: PagerView
  let canWork: Bool

  static let fields: [Field<WaveListPage>] = [
    .list("tabs") { $0.tabs },
    .text("waiting") { $0.waiting },
    .list("rows") { $0.rows },
    .optional("blank") { $0.blank },
    .view("pager") { $0.pager },
    .flag("canWork") { $0.canWork },
  ]
}

/// Which postings the next wave takes.
struct WaveNewPage: Page {
  static let template = "waves/new"

  let errors: ErrorSummary?
  let sentence: String
  let isEmpty: Bool
  let selects: [FieldView]
  let texts: [FieldView]
  let hidden: [OptionView]

  static let fields: [Field<WaveNewPage>] = [
    .optional("errors") { $0.errors },
    .text("sentence") { $0.sentence },
    .flag("isEmpty") { $0.isEmpty },
    .list("selects") { $0.selects },
    .list("texts") { $0.texts },
    .list("hidden") { $0.hidden },
  ]
}

/// One wave.
struct WavePage: Page {
  static let template = "waves/show"

  let wave: Wave
  let title: String
  let sub: String
  let state: BadgeView
  let progress: ProgressView
  let notices: [WaveNoticeView]
  let groups: [StopGroupView]
  let totes: [ToteView]
  let printable: [ToteView]
  let log: [LoggedView]
  let failures: [LoggedView]
  let canWork: Bool

  static let fields: [Field<WavePage>] = [
    .text("title") { $0.title },
    .text("sub") { $0.sub },
    .url("pickHref") { URLText(path: "/waves/\($0.wave.id)/picking") },
    .url("packHref") { URLText(path: "/waves/\($0.wave.id)/packing") },
    .url("sheetHref") { URLText(path: "/waves/\($0.wave.id)/sheet") },
    .url("closing") { URLText(path: "/waves/\($0.wave.id)/closing") },
    .url("told") { URLText(path: "/waves/\($0.wave.id)/notices") },
    .flag("canPick") { $0.canWork && !$0.wave.isClosed && $0.wave.picked < $0.wave.pieces },
    .flag("canPack") { $0.canWork && !$0.wave.isClosed && $0.wave.packed < $0.wave.pieces },
    .flag("canClose") { $0.canWork && !$0.wave.isClosed },
    .view("state") { $0.state },
    .view("progress") { $0.progress },
    .list("notices") { $0.notices },
    .list("groups") { $0.groups },
    .list("totes") { $0.totes },
    .list("printable") { $0.printable },
    .flag("hasPrintable") { $0.canWork && !$0.printable.isEmpty },
    .list("log") { $0.log },
    .flag("hasLog") { !$0.log.isEmpty },
    .list("failures") { $0.failures },
    .flag("hasFailures") { !$0.failures.isEmpty },
  ]
}

/// The pick list on paper.
struct PickSheetPage: Page {
  static let template = "waves/sheet"

  let title: String
  let sub: String
  let back: URLText
  let groups: [StopGroupView]
  let totes: [ToteView]
  let pieces: Int64

  static let fields: [Field<PickSheetPage>] = [
    .text("title") { $0.title },
    .text("sub") { $0.sub },
    .url("backHref") { $0.back },
    .list("groups") { $0.groups },
    .list("totes") { $0.totes },
    .number("pieces") { $0.pieces },
  ]
}
