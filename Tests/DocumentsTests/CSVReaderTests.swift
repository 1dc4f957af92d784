import Documents
import Testing

@Suite struct CSVReaderTests {
  @Test(arguments: texts)
  func `texts and their rows, however they are cut`(_ text: String, _ expected: [[String]]) throws {
    #expect(try rows(text) == expected)
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      #expect(try rows([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "cut at \(cut)")
    }
    #expect(try rows(bytes.map { [$0] }) == expected, "octet by octet")
  }

  @Test(arguments: broken)
  func `broken texts name the place`(_ text: String, _ expected: CSVError) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      #expect(throws: expected, "cut at \(cut)") {
        try rows([Array(bytes[..<cut]), Array(bytes[cut...])])
      }
    }
  }

  @Test func `rows know their line`() throws {
    var lines: [Int] = []
    var reader = CSVReader()
    try reader.push(Array("a\r\n\r\n\"x\r\ny\nz\"\nb\rc".utf8)) { lines.append($0.line) }
    try reader.finish { lines.append($0.line) }
    #expect(lines == [1, 3, 6, 7])
  }

  @Test func `rows may be kept, and say what they lack`() throws {
    var kept: [CSVRow] = []
    var reader = CSVReader()
    try reader.push(Array("a,b\nc\n\u{FFFD}".utf8) + [0xFF, 10]) { kept.append($0) }
    #expect(try kept.prefix(2).map { try $0.texts() } == [["a", "b"], ["c"]])
    #expect(throws: CSVError(.missingField, line: 2, field: 2)) { try kept[1].text(1) }
    #expect(throws: CSVError(.notUTF8, line: 3, field: 1)) { try kept[2].text(0) }
    #expect(kept[1].bytes(-1).isEmpty && kept[1].bytes(.max).isEmpty)
    #expect(kept[0].withBytes(1) { $0.count } == 1)
  }

  @Test func `limits hold`() {
    var options = CSVOptions(delimiter: UInt8(ascii: ","))
    options.fieldLimit = 4
    options.rowLimit = 7
    options.fieldCountLimit = 3
    #expect(throws: CSVError(.fieldTooLong(limit: 4), line: 1, column: 3, field: 2)) {
      try rows("a,bbbbb", options)
    }
    #expect(throws: CSVError(.fieldTooLong(limit: 4), line: 1, column: 2, field: 1)) {
      try rows("\"aaaaa\"", options)
    }
    #expect(throws: CSVError(.rowTooLong(limit: 7), line: 2, column: 6, field: 2)) {
      try rows("a\naaaa,bbb", options)
    }
    #expect(throws: CSVError(.tooManyFields(limit: 3), line: 1, column: 7, field: 4)) {
      try rows("a,b,c,\n", options)
    }
    #expect(throws: Never.self) { try rows("aaaa,bb\na,b,c\n", options) }
  }

  @Test func `an error stays`() {
    var reader = CSVReader(CSVOptions(delimiter: UInt8(ascii: ",")))
    let error = CSVError(.strayQuote, line: 1, column: 2, field: 1)
    #expect(throws: error) { try reader.push(Array("a\"\n".utf8)) { _ in } }
    #expect(throws: error) { try reader.push(Array("b\n".utf8)) { _ in } }
    #expect(throws: error) { try reader.finish { _ in } }
  }

  @Test func `an error of the caller comes through`() {
    struct Stop: Error {}
    var reader = CSVReader()
    #expect(throws: Stop.self) { try reader.push(Array("a\nb\n".utf8)) { _ in throw Stop() } }
  }

  @Test func `a first line without end does not hold the reader back`() throws {
    let long = String(repeating: "a;", count: 40_000) + "\n1;2\n"
    var options = CSVOptions()
    options.fieldCountLimit = 50_000
    #expect(try rows(long, options).map(\.count) == [40_001, 2])
  }

  @Test func `texts made at random read back from what the writer made of them`() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("ab,;\t\"\r\n é=-'你 ")
    for _ in 0..<300 {
      let table = (0..<Int.random(in: 1...5)).map { _ in
        (0..<Int.random(in: 1...4)).map { _ in
          String(
            (0..<Int.random(in: 0...6)).compactMap { _ in alphabet.randomElement(using: &random) })
        }
      }
      var writer = CSVWriter(formulaSafe: false)
      for fields in table { writer.row(fields) }
      let options = CSVOptions(delimiter: UInt8(ascii: ","))
      let pieces = writer.bytes.map { [$0] }
      #expect(try rows(pieces, options) == table)
      #expect(try rows([writer.bytes], options) == table)
    }
  }

  @Test func `octets at random give rows or an error, never a trap`() {
    var random = SystemRandomNumberGenerator()
    let alphabet: [UInt8] = [34, 44, 10, 13, 97, 0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0, 59, 9]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40)).compactMap { _ in
        alphabet.randomElement(using: &random)
      }
      let whole = Result { try rows([bytes]) }
      let cut = Result { try rows(bytes.map { [$0] }) }
      #expect((try? whole.get()) == (try? cut.get()))
    }
  }
}

private func rows(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> [[String]] {
  try rows([Array(text.utf8)], options)
}

private func rows(_ pieces: [[UInt8]], _ options: CSVOptions = CSVOptions()) throws -> [[String]] {
  var all: [[String]] = []
  var reader = CSVReader(options)
  for piece in pieces { try reader.push(piece) { all.append(try $0.texts()) } }
  try reader.finish { all.append(try $0.texts()) }
  return all
}

private let texts: [(String, [[String]])] = [
  ("", []),
  ("\n", []),
  ("a", [["a"]]),
  ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
  ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
  ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
  ("a,b\n\r\n\r\rc,d", [["a", "b"], ["c", "d"]]),
  (",\n,,", [["", ""], ["", "", ""]]),
  ("a,", [["a", ""]]),
  ("\"\"", [[""]]),
  ("\"\",\"\"\n", [["", ""]]),
  ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
  ("\"\"\"\"\n", [["\""]]),
  ("\"one\ntwo\r\nthree\rfour\",x\r\ny,z", [["one\ntwo\r\nthree\rfour", "x"], ["y", "z"]]),
  ("\"a\r\"\n\"b\"\r\n\"c\"", [["a\r"], ["b"], ["c"]]),
  ("\u{FEFF}name;price\nтовар;1,5\n", [["name", "price"], ["товар", "1,5"]]),
  ("\u{FEFF}", []),
  ("\u{FEFF}\"a\";b", [["a", "b"]]),
  ("a\tb,c\tc\n1\t2", [["a", "b,c", "c"], ["1", "2"]]),
  ("\"a,b,c\";d\n1;2\n", [["a,b,c", "d"], ["1", "2"]]),
  ("a;b,c\n", [["a;b", "c"]]),
  (" a , b \n", [[" a ", " b "]]),
  ("商品,价格\n茶壶,\"1,240\"\n", [["商品", "价格"], ["茶壶", "1,240"]]),
  ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,b\n", [["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b"]]),
]

private let broken: [(String, CSVError)] = [
  ("a,b\"c\n", CSVError(.strayQuote, line: 1, column: 4, field: 2)),
  ("a\n b,\"c\"d\n", CSVError(.textAfterQuote, line: 2, column: 7, field: 2)),
  ("a,\"b\" \n", CSVError(.textAfterQuote, line: 1, column: 6, field: 2)),
  ("a\r\n\"b\r\nc\nd,e", CSVError(.unclosedQuote, line: 2, column: 1, field: 1)),
  ("\"x\ny\",\"z\"w", CSVError(.textAfterQuote, line: 2, column: 7, field: 2)),
  ("\u{FEFF}a\"", CSVError(.strayQuote, line: 1, column: 2, field: 1)),
]
