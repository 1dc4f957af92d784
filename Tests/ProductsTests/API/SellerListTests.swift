import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

@Suite("Lists of the Seller API") struct SellerListTests {
  /// Path, where the place stands in the request and the answer, and where the rows are.
  struct Paged: Sendable {
    let path: String
    let place: String
    let isWrapped: Bool
    let rows: String
    let id: String
  }

  static let lists = [
    Paged(
      path: "/v3/product/list", place: "last_id", isWrapped: true, rows: "items",
      id: "product_id"),
    Paged(
      path: "/v4/product/info/attributes", place: "last_id", isWrapped: false, rows: "result",
      id: "id"),
    Paged(
      path: "/v5/product/info/prices", place: "cursor", isWrapped: false, rows: "items",
      id: "product_id"),
    Paged(
      path: "/v4/product/info/stocks", place: "cursor", isWrapped: false, rows: "items",
      id: "product_id"),
  ]

  @Test("are read to their end, page by page, each row once", arguments: lists)
  func paging(list: Paged) throws {
    let shop = try ProgramShop()
    let made = try shop.make((1...7).map { "PAGE-\($0)" })
    #expect(made.count == 7)
    for size in [1, 3, 7, 1_000] {
      var seen: [Int64] = []
      var place = ""
      repeat {
        let answer = try shop.call(
          list.path,
          "{\"filter\":{\"visibility\":\"ALL\"},\"\(list.place)\":\"\(place)\",\"limit\":\(size)}")
        let body = list.isWrapped ? answer["result"] : answer
        #expect(body?["total"]?.integer == 7)
        seen += (body?[list.rows]?.array ?? []).compactMap { $0[list.id]?.integer }
        place = body?[list.place]?.string ?? ""
      } while !place.isEmpty && seen.count < 20
      #expect(seen == made.sorted(), "pages of \(size)")
      shop.shop.client.advance(.seconds(1))
    }
  }

  @Test("know nothing of another seller's goods")
  func tenancy() throws {
    let mine = try ProgramShop()
    let theirs = try ProgramShop()
    let id = try #require(theirs.make(["THEIRS-1"]).first)
    let place = try theirs.warehouse()
    _ = try mine.make(["MINE-1"])
    let byNumber = "{\"filter\":{\"product_id\":[\"\(id)\"]},\"product_id\":[\(id)],\"limit\":10}"
    for (path, rows) in [
      ("/v3/product/info/list", "items"), ("/v4/product/info/attributes", "result"),
      ("/v2/product/pictures/info", "items"), ("/v5/product/info/prices", "items"),
      ("/v4/product/info/stocks", "items"),
    ] {
      #expect(try mine.call(path, byNumber)[rows]?.array?.isEmpty == true, "\(path)")
    }
    for path in ["/v1/product/info/description", "/v1/product/archive"] {
      let answer = try mine.program.call(path, "{\"product_id\":\(id)}")
      #expect(answer.status == 404 && answer.json["code"]?.integer == 5, "\(path)")
    }
    let stock = try mine.call(
      "/v2/products/stocks",
      "{\"stocks\":[{\"product_id\":\(id),\"stock\":5,\"warehouse_id\":\(place)},"
        + "{\"offer_id\":\"MINE-1\",\"stock\":5,\"warehouse_id\":\(place)}]}")
    let codes = stock["result"]?.array?.map { $0["errors"]?.array?.first?["code"]?.string }
    #expect(codes == ["NOT_FOUND_ERROR", "WAREHOUSE_NOT_FOUND"])
    let price = try mine.call(
      "/v1/product/import/prices", "{\"prices\":[{\"product_id\":\(id),\"price\":\"1\"}]}")
    #expect(price["result"]?.array?.first?["updated"]?.bool == false)
    #expect(try theirs.shop.balances("/products/\(id)").allSatisfy { $0.onHand == 0 })
    #expect(try theirs.shop.product("/products/\(id)")?.terms.price == 199_000)
  }

  @Test("the tree names pairs whose attributes and values can be read to the end")
  func tree() throws {
    let shop = try ProgramShop()
    let answer = try shop.call("/v1/description-category/tree", #"{"language":"EN"}"#)
    let roots = try #require(answer["result"]?.array)
    #expect(roots.count >= 7)
    let root = try #require(roots.first)
    let leaf = try #require(root["children"]?.array?.first)
    #expect(leaf["type_name"]?.string == "Teapots")
    #expect(leaf["disabled"]?.bool == false)
    let pair = "\"description_category_id\":1,\"type_id\":11,\"language\":\"EN\""
    let found = try shop.call("/v1/description-category/attribute", "{\(pair)}")
    let attributes = try #require(found["result"]?.array)
    let material = try #require(attributes.first { $0["name"]?.string == "Material" })
    #expect(material["is_required"]?.bool == true)
    #expect(material["dictionary_id"]?.integer ?? 0 > 0)
    let id = material["id"]?.integer ?? 0
    var values: [String] = []
    var last: Int64 = 0
    while values.count < 50 {
      let page = try shop.call(
        "/v1/description-category/attribute/values",
        "{\(pair),\"attribute_id\":\(id),\"limit\":2,\"last_value_id\":\(last)}")
      for value in page["result"]?.array ?? [] {
        values.append(value["value"]?.string ?? "")
        last = value["id"]?.integer ?? 0
      }
      if page["has_next"]?.bool != true { break }
    }
    #expect(Set(values).count == values.count && values.contains("Stoneware"))
    let searched = try shop.call(
      "/v1/description-category/attribute/values/search",
      "{\(pair),\"attribute_id\":\(id),\"limit\":10,\"value\":\"stone\"}")
    #expect(searched["result"]?.array?.map { $0["value"]?.string } == ["Stoneware"])
    let wrong = try shop.program.call(
      "/v1/description-category/attribute", #"{"description_category_id":2,"type_id":11}"#)
    #expect(wrong.status == 404)
  }

  @Test("no two attributes of a category, or values of an attribute, share a number")
  func numbers() throws {
    let shop = try Shop()
    let reader = try shop.client.reader().open
    let store = CategoryStore(rows: reader)
    for name in try store.names() {
      guard let leaf = try store.leaf(name.id) else { continue }
      let wire = WireAttributes(leaf, .en)
      #expect(Set(wire.all.map(\.id)).count == wire.all.count)
      #expect(wire.all.allSatisfy { (1..<(1 << 31)).contains($0.id) })
      for attribute in leaf.attributes {
        // None was moved by a collision: the number is the key's own, in every category.
        let found = wire.all.first { $0.place == .attribute(attribute.key) }
        #expect(found?.id == WireNumbers.number(of: attribute.key), "\(attribute.key)")
        let values = found?.values ?? []
        #expect(values.allSatisfy { $0.id == WireNumbers.number(of: $0.key) })
      }
    }
    let met = WireNumbers.table(["b", "a", "b"])
    #expect(met.count == 2 && Set(met.values).count == 2)
  }
}
