import Documents
import Testing

@Suite struct CSVWriterTests {
  private func text(_ fields: [String], formulaSafe: Bool = true) -> String {
    var writer = CSVWriter(formulaSafe: formulaSafe)
    writer.row(fields)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (["a", "b"], "a,b\r\n"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\r\n"),
    (["one\ntwo", "x\r"], "\"one\ntwo\",\"x\r\"\r\n"), ([" a", "b "], "\" a\",\"b \"\r\n"),
    (["", ""], ",\r\n"), ([""], "\"\"\r\n"), ([], "\"\"\r\n"), (["a;b"], "a;b\r\n"),
  ])
  func `quotes only where needed`(_ fields: [String], _ expected: String) {
    #expect(text(fields) == expected)
  }

  @Test(arguments: [
    "=1+1", "@SUM(A1)", "+cmd", "-2+3", "\tx", "\rx", "\n=1", "-", "+1-1", "＝1", "＋1", "－1", "＠a",
  ])
  func `what a spreadsheet would run is disarmed`(_ field: String) {
    #expect(text([field]) == "\"'\(field)\"\r\n")
    #expect(!text([field], formulaSafe: false).contains("'"))
  }

  @Test(arguments: ["-5", "+7", "-12.50", "-0,5", "a=1", "5-3", "＄1", "\u{2212}5"])
  func `numbers and other texts stay`(_ field: String) {
    #expect(!text([field]).contains("'"))
  }

  @Test func `byte order mark, other delimiters and draining`() {
    var writer = CSVWriter(delimiter: UInt8(ascii: ";"), byteOrderMark: true)
    writer.row(["a;b", "c,d"])
    #expect(String(decoding: writer.drain(), as: UTF8.self) == "\u{FEFF}\"a;b\";c,d\r\n")
    writer.field("")
    writer.endRow()
    writer.field(-5)
    writer.endRow()
    #expect(String(decoding: writer.drain(), as: UTF8.self) == "\"\"\r\n-5\r\n")
    #expect(writer.bytes.isEmpty)
  }

  @Test func `draining inside a row loses nothing`() {
    var writer = CSVWriter()
    writer.field("a")
    var bytes = writer.drain()
    writer.endRow()
    bytes += writer.drain()
    #expect(String(decoding: bytes, as: UTF8.self) == "a\r\n")
  }

  @Test(
    "row 31: what was guarded is read back as it was, and so is what looks guarded",
    arguments: ["=1", "'=1", "''=1", "'", "'a", "-5", "+x", "\tx", "'-5", "''", "＝1", "'＝1", "a=1"])
  func undone(_ field: String) throws {
    var writer = CSVWriter()
    writer.row([field, "x"])
    var reader = CSVReader()
    var found: [String] = []
    let take = { (row: CSVRow) in found = try row.texts() }
    try reader.push(writer.bytes, row: take)
    try reader.finish(row: take)
    #expect(CSVFormula.unguarded(found.first ?? "") == field)
  }
}
