import Commerce
import HTTP
import Office
import SQL
import Template

/// A line with a field for how many of its pieces are meant.
struct PartLineView: View {
  let line: PostingLine
  let sum: String
  let typed: String

  static let fields: [Field<PartLineView>] = [
    .text("itemTitle") { $0.line.title },
    .text("offer") { $0.line.offer },
    .number("pieces") { $0.line.quantity },
    .text("sum") { $0.sum },
    .text("field") { "line_\($0.line.number)" },
    .text("typed") { $0.typed },
    .text("most") { String($0.line.quantity) },
  ]
}

/// A posting that this one may be put together with.
struct SiblingView: View {
  let sibling: PartStore.Sibling

  static let fields: [Field<SiblingView>] = [
    .text("other") { String($0.sibling.id.raw) },
    .text("otherNumber") { $0.sibling.number },
    .number("otherPieces") { $0.sibling.pieces },
  ]
}

/// Splitting a posting and putting postings together.
struct PartsPage: Page {
  static let template = "parting/parts"

  let errors: ErrorSummary?
  let posting: Posting
  let version: String
  let lines: [PartLineView]
  let siblings: [SiblingView]

  static let fields: [Field<PartsPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("currency") { $0.posting.total.currency.code },
    .text("seenVersion") { $0.version },
    .list("lines") { $0.lines },
    .flag("hasSiblings") { !$0.siblings.isEmpty },
    .list("siblings") { $0.siblings },
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/parts") },
    .url("mergeAction") { URLText(path: "/orders/\($0.posting.id.raw)/merging") },
    .url("backHref") { URLText(path: "/orders/\($0.posting.id.raw)") },
  ]
}

/// Giving up some pieces.
struct LinesPage: Page {
  static let template = "parting/lines"

  let errors: ErrorSummary?
  let posting: Posting
  let version: String
  let lines: [PartLineView]
  let reason: FieldView

  static let fields: [Field<LinesPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("currency") { $0.posting.total.currency.code },
    .text("seenVersion") { $0.version },
    .list("lines") { $0.lines },
    .view("reason") { $0.reason },
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/lines") },
    .url("cancelHref") { URLText(path: "/orders/\($0.posting.id.raw)/cancellation") },
    .url("backHref") { URLText(path: "/orders/\($0.posting.id.raw)") },
  ]
}

/// Takes postings apart and puts them together.
struct PartsController: Sendable {
  let acts: PostingActs

  func parts(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    context.render(try partsPage(context, context.posting(id), nil))
  }

  func split(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    let lines = try PostingStore(rows: context.reader).lines(of: id)
    var form = FormReader(try context.form())
    if let stale = try stale(form.fields, posting, .split, context) { return stale }
    let pieces = Self.pieces(&form, lines)
    guard form.problems.isEmpty else {
      return context.render(try partsPage(context, posting, form), status: .unprocessable)
    }
    let version = try Version.read(form.fields)
    let actor = context.actor
    do {
      return try context.answering(id) {
        let new = try context.write(Act("posting.split", "posting", id.raw)) { tx in
          try acts.split(id, pieces, by: actor, version: version, at: context.now, in: tx)
        }
        return context.redirect(to: "/orders/\(new)", flash: Flash("parting.splitDone"))
      }
    } catch is ImpossibleParts {
      form.add("line_\(lines.first?.number ?? 1)", "parting.impossible")
      return context.render(try partsPage(context, posting, form), status: .unprocessable)
    }
  }

  func merge(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    let form = try context.form()
    let version = try Version.read(form)
    guard let other = form.first("other").flatMap({ PostingID(text: $0) }) else {
      throw Failure.malformed(Message("errors.400.text"))
    }
    let actor = context.actor
    do {
      return try context.answering(id) {
        try context.write(Act("posting.merge", "posting", id.raw)) { tx in
          try acts.merge(
            other, into: id, by: actor, version: version, at: context.now, in: tx)
        }
        return context.redirect(to: "/orders/\(id)", flash: Flash("parting.mergeDone"))
      }
    } catch is ImpossibleParts {
      return context.render(try partsPage(context, posting, nil), status: .conflict)
    }
  }

  func lines(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    context.render(try linesPage(context, context.posting(id), nil))
  }

  func cancel(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    let lines = try PostingStore(rows: context.reader).lines(of: id)
    var form = FormReader(try context.form())
    if let stale = try stale(form.fields, posting, .cancelLines, context) { return stale }
    let pieces = Self.pieces(&form, lines)
    let reason = form.choice("reason", CancelReason.self)
    if let reason, !CancelReason.offeredForLines.contains(reason) {
      form.add("reason", "form.choice")
    }
    guard let reason, form.problems.isEmpty else {
      return context.render(try linesPage(context, posting, form), status: .unprocessable)
    }
    let version = try Version.read(form.fields)
    let actor = context.actor
    do {
      return try context.answering(id) {
        try context.write(
          Act("posting.lines", "posting", id.raw, detail: reason.rawValue)
        ) { tx in
          try acts.cancelLines(
            id, pieces, reason, by: actor, version: version, at: context.now, in: tx)
        }
        return context.redirect(to: "/orders/\(id)", flash: Flash("parting.linesDone"))
      }
    } catch is ImpossibleParts {
      form.add("line_\(lines.first?.number ?? 1)", "parting.impossible")
      return context.render(try linesPage(context, posting, form), status: .unprocessable)
    }
  }

  /// The answer to a page from before the last change: lines that it names may be gone.
  private func stale(
    _ form: FormFields, _ posting: Posting, _ command: PostingCommand,
    _ context: WorkContext<SellerScope>
  ) throws -> Response? {
    guard let version = try Version.read(form), version != posting.version else { return nil }
    return try context.answering(posting.id) {
      throw IllegalCommand(command: command, number: posting.number, state: posting.state)
    }
  }

  /// How many pieces of each line are meant.
  private static func pieces(_ form: inout FormReader, _ lines: [PostingLine]) -> [Int64: Int64] {
    var pieces: [Int64: Int64] = [:]
    for line in lines {
      guard let wanted = form.integer("line_\(line.number)", 0...line.quantity), wanted > 0 else {
        continue
      }
      pieces[line.number] = wanted
    }
    return pieces
  }

  private func partsPage<C: RequestContext>(
    _ context: C, _ posting: Posting, _ form: FormReader?
  ) throws -> PartsPage where C.Scope == SellerScope {
    let lines = try PostingStore(rows: context.reader).lines(of: posting.id)
    return PartsPage(
      errors: Self.summary(form, lines, [], context), posting: posting,
      version: form?.typed("version") ?? String(posting.version),
      lines: lines.map { Self.view($0, form, context) },
      siblings: try PartStore.mergeable(with: posting, in: context.reader)
        .map(SiblingView.init(sibling:)))
  }

  private func linesPage<C: RequestContext>(
    _ context: C, _ posting: Posting, _ form: FormReader?
  ) throws -> LinesPage where C.Scope == SellerScope {
    let lines = try PostingStore(rows: context.reader).lines(of: posting.id)
    let reason = CancelReason.field(
      context, CancelReason.offeredForLines, chosen: form?.typed("reason") ?? "",
      problems: form?.problems ?? [])
    return LinesPage(
      errors: Self.summary(form, lines, [reason], context), posting: posting,
      version: form?.typed("version") ?? String(posting.version),
      lines: lines.map { Self.view($0, form, context) }, reason: reason)
  }

  private static func summary<C: RequestContext>(
    _ form: FormReader?, _ lines: [PostingLine], _ more: [FieldView], _ context: C
  ) -> ErrorSummary? {
    let fields = lines.map { FieldView("line_\($0.number)", label: $0.title) }
    return context.summary(form?.problems ?? [], of: fields + more)
  }

  private static func view<C: RequestContext>(
    _ line: PostingLine, _ form: FormReader?, _ context: C
  ) -> PartLineView {
    PartLineView(
      line: line, sum: context.locale.money(line.sum),
      typed: form?.typed("line_\(line.number)") ?? "0")
  }
}

extension OrdersModule {
  static let partPages: [PageBinding] = [
    .page(PartsPage.self), .page(LinesPage.self), .mail(LinesCancelledMail.self),
  ]

  var partRoutes: Routes {
    let parts = PartsController(acts: acts)
    return Routes {
      $0.get("/orders/:id/parts", .requires(.editOrders), parts.parts)
      $0.post("/orders/:id/parts", .requires(.editOrders), parts.split)
      $0.post("/orders/:id/merging", .requires(.editOrders), parts.merge)
      $0.get("/orders/:id/lines", .requires(.cancelOrders), parts.lines)
      $0.post("/orders/:id/lines", .requires(.cancelOrders), parts.cancel)
    }
  }
}
