import Commerce
import Office
import Testing

@testable import Orders

@Suite("What else sellers' programs ask of postings") struct TermCallTests {
  /// A packed posting of three pieces and one, and one that is not packed.
  private static func house() throws -> (OrdersHouse, SellerProgram, Browser) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    try house.stock(8, pieces: 50)
    let browser = try house.browser()
    _ = try house.front().order([(7, 3), (8, 1)])
    _ = try house.front().order([(7, 2)])
    _ = try browser.pack("48001-1")
    _ = try browser.post("\(browser.path(of: "48002-1"))/confirmation")
    return (house, try house.program(), browser)
  }

  private static let first = #""posting_number":"48001-1""#

  private static func posting(_ program: SellerProgram, _ number: String) throws -> JSON? {
    try program.call("/v3/posting/fbs/get", #"{"posting_number":"\#(number)"}"#).json["result"]
  }

  @Test("a posting is spread over boxes piece by piece, and no piece is lost", arguments: 1...4)
  func boxes(_ count: Int64) throws {
    let (house, program, _) = try Self.house()
    let answer = try program.call(
      "/v3/posting/multiboxqty/set", #"{\#(Self.first),"multi_box_qty":\#(count)}"#)
    #expect(answer.json["result"]?["result"]?.bool == true, "\(answer.text)")
    let posting = try Self.posting(program, "48001-1")
    #expect(posting?["multi_box_qty"]?.integer == count)
    #expect(posting?["is_multibox"]?.bool == (count > 1))
    let id = try #require(
      try PostingStore(rows: house.store().rows).ids(bearing: "48001-1").first)
    let contents = try ParcelStore(rows: house.store().rows).contents(of: id)
    let held = contents.values.reduce(into: [Int64: Int64]()) { sum, box in
      sum.merge(box, uniquingKeysWith: +)
    }
    #expect(count == 1 ? held.isEmpty : held == [1: 3, 2: 1])
    #expect(contents.values.allSatisfy { !$0.isEmpty })
    let again = try program.call(
      "/v3/posting/multiboxqty/set", #"{\#(Self.first),"multi_box_qty":1}"#)
    #expect(again.status == 200)
    #expect(try Self.posting(program, "48001-1")?["multi_box_qty"]?.integer == 1)
  }

  @Test("where goods were made is kept with their line, from the list of countries")
  func origin() throws {
    let (house, program, browser) = try Self.house()
    let list = "/v2/posting/fbs/product/country/list"
    let all = try program.call(list).json["result"]?.array ?? []
    #expect(all.count > 190)
    #expect(Set(all.compactMap { $0["country_iso_code"]?.string }).count == all.count)
    let found = try program.call(list, #"{"name_search":"кит"}"#).json["result"]?.array
    #expect(found?.contains { $0["country_iso_code"]?.string == "CN" } == true)
    let set = "/v2/posting/fbs/product/country/set"
    let answer = try program.call(
      set, #"{\#(Self.first),"product_id":8,"country_iso_code":"cn"}"#)
    #expect(answer.json["product_id"]?.integer == 8)
    #expect(answer.json["is_gtd_needed"]?.bool == false)
    #expect(try browser.get(browser.path(of: "48001-1")).text.contains("Китай"))
    for (body, word) in [
      (#"{\#(Self.first),"product_id":9,"country_iso_code":"CN"}"#, "UNKNOWN_PRODUCT_DEFINED"),
      (#"{\#(Self.first),"product_id":8,"country_iso_code":"XX"}"#, "country_iso_code"),
      (#"{\#(Self.first),"country_iso_code":"CN"}"#, "product_id"),
      (#"{"posting_number":"1-1","product_id":8}"#, "POSTING_NOT_FOUND"),
    ] {
      #expect(try program.call(set, body).text.contains(word))
    }
    #expect(try house.miscounts().isEmpty)
  }

  @Test("what the carrier did not take is offered again, all of a call or none")
  func again() throws {
    let (house, program, browser) = try Self.house()
    let path = try browser.path(of: "48001-1")
    _ = try browser.post("\(path)/shipment", [("carrier", "1"), ("tracking", "")])
    let both = #"{"posting_number":["48001-1","48002-1"]}"#
    let method = "/v2/posting/fbs/awaiting-delivery"
    #expect(try program.call(method, both).status == 400)
    let id = try #require(PostingID(text: String(path.split(separator: "/").last ?? "")))
    try house.write { tx in
      try house.acts().perform(
        PostingAct(command: .refuse, actor: .carrier), on: id, at: house.clock.now(), in: tx)
    }
    #expect(try Self.posting(program, "48001-1")?["status"]?.string == "not_accepted")
    #expect(try program.call(method, both).status == 400)
    #expect(try Self.posting(program, "48001-1")?["status"]?.string == "not_accepted")
    let one = #"{"posting_number":["48001-1"]}"#
    let dispute = try program.call("/v2/posting/fbs/arbitration", one)
    #expect(dispute.status == 400 && dispute.text.contains("ARBITRATION_IS_NOT_AVAILABLE"))
    #expect(try program.call(method, one).json["result"]?.bool == true)
    #expect(try Self.posting(program, "48001-1")?["status"]?.string == "awaiting_deliver")
  }

  @Test("limits are those of the carrier's services; a service that is not there says so")
  func services() throws {
    let (_, program, _) = try Self.house()
    let limits = try program.call("/v1/posting/fbs/restrictions", "{\(Self.first)}").json["result"]
    #expect(limits?["max_posting_weight"]?.integer == 30_000)
    #expect(limits?["length"]?.integer == 1_500 && limits?["min_posting_weight"]?.integer == 0)
    let slots = try program.call("/v1/posting/fbs/timeslot/change-restrictions", "{\(Self.first)}")
    #expect(slots.json["remaining_changes_count"]?.integer == 0)
    let code = try program.call(
      "/v1/posting/fbs/pick-up-code/verify", #"{\#(Self.first),"pickup_code":"1234"}"#)
    #expect(code.json["valid"]?.bool == false)
    let table: [(String, String, Int, String)] = [
      (
        "cutoff/set", #"{\#(Self.first),"new_cutoff_date":"2026-12-01"}"#, 400,
        "CUTOFF_CHANGE_IS_NOT_AVAILABLE"
      ),
      ("cutoff/set", "{\(Self.first)}", 400, "new_cutoff_date"),
      (
        "fbs/timeslot/set",
        #"{\#(Self.first),"new_timeslot":{"from":"2026-12-01T10:00:00Z","to":"2026-12-01T12:00:00Z"}}"#,
        400, "TIMESLOT_CHANGE_IS_NOT_AVAILABLE"
      ),
      ("fbs/timeslot/set", "{\(Self.first)}", 400, "new_timeslot"),
      ("fbs/pick-up-code/verify", "{\(Self.first)}", 400, "pickup_code"),
      ("fbs/restrictions", #"{"posting_number":"1-1"}"#, 404, "POSTING_NOT_FOUND"),
    ]
    for (method, body, status, word) in table {
      let answer = try program.call("/v1/posting/\(method)", body)
      #expect(answer.status == status && answer.text.contains(word), "\(method) \(answer.text)")
    }
    let boxes = "/v3/posting/multiboxqty/set"
    for (body, word) in [
      (#"{\#(Self.first),"multi_box_qty":5}"#, "HAS_INCORRECT_PRODUCT_QUANTITY"),
      (#"{\#(Self.first),"multi_box_qty":0}"#, "multi_box_qty"),
      (#"{"posting_number":"48002-1","multi_box_qty":2}"#, "HAS_INCORRECT_STATUS"),
    ] {
      #expect(try program.call(boxes, body).text.contains(word))
    }
  }

  @Test("pick lists show what must be packed, by posting and added up by product")
  func assembly() throws {
    let (house, program, browser) = try Self.house()
    _ = try house.front().order([(7, 1), (8, 2)])
    _ = try browser.post("\(browser.path(of: "48003-1"))/confirmation")
    var (cursor, numbers) = ("", [String]())
    repeat {
      let page = try program.call(
        "/v1/assembly/fbs/posting/list", #"{"limit":1,"cursor":"\#(cursor)"}"#
      ).json
      numbers += PostingCallTests.numbers(page["postings"])
      cursor = page["cursor"]?.string ?? ""
    } while !cursor.isEmpty
    #expect(numbers == ["48002-1", "48003-1"])
    let list = try program.call(
      "/v1/assembly/fbs/product/list", #"{"filter":{"delivery_method_id":1},"limit":10}"#
    ).json
    let products = list["products"]?.array ?? []
    #expect(list["products_count"]?.integer == 2 && list["has_next"]?.bool == false)
    #expect(products.map { $0["sku"]?.integer } == [7, 8])
    #expect(products.map { $0["quantity"]?.integer } == [3, 2])
    #expect(
      PostingCallTests.numbers(products.first?["postings"]).sorted() == ["48002-1", "48003-1"])
    let none = try program.call(
      "/v1/assembly/fbs/product/list", #"{"filter":{"delivery_method_id":9},"limit":10}"#)
    #expect(none.json["products"]?.array?.isEmpty == true)
  }
}
