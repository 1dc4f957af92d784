import Commerce
import Office
import Testing

@testable import Orders

@Suite("Deliveries that sellers' programs report") struct CourierCallTests {
  /// Two packed postings and one that is not.
  private static func house() throws -> (OrdersHouse, SellerProgram) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    let browser = try house.browser()
    for _ in 1...3 { _ = try house.front().order([(7, 1)]) }
    _ = try browser.pack("48001-1")
    _ = try browser.pack("48002-1")
    return (house, try house.program())
  }

  private static func numbers(_ pairs: [(String, String)]) -> String {
    let items = pairs.map { #"{"posting_number":"\#($0.0)","tracking_number":"\#($0.1)"}"# }
    return #"{"tracking_numbers":[\#(items.joined(separator: ","))]}"#
  }

  /// The errors of an answer, in the order of the postings; empty where it went well.
  private static func errors(_ answer: Answer) -> [String] {
    (answer.json["result"]?.array ?? []).map { row in
      let error = row["error"]?.string ?? "no error"
      #expect(row["result"]?.bool == error.isEmpty)
      return error
    }
  }

  private static func report(
    _ program: SellerProgram, _ method: String, _ numbers: String...
  ) throws -> [String] {
    let list = numbers.map { "\"\($0)\"" }.joined(separator: ",")
    return errors(
      try program.call("/v2/fbs/posting/\(method)", #"{"posting_number":[\#(list)]}"#))
  }

  private static func status(_ program: SellerProgram, _ number: String) throws -> String {
    let shown = try program.call("/v3/posting/fbs/get", #"{"posting_number":"\#(number)"}"#)
    return shown.json["result"]?["status"]?.string ?? ""
  }

  @Test("a number finds its carrier by its shape; then the parcel goes out, and to the door")
  func way() throws {
    let (house, program) = try Self.house()
    let set = "/v2/fbs/posting/tracking-number/set"
    let first = try program.call(
      set, Self.numbers([("48001-1", "rr 473124829 gb"), ("48002-1", "nonsense"), ("9-1", "x")]))
    #expect(
      Self.errors(first) == ["", "HAS_INCORRECT_TRACKING_NUMBER", "POSTING_NOT_FOUND"],
      "\(first.text)")
    #expect(
      try Self.errors(program.call(set, Self.numbers([("48001-1", "RR473124829GB")]))) == [""])
    let shown = try program.call("/v3/posting/fbs/get", #"{"posting_number":"48001-1"}"#)
    let posting = shown.json["result"]
    #expect(posting?["tracking_number"]?.string == "RR473124829GB")
    #expect(posting?["tpl_integration_type"]?.string == "non_integrated")
    #expect(posting?["delivery_method"]?["tpl_provider_id"]?.integer == 5)
    #expect(
      try Self.report(program, "delivering", "48001-1", "48002-1") == [
        "", "HAS_INCORRECT_TPL_INTEGRATION_TYPE",
      ])
    #expect(try Self.status(program, "48001-1") == "delivering")
    #expect(try house.pieces(of: 7).onHand == 49)
    #expect(try Self.report(program, "delivering", "48001-1") == [""], "a repeat changes nothing")
    #expect(try Self.report(program, "last-mile", "48001-1") == [""])
    #expect(try Self.status(program, "48001-1") == "driver_pickup")
    #expect(try Self.report(program, "delivering", "48001-1") == ["TRANSITION_IS_NOT_POSSIBLE"])
    #expect(try Self.report(program, "delivered", "48001-1", "48001-1") == ["", ""])
    #expect(try Self.status(program, "48001-1") == "delivered")
    #expect(try Self.report(program, "last-mile", "48001-1") == ["TRANSITION_IS_NOT_POSSIBLE"])
    #expect(try Self.report(program, "delivered", "48003-1") == ["TRANSITION_IS_NOT_POSSIBLE"])
    try house.office.runDueJobs()
    #expect(try house.mails().count >= 1, "the buyer hears of it as from the page")
    #expect(try house.miscounts().isEmpty)
  }

  @Test("what is with the courier is found by its own status, and not among the rest")
  func filter() throws {
    let (_, program) = try Self.house()
    for (number, tracking) in [("48001-1", "RR473124829GB"), ("48002-1", "RR123456785GB")] {
      _ = try program.call(
        "/v2/fbs/posting/tracking-number/set", Self.numbers([(number, tracking)]))
      _ = try Self.report(program, "delivering", number)
    }
    _ = try Self.report(program, "last-mile", "48002-1")
    let table: [(String, [String])] = [
      (#""delivering""#, ["48001-1"]), (#""driver_pickup""#, ["48002-1"]),
      (#""delivering","driver_pickup""#, ["48001-1", "48002-1"]),
      (#""driver_pickup","awaiting_approve""#, ["48002-1", "48003-1"]),
    ]
    for (statuses, expected) in table {
      let body =
        #"{"filter":{\#(PostingCallTests.year),"statuses":[\#(statuses)]},"limit":10}"#
      let answer = try program.call("/v4/posting/fbs/list", body)
      #expect(PostingCallTests.numbers(answer.json["postings"]).sorted() == expected)
    }
  }

  @Test("a number of another posting is refused; on the way a wrong one is put right")
  func numbers() throws {
    let (house, program) = try Self.house()
    let set = "/v2/fbs/posting/tracking-number/set"
    let both = [("48001-1", "RR473124829GB"), ("48002-1", "RR473124829GB")]
    #expect(
      try Self.errors(program.call(set, Self.numbers(both))) == [
        "", "TRACKING_NUMBER_ALREADY_USED",
      ])
    _ = try Self.report(program, "delivering", "48001-1")
    let late = try program.call(
      set, Self.numbers([("48001-1", "SVP1234567897"), ("48001-1", "RR123456785GB")]))
    #expect(Self.errors(late) == ["HAS_INCORRECT_TRACKING_NUMBER", ""])
    let shown = try program.call("/v3/posting/fbs/get", #"{"posting_number":"48001-1"}"#)
    #expect(shown.json["result"]?["tracking_number"]?.string == "RR123456785GB")
    #expect(try house.miscounts().isEmpty)
  }

  @Test("what is wrong with the call itself is refused as a whole")
  func refusals() throws {
    let (house, program) = try Self.house()
    let many = (1...21).map { ("\($0)-1", "x") }
    let table: [(String, String, String)] = [
      ("tracking-number/set", "{}", "tracking_numbers"),
      ("tracking-number/set", Self.numbers(many), "20"),
      ("tracking-number/set", #"{"tracking_numbers":["x"]}"#, "tracking_numbers[0]"),
      ("delivering", "{}", "posting_number"), ("last-mile", #"{"posting_number":[{}]}"#, "string"),
    ]
    for (method, body, word) in table {
      let answer = try program.call("/v2/fbs/posting/\(method)", body)
      #expect(answer.status == 400 && answer.text.contains(word), "\(method): \(answer.text)")
    }
    let reader = try house.program(rights: [.readOrders])
    #expect(try reader.call("/v2/fbs/posting/delivered", "{}").status == 403)
    let stranger = try house.program(of: house.other)
    #expect(try Self.report(stranger, "delivering", "48001-1") == ["POSTING_NOT_FOUND"])
  }
}
