import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("Hand-overs of sellers' programs") struct HandoverCallTests {
  /// So many packed postings of the platform's own carrier in the first warehouse.
  private static func house(_ count: Int64) throws -> (OrdersHouse, SellerProgram, Browser) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 100)
    let browser = try house.browser()
    for index in 1...count {
      _ = try house.front().order([(7, 1)])
      _ = try browser.pack("4800\(index)-1")
    }
    return (house, try house.program(), browser)
  }

  private static let act = "/v2/posting/fbs/act"

  private static func states(_ house: OrdersHouse, _ count: Int64) throws -> [String] {
    let program = try house.program()
    return try (1...count).map { index in
      let body = #"{"posting_number":"4800\#(index)-1"}"#
      return try program.call("/v3/posting/fbs/get", body).json["result"]?["status"]?.string ?? ""
    }
  }

  @Test("an act takes all that waits, hands it over, and is the act that the pages show")
  func act() throws {
    let (house, program, browser) = try Self.house(3)
    let made = try program.call("\(Self.act)/create", #"{"delivery_method_id":1}"#)
    let id = try #require(made.json["result"]?["id"]?.integer, "\(made.text)")
    #expect(try Self.states(house, 3) == Array(repeating: "acceptance_in_progress", count: 3))
    let manifest = try house.manifest("/manifests/\(id)")
    #expect(manifest.state == .closed && manifest.parcels == 3)
    let body = #"{"id":\#(id)}"#
    let state = try program.call("\(Self.act)/check-status", body).json["result"]
    #expect(state?["status"]?.string == "ready")
    #expect(
      state?["added_to_act"]?.array?.compactMap(\.string) == ["48001-1", "48002-1", "48003-1"])
    let held = try program.call("\(Self.act)/get-postings", body).json["result"]?.array ?? []
    #expect(PostingCallTests.numbers(.array(held)) == ["48001-1", "48002-1", "48003-1"])
    #expect(held.first?["products"]?.array?.first?["sku"]?.integer == 7)
    let listed = try program.call(
      "\(Self.act)/list",
      #"{"filter":{"date_from":"2026-11-20","date_to":"2026-11-30"},"limit":10}"#)
    let row = listed.json["result"]?.array?.first
    #expect(row?["id"]?.integer == id && row?["status"]?.string == "sended")
    #expect(row?["integration_type"]?.string == "ozon")
    #expect(row?["related_docs"]?["act_of_acceptance"]?["document_status"]?.string == "FORMED")
    #expect(try browser.get("/manifests/\(id)").text.contains("/manifests/\(id)/document"))
    let again = try program.call("\(Self.act)/create", #"{"delivery_method_id":1}"#)
    #expect(again.status == 400 && again.text.contains("no_postings"))
    try house.office.runDueJobs()
    #expect(try house.mails().count == 3)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("papers are files, and the bars say what the text says")
  func papers() throws {
    let (house, program, browser) = try Self.house(2)
    let made = try program.call(
      "\(Self.act)/create", #"{"delivery_method_id":"1","containers_count":3}"#)
    let id = try #require(made.json["result"]?["id"]?.integer)
    let body = #"{"id":\#(id)}"#
    #expect(
      try program.call("\(Self.act)/get-barcode/text", body).json["result"]?.string == "\(id)")
    let bars = try program.bytes("\(Self.act)/get-barcode", body)
    #expect(bars.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    let digital = "/v2/posting/fbs/digital/act"
    #expect(try program.call("\(digital)/check-status", body).json["status"]?.string == "FORMED")
    let page = try browser.get("/manifests/\(id)/document")
    #expect(page.status == 200 && page.text.contains("48001-1") && page.text.contains("\(id)"))
    let other = try house.browser("owner@two.example")
    #expect(try other.get("/manifests/\(id)/document").status == 404)
    #expect(try other.get("/manifests/\(id)/document.pdf").status == 404)
    guard try house.desk().room.hasFonts else { return }
    for path in ["\(Self.act)/get-pdf", "\(Self.act)/get-container-labels", "\(digital)/get-pdf"] {
      #expect(try program.bytes(path, body).starts(with: Array("%PDF-".utf8)), "\(path)")
    }
    #expect(try browser.file("/manifests/\(id)/document.pdf").starts(with: Array("%PDF-".utf8)))
    let mismatch = #"{"id":\#(id),"doc_type":"act_of_mismatch"}"#
    #expect(try program.call("\(digital)/get-pdf", mismatch).status == 404)
    let held = try program.call("/v3/posting/fbs/get", #"{"posting_number":"48002-1"}"#)
    let number = held.json["result"]?["tracking_number"]?.string ?? ""
    _ = try browser.post(
      "/manifests/\(id)/acceptance", [("missing", number), ("extra", "ZZ-1")])
    #expect(try program.bytes("\(digital)/get-pdf", mismatch).starts(with: Array("%PDF-".utf8)))
    #expect(
      try program.call("\(digital)/check-status", body).json["status"]?.string
        == "CONFIRMED_WITH_MISMATCH")
    let state = try program.call("\(Self.act)/check-status", body).json["result"]
    #expect(state?["removed_from_act"]?.array?.count == 1)
    #expect(try browser.get("/manifests/\(id)/document").text.contains("ZZ1"))
  }

  @Test("a carriage is put together, changed, approved; then it is never changed")
  func carriage() throws {
    let (house, program, _) = try Self.house(3)
    let made = try program.call("/v1/carriage/create", #"{"delivery_method_id":1}"#)
    let id = try #require(made.json["carriage_id"]?.integer, "\(made.text)")
    #expect(
      try program.call("/v1/carriage/create", #"{"delivery_method_id":1}"#).json["carriage_id"]?
        .integer == id, "a repeat makes no other")
    let act = try program.call("\(Self.act)/create", #"{"delivery_method_id":1}"#)
    #expect(act.text.contains("there_are_incomplete_carriages"))
    let one = #""carriage_id":\#(id)"#
    #expect(try program.call("/v1/carriage/get", "{\(one)}").json["status"]?.string == "new")
    let set = try program.call(
      "/v1/carriage/set-postings",
      #"{\#(one),"posting_numbers":["48001-1","48003-1","77-1"]}"#)
    let errors = set.json["result"]?.array?.map { $0["error"]?.string ?? "" }
    #expect(errors == ["", "", "POSTING_NOT_FOUND"], "\(set.text)")
    #expect(try house.manifest("/manifests/\(id)").parcels == 2)
    #expect(
      try program.call("/v1/carriage/approve", #"{\#(one),"containers_count":2}"#).text == "{}")
    #expect(
      try Self.states(house, 3)
        == ["acceptance_in_progress", "awaiting_deliver", "acceptance_in_progress"])
    let shown = try program.call("/v1/carriage/get", "{\(one)}").json
    #expect(shown["status"]?.string == "sended" && shown["containers_count"]?.integer == 2)
    #expect(shown["has_postings_for_next_carriage"]?.bool == true)
    for (path, more) in [("approve", ""), ("set-postings", #","posting_numbers":[]"#)] {
      let answer = try program.call("/v1/carriage/\(path)", "{\(one)\(more)}")
      #expect(answer.status == 400 && answer.text.contains("CARRIAGE_HAS_INCORRECT_STATUS"))
    }
    let cancel = try program.call("/v1/carriage/cancel", "{\(one)}").json
    #expect(cancel["error"]?.string == "CARRIAGE_HAS_INCORRECT_STATUS")
    let next = try program.call("/v1/carriage/create", #"{"delivery_method_id":1}"#)
    let second = next.json["carriage_id"]?.integer ?? 0
    #expect(second != id)
    let dropped = try program.call("/v1/carriage/cancel", #"{"carriage_id":\#(second)}"#)
    #expect(dropped.json["carriage_status"]?.string == "cancelled")
    #expect(try program.call("/v1/carriage/get", #"{"carriage_id":\#(second)}"#).status == 404)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("the day of departure takes what must leave by then, and all where nothing must")
  func departure() throws {
    let (house, program, _) = try Self.house(2)
    let early = house.clock.now() - .hours(1)
    try house.write { tx in
      _ = try tx.run(Self.due, early.milliseconds, "48001-1")
    }
    let today = #"{"delivery_method_id":1,"departure_date":"2026-11-23T12:00:00Z"}"#
    let lists = try program.call("/v1/carriage/delivery/list", today).json["result"]?.array?.first
    #expect(lists?["mandatory_packaged_count"]?.integer == 1)
    #expect(lists?["optional_packaged_count"]?.integer == 1)
    _ = try program.call("\(Self.act)/create", today)
    #expect(try Self.states(house, 2) == ["acceptance_in_progress", "awaiting_deliver"])
    _ = try program.call("\(Self.act)/create", today)
    #expect(try Self.states(house, 2)[1] == "acceptance_in_progress")
    let after = try program.call(
      "/v2/carriage/delivery/list",
      #"{"filter":{"delivery_method_id":1,"departure_date":"2026-11-23"},"limit":5}"#)
    let acts = after.json["methods"]?.array?.first?["carriages"]?.array ?? []
    #expect(acts.map { $0["postings_count"]?.integer } == [1, 1])
    let available = try program.call("/v1/posting/carriage-available/list", today)
    #expect(available.json["result"]?.array?.first?["carriage_postings_count"]?.integer == 2)
  }

  private static let due = Command(
    "update main.posting set due_at = ?1 where seller_id = current_seller() and number = ?2")

  @Test("delivery methods are the carriers of each warehouse, and filter the postings")
  func methods() throws {
    let (_, program, _) = try Self.house(2)
    let old = try program.call("/v1/delivery-method/list", #"{"filter":{},"limit":50}"#)
    let all = old.json["result"]?.array ?? []
    #expect(all.first?["id"]?.integer == 1 && all.first?["provider_id"]?.integer == 1)
    #expect(Set(all.compactMap { $0["id"]?.integer }).count == all.count)
    #expect(all.allSatisfy { $0["warehouse_id"]?.integer == 1 })
    var (cursor, walked) = ("", [Int64]())
    repeat {
      let page = try program.call(
        "/v2/delivery-method/list", #"{"limit":2,"cursor":"\#(cursor)"}"#
      ).json
      walked += (page["delivery_methods"]?.array ?? []).compactMap { $0["id"]?.integer }
      cursor = page["cursor"]?.string ?? ""
    } while !cursor.isEmpty
    #expect(walked == all.compactMap { $0["id"]?.integer })
    let post = all.first { $0["provider_id"]?.integer == 5 }?["id"]?.integer ?? 0
    _ = try program.call(
      "/v2/fbs/posting/tracking-number/set",
      #"{"tracking_numbers":[{"posting_number":"48002-1","tracking_number":"RR473124829GB"}]}"#)
    for (id, expected) in [(1, ["48001-1"]), (post, ["48002-1"]), (99, [])] {
      let body =
        #"{"filter":{\#(PostingCallTests.year),"delivery_method_id":[\#(id)]},"limit":10}"#
      let answer = try program.call("/v3/posting/fbs/list", body)
      #expect(PostingCallTests.numbers(answer.json["result"]?["postings"]) == expected, "\(id)")
    }
  }

  @Test("what is wrong is named; another shop's act is not there")
  func refusals() throws {
    let (house, program, _) = try Self.house(1)
    let made = try program.call("\(Self.act)/create", #"{"delivery_method_id":1}"#)
    let id = made.json["result"]?["id"]?.integer ?? 0
    let table: [(String, String, Int, String)] = [
      ("\(Self.act)/create", "{}", 400, "delivery_method_id"),
      ("\(Self.act)/create", #"{"delivery_method_id":7}"#, 404, "DELIVERY_METHOD_NOT_FOUND"),
      (
        "\(Self.act)/create", #"{"delivery_method_id":1,"departure_date":"soon"}"#, 400,
        "departure_date"
      ),
      ("\(Self.act)/check-status", "{}", 400, "id"),
      ("\(Self.act)/get-pdf", #"{"id":5}"#, 404, "CARRIAGE_NOT_FOUND"),
      ("\(Self.act)/list", "{}", 400, "date_from"),
      (
        "\(Self.act)/list",
        #"{"filter":{"date_from":"2020-01-01","date_to":"2026-01-01"}}"#, 400, "one year"
      ),
      ("/v1/carriage/get", #"{"carriage_id":"x"}"#, 400, "carriage_id"),
      (
        "/v2/posting/fbs/digital/act/get-pdf", #"{"id":\#(id),"doc_type":"essay"}"#, 400,
        "doc_type"
      ),
    ]
    for (path, body, status, word) in table {
      let answer = try program.call(path, body)
      #expect(answer.status == status && answer.text.contains(word), "\(path) \(answer.text)")
    }
    let stranger = try house.program(of: house.other)
    #expect(try stranger.call("\(Self.act)/get-postings", #"{"id":\#(id)}"#).status == 404)
    let reader = try house.program(rights: [.readOrders])
    #expect(try reader.call("\(Self.act)/create", #"{"delivery_method_id":1}"#).status == 403)
  }
}

extension SellerProgram {
  /// The octets of an answer that is a file.
  func bytes(_ path: String, _ body: String) throws -> [UInt8] {
    let answer = try response(path, body)
    guard case .bytes(let bytes) = answer.body else { return [] }
    return bytes
  }
}
