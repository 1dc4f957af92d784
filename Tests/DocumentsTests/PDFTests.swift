import OfficeTesting
import Testing

@testable import Documents

@Suite("PDF files") struct PDFTests {
  static let canRun = PaperTools.areHere && FontTests.areHere
  static let book = FontFolder.book()

  private static func document(
    _ lines: [String], _ style: TextStyle = TextStyle(12), barcode: String = "SD00000000017"
  ) throws -> PDFDocument {
    var page = PaperPage(width: 100, height: 150, book: book)
    for (index, line) in lines.enumerated() { page.text(line, 5, 10 + 8 * Double(index), style) }
    page.line(5, 90, to: 95, 90)
    page.box(4, 4, 92, 142)
    page.modules(try Code128(barcode).runs, 10, 95, 80, 20, label: barcode)
    page.modules(try QRCode("48001-1").runs, 30, 116, 30, 30, label: "48001-1")
    var document = PDFDocument(book, title: "Наклейка 标签", language: "ru")
    document.add(page)
    return document
  }

  @Test(
    "row 60: Latin, Cyrillic and Chinese can be read, copied and searched",
    .enabled(if: canRun, "\(PaperTools.why)"), arguments: [FontWeight.regular, .bold])
  func scripts(_ weight: FontWeight) throws {
    let lines = ["Anna Sergéeva, flat 48", "ул. Примерная, дом №12 ёЁ", "北京市朝阳区建国路88号"]
    let pdf = try Self.document(lines, TextStyle(12, weight)).file()
    let text = try PaperTools.text(of: pdf)
    for line in lines { #expect(text.contains(line), "\(text)") }
    let fonts = try PaperTools.fonts(of: pdf)
    #expect(!fonts.contains("rror") && !fonts.contains("arning"), "\(fonts)")
    for line in fonts.split(separator: "\n").dropFirst(2) {
      #expect(line.contains("Identity-H") && line.contains("yes yes yes"), "\(line)")
    }
    let pages = try PaperTools.pages(of: pdf)
    #expect(pages.count == 1 && pages.sizes == ["100x150"])
  }

  @Test(
    "row 60: a scanner reads the bars and the square that were meant",
    .enabled(if: canRun, "\(PaperTools.why)"),
    arguments: ["SD00000000017", "RR473124829GB", "a-B 7$", "12345678901234567890"])
  func scans(_ text: String) throws {
    let scans = try PaperTools.scans(of: try Self.document([], barcode: text).file())
    #expect(scans == ["CODE-128:\(text)", "QR-Code:48001-1"])
  }

  @Test(
    "the same pages are the same octets, and a subset is small", .enabled(if: FontTests.areHere))
  func stable() throws {
    let first = try Self.document(["Anna", "Анна", "安娜"]).file()
    #expect(try Self.document(["Anna", "Анна", "安娜"]).file() == first)
    #expect(try Self.document(["Anna", "Анна", "安妮"]).file() != first)
    #expect(first.count < 20_000, "\(first.count)")
  }

  @Test("without a font, or without a letter's picture, nothing is written and the reason is said")
  func refused() throws {
    let page = PaperPage(width: 10, height: 10, book: .none)
    var empty = PDFDocument(.none, title: "", language: "en")
    empty.add(page)
    #expect(throws: PDFError.noFonts) { try empty.file() }
    guard let font = try? TrueType(FontData(path: FontTests.dejavu), name: "DejaVuSans") else {
      return
    }
    let latin = FontBook(european: [font], chinese: nil)
    var chinese = PaperPage(width: 100, height: 100, book: latin)
    chinese.text("A中", 1, 10, TextStyle(10))
    var document = PDFDocument(latin, title: "", language: "zh")
    document.add(chinese)
    #expect(throws: PDFError.noGlyph("中")) { try document.file() }
    var symbol = PaperPage(width: 100, height: 100, book: latin)
    symbol.text("A\u{1F9E6}", 1, 10, TextStyle(10))
    var gift = PDFDocument(latin, title: "", language: "en")
    gift.add(symbol)
    #expect(try !gift.file().isEmpty)
  }

  @Test("numbers are written as PDF has them")
  func numbers() {
    let table: [(Double, String)] = [
      (0, "0"), (1, "1"), (-0.5, "-0.5"), (2.25, "2.25"), (1.0004, "1"), (0.001, "0.001"),
      (-12.3456, "-12.346"), (.infinity, "0"), (.nan, "0"), (1e300, "30000"),
    ]
    for (value, text) in table {
      var bytes = PDFBytes()
      bytes.add(value)
      #expect(String(decoding: bytes.bytes, as: UTF8.self) == text)
    }
  }
}
