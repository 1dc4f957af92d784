/// Writes an XLSX workbook of one sheet (ECMA-376 part 1), row by row. Texts are strings of their
/// cells, so nothing is ever run as a formula; numbers are numbers.
///
/// The file grows in pieces; a caller that streams takes them with `drain` now and then.
public final class XLSXWriter {
  /// What stands in a cell.
  public enum Cell: Sendable, Hashable {
    case text(String)
    /// Digits with at most a sign and a point.
    case number(String)
    case empty
  }

  private let zip: ZipWriter
  private var sheet: [UInt8] = []
  private var rows = 0

  /// - Parameter name: of the sheet; cut to the format's 31 characters.
  public init(sheet name: String) throws(XLSXError) {
    zip = try ZipWriter()
    for (path, text) in Self.parts(name) {
      zip.begin(path)
      try zip.write(Array(text.utf8))
      try zip.end()
    }
    zip.begin("xl/worksheets/sheet1.xml")
    sheet += Array(
      """
      \(Self.head)<worksheet xmlns="\(Self.main)"><sheetViews><sheetView workbookViewId="0">\
      <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>\
      </sheetViews><sheetData>
      """.utf8)
  }

  /// Writes a row; the first is set in bold. Throws `tooManyRows` behind the format's last.
  public func row(_ cells: [Cell]) throws(XLSXError) {
    rows += 1
    guard rows <= XLSXOptions().rowLimit else {
      throw .tooManyRows(limit: XLSXOptions().rowLimit)
    }
    let style = rows == 1 ? " s=\"1\"" : ""
    sheet += Array("<row r=\"\(rows)\">".utf8)
    for (index, cell) in cells.enumerated() {
      switch cell {
      case .empty: continue
      case .number(let digits):
        sheet += Array("<c r=\"\(Self.letters(index))\(rows)\"\(style)><v>\(digits)</v></c>".utf8)
      case .text(let text):
        if text.isEmpty { continue }
        let place = "<c r=\"\(Self.letters(index))\(rows)\"\(style) t=\"inlineStr\">"
        sheet += Array(place.utf8) + Array("<is><t xml:space=\"preserve\">".utf8)
        XLSXText.append(text, to: &sheet)
        sheet += Array("</t></is></c>".utf8)
      }
    }
    sheet += Array("</row>".utf8)
    if sheet.count > 64 << 10 { try flush() }
  }

  /// Takes out what was written so far.
  public func drain() -> [UInt8] { zip.drain() }

  /// Ends the file and returns the rest of it.
  public func finish() throws(XLSXError) -> [UInt8] {
    sheet += Array("</sheetData></worksheet>".utf8)
    try flush()
    try zip.end()
    zip.finish()
    return zip.drain()
  }

  private func flush() throws(XLSXError) {
    try zip.write(sheet)
    sheet.removeAll(keepingCapacity: true)
  }

  private static func letters(_ column: Int) -> String {
    var rest = column + 1
    var text = ""
    while rest > 0 {
      rest -= 1
      text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
      rest /= 26
    }
    return text
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  /// Everything but the sheet.
  private static func parts(_ sheet: String) -> [(String, String)] {
    var name: [UInt8] = []
    let allowed = sheet.filter { !"[]:*?/\\\"".contains($0) }
    XLSXText.append(String(allowed.prefix(31)), to: &name)
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return [
      (
        "[Content_Types].xml",
        """
        \(head)<Types xmlns="\(package)/content-types"><Default Extension="rels" \
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default \
        Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" \
        ContentType="\(kind).sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" \
        ContentType="\(kind).worksheet+xml"/><Override PartName="/xl/styles.xml" \
        ContentType="\(kind).styles+xml"/></Types>
        """
      ),
      (
        "_rels/.rels",
        """
        \(head)<Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
        Type="\(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "xl/workbook.xml",
        """
        \(head)<workbook xmlns="\(main)" xmlns:r="\(office)"><sheets><sheet \
        name="\(String(decoding: name, as: UTF8.self))" sheetId="1" r:id="rId1"/></sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        \(head)<Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
        Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
        Type="\(office)/styles" Target="styles.xml"/></Relationships>
        """
      ),
      (
        "xl/styles.xml",
        """
        \(head)<styleSheet xmlns="\(main)"><fonts count="2"><font><sz val="11"/><name \
        val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills \
        count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill \
        patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>\
        <bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" \
        fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" \
        fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" \
        borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>
        """
      ),
    ]
  }
}
