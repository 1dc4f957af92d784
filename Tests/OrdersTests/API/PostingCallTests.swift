import Commerce
import Office
import Testing

@testable import Orders

@Suite("Postings for sellers' programs") struct PostingCallTests {
  /// Three orders: one to confirm, one to pack, one cancelled.
  static func house() throws -> OrdersHouse {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    try house.stock(8, pieces: 50, price: 99_900)
    let front = try house.front()
    _ = try front.order([(7, 2), (8, 1)])
    _ = try front.order([(7, 1)])
    _ = try front.order([(8, 3)])
    let browser = try house.browser("owner@one.example")
    let second = try browser.path(of: "48002-1")
    #expect(try browser.post("\(second)/confirmation", [("version", "1")]).status == 303)
    let third = try browser.path(of: "48003-1")
    #expect(
      try browser.post("\(third)/cancellation", [("reason", "out_of_stock"), ("version", "1")])
        .status == 303)
    return house
  }

  static let year = #""since":"2026-01-01T00:00:00Z","to":"2026-12-31T00:00:00Z""#

  static func numbers(_ rows: JSON?) -> [String] {
    (rows?.array ?? []).compactMap { $0["posting_number"]?.string }
  }

  @Test("the lists of both generations show the same postings, oldest or newest first")
  func lists() throws {
    let program = try Self.house().program()
    let all = ["48001-1", "48002-1", "48003-1"]
    for (direction, expected) in [("asc", all), ("DESC", all.reversed())] {
      let old = try program.call(
        "/v3/posting/fbs/list",
        #"{"dir":"\#(direction)","filter":{\#(Self.year)},"limit":10,"offset":0}"#)
      #expect(old.status == 200, "\(old.text)")
      #expect(Self.numbers(old.json["result"]?["postings"]) == expected)
      #expect(old.json["result"]?["has_next"]?.bool == false)
      let new = try program.call(
        "/v4/posting/fbs/list",
        #"{"sort_dir":"\#(direction)","filter":{\#(Self.year)},"limit":10}"#)
      #expect(Self.numbers(new.json["postings"]) == expected)
    }
  }

  @Test("pages by offset and by cursor meet each posting once and end")
  func paging() throws {
    let program = try Self.house().program()
    var offset: [String] = []
    for page in 0..<4 {
      let answer = try program.call(
        "/v3/posting/fbs/list", #"{"filter":{\#(Self.year)},"limit":1,"offset":\#(page)}"#)
      offset += Self.numbers(answer.json["result"]?["postings"])
      #expect(answer.json["result"]?["has_next"]?.bool == (page < 2))
    }
    #expect(offset == ["48001-1", "48002-1", "48003-1"])
    var (cursor, walked) = ("", [String]())
    repeat {
      let answer = try program.call(
        "/v4/posting/fbs/list",
        #"{"filter":{\#(Self.year)},"limit":2,"cursor":"\#(cursor)"}"#)
      walked += Self.numbers(answer.json["postings"])
      cursor = answer.json["cursor"]?.string ?? ""
    } while !cursor.isEmpty
    #expect(walked == offset)
  }

  @Test("filters narrow: status, order, warehouse, what is open")
  func filters() throws {
    let program = try Self.house().program()
    let table: [(String, [String])] = [
      (#""status":"awaiting_packaging""#, ["48002-1"]),
      (#""status":"awaiting_approve""#, ["48001-1"]),
      (#""status":"cancelled""#, ["48003-1"]), (#""status":"arbitration""#, []),
      (#""warehouse_id":["1"]"#, ["48001-1", "48002-1", "48003-1"]),
      (#""warehouse_id":[2]"#, []), (#""order_numbers":["48002"]"#, ["48002-1"]),
    ]
    for (filter, expected) in table {
      let answer = try program.call(
        "/v3/posting/fbs/list", #"{"filter":{\#(Self.year),\#(filter)},"limit":10}"#)
      #expect(Self.numbers(answer.json["result"]?["postings"]) == expected, "\(filter)")
    }
    let open = try program.call(
      "/v3/posting/fbs/unfulfilled/list",
      #"{"filter":{"cutoff_from":"2026-01-01T00:00:00Z","cutoff_to":"2026-12-31T00:00:00Z"}}"#)
    #expect(Self.numbers(open.json["result"]?["postings"]).sorted() == ["48001-1", "48002-1"])
    #expect(open.json["result"]?["count"]?.integer == 2)
  }

  @Test("a posting shows its goods, money as texts and what may be done, and no personal data")
  func detail() throws {
    let house = try Self.house()
    let answer = try house.program().call(
      "/v3/posting/fbs/get",
      #"{"posting_number":"48001-1","with":{"analytics_data":true,"barcodes":true}}"#)
    let posting = answer.json["result"]
    #expect(posting?["status"]?.string == "awaiting_approve")
    let lines = posting?["products"]?.array ?? []
    #expect(lines.map { $0["price"]?.string } == ["2490.00", "999.00"])
    #expect(lines.map { $0["quantity"]?.integer } == [2, 1])
    #expect(posting?["barcodes"]?["lower_barcode"]?.string == "48001-1")
    #expect(posting?["analytics_data"]?["warehouse"]?.string == "Warehouse 1")
    for secret in ["Anna", "Sergeeva", "123-45-41", "anna@", "Primernaya"] {
      #expect(!answer.text.contains(secret))
    }
    let found = try house.program().call(
      "/v2/posting/fbs/get-by-barcode", #"{"barcode":"48001-1"}"#)
    #expect(found.json["result"]?["posting_number"]?.string == "48001-1")
  }

  @Test("a cancelled one tells who cancelled and why, in the API's numbers")
  func cancelled() throws {
    let answer = try Self.house().program().call(
      "/v3/posting/fbs/get", #"{"posting_number":"48003-1"}"#)
    let cancellation = answer.json["result"]?["cancellation"]
    #expect(cancellation?["cancel_reason_id"]?.integer == 352)
    #expect(cancellation?["cancellation_type"]?.string == "seller")
    #expect(cancellation?["affect_cancellation_rating"]?.bool == true)
  }

  @Test("what is wrong is named")
  func refusals() throws {
    let house = try Self.house()
    let program = try house.program()
    let table: [(String, String, Int, String)] = [
      ("/v3/posting/fbs/list", #"{"filter":{}}"#, 400, "filter.since and to"),
      (
        "/v3/posting/fbs/list",
        #"{"filter":{"since":"2024-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}}"#, 400,
        "no longer than one year"
      ),
      ("/v3/posting/fbs/list", #"{"filter":{"since":"x","to":"y"}}"#, 400, "filter.since"),
      ("/v4/posting/fbs/list", #"{"filter":{\#(Self.year)},"cursor":"zz"}"#, 400, "cursor"),
      ("/v3/posting/fbs/get", #"{"posting_number":"99999-1"}"#, 404, "POSTING_NOT_FOUND"),
      ("/v3/posting/fbs/get", "{}", 400, "posting_number"),
      ("/v2/posting/fbs/get-by-barcode", #"{"barcode":""}"#, 404, "POSTING_NOT_FOUND"),
    ]
    for (path, body, status, word) in table {
      let answer = try program.call(path, body)
      #expect(answer.status == status, "\(path) \(body): \(answer.text)")
      #expect(answer.text.contains(word), "\(answer.text)")
    }
    let other = try house.program(of: house.other)
    #expect(
      try other.call("/v3/posting/fbs/get", #"{"posting_number":"48001-1"}"#).status == 404)
    let poor = try house.program(rights: [.readProducts])
    #expect(try poor.call("/v3/posting/fbs/list", "{}").status == 403)
  }
}
