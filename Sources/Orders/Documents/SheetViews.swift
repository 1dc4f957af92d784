import Commerce
import Documents
import Office
@_spi(Trusted) import Template

/// A sheet as the page shows it.
struct SheetView: View {
  let sheet: Sheet

  static let fields: [Field<SheetView>] = head + body

  private static let head: [Field<SheetView>] = [
    .text("lang") { $0.sheet.language.tag },
    .text("brand") { $0.sheet.brand },
    .text("title") { $0.sheet.title },
    .text("number") { $0.sheet.number },
    .list("facts") { $0.sheet.facts.map { TextView(text: $0) } },
    .list("columns") { $0.sheet.columns.map { SheetColumnView(column: $0) } },
    .flag("hasBars") { !$0.sheet.bars.isEmpty },
    .markup("bars") { CodePicture.bars($0.sheet.bars) },
  ]

  private static let body: [Field<SheetView>] = [
    .text("caption") { $0.sheet.caption },
    .list("heads") { $0.sheet.heads.map { SheetHeadView(head: $0) } },
    .list("rows") { view in view.sheet.rows.map { SheetRowView(row: $0, of: view.sheet) } },
    .flag("hasTicks") { $0.sheet.hasTicks },
    .text("tick") { $0.sheet.tick },
    .text("span") { String($0.sheet.heads.count + ($0.sheet.hasTicks ? 1 : 0)) },
    .optional("sum") { view in view.sheet.sum.map { SheetRowView(row: $0, of: view.sheet) } },
    .flag("hasTotals") { !$0.sheet.totals.isEmpty },
    .list("totals") { $0.sheet.totals.map { SheetPairView(pair: $0) } },
    .optional("note") { $0.sheet.note.map { SheetRemarkView(remark: $0) } },
    .optional("closing") { $0.sheet.closing.map { SheetRemarkView(remark: $0) } },
    .markup("square") { CodePicture.square($0.sheet.code) },
    .list("signatures") { $0.sheet.signatures.map { TextView(text: $0) } },
    .text("foot") { $0.sheet.foot },
  ]
}

/// A line of text.
struct TextView: View {
  let text: String

  static let fields: [Field<TextView>] = [.text("text") { $0.text }]
}

struct SheetColumnView: View {
  let column: Sheet.Column

  static let fields: [Field<SheetColumnView>] = [
    .text("heading") { $0.column.heading },
    .list("lines") { $0.column.lines.map { TextView(text: $0) } },
  ]
}

struct SheetHeadView: View {
  let head: Sheet.Head

  static let fields: [Field<SheetHeadView>] = [
    .text("text") { $0.head.title },
    .flag("isNumber") { $0.head.isNumber },
  ]
}

struct SheetRowView: View {
  let row: Sheet.Row
  let cells: [SheetCellView]

  init(row: Sheet.Row, of sheet: Sheet) {
    self.row = row
    cells = zip(row.cells, sheet.heads.dropFirst()).map {
      SheetCellView(text: $0, isNumber: $1.isNumber)
    }
  }

  static let fields: [Field<SheetRowView>] = [
    .text("name") { $0.row.title },
    .text("detail") { $0.row.detail },
    .flag("hasDetail") { !$0.row.detail.isEmpty },
    .optional("picture") { Picture.url($0.row.picture) },
    .list("cells") { $0.cells },
  ]
}

struct SheetCellView: View {
  let text: String
  let isNumber: Bool

  static let fields: [Field<SheetCellView>] = [
    .text("text") { $0.text },
    .flag("isNumber") { $0.isNumber },
  ]
}

struct SheetPairView: View {
  let pair: Sheet.Pair

  static let fields: [Field<SheetPairView>] = [
    .text("label") { $0.pair.label },
    .text("value") { $0.pair.value },
    .flag("isStrong") { $0.pair.isStrong },
  ]
}

struct SheetRemarkView: View {
  let remark: Sheet.Remark

  static let fields: [Field<SheetRemarkView>] = [
    .text("heading") { $0.remark.heading },
    .text("words") { $0.remark.text },
  ]
}

/// Codes as pictures of their own, for pages.
enum CodePicture {
  static func bars(_ text: String) -> Markup {
    guard let code = try? Code128(text) else { return Markup() }
    // As high as the style sheet draws it: another height would scale the modules.
    var page = PaperPage(width: Double(code.width) * 0.375, height: 9, book: .none)
    page.modules(code.runs, 0, 0, page.width, page.height, label: "Code 128: \(text)")
    return Markup(trusted: Array(page.svg(class: "sheet__bars").utf8))
  }

  static func square(_ text: String) -> Markup {
    guard !text.isEmpty, let code = try? QRCode(text) else { return Markup() }
    var page = PaperPage(width: 30, height: 30, book: .none)
    page.modules(code.runs, 0, 0, page.width, page.height, label: "QR: \(text)")
    return Markup(trusted: Array(page.svg(class: "sheet__qr").utf8))
  }
}
