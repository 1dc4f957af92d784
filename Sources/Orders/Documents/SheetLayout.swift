import Documents

/// Draws sheets on A4, on as many pages as their rows need.
struct SheetLayout {
  let book: FontBook
  private let words: DocumentWords

  private static let width = 210.0
  private static let height = 297.0
  private static let margin = 16.0
  /// Where rows end on a page.
  private static let floor = 275.0
  private var inner: Double { Self.width - 2 * Self.margin }
  private var right: Double { Self.width - Self.margin }

  private var pages: [PaperPage] = []
  private var page: PaperPage
  private var y = 0.0

  /// - Parameter words: for "page 1 of 2", in the sheet's language.
  init(book: FontBook, words: DocumentWords) {
    self.book = book
    self.words = words
    page = PaperPage(width: Self.width, height: Self.height, book: book)
  }

  /// The pages of one sheet.
  static func pages(_ sheet: Sheet, _ book: FontBook, _ words: DocumentWords) -> [PaperPage] {
    var layout = SheetLayout(book: book, words: words)
    return layout.draw(sheet)
  }

  private mutating func draw(_ sheet: Sheet) -> [PaperPage] {
    head(sheet)
    columns(sheet)
    table(sheet)
    totals(sheet)
    if let note = sheet.note { remark(note, isBoxed: true, width: inner) }
    ending(sheet)
    pages.append(page)
    return pages.enumerated().map { index, page in
      var page = page
      foot(sheet, index + 1, &page)
      return page
    }
  }

  private mutating func head(_ sheet: Sheet) {
    let brand = book.fit(
      sheet.brand, inner * 0.5, height: 16, .bold(17), smallest: 8.5)
    page.text(brand, Self.margin, Self.margin)
    page.text(sheet.title, right, Self.margin + 5.5, .bold(17), .end, within: inner * 0.48)
    page.text(sheet.number, right, Self.margin + 11.5, .bold(11), .end, within: inner * 0.48)
    for (index, fact) in sheet.facts.enumerated() {
      page.text(
        fact, right, Self.margin + 16.5 + 4.6 * Double(index), TextStyle(9.5, grey: 0.2), .end,
        within: inner * 0.48)
    }
    y = Self.margin + 17 + 4.6 * Double(sheet.facts.count)
    if !sheet.bars.isEmpty, let code = try? Code128(sheet.bars) {
      let length = min(Double(code.width) * 0.375, inner * 0.5)
      page.modules(
        code.runs, Self.margin - 3.75, y - 9, length, 9, label: "Code 128: \(sheet.bars)")
    }
    y += 2
    page.line(Self.margin, y, to: right, y, width: 0.35)
    y += 5
  }

  private mutating func columns(_ sheet: Sheet) {
    guard !sheet.columns.isEmpty else { return }
    let gap = 6.0
    // Of three the first is the address, which is the longest.
    let first = sheet.columns.count == 3 ? 14.0 : 0
    let rest = inner - first - gap * Double(sheet.columns.count - 1)
    let usual = rest / Double(sheet.columns.count)
    var bottom = y
    for (index, column) in sheet.columns.enumerated() {
      let width = index == 0 ? usual + first : usual
      let x = Self.margin + Double(index) * (usual + gap) + (index == 0 ? 0 : first)
      page.text(column.heading, x, y + 3, TextStyle(8, grey: 0.3), within: width)
      var top = y + 4.6
      for line in column.lines {
        let block = book.fit(line, width, height: 26, TextStyle(10), smallest: 8)
        top = page.text(block, x, top)
      }
      bottom = max(bottom, top)
    }
    y = bottom + 6
  }

  /// Where the columns of the table are, from the left: the first takes what the others leave.
  private func places(_ sheet: Sheet) -> [(x: Double, width: Double)] {
    let room = inner - (sheet.hasTicks ? 14 : 0)
    let shares = sheet.heads.dropFirst().map { Double($0.share) * inner / 100 }
    var places = [(x: Self.margin, width: room - shares.reduce(0, +))]
    for share in shares {
      let last = places[places.count - 1]
      places.append((last.x + last.width, share))
    }
    return places
  }

  private mutating func table(_ sheet: Sheet) {
    guard !sheet.heads.isEmpty else { return }
    let places = places(sheet)
    page.text(sheet.caption, Self.margin, y + 3, TextStyle(8, grey: 0.3), within: inner)
    y += 5
    heads(sheet, places)
    for (index, row) in sheet.rows.enumerated() {
      // What comes below the rows takes the last of them along to its page.
      let isLast = index == sheet.rows.count - 1 && index > 0
      self.row(row, sheet, places, isSum: false, keeping: isLast ? rest(of: sheet) : 0)
    }
    if let sum = sheet.sum { row(sum, sheet, places, isSum: true) }
    y += 4
  }

  /// What all that follows the rows needs.
  private func rest(of sheet: Sheet) -> Double {
    let hasEnding = sheet.closing != nil || !sheet.code.isEmpty || !sheet.signatures.isEmpty
    let sums = sheet.totals.isEmpty ? 0 : 6 * Double(sheet.totals.count) + 3
    let note = sheet.note.map { remarkBlock($0, inner - 8).height + 17.6 } ?? 0
    return (sheet.sum == nil ? 0 : 9.2) + 4 + sums + note + (hasEnding ? 36 : 0)
  }

  private mutating func heads(_ sheet: Sheet, _ places: [(x: Double, width: Double)]) {
    y += 4.5
    for (head, place) in zip(sheet.heads, places) {
      cell(head.title, place, y, TextStyle(8, grey: 0.3), isNumber: head.isNumber)
    }
    if sheet.hasTicks {
      page.text(sheet.tick, right, y, TextStyle(8, grey: 0.3), .end, within: 14)
    }
    y += 1.8
    page.line(Self.margin, y, to: right, y, width: 0.35)
  }

  private mutating func row(
    _ row: Sheet.Row, _ sheet: Sheet, _ places: [(x: Double, width: Double)], isSum: Bool,
    keeping below: Double = 0
  ) {
    let style = TextStyle(10, .bold)
    var title = book.fit(row.title, places[0].width - 3, height: 14, style, smallest: 8)
    if title.isCut { title = book.wrap(row.title, places[0].width - 3, title.style) }
    let height = 2.6 + title.height + (row.detail.isEmpty ? 0 : 4) + 1.6
    if y + height + below > Self.floor { turn(sheet, places) }
    let base = page.text(title, Self.margin, y + 2)
    if !row.detail.isEmpty {
      page.text(
        row.detail, Self.margin, base + 2.8, TextStyle(8, grey: 0.3),
        within: places[0].width - 3)
    }
    for (index, text) in row.cells.enumerated() where index + 1 < places.count {
      let isNumber = sheet.heads[index + 1].isNumber
      cell(
        text, places[index + 1], y + 5.5, isSum ? .bold(10) : TextStyle(10), isNumber: isNumber)
    }
    if sheet.hasTicks, !isSum { page.box(right - 5, y + (height - 5) / 2, 5, 5) }
    y += height
    page.line(
      Self.margin, y, to: right, y, width: isSum ? 0.35 : 0.15, grey: isSum ? 0 : 0.6)
  }

  private mutating func cell(
    _ text: String, _ place: (x: Double, width: Double), _ y: Double, _ style: TextStyle,
    isNumber: Bool
  ) {
    if isNumber {
      page.text(text, place.x + place.width - 2, y, style, .end, within: place.width - 2)
    } else {
      let inset = place.x > Self.margin ? 3.0 : 0
      page.text(text, place.x + inset, y, style, within: place.width - inset - 2)
    }
  }

  /// The next page; a table goes on under its heads.
  private mutating func turn(_ sheet: Sheet, _ places: [(x: Double, width: Double)]? = nil) {
    pages.append(page)
    page = PaperPage(width: Self.width, height: Self.height, book: book)
    page.text(sheet.brand, Self.margin, Self.margin + 3, .bold(10), within: inner * 0.5)
    page.text(
      "\(sheet.title) \(sheet.number)", right, Self.margin + 3, .bold(10), .end,
      within: inner * 0.48)
    y = Self.margin + 6
    page.line(Self.margin, y, to: right, y, width: 0.35)
    y += 3
    if let places { heads(sheet, places) }
  }

  private mutating func totals(_ sheet: Sheet) {
    if y + 6 * Double(sheet.totals.count) > Self.floor { turn(sheet) }
    for pair in sheet.totals {
      let style = pair.isStrong ? TextStyle.bold(11.5) : TextStyle(10)
      page.text(pair.label, right - 62, y + 4, style, .end, within: 100)
      page.text(pair.value, right - 2, y + 4, style, .end, within: 56)
      y += 6
    }
    if !sheet.totals.isEmpty { y += 3 }
  }

  private func remarkBlock(_ remark: Sheet.Remark, _ width: Double) -> TextBlock {
    book.fit(remark.text, width, height: 60, TextStyle(10), smallest: 8)
  }

  private mutating func remark(_ remark: Sheet.Remark, isBoxed: Bool, width: Double) {
    let inset = isBoxed ? 4.0 : 0
    let block = remarkBlock(remark, width - 2 * inset)
    page.text(
      remark.heading, Self.margin + inset, y + inset + 3, TextStyle(8, grey: 0.3),
      within: width - 2 * inset)
    let bottom = page.text(block, Self.margin + inset, y + inset + 4.6) + inset
    if isBoxed { page.box(Self.margin, y, width, bottom - y, line: 0.15, grey: 0.6) }
    y = bottom + 5
  }

  /// The square at the right; beside it what it is for, and lines to sign on.
  private mutating func ending(_ sheet: Sheet) {
    guard sheet.closing != nil || !sheet.code.isEmpty || !sheet.signatures.isEmpty else { return }
    if y + 36 > Self.floor { turn(sheet) }
    if let code = try? QRCode(sheet.code), !sheet.code.isEmpty {
      page.modules(code.runs, right - 31, y, 34, 34, label: "QR: \(sheet.code)")
    }
    let top = y
    y += 3
    if let closing = sheet.closing { remark(closing, isBoxed: false, width: inner - 40) }
    y = max(y + 3, top + 27)
    let width = (inner - 40) / Double(max(1, sheet.signatures.count))
    for (index, text) in sheet.signatures.enumerated() {
      let x = Self.margin + Double(index) * width
      page.line(x, y, to: x + min(width - 8, 76), y, width: 0.2)
      page.text(text, x, y + 4, TextStyle(8, grey: 0.3), within: width - 8)
    }
    y += 9
  }

  private func foot(_ sheet: Sheet, _ number: Int, _ page: inout PaperPage) {
    let style = TextStyle(8, grey: 0.3)
    page.line(Self.margin, 279, to: right, 279, width: 0.15, grey: 0.6)
    page.text(sheet.foot, Self.margin, 284, style, within: inner * 0.7)
    let values = ["page": "\(number)", "pages": "\(pages.count)"]
    page.text(words("sheet.page", values), right, 284, style, .end)
  }
}
