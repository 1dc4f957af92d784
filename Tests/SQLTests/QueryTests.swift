import Testing

@_spi(Minting) @testable import SQL

@Suite("Queries and values")
struct QueryTests {
  let shop: Shop
  let reader: OpenReader

  init() throws {
    shop = try Shop()
    reader = try shop.database.makeReader().open
  }

  enum State: String, SQLConvertible { case draft, live }

  struct Mark: Equatable, SQLConvertible {
    let sqlValue: Int64
  }

  func echo<T: SQLValue>(_ value: T) throws -> T { try reader.one(Query<T>("select ?"), value) }

  @Test(
    "a text comes back byte for byte",
    arguments: [
      "", "a", "ёж 猫 🧶", "a\0b", "'; drop table x; --", String(repeating: "я", count: 99_999),
    ])
  func texts(text: String) throws {
    #expect(try echo(text) == text)
    #expect(try echo(Optional(text)) == text)
    #expect(try echo(Array(text.utf8)) == Array(text.utf8))
  }

  @Test("numbers, truth values, enumerations, identifiers and nothing come back")
  func values() throws {
    for value in [0, 1, -1, Int64.min, .max] { #expect(try echo(value) == value) }
    #expect(try echo(Int.max) == .max)
    #expect(try echo(Int32.min) == .min)
    #expect(try [true, false].map { try echo($0) } == [true, false])
    #expect(try echo(0.1) == 0.1)
    #expect(try echo(State.live) == .live)
    #expect(try echo(Mark(sqlValue: 5)) == Mark(sqlValue: 5))
    #expect(try echo(Int64?.none) == nil)
    #expect(try echo(String?.none) == nil)
    #expect(try echo([UInt8]()) == [])
  }

  @Test("a list of numbers is read by their places, and has nothing beside them")
  func numberLists() throws {
    let numbers = [0, -1, Int64.min, .max]
    let at = Query<Int64?>("select number_at(?, ?)")
    for (place, number) in numbers.enumerated() {
      #expect(try reader.one(at, NumberList.bytes(numbers), place) == number)
    }
    for place in [-1, 4, Int64.min, .max] {
      #expect(try reader.one(at, NumberList.bytes(numbers), place) == nil)
    }
    #expect(try reader.one(at, NumberList.bytes([]), 0) == nil)
    #expect(try reader.one(at, [UInt8](repeating: 1, count: 7), 0) == nil)
    #expect(try reader.one(at, [UInt8]?.none, 0) == nil)
  }

  static let misfits: [@Sendable (OpenReader) throws -> Void] = [
    { _ = try $0.one(Query<Int64>("select 'x'")) },
    { _ = try $0.one(Query<Int64>("select null")) },
    { _ = try $0.one(Query<Int64>("select 1.0")) },
    { _ = try $0.one(Query<String>("select 1")) },
    { _ = try $0.one(Query<String>("select null")) },
    { _ = try $0.one(Query<[UInt8]>("select 'x'")) },
    { _ = try $0.one(Query<Double>("select 1")) },
    { _ = try $0.one(Query<Bool>("select 2")) },
    { _ = try $0.one(Query<Int32>("select 3000000000")) },
    { _ = try $0.one(Query<State>("select 'gone'")) },
    { _ = try $0.one(Query<String?>("select 1")) },
    { _ = try $0.one(Query<Int64>("select 1, 2")) },
    { _ = try $0.one(Query("select 1") { (_: Int, _: Int) in 0 }) },
    { _ = try $0.one(Query<Int64>("select ?")) },
    { _ = try $0.one(Query<Int64>("select 1"), 1) },
    { _ = try $0.one(Query<Int64>("select ?"), 1, 2) },
    { _ = try $0.one(Query<Int64>("select id from category where id = 99")) },
    { _ = try $0.one(Query<Int64>("select id from category")) },
    { _ = try $0.one(Query<Int64>("select nothing from nowhere")) },
    { _ = try $0.one(Query<Int64>("selec 1")) },
  ]

  @Test("what does not fit is an error and no trap", arguments: misfits.indices)
  func misfit(index: Int) throws {
    let error = #expect(throws: SQLError.self) { try Self.misfits[index](reader) }
    #expect(error?.message.isEmpty == false)
    #expect(try echo(1) == 1)
  }

  @Test("an error says the column, the statement and never a value")
  func report() throws {
    let error = #expect(throws: SQLError.self) {
      try reader.one(Query<Int64>("select name from category where name = ?"), "Tea")
    }
    #expect(error?.message == "column name: text where integer is expected")
    #expect(error?.sql == "select name from category where name = ?")
  }

  @Test("a decoder takes the columns in order")
  func decoding() throws {
    struct Category: Equatable, Sendable {
      let id: Int64
      let name: String
    }
    let all = Query("select id, name from category order by id", Category.init)
    #expect(try reader.all(all) == [Category(id: 1, name: "Tea"), Category(id: 2, name: "Cups")])
    #expect(try reader.first(all) == Category(id: 1, name: "Tea"))
  }

  @Test("a statement can run inside its own rows")
  func nested() throws {
    let names = Query<String>("select name from category order by id")
    var pairs: [String] = []
    try reader.forEach(names) { (outer: String) throws(SQLError) in
      try reader.forEach(names) { inner in pairs.append(outer + inner) }
    }
    #expect(pairs == ["TeaTea", "TeaCups", "CupsTea", "CupsCups"])
  }

  @Test("a body ends the rows with its own error")
  func ending() throws {
    struct Enough: Error {}
    var seen = 0
    #expect(throws: Enough.self) {
      try reader.forEach(Query<Int64>("select id from category")) { _ in
        seen += 1
        throw Enough()
      }
    }
    #expect(seen == 1)
  }

  @Test("a row lends its bytes")
  func rows() throws {
    let all = Query("select id, name, null, 1.5 from category where id = ?") {
      (_: Int64, _: String, _: Int64?, _: Double) in 0
    }
    var lines: [String] = []
    try reader.forEachRow(all, 2) { row in
      let bytes = row.withBytes(1) { $0.count }
      let none = row.withBytes(2) { $0.count }
      lines.append(
        "\(row.int(0)) \(row.text(1)) \(bytes) \(row.isNull(2)) \(none) \(row.double(3))")
      lines.append("\(row.int(-1)) \(row.text(99)) \(row.int(1))")
    }
    #expect(lines == ["2 Cups 4 true 0 1.5", "0  0"])
  }

  @Test("a list is assembled from fragments, and values are only bound")
  func assembled() throws {
    var list = DynamicQuery<String>("select name from category where true") { (n: String) in n }
    #expect(try reader.all(list) == ["Tea", "Cups"])
    list.append("and name <> ?", "' or 1 = 1 --")
    list.append("and id", in: [1, 2, 3])
    list.append("order by id desc limit ?", 5)
    #expect(try reader.all(list) == ["Cups", "Tea"])
    #expect(try reader.first(list) == "Cups")
    var none = DynamicQuery<String>("select name from category where id") { (n: String) in n }
    none.append("", in: [])
    #expect(try reader.all(none) == [])
  }

  @Test("more assembled texts than are kept all work")
  func manyTexts() throws {
    for round in 0..<2 {
      for length in 1...300 {
        var list = DynamicQuery<Int>("select count(*) from category where id") { (n: Int) in n }
        list.append("", in: (1...length).map { Int64($0) })
        #expect(try reader.one(list) == min(length, 2), "round \(round)")
      }
    }
  }

  @Test("a snapshot does not see what is committed meanwhile")
  func snapshot() throws {
    let count = Query<Int>("select count(*) from category")
    let own = try shop.database.makeReader()
    let counts = try own.snapshot {
      let before = try own.open.one(count)
      try shop.database.writer.write { tx in
        _ = try tx.open.run(Command("insert into category values (9, 'Later')"))
      }
      return [before, try own.open.one(count)]
    }
    #expect(counts == [2, 2])
    #expect(try own.open.one(count) == 3)
  }

  static let broken: [(StaticString, Constraint.Kind, String)] = [
    (
      "insert into main.product values (7, 9, 'x', 1, 'T1')", .unique,
      "product.seller_id, product.offer"
    ),
    (
      "insert into main.product values (7, 1, 'x', 1, 'x')", .unique,
      "product.seller_id, product.id"
    ),
    ("insert into main.product values (7, 9, 'x', -1, 'x')", .check, "price >= 0"),
    ("insert into main.product values (7, 9, null, 1, 'x')", .notNull, "product.title"),
  ]

  @Test("a broken constraint is named", arguments: broken)
  func constraints(sql: StaticString, kind: Constraint.Kind, name: String) throws {
    let error = #expect(throws: SQLError.self) { try shop.seven { try $0.run(Command(sql)) } }
    #expect(error?.isConstraint(kind, name) == true, "\(String(describing: error))")
    #expect(error?.isTenancy == false)
  }
}
