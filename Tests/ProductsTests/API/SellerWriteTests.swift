import Commerce
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

@Suite("Writing through the Seller API") struct SellerWriteTests {
  private func codes(_ item: JSON) -> [String] {
    (item["errors"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  @Test("an import makes products, leaves what is the same, and says what is wrong item by item")
  func imports() throws {
    let shop = try ProgramShop()
    let first = try shop.imports([
      ProgramShop.teapot("IMP-1"), ProgramShop.teapot("IMP-2", ["price": "\"-1\""]),
      ProgramShop.teapot("IMP-3", ["type_id": "12", "description_category_id": "2"]),
      ProgramShop.teapot("IMP-4", ["currency_code": "\"EUR\""]),
      ProgramShop.teapot("IMP-5", ["weight": "900000"]),
      ProgramShop.teapot("IMP-6", ["vat": "\"0.33\""]),
      ProgramShop.teapot("IMP-7", ["old_price": "\"1995\""]),
      ProgramShop.teapot(""), ProgramShop.teapot("IMP-9", ["price": "1990.5"]),
    ])
    #expect(
      first.map { $0["status"]?.string } == [
        "imported", "failed", "failed", "failed", "failed", "failed", "failed", "failed",
        "imported",
      ])
    #expect(codes(first[1]) == ["price_negative"])
    #expect(codes(first[2]) == ["category_not_found"])
    #expect(codes(first[3]) == ["invalid_currency"])
    #expect(codes(first[4]) == ["Incorrect_density"])
    #expect(codes(first[5]) == ["invalid_vat"])
    #expect(codes(first[6]) == ["discount_for_average_price_is_too_small"])
    #expect(try shop.shop.counts()["products.all"] == 2)
    let path = "/products/\(first[0]["product_id"]?.integer ?? 0)"
    let product = try #require(try shop.shop.product(path))
    #expect(product.title == "Ceramic teapot IMP-1")
    #expect(product.terms.price == 199_000 && product.terms.priceBefore == 249_000)
    // A picture and the country are still to come: told as what the checks want.
    #expect(codes(first[0]).contains("moderation_check"))
    #expect(product.pending == .draft)

    let again = try shop.imports([
      ProgramShop.teapot("IMP-1"), ProgramShop.teapot("IMP-9", ["price": "\"2000\""]),
    ])
    #expect(again.map { $0["status"]?.string } == ["skipped", "imported"])
    #expect(try shop.shop.product(path)?.version == product.version)
    #expect(try shop.shop.wrongCounts() == [])
    let stranger = try ProgramShop()
    let answer = try stranger.program.call("/v1/product/import/info", #"{"task_id":1}"#)
    #expect(answer.status == 404)
  }

  private static func text(_ attribute: Int64, _ value: String) -> String {
    "[{\"id\":\(attribute),\"values\":[{\"value\":\"\(value)\"}]}]"
  }

  @Test("lengths count letters of any script, and texts are clean, as on the form")
  func lengths() throws {
    let shop = try ProgramShop()
    let (offer, title) = (String(repeating: "ч", count: 50), String(repeating: "茶", count: 800))
    let answers = try shop.imports([
      ProgramShop.teapot(offer), ProgramShop.teapot(offer + "ч"),
      ProgramShop.teapot("A\\u202eB"), ProgramShop.teapot("T-1", ["name": "\"\(title)\""]),
      ProgramShop.teapot("T-2", ["name": "\"\(title)茶\""]),
      ProgramShop.teapot("T-3", ["name": "\"Tea\\u202ecup\""]),
      ProgramShop.teapot("T-4", ["attributes": Self.text(85, String(repeating: "я", count: 101))]),
      ProgramShop.teapot("T-5", ["attributes": Self.text(4191, "Thrown\\r\\nand glazed")]),
    ])
    let states = answers.map { $0["status"]?.string }
    let (yes, no) = ("imported", "failed")
    #expect(states == [yes, no, no, yes, no, no, no, yes])
    #expect(codes(answers[2]) == ["invalid_offer_id"])
    let numbers = answers.map { $0["product_id"]?.integer ?? 0 }
    #expect(try shop.shop.product("/products/\(numbers[3])")?.title == title)
    let told = try shop.call("/v1/product/info/description", "{\"product_id\":\(numbers[7])}")
    #expect(told["result"]?["description"]?.string == "Thrown\nand glazed")
    let renamed = try shop.call(
      "/v1/product/update/offer-id",
      "{\"update_offer_id\":[{\"offer_id\":\"\(offer)\",\"new_offer_id\":\"\(offer.dropLast())я\"}]}"
    )
    #expect(renamed["errors"]?.array?.isEmpty == true)
  }

  @Test("a picture of another address is not fetched, and is said to have failed")
  func pictures() throws {
    let shop = try ProgramShop()
    let page = try shop.shop.onSale(["offer_id": "PIC-1"])
    let id = shop.shop.id(page).raw
    let own = try #require(
      try shop.call("/v2/product/pictures/info", "{\"product_id\":[\"\(id)\"]}")["items"]?
        .array?.first?["primary_photo"]?.array?.first?.string)
    for url in [
      "http://127.0.0.1:8080/images/a.png", "https://example.invalid/a.jpg",
      "file:///etc/passwd", "/images/../secret", "http://169.254.169.254/latest",
      own.replacing(".png", with: ".jpg"),
    ] {
      let answer = try shop.call(
        "/v1/product/pictures/import",
        "{\"product_id\":\(id),\"images\":[\"\(own)\",\"\(url)\"],\"color_image\":\"\"}")
      let states = answer["result"]?["pictures"]?.array?.map { $0["state"]?.string }
      #expect(states == ["failed", "failed"], "\(url)")
    }
    #expect(try shop.shop.product(page)?.pending == Pending.none)
    let same = try shop.call(
      "/v1/product/pictures/import", "{\"product_id\":\(id),\"images\":[\"\(own)\"]}")
    let states = same["result"]?["pictures"]?.array?.map { $0["state"]?.string }
    #expect(states == ["imported"])
  }

  @Test("row 34: stock set twice moves once, and balances equal the sums of the ledger")
  func stock() throws {
    let shop = try ProgramShop(isAlone: true)
    let ids = try shop.make(["STK-1", "STK-2", "STK-3"])
    let place = try shop.warehouse()
    func set(_ stocks: [(String, Int64)]) throws -> [Bool?] {
      let items = stocks.map { offer, stock in
        "{\"offer_id\":\"\(offer)\",\"stock\":\(stock),\"warehouse_id\":\"\(place)\"}"
      }
      let answer = try shop.call(
        "/v2/products/stocks", "{\"stocks\":[\(items.joined(separator: ","))]}")
      return (answer["result"]?.array ?? []).map { $0["updated"]?.bool }
    }
    #expect(try set([("STK-1", 42), ("STK-1", 42), ("STK-2", 0)]) == [true, true, true])
    #expect(try set([("STK-1", 42)]) == [true])
    let ledger = try shop.shop.client.rows(of: shop.shop.seller) {
      try StockStore(rows: $0).ledger(of: ProductID(raw: ids[0]), before: nil, limit: 10).entries
    }
    #expect(ledger.map(\.onHand) == [42])
    #expect(try set([("STK-1", -1), ("STK-2", 1_000_000), ("none", 1)]) == [false, false, false])

    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let pairs = (0..<5).map { _ in
        ("STK-\(Int.random(in: 1...3, using: &random))", Int64.random(in: 0...9, using: &random))
      }
      #expect(try set(pairs).allSatisfy { $0 == true })
      shop.shop.client.advance(.seconds(1))
      var last: [String: Int64] = [:]
      for (offer, stock) in pairs { last[offer] = stock }
      for (offer, stock) in last {
        let id = ids[(Int(String(offer.suffix(1))) ?? 1) - 1]
        let (balance, sum) = try shop.shop.client.rows(of: shop.shop.seller) { rows in
          let store = StockStore(rows: rows)
          let entries = try store.ledger(of: ProductID(raw: id), before: nil, limit: 1_000).entries
          let balance = try store.balances(of: ProductID(raw: id)).first?.onHand
          return (balance, entries.reduce(0) { $0 + $1.onHand })
        }
        #expect(balance == stock && sum == stock)
      }
    }
    #expect(try shop.shop.wrongCounts() == [])
  }

  @Test("row 34: what is promised to orders stays on top of the number set")
  func reserved() throws {
    let shop = try ProgramShop()
    let id = try #require(try shop.make(["RES-1"]).first)
    let place = try shop.warehouse()
    let body = { (stock: Int64) in
      "{\"stocks\":[{\"product_id\":\(id),\"stock\":\(stock),\"warehouse_id\":\(place)}]}"
    }
    _ = try shop.call("/v2/products/stocks", body(10))
    try shop.shop.client.write(in: shop.shop.seller) { tx in
      let move = StockMove(
        product: ProductID(raw: id), warehouse: WarehouseID(raw: place), reason: .reserved,
        change: StockChange(reserved: 4), at: shop.shop.client.clock.now())
      _ = try StockStore.book(
        move, id: (shop.shop.client.kernel.newID() as ID<StockMove>).raw, in: tx)
    }
    _ = try shop.call("/v2/products/stocks", body(7))
    let balance = try #require(try shop.shop.balances("/products/\(id)").first)
    #expect(balance.onHand == 11 && balance.reserved == 4 && balance.available == 7)
    let rows = try shop.call(
      "/v2/product/info/stocks-by-warehouse/fbs", "{\"sku\":[\"\(id)\"],\"limit\":10}")
    #expect(rows["products"]?.array?.first?["free_stock"]?.integer == 7)
    #expect(rows["has_next"]?.bool == false)
    _ = try shop.call("/v2/products/stocks", body(0))
    #expect(try shop.shop.balances("/products/\(id)").first?.onHand == 4)
  }

  static let prices: [(fields: String, code: String?)] = [
    (#""price":"1448","old_price":"1990","min_price":"800""#, nil),
    (#""price":1448.5"#, nil), (#""price":"100","old_price":"0","min_price":"0""#, nil),
    (#""price":"0""#, "price_negative"), (#""price":"-5""#, "price_negative"),
    (#""price":"1448.005""#, "invalid_value"), (#""price":"cheap""#, "invalid_value"),
    (#""price":"1","currency_code":"USD""#, "invalid_currency"),
    (#""price":"100","old_price":"1000""#, "discount_too_big"),
    (#""price":"100","old_price":"119""#, "discount_for_low_price_is_too_small"),
    (#""price":"100","old_price":"120""#, nil),
    (#""price":"960","old_price":"1000""#, "discount_for_average_price_is_too_small"),
    (#""price":"950","old_price":"1000""#, nil),
    (#""price":"20000","old_price":"20499""#, "discount_for_top_price_is_too_small"),
    (#""price":"20000","old_price":"20500""#, nil),
    (#""price":"100","old_price":"90""#, "old_price_too_small"),
    (#""price":"1000","old_price":"0","min_price":"1001""#, "min_price_too_big"),
    (#""price":"99999999999999""#, "price_too_big"),
  ]

  @Test("prices keep their limits, and one that is wrong changes nothing")
  func limits() throws {
    let shop = try ProgramShop()
    let id = try #require(try shop.make(["PRC-1"]).first)
    for (fields, code) in Self.prices {
      let before = try shop.shop.product("/products/\(id)")?.terms
      let answer = try shop.call(
        "/v1/product/import/prices", "{\"prices\":[{\"offer_id\":\"PRC-1\",\(fields)}]}")
      let item = try #require(answer["result"]?.array?.first)
      #expect(codes(item) == [code].compactMap(\.self), "\(fields)")
      #expect(item["updated"]?.bool == (code == nil))
      if code != nil { #expect(try shop.shop.product("/products/\(id)")?.terms == before) }
      try confirm("/products/\(id)", shop.shop)
    }
    let last = try shop.call(
      "/v5/product/info/prices", "{\"filter\":{\"product_id\":[\"\(id)\"]},\"limit\":10}")
    #expect(last["items"]?.array?.first?["price"]?["price"] == .number(20_000))
    let list = try shop.call("/v3/product/info/list", #"{"offer_id":["PRC-1"]}"#)
    #expect(list["items"]?.array?.first?["price"]?.string == "20000.00")
  }

  /// What the guard holds is typed again.
  private func confirm(_ page: String, _ shop: Shop) throws {
    guard let asked = try shop.product(page)?.asked?.price else { return }
    let cents = asked % 100 < 10 ? "0\(asked % 100)" : "\(asked % 100)"
    let answer = try shop.client.post(
      "\(page)/price-confirmation", [("price_again", "\(asked / 100).\(cents)")], as: shop.owner)
    #expect(answer.status == 303)
  }

  @Test("row 17: a price that looks like a slip waits, and is found in quarantine")
  func slip() throws {
    let shop = try ProgramShop()
    let page = try shop.shop.onSale(["offer_id": "SLIP-1", "barcode": ""])
    let quarantine = #"{"filter":{"visibility":"QUARANTINE"},"limit":10}"#
    let none = try shop.call("/v3/product/list", quarantine)
    #expect(none["result"]?["items"]?.array?.isEmpty == true)
    let body =
      #"{"prices":[{"offer_id":"SLIP-1","price":"24.90","old_price":"0","min_price":"0"}]}"#
    _ = try shop.call("/v1/product/import/prices", body)
    let product = try #require(try shop.shop.product(page))
    #expect(product.terms.price == 249_000 && product.asked?.price == 2_490)
    let held = try shop.call("/v3/product/list", quarantine)
    #expect(held["result"]?["items"]?.array?.count == 1)
  }

  @Test("a card goes into the archive and back, is renamed, gets a barcode and is deleted")
  func cards() throws {
    let shop = try ProgramShop()
    let page = try shop.shop.onSale(["offer_id": "CARD-1", "barcode": ""])
    let id = shop.shop.id(page).raw
    for _ in 0..<2 {
      #expect(
        try shop.call("/v1/product/archive", "{\"product_id\":[\(id)]}")["result"]?.bool == true)
    }
    #expect(try shop.shop.product(page)?.state == .archived)
    let archived = try shop.call(
      "/v3/product/list", #"{"filter":{"visibility":"ARCHIVED"},"limit":10}"#)
    #expect(archived["result"]?["total"]?.integer == 1)
    _ = try shop.call("/v1/product/unarchive", "{\"product_id\":[\(id)]}")
    #expect(try shop.shop.product(page)?.state == .hidden)

    _ = try shop.call("/v1/barcode/generate", "{\"product_ids\":[\(id)]}")
    let barcode = try #require(try shop.shop.product(page)?.terms.barcode)
    #expect((try? GTIN(barcode)) != nil)
    let added = try shop.call(
      "/v1/barcode/add", "{\"barcodes\":[{\"sku\":\(id),\"barcode\":\"2000000000015\"}]}")
    #expect(codes(added) == ["barcode_exists"])

    _ = try shop.make(["CARD-2"])
    let renamed = try shop.call(
      "/v1/product/update/offer-id",
      #"{"update_offer_id":[{"offer_id":"CARD-1","new_offer_id":"CARD-2"},"#
        + #"{"offer_id":"CARD-1","new_offer_id":"CARD-3"},{"offer_id":"no","new_offer_id":"x"}]}"#)
    #expect(renamed["errors"]?.array?.map { $0["offer_id"]?.string } == ["CARD-1", "no"])
    #expect(try shop.shop.product(page)?.terms.offerID == "CARD-3")
    let deleted = try shop.call(
      "/v2/products/delete",
      #"{"products":[{"offer_id":"CARD-2"},{"offer_id":"CARD-3"},{"offer_id":"no"}]}"#)
    #expect(
      deleted["status"]?.array?.map { $0["is_deleted"]?.bool } == [true, false, false])
    #expect(try shop.shop.wrongCounts() == [])
  }

  @Test("attributes are changed one by one, and the rest of the card stays")
  func attributes() throws {
    let shop = try ProgramShop()
    let id = try #require(try shop.make(["ATT-1"]).first)
    let volume = WireNumbers.number(of: "volume")
    func update(_ value: String) throws -> JSON? {
      let task = try shop.call(
        "/v1/product/attributes/update",
        "{\"items\":[{\"offer_id\":\"ATT-1\",\"attributes\":[{\"id\":\(volume),\"complex_id\":0,"
          + "\"values\":[{\"dictionary_value_id\":0,\"value\":\"\(value)\"}]}]}]}")
      let number = task["task_id"]?.integer ?? 0
      let answer = try shop.call("/v1/product/import/info", "{\"task_id\":\(number)}")
      return answer["result"]?["items"]?.array?.first
    }
    #expect(try update("1200")?["status"]?.string == "imported")
    let wrong = try #require(try update("much"))
    #expect(wrong["status"]?.string == "failed" && codes(wrong) == ["attribute_invalid"])
    let found = try shop.call(
      "/v4/product/info/attributes", "{\"filter\":{\"product_id\":[\"\(id)\"]},\"limit\":1}")
    let card = try #require(found["result"]?.array?.first)
    #expect(card["type_id"]?.integer == 11 && card["description_category_id"]?.integer == 1)
    let values = card["attributes"]?.array ?? []
    let own = values.first { $0["id"]?.integer == volume }
    #expect(own?["values"]?.array?.first?["value"]?.string == "1200")
    #expect(values.contains { $0["id"]?.integer == WireNumbers.brand })
  }
}
