import Commerce
import Glibc
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

@Suite(
  "Pushes of goods to sellers' programs",
  .enabled(if: access("/usr/bin/curl", X_OK) == 0, "curl is not installed"))
struct GoodsPushTests {
  private static let pong = Receiver.json(
    #"{"version":"1.0","name":"erp","time":"2026-11-23T11:30:00Z"}"#)

  /// Subscribes; the handshake is behind it.
  private static func subscribe(
    _ shop: ProgramShop, _ receiver: Receiver, _ type: String
  ) throws {
    _ = try shop.call(
      "/v1/notification/set", #"{"url":"\#(receiver.url)","types":["\#(type)"]}"#)
    receiver.answer(Receiver.json(#"{"result":true}"#))
  }

  /// What has come since the last look.
  private static func pushed(
    _ shop: ProgramShop, _ receiver: Receiver, _ seen: inout Int
  ) throws -> [String] {
    let kernel = shop.shop.client.kernel
    try kernel.database.writer.write { transaction in
      _ = try kernel.jobs.enqueue(GoodsPushes.job, nil, key: "every", in: transaction)
    }
    try shop.shop.client.office.runDueJobs()
    _ = try shop.shop.client.office.webhooks.sendDue()
    defer { seen = receiver.calls.count }
    return receiver.calls.dropFirst(seen).map(\.body)
  }

  @Test("several changes of a shop's stock are one message with each item once")
  func stock() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let shop = try ProgramShop(isAlone: true)
    let ids = try shop.make(["STK-1", "STK-2", "STK-3"])
    let place = try shop.warehouse()
    func set(_ counts: [(String, Int64)]) throws {
      let items = counts.map {
        #"{"offer_id":"\#($0.0)","stock":\#($0.1),"warehouse_id":"\#(place)"}"#
      }
      _ = try shop.call("/v2/products/stocks", #"{"stocks":[\#(items.joined(separator: ","))]}"#)
    }
    try set([("STK-3", 5)])
    shop.shop.client.advance(.seconds(5))
    try Self.subscribe(shop, receiver, "TYPE_STOCKS_CHANGED")
    var seen = receiver.calls.count
    #expect(try Self.pushed(shop, receiver, &seen).isEmpty, "nothing of before")
    shop.shop.client.advance(.seconds(5))
    try set([("STK-1", 42), ("STK-2", 7)])
    try set([("STK-1", 40)])
    let now = "\(shop.shop.client.clock.now())"
    func item(_ id: Int64, _ present: Int64) -> String {
      #"{"product_id":\#(id),"sku":\#(id),"updated_at":"\#(now)","#
        + #""stocks":[{"warehouse_id":\#(place),"present":\#(present),"reserved":0}]}"#
    }
    let told = try Self.pushed(shop, receiver, &seen)
    #expect(
      told == [
        #"{"message_type":"TYPE_STOCKS_CHANGED","seller_id":\#(shop.shop.seller),"items":["#
          + "\(item(ids[1], 7)),\(item(ids[0], 40))]}"
      ], "\(told)")
    #expect(try Self.pushed(shop, receiver, &seen).isEmpty, "once")
    let many = (1...250).map { "BIG-\($0)" }
    for part in 0..<3 { _ = try shop.make(Array(many[(part * 100)..<min(250, part * 100 + 100)])) }
    for part in 0..<3 {
      try set(many[(part * 100)..<min(250, part * 100 + 100)].map { ($0, 3) })
    }
    let parts = try Self.pushed(shop, receiver, &seen)
    let items = parts.compactMap { try? JSON(parsing: Array($0.utf8))["items"]?.array?.count }
    #expect(items.reduce(0, +) == 250 && items.allSatisfy { $0 <= 100 }, "\(items)")
  }

  @Test("a product that is made, changed or decided on is one message, with what is wrong")
  func items() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let shop = try ProgramShop(isAlone: true)
    _ = try shop.make(["OLD-1"])
    try Self.subscribe(shop, receiver, "TYPE_CREATE_OR_UPDATE_ITEM")
    var seen = receiver.calls.count
    #expect(try Self.pushed(shop, receiver, &seen).isEmpty)
    let id = try #require(try shop.make(["ITM-1"]).first)
    func message(_ id: Int64, _ offer: String, isError: Bool = false) -> String {
      #"{"message_type":"TYPE_CREATE_OR_UPDATE_ITEM","seller_id":\#(shop.shop.seller),"#
        + #""offer_id":"\#(offer)","product_id":\#(id),"is_error":\#(isError),"#
        + #""changed_at":"\#(shop.shop.client.clock.now())"}"#
    }
    #expect(try Self.pushed(shop, receiver, &seen) == [message(id, "ITM-1")])
    shop.shop.client.advance(.seconds(9))
    let path = try shop.shop.submitted(["offer_id": "ITM-2"])
    let product = shop.shop.id(path).raw
    #expect(try Self.pushed(shop, receiver, &seen) == [message(product, "ITM-2")])
    shop.shop.client.advance(.seconds(9))
    let item = try shop.shop.item(path)
    _ = try shop.shop.client.post("\(item)/claim", as: shop.shop.moderator)
    let verdict = [("reason", "description:misleading_claim"), ("message", "")]
    _ = try shop.shop.client.post("\(item)/rejection", verdict, as: shop.shop.moderator)
    #expect(try Self.pushed(shop, receiver, &seen) == [message(product, "ITM-2", isError: true)])
    shop.shop.client.advance(.seconds(9))
    _ = try shop.call(
      "/v1/product/import/prices", #"{"prices":[{"offer_id":"ITM-1","price":"1890"}]}"#)
    #expect(try Self.pushed(shop, receiver, &seen) == [message(id, "ITM-1")])
    _ = try shop.shop.client.post("/products/\(id)/removal", as: shop.shop.owner)
    #expect(try Self.pushed(shop, receiver, &seen).isEmpty)
  }

  @Test("a shop whose programs listen to nothing of goods leaves no row")
  func silence() throws {
    let shop = try ProgramShop(isAlone: true)
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    try Self.subscribe(shop, receiver, "TYPE_NEW_POSTING")
    var seen = receiver.calls.count
    _ = try shop.shop.onSale()
    #expect(try Self.pushed(shop, receiver, &seen).isEmpty)
    let rows = try shop.shop.client.rows(of: shop.shop.seller) { rows in
      try rows.all(GoodsPushSQL.items, 9).count + rows.all(GoodsPushSQL.mark).count
    }
    #expect(rows == 0)
  }
}
