import Commerce

/// Reads the first visible sheet of an XLSX workbook (ECMA-376 part 1, 18.3), row by row in bounded
/// memory. Formulas are not run: the value that the program stored with them is taken.
public enum XLSXFile {
  /// Calls `row` for every row that has something in it. Throws `XLSXError` and whatever `row`
  /// throws.
  public static func read(
    _ path: String, options: XLSXOptions = XLSXOptions(), row: (XLSXRow) throws -> Void
  ) throws {
    let archive = try ZipArchive(path: path)
    var reading = XLSXReading(options)
    let book = try reading.book(archive)
    guard let sheet = archive.entry(book.sheet) else { throw XLSXError.notWorkbook }
    let strings = try reading.strings(archive)
    let dates = try reading.dateStyles(archive)
    var parser = XLSXSheetParser(options, strings, dates, is1904: book.is1904)
    var scanner = XMLScanner(textLimit: options.textLimit)
    try archive.unpack(sheet, budget: &reading.budget, limit: options.sizeLimit) { piece in
      try scanner.push(piece) { try parser.take($0, row) }
    }
    try scanner.finish()
  }
}

/// The small parts of a workbook.
struct XLSXReading {
  let options: XLSXOptions
  var budget: Int64

  init(_ options: XLSXOptions) {
    self.options = options
    budget = options.sizeLimit
  }

  struct Book {
    var sheet = "xl/worksheets/sheet1.xml"
    var is1904 = false
  }

  mutating func each(
    _ archive: borrowing ZipArchive, _ name: String, _ body: (XMLToken) throws -> Void
  ) throws {
    guard let entry = archive.entry(name) else { return }
    var scanner = XMLScanner(textLimit: options.textLimit)
    try archive.unpack(entry, budget: &budget, limit: options.sizeLimit) { piece in
      try scanner.push(piece, body)
    }
    try scanner.finish()
  }

  mutating func book(_ archive: borrowing ZipArchive) throws -> Book {
    guard archive.entry("xl/workbook.xml") != nil else { throw XLSXError.notWorkbook }
    var book = Book()
    var first: String?
    try each(archive, "xl/workbook.xml") { token in
      guard case .open(let tag) = token else { return }
      if tag.isNamed("workbookPr") {
        book.is1904 = ["1", "true"].contains(tag.text("date1904") ?? "")
      }
      let isHidden = (tag.text("state") ?? "visible") != "visible"
      if tag.isNamed("sheet"), first == nil, !isHidden { first = tag.text("id") }
    }
    try each(archive, "xl/_rels/workbook.xml.rels") { token in
      guard case .open(let tag) = token, tag.isNamed("Relationship"), let first,
        tag.text("Id") == first, let target = tag.text("Target")
      else { return }
      book.sheet = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }
    return book
  }

  mutating func strings(_ archive: borrowing ZipArchive) throws -> XLSXStrings {
    var strings = XLSXStrings()
    var depth = 0
    var isText = false
    let limit = options.sharedLimit
    try each(archive, "xl/sharedStrings.xml") { token in
      switch token {
      case .open(let tag):
        // A guide to the pronunciation is not part of the text.
        if tag.isNamed("rPh") { depth += 1 }
        isText = tag.isNamed("t") && depth == 0
      case .text(let bytes): if isText { strings.append(bytes) }
      case .close(let name):
        if name.equals("rPh") { depth -= 1 }
        if name.equals("t") { isText = false }
        if name.equals("si") { strings.endText() }
      }
      guard strings.size <= limit else { throw XLSXError.tooLarge(limit: Int64(limit)) }
    }
    return strings
  }

  /// Which cell styles show a date, by their number.
  mutating func dateStyles(_ archive: borrowing ZipArchive) throws -> [Bool] {
    var formats: [Int: Bool] = [:]
    var styles: [Bool] = []
    var isInCells = false
    try each(archive, "xl/styles.xml") { token in
      switch token {
      case .open(let tag):
        if tag.isNamed("numFmt"), let id = tag.text("numFmtId").flatMap({ Int($0) }),
          formats.count < 10_000
        {
          formats[id] = XLSXDate.isDate(format: tag.text("formatCode") ?? "")
        }
        if tag.isNamed("cellXfs") { isInCells = true }
        if isInCells, tag.isNamed("xf"), styles.count < 100_000 {
          let id = tag.text("numFmtId").flatMap { Int($0) } ?? 0
          styles.append(formats[id] ?? XLSXDate.isBuiltIn(id))
        }
      case .close(let name): if name.equals("cellXfs") { isInCells = false }
      case .text: break
      }
    }
    return styles
  }
}

/// The table of strings that cells share, in one run of octets.
struct XLSXStrings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var size: Int { bytes.count + ends.count * 8 }

  mutating func append(_ text: [UInt8]) { bytes += text }
  mutating func endText() { ends.append(bytes.count) }

  /// nil where there is no such string.
  func text(_ index: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}
