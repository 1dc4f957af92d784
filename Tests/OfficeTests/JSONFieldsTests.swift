import Office
import Testing

@Suite("fields of a JSON document")
struct JSONFieldsTests {
  struct Line: Equatable {
    let sku: String
    let count: Int64
  }

  struct Order: Equatable {
    let buyer: String
    let note: String?
    let gift: Bool
    let delivery: Delivery
    let lines: [Line]
  }

  enum Delivery: String { case courier, post }

  func order(_ text: String) throws -> Order {
    try JSONFields.decode(try JSON(parsing: text)) { fields in
      let buyer = fields.string("buyer.name", max: 20)
      let note = fields.optionalString("buyer.note", max: 10, multiline: true)
      let gift = fields.bool("gift", default: false)
      let lines = fields.array("lines", count: 1...3) { line in
        Line(sku: line.string("sku", max: 5), count: line.integer("count", in: 1...99))
      }
      guard let delivery: Delivery = fields.choice("delivery") else { return nil }
      return Order(buyer: buyer, note: note, gift: gift, delivery: delivery, lines: lines)
    }
  }

  @Test("a right document becomes a value")
  func right() throws {
    let order = try order(
      #"""
      {"buyer":{"name":"Анна","note":"a\nb"},"gift":true,"delivery":"post",
       "lines":[{"sku":"A-1","count":2},{"sku":"B","count":99}]}
      """#)
    let lines = [Line(sku: "A-1", count: 2), Line(sku: "B", count: 99)]
    #expect(
      order == Order(buyer: "Анна", note: "a\nb", gift: true, delivery: .post, lines: lines))
  }

  @Test(
    "a length counts letters, in any script", arguments: ["ten little", "приветпока", "一二三四五六七八九十"])
  func lengths(note: String) throws {
    let rest = #""delivery":"post","lines":[{"sku":"A","count":1}]}"#
    #expect(try order(#"{"buyer":{"name":"A","note":"\#(note)"},"# + rest).note == note)
    let problems = #expect(throws: FieldProblems.self) {
      try order(#"{"buyer":{"name":"A","note":"\#(note)я"},"# + rest)
    }
    #expect(problems?.all.map(\.path) == ["buyer.note"])
  }

  @Test("breaks of lines come as LF; controls and marks that turn a text are refused")
  func clean() throws {
    let rest = #""delivery":"post","lines":[{"sku":"A","count":1}]}"#
    let note = try order(#"{"buyer":{"name":"A","note":"a\r\nb\tc"},"# + rest).note
    #expect(note == "a\nb\tc")
    for sign in [#"\r"#, #"\u0000"#, #"\u001b"#, #"\u007f"#, #"\u0085"#, #"\u202e"#, #"\u2066"#] {
      let problems = #expect(throws: FieldProblems.self) {
        try order(#"{"buyer":{"name":"A\#(sign)B","note":"A\#(sign)B"},"# + rest)
      }
      #expect(problems?.all.map(\.path) == ["buyer.name", "buyer.note"], "\(sign)")
    }
  }

  @Test(
    "optional fields may be missing, null or empty",
    arguments: ["", ",\"note\":null", ",\"note\":\"\""])
  func optional(note: String) throws {
    let text =
      #"{"buyer":{"name":"A"\#(note)},"gift":null,"delivery":"post","lines":[{"sku":"A","count":1}]}"#
    let order = try order(text)
    #expect(order.note == nil)
    #expect(order.gift == false)
  }

  @Test(
    "every mistake is reported with its path",
    arguments: [
      (#"{}"#, ["buyer.name required", "lines required", "delivery required"]),
      (#"[]"#, [" wrong_type"]),
      (#"null"#, [" wrong_type"]),
      (
        #"{"buyer":7,"delivery":"post","lines":[{"sku":"A","count":1}]}"#,
        ["buyer wrong_type"]
      ),
      (
        #"{"buyer":{"name":7,"age":1},"delivery":"fax","lines":[],"x":1}"#,
        [
          "buyer.name wrong_type", "lines too_few", "delivery not_a_choice", "x unknown_field",
          "buyer.age unknown_field",
        ]
      ),
      (
        #"""
        {"buyer":{"name":"a\u0000b","note":"12345678901"},"gift":"yes","delivery":"post",
         "lines":[{"sku":"","count":0},{"sku":"123456","count":1.5},3]}
        """#,
        [
          "buyer.name bad_character", "buyer.note too_long", "gift wrong_type",
          "lines[0].sku too_short", "lines[0].count out_of_range", "lines[1].sku too_long",
          "lines[1].count wrong_type", "lines[2] wrong_type",
        ]
      ),
      (
        #"{"buyer":{"name":"A"},"delivery":"post","lines":[{"sku":"A","count":1e30,"y":1}]}"#,
        ["lines[0].count out_of_range", "lines[0].y unknown_field"]
      ),
      (
        #"{"buyer":{"name":"A"},"delivery":"post","lines":[1,2,3,4]}"#, ["lines too_many"]
      ),
    ])
  func problems(text: String, expected: [String]) {
    let problems = #expect(throws: FieldProblems.self) { try order(text) }
    #expect(problems?.all.map { "\($0.path) \($0.code.rawValue)" } == expected)
  }

  @Test("texts are parsed and rules of the caller's are reported")
  func values() throws {
    let fields = JSONFields(["year": "2026", "month": "May", "tags": ["a", 1], "ids": [1, 0]])
    #expect(fields.value("year", Int.init) == 2026)
    #expect(fields.value("month", Int.init) == nil)
    #expect(fields.optionalValue("day", Int.init) == nil)
    #expect(fields.strings("tags", count: 0...9, max: 9) == ["a"])
    #expect(fields.integers("ids", count: 0...9, in: 1...9) == [1])
    fields.refuse("year", textKey: "orders.problem.past")
    #expect(
      fields.finish() == [
        FieldProblem(path: "month", code: .malformed),
        FieldProblem(path: "tags[1]", code: .wrongType),
        FieldProblem(path: "ids[1]", code: .outOfRange),
        FieldProblem(path: "year", code: .refused, textKey: "orders.problem.past"),
      ])
  }

  @Test("a document that is wrong in a thousand places gives a hundred problems")
  func bounded() {
    let members = (0..<1000).map { ("k\($0)", JSON.null) }
    #expect(JSONFields(.object(members)).finish().count == 100)
  }
}
