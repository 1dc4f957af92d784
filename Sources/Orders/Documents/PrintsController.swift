import Commerce
import Documents
import HTTP
import Office
import SQL
import Template

/// Documents of one posting or of many. Printing is an act: it counts, invoices get their
/// numbers, and what was printed can be looked at again.
struct PrintsController: Sendable {
  let room: PrintRoom

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let fields = try context.form()
    let ids = try Selection.papers(fields, context)
    var form = FormReader(fields)
    guard let kind = form.choice("kind", PaperKind.self) else {
      throw Failure.invalid(form.problems)
    }
    let desk = try PrintDesk(room, context)
    let contents = try desk.inPickOrder(desk.contents(of: ids))
    let refusals = Self.refusals(kind, contents, desk, context)
    guard refusals.isEmpty else {
      try context.checkFields()
      return context.render(
        UnprintablePage(refusals: refusals, way: Self.back(ids, context)), status: .conflict)
    }
    let run = try record(kind, contents, desk, context)
    return context.redirect(to: "/prints/\(run)")
  }

  private func record(
    _ kind: PaperKind, _ contents: [LabelContent], _ desk: PrintDesk,
    _ context: WorkContext<SellerScope>
  ) throws -> PrintRun.Number {
    let id: PrintRun.Number = context.kernel.newID()
    let act = Act(
      "documents.printed", "print_run", id.raw, detail: "\(kind.rawValue) \(contents.count)")
    let (now, member) = (context.now, context.member?.name ?? "")
    let (settings, today, kernel) = (desk.settings, desk.today, context.kernel)
    return try context.write(act) { tx in
      if kind == .invoice {
        for content in contents {
          try InvoiceStore.issue(
            content, settings, id: kernel.newID(), on: today, at: now, in: tx)
        }
      }
      return try PrintStore.record(kind, contents, id: id, by: member, at: now, in: tx)
    }
  }

  func show(_ context: PageContext<SellerScope>, _ id: PrintRun.Number) throws -> Response {
    let job = try PrintJob(id, room, context)
    let refusals = Self.refusals(job.run.kind, job.contents, job.desk, context)
    let way = Self.back(job.contents.map(\.posting), context)
    guard refusals.isEmpty else {
      return context.render(UnprintablePage(refusals: refusals, way: way), status: .conflict)
    }
    let tools = PrintTools(job, way, hasFonts: room.book.canEmbed, context)
    if job.run.kind == .label {
      return context.render(LabelsPage(job, tools))
    }
    let sheets = try job.desk.sheets(job.run.kind, job.contents)
    return context.render(
      SheetsPage(
        title: context.text("documents.\(job.run.kind.rawValue).title"),
        tools: tools, sheets: sheets.map { SheetView(sheet: $0) }))
  }

  func pdf(_ context: PageContext<SellerScope>, _ id: PrintRun.Number) throws -> Response {
    let job = try PrintJob(id, room, context)
    var refusals = Self.refusals(job.run.kind, job.contents, job.desk, context)
    if refusals.isEmpty {
      do {
        return .pdf(try job.pdf(), named: "\(job.run.kind.rawValue)-\(id)")
      } catch let error as PDFError {
        refusals = [RefusalView(error, context)]
      }
    }
    let way = Self.back(job.contents.map(\.posting), context)
    return context.render(UnprintablePage(refusals: refusals, way: way), status: .conflict)
  }

  private static func refusals<C: RequestContext>(
    _ kind: PaperKind, _ contents: [LabelContent], _ desk: PrintDesk, _ context: C
  ) -> [RefusalView] {
    contents.flatMap { content in
      desk.missing(kind, content).map { RefusalView($0, content, context) }
    }
  }

  private static func back<C: RequestContext>(_ ids: [PostingID], _ context: C) -> WayBack {
    guard ids.count == 1, let id = ids.first else {
      return WayBack(text: context.text("documents.back.list"), href: URLText(path: "/orders"))
    }
    return WayBack(
      text: context.text("documents.back.posting"), href: URLText(path: "/orders/\(id)"))
  }
}

/// What is ticked or shown in a list.
private enum Selection {
  /// The postings whose documents are printed, at most 200: the ticked ones, or all that the list
  /// shows whose bar the button is in.
  static func papers(
    _ form: FormFields, _ context: WorkContext<SellerScope>
  ) throws -> [PostingID] {
    // The bar's own choice of an act is not meant by its printing buttons.
    _ = form.first("act")
    if form.first("scope") == "all" {
      _ = form.all("id")
      let found = try OrderWork.found(context, most: PrintRun.limit)
      if found.count > PrintRun.limit {
        let most = context.locale.number(Int64(PrintRun.limit))
        throw Failure.invalid([Problem("scope", Message("bulk.tooMany", ["max": most]))])
      }
      if !found.isEmpty { return found.map { PostingID(raw: $0) } }
    }
    return try ticked(form)
  }

  private static func ticked(_ form: FormFields) throws(Failure) -> [PostingID] {
    let values = form.all("id")
    let ids = values.compactMap { PostingID(text: $0) }
    guard ids.count == values.count, ids.count <= PrintRun.limit else {
      throw .malformed(Message("errors.400.text"))
    }
    guard !ids.isEmpty else { throw .invalid([Problem("id", Message("orders.bulk.nothing"))]) }
    return ids
  }
}

/// A run with what its documents say now.
struct PrintJob {
  let run: PrintRun
  let contents: [LabelContent]
  let desk: PrintDesk
  let size: LabelSize

  init(_ id: PrintRun.Number, _ room: PrintRoom, _ context: PageContext<SellerScope>) throws {
    let store = PrintStore(rows: context.reader)
    guard let run = try store.run(id) else { throw Failure.notFound }
    desk = try PrintDesk(room, context)
    contents = try desk.contents(of: id)
    self.run = run
    size =
      context.request.query.first("paper").flatMap(LabelSize.init(rawValue:))
      ?? desk.settings.paper
  }

  func pdf() throws -> [UInt8] {
    let title = desk.words("\(run.kind.rawValue).title")
    guard run.kind != .label else {
      return try desk.pdf(desk.labels(contents, size), title, desk.words.locale)
    }
    let sheets = try desk.sheets(run.kind, contents)
    return try desk.pdf(desk.pages(sheets), title, sheets.first?.language ?? desk.words.locale)
  }
}
