import Commerce
import Office
import Testing

@testable import Orders

@Suite("What sellers' programs do with postings") struct PackCallTests {
  /// An order of three pieces of one product and one of another, confirmed.
  static func house() throws -> OrdersHouse {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    try house.stock(8, pieces: 50, price: 99_900)
    _ = try house.front().order([(7, 3), (8, 1)])
    let browser = try house.browser("owner@one.example")
    let path = try browser.path(of: "48001-1")
    #expect(try browser.post("\(path)/confirmation", [("version", "1")]).status == 303)
    return house
  }

  static func body(_ packages: String) -> String {
    #"{"posting_number":"48001-1","packages":[\#(packages)],"with":{"additional_data":true}}"#
  }

  @Test("one package packs the posting; its label is a PDF file once it is packed")
  func whole() throws {
    let house = try Self.house()
    let program = try house.program()
    let label = #"{"posting_number":["48001-1"]}"#
    #expect(try program.call("/v2/posting/fbs/package-label", label).status == 400)
    let all =
      #"{"products":[{"product_id":7,"quantity":3},{"product_id":"8","quantity":1}]}"#
    let answer = try program.call("/v4/posting/fbs/ship", Self.body(all))
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.json["result"]?.array?.map(\.string) == ["48001-1"])
    #expect(answer.json["additional_data"]?.array?.first?["products"]?.array?.count == 2)
    let again = try program.call("/v4/posting/fbs/ship", Self.body(all))
    #expect(again.status == 400 && again.text.contains("HAS_INCORRECT_STATUS"))
    let paper = try program.call("/v2/posting/fbs/package-label", label)
    #expect(paper.status == 200 || paper.status == 503, "without fonts there is no file")
    if paper.status == 200 { #expect(paper.text.hasPrefix("%PDF-")) }
    #expect(try house.miscounts().isEmpty)
  }

  @Test("two packages become two packed postings that hold all pieces between them")
  func packages() throws {
    let house = try Self.house()
    let program = try house.program()
    let two =
      #"{"products":[{"product_id":7,"quantity":2}]},"#
      + #"{"products":[{"product_id":7,"quantity":1},{"product_id":8,"quantity":1}]}"#
    let answer = try program.call("/v4/posting/fbs/ship", Self.body(two))
    #expect(answer.json["result"]?.array?.map(\.string) == ["48001-1", "48001-2"])
    for (number, counts) in [("48001-1", [2]), ("48001-2", [1, 1])] as [(String, [Int64])] {
      let shown = try program.call("/v3/posting/fbs/get", #"{"posting_number":"\#(number)"}"#)
      #expect(shown.json["result"]?["status"]?.string == "awaiting_deliver")
      let products = shown.json["result"]?["products"]?.array ?? []
      #expect(products.compactMap { $0["quantity"]?.integer } == counts)
    }
    #expect(try house.pieces(of: 7).reserved == 3)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("what does not add up is refused, and nothing of it is kept")
  func refusals() throws {
    let house = try Self.house()
    let program = try house.program()
    let table = [
      (#"{"products":[{"product_id":7,"quantity":2}]}"#, "HAS_INCORRECT_PRODUCT_QUANTITY"),
      (
        #"{"products":[{"product_id":9,"quantity":3},{"product_id":8,"quantity":1}]}"#,
        "HAS_INCORRECT_PRODUCT_QUANTITY"
      ), ("", "packages"), (#"{"products":[{"quantity":1}]}"#, "product_id"),
    ]
    for (packages, word) in table {
      let answer = try program.call("/v4/posting/fbs/ship", Self.body(packages))
      #expect(answer.status == 400 && answer.text.contains(word), "\(answer.text)")
    }
    let strange =
      #"{"posting_number":"48001-1","products":[{"product_id":9,"quantity":1}]}"#
    let package = try program.call("/v4/posting/fbs/ship/package", strange)
    #expect(package.text.contains("UNKNOWN_PRODUCT_DEFINED"))
    let shown = try program.call("/v3/posting/fbs/get", #"{"posting_number":"48001-1"}"#)
    #expect(shown.json["result"]?["status"]?.string == "awaiting_packaging")
    let reader = try house.program(rights: [.readOrders])
    #expect(try reader.call("/v4/posting/fbs/ship", Self.body("")).status == 403)
  }

  @Test("a part is cancelled, then the rest; another reason is refused")
  func cancelling() throws {
    let house = try Self.house()
    let program = try house.program()
    let number = #""posting_number":"48001-1""#
    for reason in ["359", "1", "null"] {
      let answer = try program.call(
        "/v2/posting/fbs/cancel", #"{\#(number),"cancel_reason_id":\#(reason)}"#)
      #expect(answer.text.contains("HAS_INCORRECT_CANCEL_REASON"))
    }
    let silent = try program.call(
      "/v2/posting/fbs/cancel", #"{\#(number),"cancel_reason_id":402}"#)
    #expect(silent.text.contains("cancel_reason_message"))
    let turned = try program.call(
      "/v2/posting/fbs/cancel",
      #"{\#(number),"cancel_reason_id":402,"cancel_reason_message":"shelf\u202eflesh"}"#)
    #expect(turned.status == 400 && turned.text.contains("cancel_reason_message"))
    let part = try program.call(
      "/v2/posting/fbs/product/cancel",
      #"{\#(number),"cancel_reason_id":352,"items":[{"sku":7,"quantity":1}]}"#)
    #expect(part.json["result"]?.string == "48001-1", "\(part.text)")
    #expect(try house.pieces(of: 7).reserved == 2)
    let whole = try program.call(
      "/v2/posting/fbs/cancel",
      #"{\#(number),"cancel_reason_id":402,"cancel_reason_message":"the shelf fell"}"#)
    #expect(whole.json["result"]?.bool == true, "\(whole.text)")
    #expect(try house.pieces(of: 7).reserved == 0)
    let again = try program.call(
      "/v2/posting/fbs/cancel", #"{\#(number),"cancel_reason_id":352}"#)
    #expect(again.text.contains("POSTING_ALREADY_CANCELLED"))
    #expect(try house.miscounts().isEmpty)
  }
}
