import Commerce
import HTTP
import Office
import SQL
import Template

/// The packing table: which tote next, or one posting on its way into the box.
struct PackPage: Page {
  static let template = "waves/pack"

  let errors: ErrorSummary?
  let title: String
  let wave: URLText
  let progress: ProgressView
  let notices: [WaveNoticeView]
  let result: ScanResultView?
  let totes: [ToteView]
  /// What was packed just now: its label is the next thing.
  let packed: ToteView?
  let posting: PackingView?
  let isDone: Bool

  static let fields: [Field<PackPage>] = [
    .optional("errors") { $0.errors },
    .text("title") { $0.title },
    .url("wave") { $0.wave },
    .url("told") { URLText(path: $0.wave.text + "/notices") },
    .view("progress") { $0.progress },
    .list("notices") { $0.notices },
    .optional("result") { $0.result },
    .list("totes") { $0.totes },
    .flag("hasTotes") { !$0.totes.isEmpty },
    .optional("packed") { $0.packed },
    .optional("posting") { $0.posting },
    .flag("isDone") { $0.isDone },
  ]
}

/// A posting on the packing table.
struct PackingView: View {
  let wave: URLText
  let id: Int64
  let number: String
  let tote: String
  let due: DueView
  let isGift: Bool
  let classes: [HandlingView]
  let lines: [PackLineView]
  /// The line whose piece comes next; nil where all pieces are in the box.
  let next: PackLineView?
  let undo: Int64?
  let after: Int64
  let finish: FinishView?
  let problem: URLText

  static let fields: [Field<PackingView>] = [
    .integer("id") { $0.id },
    .text("number") { $0.number },
    .text("tote") { $0.tote },
    .view("due") { $0.due },
    .flag("isGift") { $0.isGift },
    .list("classes") { $0.classes },
    .list("lines") { $0.lines },
    .optional("next") { $0.next },
    .flag("canUndo") { $0.undo != nil },
    .integer("undo") { $0.undo ?? 0 },
    .integer("after") { $0.after },
    .optional("finish") { $0.finish },
    .url("scans") { URLText(path: $0.wave.text + "/scans") },
    .url("undoing") { URLText(path: $0.wave.text + "/undo") },
    .url("parcels") { URLText(path: $0.wave.text + "/parcels") },
    .url("problem") { $0.problem },
    .url("orderHref") { URLText(path: "/orders/\($0.id)") },
  ]
}

struct PackLineView: View {
  let line: WaveLine
  let count: BadgeView
  let problem: URLText

  static let fields: [Field<PackLineView>] = [
    .optional("picture") { Picture.url($0.line.picture) },
    .text("item") { $0.line.title },
    .text("offer") { $0.line.offer },
    .text("bin") { $0.line.bin.name },
    .view("count") { $0.count },
    .url("trouble") { $0.problem },
  ]
}

/// All pieces are in: the check list, the box, the weight.
struct FinishView: View {
  let checks: [FieldView]
  let checkError: String
  let boxes: FieldView
  let advice: String
  let weight: FieldView
  let gift: FieldView
  let photoError: String
  let hasBoxes: Bool

  static let fields: [Field<FinishView>] = [
    .list("checks") { $0.checks },
    .text("checkError") { $0.checkError },
    .view("boxes") { $0.boxes },
    .text("advice") { $0.advice },
    .view("weight") { $0.weight },
    .view("gift") { $0.gift },
    .text("photoError") { $0.photoError },
    .flag("hasBoxes") { $0.hasBoxes },
  ]
}

/// Makes the packing table.
struct PackDesk<Context: RequestContext> where Context.Scope == SellerScope {
  let desk: WaveDesk<Context>
  var typed: FormReader?
  var problems: [Problem] = []

  private var context: Context { desk.context }

  init(_ desk: WaveDesk<Context>) { self.desk = desk }

  func page(_ asked: PostingID?, after done: PostingID? = nil) throws -> PackPage {
    let open = desk.wave.isClosed ? [] : desk.postings.filter { $0.state == .open }
    let posting = open.first { $0.id == asked }
    let packed = desk.postings.first { $0.id == done && $0.state == .packed }
    let shown = try posting.map { try view($0) }
    let store = ScanStore(rows: context.reader)
    let last = try store.last(in: desk.wave.id, by: context.member?.id, .pack)
    // What was scanned for another posting is no news here.
    let isOwn = last.map { $0.posting == nil || $0.posting == posting?.id } ?? false
    return PackPage(
      errors: context.summary(problems, of: shown?.finish.map { [$0.boxes, $0.weight] } ?? []),
      title: context.name(of: desk.wave), wave: URLText(path: desk.path),
      progress: desk.progress, notices: desk.notices,
      result: isOwn && shown != nil ? try last.flatMap(desk.result) : nil,
      totes: shown == nil ? open.map(desk.tote) : [],
      packed: packed.map(desk.tote), posting: shown, isDone: open.isEmpty)
  }

  private func view(_ posting: WavePosting) throws -> PackingView {
    let rows = context.reader
    let lines = desk.lines.filter { $0.posting == posting.id && $0.quantity > 0 }
    let next = lines.first { $0.packed < $0.quantity }
    let store = ScanStore(rows: rows)
    let member = context.member?.id
    let last = try store.last(in: desk.wave.id, by: member, .pack)
    let right = try store.lastRight(in: desk.wave.id, by: member, .pack)
    let note = try PostingStore(rows: rows).recipient(of: posting.id)?.note ?? ""
    let classes = HandlingClass.allCases.filter { one in lines.contains { $0.handling == one } }
    return PackingView(
      wave: URLText(path: desk.path), id: posting.id.raw, number: posting.number,
      tote: context.locale.number(posting.slot),
      due: context.due(posting.due, from: posting.placed), isGift: !note.isEmpty,
      classes: classes.compactMap(context.view), lines: lines.map(line), next: next.map(line),
      undo: right.flatMap { $0.posting == posting.id ? $0.id : nil }, after: last?.id ?? 0,
      finish: next == nil && !lines.isEmpty ? try finish(lines, isGift: !note.isEmpty) : nil,
      problem: trouble(next ?? lines.first))
  }

  private func line(_ line: WaveLine) -> PackLineView {
    PackLineView(
      line: line,
      count: BadgeView(
        desk.of(line.packed, line.quantity),
        line.packed == line.quantity ? .ok : line.packed > 0 ? .warn : .neutral),
      problem: trouble(line))
  }

  private func trouble(_ line: WaveLine?) -> URLText {
    URLText(
      path: "\(desk.path)/problem",
      query: [
        ("product", "\(line?.product.raw ?? 0)"), ("posting", "\(line?.posting.raw ?? 0)"),
        ("step", "pack"),
      ])
  }

  private func finish(_ lines: [WaveLine], isGift: Bool) throws -> FinishView {
    let load = try Load(lines, desk.floor, in: context.reader)
    let boxes = try PackagingStore(rows: context.reader).all().filter { $0.pieces > 0 }
    let suggested = load.smallest(of: boxes)
    var box = FieldView("box", label: context.text("waves.pack.box"))
    box.error = context.error(of: "box", in: problems)
    let chosen = typed?.typed("box") ?? suggested.map { "\($0.id)" } ?? ""
    box.options = boxes.map { option($0, load, isChosen: "\($0.id)" == chosen) }
    var weight = FieldView("weight", label: context.text("waves.pack.weight"))
    weight.inputMode = "numeric"
    weight.error = context.error(of: "weight", in: problems)
    let sum = load.weightGrams + load.paddingGrams + (suggested?.weightGrams ?? 0)
    weight.value = typed?.typed("weight") ?? "\(sum)"
    weight.hint = context.text("waves.pack.weightHint")
    var gift = FieldView("gift", label: context.text("waves.pack.gift"))
    gift.value = "1"
    gift.isChecked = typed.map { $0.typed("gift") == "1" } ?? isGift
    return FinishView(
      checks: checks(lines), checkError: context.error(of: "check", in: problems), boxes: box,
      advice: advice(suggested, load), weight: weight, gift: gift,
      photoError: context.error(of: "photo", in: problems), hasBoxes: !boxes.isEmpty)
  }

  private func checks(_ lines: [WaveLine]) -> [FieldView] {
    CheckPoint.list(for: Set(lines.map(\.handling))).map { point in
      var field = FieldView("check_\(point.rawValue)", label: context.text(point.label))
      field.value = "1"
      field.isChecked = typed?.typed("check_\(point.rawValue)") == "1"
      return field
    }
  }

  private func option(_ box: Packaging, _ load: Load, isChosen: Bool) -> OptionView {
    let note = load.misfit(box).map { context.text($0.label) } ?? filled(box, load)
    return OptionView(
      value: "\(box.id)", label: "\(box.name) · \(note)", isSelected: isChosen)
  }

  private func filled(_ box: Packaging, _ load: Load) -> String {
    context.text(
      "waves.pack.filled", ["percent": context.locale.percent(Percent(tenths: load.fill(box)))])
  }

  private func advice(_ box: Packaging?, _ load: Load) -> String {
    guard let box else {
      return context.text(load.isMeasured ? "waves.pack.noBox" : "waves.pack.unmeasured")
    }
    return context.text(
      "waves.pack.advice", ["box": box.name, "fill": filled(box, load)])
  }
}
