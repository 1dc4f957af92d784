import Documents
import Glibc
import Testing

import class Foundation.FileManager

@Suite struct XLSXTests {
  private func read(
    _ bytes: [UInt8], _ options: XLSXOptions = XLSXOptions()
  ) throws -> [[String]] {
    let path = "/tmp/xlsx-\(UInt64.random(in: 0 ... .max)).xlsx"
    defer { unlink(path) }
    let isMade = FileManager.default.createFile(atPath: path, contents: .init(bytes))
    #expect(isMade)
    var rows: [[String]] = []
    try XLSXFile.read(path, options: options) { rows.append($0.cells) }
    return rows
  }

  private func book(_ rows: [[XLSXWriter.Cell]]) throws -> [UInt8] {
    let writer = try XLSXWriter(sheet: "Goods")
    var bytes: [UInt8] = []
    for row in rows {
      try writer.row(row)
      bytes += writer.drain()
    }
    return bytes + (try writer.finish())
  }

  @Test("row 31: what the writer writes is read back, whatever stands in it")
  func roundTrip() throws {
    let texts = [
      "=1+1", "@x", "+1", "<&>\"'", "线\u{1F600}", "a\r\nb\tc", "_x0041_", "\u{7}bell", "  blanks  ",
      "__x0041_", "-5",
    ]
    let rows = try read(
      book([texts.map { .text($0) }, [.number("-2490.5"), .empty, .number("4607123450017")]]))
    #expect(rows == [texts, ["-2490.5", "", "4607123450017"]])
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let text = String(
        String.UnicodeScalarView(
          (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FF, using: &random)) })
      )
      #expect(try read(book([[.text(text)]])) == [[text]])
    }
  }

  @Test("row 31: many rows come in pieces and leave in pieces")
  func large() throws {
    let rows = try read(
      book((0..<5_000).map { [.text("row \($0)"), .number("\($0)"), .text("x")] }))
    #expect(rows.count == 5_000)
    #expect(rows.last == ["row 4999", "4999", "x"])
  }

  /// A workbook whose parts are stored as they stand, with what the directory claims of the sheet.
  private func stored(
    sheet: String, shared: String? = nil, styles: String? = nil, claim: UInt32? = nil
  ) -> [UInt8] {
    var parts = [("xl/workbook.xml", "<workbook><sheets><sheet id=\"r\"/></sheets></workbook>")]
    if let shared { parts.append(("xl/sharedStrings.xml", shared)) }
    if let styles { parts.append(("xl/styles.xml", styles)) }
    parts.append(("xl/worksheets/sheet1.xml", sheet))
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    for (name, text) in parts {
      let size = UInt32(text.utf8.count)
      let told = name.hasSuffix("sheet1.xml") ? claim ?? size : size
      let sizes = little(size, 4) + little(told, 4) + little(UInt32(name.utf8.count), 2)
      directory += little(0x0201_4B50, 4) + [20, 0, 20, 0] + little(0, 12) + sizes + little(0, 12)
      directory += little(UInt32(bytes.count), 4) + Array(name.utf8)
      bytes += little(0x0403_4B50, 4) + [20, 0] + little(0, 12) + sizes + little(0, 2)
      bytes += Array(name.utf8) + Array(text.utf8)
    }
    let start = UInt32(bytes.count)
    bytes += directory + little(0x0605_4B50, 4) + little(0, 4)
    bytes += little(UInt32(parts.count), 2) + little(UInt32(parts.count), 2)
    return bytes + little(UInt32(directory.count), 4) + little(start, 4) + [0, 0]
  }

  private func failure(_ bytes: [UInt8], _ options: XLSXOptions = XLSXOptions()) -> XLSXError? {
    do {
      _ = try read(bytes, options)
      return nil
    } catch {
      return error as? XLSXError
    }
  }

  @Test("row 31: shared strings, dates, booleans, gaps and numbers come as texts")
  func kinds() throws {
    let sheet = """
      <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" s="1"><v>46354</v></c>\
      <c r="D1" s="1"><v>46354.5</v></c><c r="E1" t="b"><v>1</v></c></row><row r="2"/>\
      <row r="7"><c r="A7"><v>4.607123450017E12</v></c><c r="B7"><v>1690.4000000000001</v></c>\
      <c r="C7"><f>1+1</f><v>2</v></c><c r="D7" t="str"><f>A1</f><v>x</v></c></row></sheetData>\
      </worksheet>
      """
    let shared =
      "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>no</t></rPh></si></sst>"
    let styles =
      """
      <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs>\
      <xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>
      """
    let rows = try read(stored(sheet: sheet, shared: shared, styles: styles))
    #expect(rows[0] == ["two", "", "2026-11-28", "2026-11-28 12:00:00", "TRUE"])
    #expect(rows[1] == ["4607123450017", "1690.4", "2", "x"])
  }

  @Test("row 31: a claim of 2 GB in a small file is refused before anything is unpacked")
  func bomb() {
    #expect(
      failure(stored(sheet: "<worksheet/>", claim: 2_147_483_647))
        == .tooLarge(limit: XLSXOptions().sizeLimit))
    #expect(failure(stored(sheet: "<worksheet/>", claim: 1_000)) == .damaged)
    #expect(failure(stored(sheet: "<worksheet/>", claim: 1)) == .damaged)
  }

  @Test("row 31: document types and entities of their own are refused")
  func entities() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"
    #expect(failure(stored(sheet: bomb)) == .entities)
    let cell = "<worksheet><row r=\"1\"><c t=\"str\"><v>&lol;</v></c></row></worksheet>"
    #expect(failure(stored(sheet: cell)) == .entities)
  }

  @Test("row 31: a million empty rows are nothing, and the limits of a sheet hold")
  func empty() throws {
    let rows = (1...1_000_000).lazy.map { "<row r=\"\($0)\"/>" }.joined()
    #expect(try read(stored(sheet: "<worksheet>\(rows)</worksheet>")).isEmpty)
    let far = "<worksheet><row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row></worksheet>"
    #expect(failure(stored(sheet: far)) == .tooManyColumns(limit: 1000))
    let deep = "<worksheet><row r=\"9999999\"><c><v>1</v></c></row></worksheet>"
    #expect(failure(stored(sheet: deep)) == .tooManyRows(limit: 1_048_576))
    var options = XLSXOptions()
    options.textLimit = 100
    let long = String(repeating: "x", count: 200)
    let cell = "<worksheet><row r=\"1\"><c t=\"str\"><v>\(long)</v></c></row></worksheet>"
    #expect(failure(stored(sheet: cell), options) == .textTooLong(limit: 100))
  }

  @Test("row 31: whatever is cut off or changed ends in an error or in rows, never in a trap")
  func damaged() throws {
    #expect(failure([]) == .notWorkbook)
    #expect(failure(Array("offer_id,title\n".utf8)) == .notWorkbook)
    let whole = try book((0..<40).map { [.text("row \($0)"), .number("\($0)")] })
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      var bytes = whole
      if Bool.random(using: &random) {
        bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
      }
      for _ in 0..<Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      _ = failure(bytes)
    }
  }
}
