import Commerce
import Office
import Testing

@testable import Orders

@Suite("Labels as tasks of sellers' programs") struct LabelCallTests {
  /// One posting that is packed and one that is not.
  private static func house() throws -> OrdersHouse {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    let browser = try house.browser()
    for number in 1...2 { _ = try house.front().order([(7, Int64(number))]) }
    _ = try browser.pack("48001-1")
    return house
  }

  private static let path = "posting/fbs/package-label"

  @Test(
    "every version makes tasks whose file any program can fetch",
    arguments: [
      ("/v1", "posting_number", 1), ("/v2", "posting_number", 2), ("/v3", "posting_numbers", 2),
    ])
  func tasks(_ version: String, _ field: String, _ count: Int) throws {
    let house = try Self.house()
    let program = try house.program()
    let made = try program.call(
      "\(version)/\(Self.path)/create", #"{"\#(field)":["48001-1"]}"#)
    #expect(made.status == 200, "\(made.text)")
    let result = made.json["result"] ?? made.json
    let tasks = result["tasks"]?.array ?? [result]
    #expect(tasks.count == count)
    if count == 2 {
      #expect(tasks.map { $0["task_type"]?.string } == ["big_label", "small_label"])
    }
    for task in tasks {
      let body = #"{"task_id":\#(task["task_id"]?.integer ?? 0)}"#
      let old = try program.call("/v1/\(Self.path)/get", body).json["result"]
      let new = try program.call("/v2/\(Self.path)/get", body).json
      #expect(old?["printed_postings_count"]?.integer == 1)
      #expect(new["status"]?["printed_postings_count"]?.integer == 1)
      guard try house.desk().room.hasFonts else {
        #expect(old?["status"]?.string == "error", "without fonts there is no file")
        continue
      }
      #expect(old?["status"]?.string == "completed")
      #expect(new["status"]?["code"]?.string == "completed")
      let url = try #require(old?["file_url"]?.string)
      #expect(url == new["file_url"]?.string)
      let file = try program.fetch(url)
      #expect(file.status == 200 && file.text.hasPrefix("%PDF-"))
    }
  }

  @Test("a posting that can't be printed is named, and no link is made for nothing")
  func unprinted() throws {
    let house = try Self.house()
    let program = try house.program()
    let both = try program.call(
      "/v1/\(Self.path)/create", #"{"posting_number":["48001-1","48002-1","48001-1"]}"#)
    let task = both.json["result"]?["task_id"]?.integer ?? 0
    let state = try program.call("/v1/\(Self.path)/get", #"{"task_id":\#(task)}"#).json["result"]
    #expect(state?["printed_postings_count"]?.integer == 1)
    #expect(state?["unprinted_postings_count"]?.integer == 1)
    let lack = state?["unprinted_postings"]?.array?.first
    #expect(lack?["posting_number"]?.string == "48002-1")
    #expect(lack?["msg"]?.string == "HAS_INCORRECT_STATUS")
    let none = try program.call("/v1/\(Self.path)/create", #"{"posting_number":["48002-1"]}"#)
    let empty = try program.call(
      "/v2/\(Self.path)/get", #"{"task_id":\#(none.json["result"]?["task_id"]?.integer ?? 0)}"#)
    #expect(empty.json["status"]?["code"]?.string == "error")
    #expect(empty.json["file_url"]?.string == "")
    #expect(empty.json["error"]?["code"]?.string == "PRINT_ERROR")
  }

  @Test("a link is good for a day, for its shop's task, and can't be made by others")
  func links() throws {
    let house = try Self.house()
    let program = try house.program()
    let made = try program.call("/v1/\(Self.path)/create", #"{"posting_number":["48001-1"]}"#)
    let body = #"{"task_id":\#(made.json["result"]?["task_id"]?.integer ?? 0)}"#
    let stranger = try house.program(of: house.other)
    #expect(try stranger.call("/v1/\(Self.path)/get", body).status == 404)
    let state = try program.call("/v1/\(Self.path)/get", body).json["result"]
    let url = state?["file_url"]?.string ?? "/labels/1.1.x"
    #expect(try program.fetch(String(url.dropLast())).status == 404)
    #expect(try program.fetch("/labels/..").status == 404)
    house.clock.advance(milliseconds: 25 * 3_600_000)
    #expect(try program.fetch(url).status == 404)
    let late = try program.call("/v1/\(Self.path)/get", body).json["result"]
    #expect(late?["status"]?.string == "error")
  }

  @Test("what is wrong is named")
  func refusals() throws {
    let house = try Self.house()
    let program = try house.program()
    let many = (1...21).map { #""\#($0)-1""# }.joined(separator: ",")
    let table: [(String, String, Int, String)] = [
      ("/v1/\(Self.path)/create", "{}", 400, "posting_number"),
      ("/v3/\(Self.path)/create", #"{"posting_number":["48001-1"]}"#, 400, "posting_numbers"),
      ("/v2/\(Self.path)/create", #"{"posting_number":[\#(many)]}"#, 400, "20"),
      ("/v2/\(Self.path)/create", #"{"posting_number":["1-1"]}"#, 404, "POSTING_NOT_FOUND"),
      ("/v1/\(Self.path)/get", "{}", 400, "task_id"),
      ("/v1/\(Self.path)/get", #"{"task_id":"x"}"#, 400, "task_id"),
      ("/v2/\(Self.path)/get", #"{"task_id":1}"#, 404, "TASK_NOT_FOUND"),
    ]
    for (path, body, status, word) in table {
      let answer = try program.call(path, body)
      #expect(answer.status == status && answer.text.contains(word), "\(path) \(answer.text)")
    }
    let poor = try house.program(rights: [.readProducts])
    #expect(try poor.call("/v1/\(Self.path)/create", "{}").status == 403)
  }
}
