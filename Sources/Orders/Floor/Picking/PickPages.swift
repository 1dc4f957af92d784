import Commerce
import HTTP
import Office
import SQL
import Template

/// One stop of the walk: what to take, from where, into which tote, and the field for the scanner.
struct PickPage: Page {
  static let template = "waves/pick"

  let title: String
  let wave: URLText
  let progress: ProgressView
  let notices: [WaveNoticeView]
  let result: ScanResultView?
  let undo: Int64?
  let after: Int64
  let stop: StopView?
  let product: Int64
  let next: String
  let problem: URLText
  let coming: [StopView]

  static let fields: [Field<PickPage>] = [
    .text("title") { $0.title },
    .url("wave") { $0.wave },
    .url("scans") { URLText(path: $0.wave.text + "/scans") },
    .url("undoing") { URLText(path: $0.wave.text + "/undo") },
    .url("told") { URLText(path: $0.wave.text + "/notices") },
    .url("packHref") { URLText(path: $0.wave.text + "/packing") },
    .view("progress") { $0.progress },
    .list("notices") { $0.notices },
    .optional("result") { $0.result },
    .flag("canUndo") { $0.undo != nil },
    .integer("undo") { $0.undo ?? 0 },
    .integer("after") { $0.after },
    .optional("stop") { $0.stop },
    .flag("isDone") { $0.stop == nil },
    .integer("product") { $0.product },
    .text("next") { $0.next },
    .url("problem") { $0.problem },
    .list("coming") { $0.coming },
    .flag("hasComing") { !$0.coming.isEmpty },
  ]
}

/// A piece is not there or not good: what to do.
struct ProblemPage: Page {
  static let template = "waves/problem"

  let errors: ErrorSummary?
  let title: String
  let wave: URLText
  let back: URLText
  let item: String
  let offer: String
  let picture: URLText?
  let bin: String
  let spare: String
  let product: Int64
  let posting: Int64
  let step: String
  /// What the page knew, so that the same form sent twice does nothing more.
  let known: String
  let free: String
  let canMiss: Bool
  let pieces: FieldView
  let reason: FieldView
  let remedy: FieldView
  let note: FieldView
  let photoError: String

  static let fields: [Field<ProblemPage>] = [
    .optional("errors") { $0.errors },
    .text("title") { $0.title },
    .url("wave") { $0.wave },
    .url("back") { $0.back },
    .url("elsewhere") { URLText(path: $0.wave.text + "/reserve") },
    .url("shortage") { URLText(path: $0.wave.text + "/shortages") },
    .url("failure") { URLText(path: $0.wave.text + "/failures") },
    .text("item") { $0.item },
    .text("offer") { $0.offer },
    .optional("picture") { $0.picture },
    .text("bin") { $0.bin },
    .text("spare") { $0.spare },
    .integer("product") { $0.product },
    .integer("posting") { $0.posting },
    .text("step") { $0.step },
    .text("known") { $0.known },
    .text("free") { $0.free },
    .flag("canMiss") { $0.canMiss },
    .view("pieces") { $0.pieces },
    .view("reason") { $0.reason },
    .view("remedy") { $0.remedy },
    .view("note") { $0.note },
    .text("photoError") { $0.photoError },
  ]
}

extension WaveDesk {
  /// The stop that is asked for, else the first that is not done.
  func picking() throws -> PickPage {
    let asked = context.request.query.first("stop").flatMap { ProductID(text: $0) }
    let stop = stops.first { $0.product == asked && !$0.isDone } ?? stops.first { !$0.isDone }
    let member = context.member?.id
    let store = ScanStore(rows: context.reader)
    let last = try store.last(in: wave.id, by: member, .pick)
    let right = try store.lastRight(in: wave.id, by: member, .pick)
    let coming = stops.filter { !$0.isDone && $0.product != stop?.product }
    return PickPage(
      title: context.name(of: wave), wave: URLText(path: path), progress: progress,
      notices: notices, result: try last.flatMap { try result($0) }, undo: right?.id,
      after: last?.id ?? 0, stop: wave.isClosed ? nil : stop.map(view),
      product: stop?.product.raw ?? 0,
      next: stop.flatMap { $0.next.map { context.locale.number($0.slot) } } ?? "",
      problem: URLText(
        path: "\(path)/problem",
        query: [
          ("product", "\(stop?.product.raw ?? 0)"), ("posting", "\(stop?.next?.posting.raw ?? 0)"),
          ("step", "pick"),
        ]),
      coming: coming.prefix(4).map(view))
  }

  /// What the newest scan came to; nothing is said of one that was taken back.
  func result(_ scan: Scan) throws(SQLError) -> ScanResultView? {
    let line = lines.first { $0.posting == scan.posting && $0.line == scan.line }
    let wanted = lines.first { $0.product == scan.wanted }?.title ?? ""
    switch scan.outcome {
    case .undone: return nil
    case .right:
      let key = scan.step == .pick ? "waves.result.picked" : "waves.result.packed"
      return ScanResultView(
        isRight: true, title: context.text("waves.result.right"),
        detail: context.text(
          key,
          ["item": line?.title ?? wanted, "tote": context.locale.number(line?.slot ?? 0)]))
    case .enough:
      return ScanResultView(
        isRight: false, title: context.text("waves.result.enough"),
        detail: context.text("waves.result.enoughText", ["item": wanted]))
    case .wrong, .unknown:
      let found = try floor.item(named: scan.code, in: context.reader)?.title
      return ScanResultView(
        isRight: false, title: context.text("waves.result.wrong"),
        detail: context.text(
          found == nil ? "waves.result.unknownText" : "waves.result.wrongText",
          ["code": String(scan.code.prefix(40)), "found": found ?? "", "item": wanted]))
    }
  }

  /// - Parameter form: what was typed, where it could not be taken.
  func problem(
    _ product: ProductID?, _ posting: PostingID?, _ step: ScanStep,
    _ form: FormReader = FormReader(FormFields()), _ problems: [Problem] = []
  ) throws -> ProblemPage {
    let own = lines.filter { $0.product == product && $0.isOpen && $0.quantity > 0 }
    guard !wave.isClosed, let product,
      let line = own.first(where: { $0.posting == posting }) ?? own.first
    else { throw Failure.notFound }
    let free = try floor.free(product, in: wave.warehouse, rows: context.reader)
    let missing = own.reduce(0) { $0 + $1.quantity - $1.picked }
    let fields = problemFields(form, problems, missing: missing, free: free)
    let back =
      step == .pick
      ? URLText(path: "\(path)/picking", query: [("stop", "\(product)")])
      : URLText(path: "\(path)/packing", query: [("posting", "\(line.posting)")])
    return ProblemPage(
      errors: context.summary(problems, of: fields), title: context.name(of: wave),
      wave: URLText(path: path), back: back, item: line.title, offer: line.offer,
      picture: Picture.url(line.picture), bin: line.bin.name, spare: line.bin.spare,
      product: product.raw, posting: line.posting.raw, step: step.rawValue,
      known: try ProblemActs.known(of: product, in: wave.id, context.reader),
      free: context.text("waves.problem.free", count: free),
      canMiss: step == .pick && missing > 0, pieces: fields[0], reason: fields[1],
      remedy: fields[2], note: fields[3], photoError: context.error(of: "photo", in: problems))
  }

  private func problemFields(
    _ form: FormReader, _ problems: [Problem], missing: Int64, free: Int64
  ) -> [FieldView] {
    var fields = ["pieces", "reason", "remedy", "note"].map { name in
      var field = FieldView(name, label: context.text("waves.problem.\(name)"))
      field.value = form.typed(name)
      field.error = context.error(of: name, in: problems)
      return field
    }
    if fields[0].value.isEmpty { fields[0].value = "\(max(1, missing))" }
    fields[0].inputMode = "numeric"
    let (reason, remedy) = (fields[1].value, fields[2].value)
    fields[1].options = FailReason.allCases.map {
      OptionView(
        value: $0.rawValue, label: context.text($0.label), isSelected: $0.rawValue == reason)
    }
    let offered = free > 0 ? Remedy.allCases : [.cancel]
    fields[2].options = offered.map {
      OptionView(
        value: $0.rawValue, label: context.text($0.label), isSelected: $0.rawValue == remedy)
    }
    fields[3].isOptional = true
    return fields
  }
}
