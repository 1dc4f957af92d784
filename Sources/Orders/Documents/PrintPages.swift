import Commerce
import Documents
import HTTP
import Office
import SQL
@_spi(Trusted) import Template

/// Where the reader came from.
struct WayBack: View {
  let text: String
  let href: URLText

  static let fields: [Field<WayBack>] = [
    .text("text") { $0.text },
    .url("href") { $0.href },
  ]
}

/// What stands above documents on the screen, and is not printed.
struct PrintTools: View {
  let way: WayBack
  /// The paper that belongs into the printer.
  let hint: String
  let pdf: URLText?
  let papers: [PaperLink]

  static let fields: [Field<PrintTools>] = [
    .view("way") { $0.way },
    .text("hint") { $0.hint },
    .optional("pdfHref") { $0.pdf },
    .flag("hasPapers") { !$0.papers.isEmpty },
    .list("papers") { $0.papers },
  ]

  init(_ way: WayBack, pdf: URLText?, hint: String) {
    self.way = way
    self.pdf = pdf
    self.hint = hint
    papers = []
  }

  init(_ job: PrintJob, _ way: WayBack, hasFonts: Bool, _ context: PageContext<SellerScope>) {
    self.way = way
    let path = "/prints/\(job.run.id)"
    let isLabel = job.run.kind == .label
    let query = isLabel ? [("paper", job.size.rawValue)] : []
    pdf = hasFonts ? URLText(path: "\(path)/document.pdf", query: query) : nil
    hint = context.text(
      isLabel ? "documents.hint.\(job.size.rawValue)" : "documents.hint.a4")
    papers =
      isLabel
      ? LabelSize.allCases.map { size in
        PaperLink(
          name: context.text("documents.paper.\(size.rawValue)"),
          href: URLText(path: path, query: [("paper", size.rawValue)]),
          isCurrent: size == job.size)
      } : []
  }
}

/// Another paper for the same labels.
struct PaperLink: View {
  let name: String
  let href: URLText
  let isCurrent: Bool

  static let fields: [Field<PaperLink>] = [
    .text("name") { $0.name },
    .url("href") { $0.href },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

/// Labels, a page each, drawn by the layout that also writes them as PDF.
struct LabelsPage: Page {
  static let template = "documents/labels"

  let numbers: String
  let tools: PrintTools
  let size: LabelSize
  let pages: [PaperPage]

  init(_ job: PrintJob, _ tools: PrintTools) {
    numbers = job.contents.prefix(5).map(\.number).joined(separator: ", ")
    self.tools = tools
    size = job.size
    pages = job.desk.labels(job.contents, job.size)
  }

  static let fields: [Field<LabelsPage>] = [
    .text("numbers") { $0.numbers },
    .view("tools") { $0.tools },
    .list("pages") { page in page.pages.map { PaperView(page: $0, size: page.size) } },
  ]
}

struct PaperView: View {
  let page: PaperPage
  let size: LabelSize

  static let fields: [Field<PaperView>] = [
    .text("size") { $0.size.rawValue },
    .markup("drawing") { Markup(trusted: Array($0.page.svg(class: "paper__svg").utf8)) },
  ]
}

/// Slips and invoices, a sheet or more each.
struct SheetsPage: Page {
  static let template = "documents/sheets"

  let title: String
  let tools: PrintTools
  let sheets: [SheetView]

  static let fields: [Field<SheetsPage>] = [
    .text("title") { $0.title },
    .text("numbers") { $0.sheets.prefix(5).map(\.sheet.number).joined(separator: ", ") },
    .view("tools") { $0.tools },
    .list("sheets") { $0.sheets },
  ]
}

/// Why documents can't be printed.
struct UnprintablePage: Page {
  static let template = "documents/unprintable"

  let refusals: [RefusalView]
  let way: WayBack

  static let fields: [Field<UnprintablePage>] = [
    .list("refusals") { $0.refusals },
    .view("way") { $0.way },
  ]
}

/// One reason, and where it is mended.
struct RefusalView: View {
  let label: String
  let detail: String
  let fix: WayBack?

  static let fields: [Field<RefusalView>] = [
    .text("label") { $0.label },
    .text("detail") { $0.detail },
    .optional("fix") { $0.fix },
  ]

  init<C: RequestContext>(_ block: MissingBlock, _ content: LabelContent, _ context: C) {
    let key = "documents.missing.\(block.name)"
    label = context.text(key, ["number": content.number])
    detail = context.text("\(key).how")
    let posting = "/orders/\(content.posting)"
    switch block {
    case .block(.sender):
      fix = WayBack(
        text: context.text("documents.fix.shop"), href: URLText(path: "/settings/shop"))
    case .block(.recipient):
      fix = WayBack(
        text: context.text("documents.fix.posting"), href: URLText(path: posting + "#recipient"))
    case .block, .payment:
      fix = WayBack(text: context.text("documents.fix.posting"), href: URLText(path: posting))
    }
  }

  /// What keeps a document from being written as PDF; it can still be printed from the page.
  init<C: RequestContext>(_ error: PDFError, _ context: C) {
    fix = nil
    detail = context.text("documents.pdf.how")
    switch error {
    case .noGlyph(let letter):
      label = context.text("documents.pdf.noGlyph", ["letter": String(letter)])
    case .noFonts, .tooManyCharacters, .outOfMemory:
      label = context.text("documents.pdf.noFonts")
    }
  }
}
