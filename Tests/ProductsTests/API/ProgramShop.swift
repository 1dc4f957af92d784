import Commerce
import Office
import OfficeTesting

@testable import Products

/// A shop with a program, and ways to say much in a few lines.
struct ProgramShop {
  let shop: Shop
  let program: Program

  init(isAlone: Bool = false) throws {
    shop = try Shop(isAlone: isAlone)
    program = try shop.client.program(of: shop.seller)
  }

  /// Calls and gives the answer's JSON; fails where it was refused.
  func call(_ path: String, _ body: String = "{}") throws -> JSON {
    let answer = try program.call(path, body)
    guard answer.status == 200 else { throw Refused(path: path, text: answer.text) }
    return answer.json
  }

  struct Refused: Error {
    let path: String
    let text: String
  }

  /// Imports teapots and gives the task's items.
  func imports(_ items: [String]) throws -> [JSON] {
    let made = try call("/v3/product/import", "{\"items\":[\(items.joined(separator: ","))]}")
    let task = made["result"]?["task_id"]?.integer ?? 0
    let found = try call("/v1/product/import/info", "{\"task_id\":\"\(task)\"}")
    return found["result"]?["items"]?.array ?? []
  }

  /// An item that says all that a teapot needs but pictures.
  static func teapot(_ offer: String, _ changes: [String: String] = [:]) -> String {
    let material = WireNumbers.number(of: "material")
    let volume = WireNumbers.number(of: "volume")
    let stoneware = WireNumbers.number(of: "stoneware")
    let fields = [
      "offer_id": "\"\(offer)\"", "description_category_id": "1", "type_id": "11",
      "name": "\"Ceramic teapot \(offer)\"", "price": "\"1990.00\"", "old_price": "\"2490\"",
      "currency_code": "\"RUB\"", "vat": "\"0.10\"", "depth": "240", "width": "180",
      "height": "170", "dimension_unit": "\"mm\"", "weight": "750", "weight_unit": "\"g\"",
      "barcode": "\"\"", "images": "[]", "primary_image": "null",
      "attributes":
        "[{\"id\":\(material),\"complex_id\":0,\"values\":[{\"dictionary_value_id\":\(stoneware)}]}"
        + ",{\"id\":\(volume),\"values\":[{\"dictionary_value_id\":0,\"value\":\"900\"}]}"
        + ",{\"id\":4191,\"values\":[{\"value\":\"Thrown and glazed by hand, with a strainer\"}]}"
        + ",{\"id\":85,\"values\":[{\"value\":\"Koivu\"}]}]",
    ].merging(changes) { $1 }
    return "{"
      + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
      .joined(separator: ",") + "}"
  }

  /// Makes products and gives their numbers.
  func make(_ offers: [String]) throws -> [Int64] {
    try imports(offers.map { Self.teapot($0) }).compactMap { $0["product_id"]?.integer }
  }

  /// The shop's first warehouse.
  func warehouse() throws -> Int64 {
    try call("/v1/warehouse/list", "")["result"]?.array?.first?["warehouse_id"]?.integer ?? 0
  }
}
