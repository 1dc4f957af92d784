import Commerce
import Glibc
import Office
import OfficeTesting
import SQL
import Testing

@testable import Orders

@Suite(
  "Pushes to sellers' programs",
  .enabled(if: access("/usr/bin/curl", X_OK) == 0, "curl is not installed"))
struct PushTests {
  private static let pong = Receiver.json(
    #"{"version":"1.0","name":"erp","time":"2026-11-23T11:30:00Z"}"#)
  private static let taken = Receiver.json(#"{"result":true}"#)
  private static let all = [
    "TYPE_NEW_POSTING", "TYPE_POSTING_CANCELLED", "TYPE_STATE_CHANGED",
    "TYPE_CUTOFF_DATE_CHANGED", "TYPE_DELIVERY_DATE_CHANGED", "TYPE_CREATE_OR_UPDATE_ITEM",
    "TYPE_STOCKS_CHANGED",
  ]

  /// A house whose program has subscribed to these types; the handshake is behind it.
  private static func subscribed(
    _ receiver: Receiver, _ types: [String] = all
  ) throws -> (OrdersHouse, SellerProgram) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 50)
    let program = try house.program()
    let answer = try program.call("/v1/notification/set", body(receiver.url, types))
    #expect(answer.status == 200 && answer.text == "{}", "\(answer.text)")
    receiver.answer(taken)
    return (house, program)
  }

  private static func body(_ url: String, _ types: [String], id: Int64? = nil) -> String {
    let list = types.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{\#(id.map { #""id":\#($0),"# } ?? "")"url":"\#(url)","types":[\#(list)]}"#
  }

  /// What has come since the last look, as it came.
  private static func pushed(
    _ house: OrdersHouse, _ receiver: Receiver, _ seen: inout Int
  ) throws -> [String] {
    try house.office.runDueJobs()
    try house.office.webhooks.sendDue()
    defer { seen = receiver.calls.count }
    return receiver.calls.dropFirst(seen).map(\.body)
  }

  private static func text(_ moment: Instant) -> String { "\(moment)" }

  @Test("each change of a posting is one message, exactly as the reference has it")
  func messages() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, _) = try Self.subscribed(receiver)
    let handshake = try #require(receiver.calls.first).body
    let now = Self.text(house.clock.now())
    #expect(handshake == #"{"message_type":"TYPE_PING","time":"\#(now)"}"#)
    var seen = receiver.calls.count
    _ = try house.front().order([(7, 2)])
    let place = #""warehouse_id":1,"seller_id":\#(house.shop)"#
    #expect(
      try Self.pushed(house, receiver, &seen) == [
        #"{"message_type":"TYPE_NEW_POSTING","posting_number":"48001-1","#
          + #""products":[{"sku":7,"quantity":2}],"in_process_at":"\#(now)",\#(place)}"#
      ])
    let browser = try house.browser()
    let before = try house.found("48001-1")
    let path = try browser.pack("48001-1")
    let between = try Self.pushed(house, receiver, &seen)
    let state =
      #"{"message_type":"TYPE_STATE_CHANGED","posting_number":"48001-1","#
      + #""new_state":"posting_transferring_to_delivery","changed_state_date":"\#(now)",\#(place)}"#
    #expect(between.contains(state), "\(between)")
    let moved = between.filter { $0.contains("TYPE_CUTOFF_DATE_CHANGED") }
    let first = #""old_cutoff_date":"\#(Self.text(before.due))",\#(place)}"#
    #expect(moved.first?.hasSuffix(first) == true, "\(moved)")
    #expect(
      try browser.post("\(path)/cancellation", [("reason", "damage")]).status == 303)
    let cancelled = try Self.pushed(house, receiver, &seen)
    #expect(
      cancelled.contains(
        #"{"message_type":"TYPE_POSTING_CANCELLED","posting_number":"48001-1","#
          + #""products":[{"sku":7,"quantity":2}],"old_state":"posting_transferring_to_delivery","#
          + #""new_state":"posting_canceled","changed_state_date":"\#(now)","#
          + #""reason":{"id":684,"message":"Товар повреждён"},\#(place)}"#), "\(cancelled)")
    for secret in ["Anna", "Sergeeva", "Kazan", "900"] {
      #expect(!receiver.calls.contains { $0.body.contains(secret) })
    }
  }

  @Test("a promised day that moves is one message; a first promise and the same day are none")
  func delivery() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, _) = try Self.subscribed(receiver, ["TYPE_DELIVERY_DATE_CHANGED"])
    _ = try house.front().order([(7, 2)])
    _ = try house.browser().pack("48001-1")
    let id = try house.posting("48001-1")
    var seen = receiver.calls.count
    func move(to day: Int64) throws -> [String] {
      try house.promise(OrdersHouse.monday + .days(day), of: id)
      return try Self.pushed(house, receiver, &seen)
    }
    #expect(try move(to: 5).isEmpty)
    #expect(try move(to: 5).isEmpty)
    let (old, new) = (OrdersHouse.monday + .days(5), OrdersHouse.monday + .days(3))
    #expect(
      try move(to: 3) == [
        #"{"message_type":"TYPE_DELIVERY_DATE_CHANGED","posting_number":"48001-1","#
          + #""new_delivery_date_begin":"\#(Self.text(new - .days(1)))","#
          + #""new_delivery_date_end":"\#(Self.text(new))","#
          + #""old_delivery_date_begin":"\#(Self.text(old - .days(1)))","#
          + #""old_delivery_date_end":"\#(Self.text(old))","#
          + #""warehouse_id":1,"seller_id":\#(house.shop)}"#
      ])
    #expect(try move(to: 9).isEmpty, "of two promises the earlier holds")
  }

  @Test("a posting that goes with another service is promised for another day")
  func service() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, _) = try Self.subscribed(receiver, ["TYPE_DELIVERY_DATE_CHANGED"])
    _ = try house.front().order([(7, 2)])
    let browser = try house.browser()
    let path = try browser.pack("48001-1")
    var seen = receiver.calls.count
    let slow = [("carrier", "5"), ("tracking", "RR473124829GB")]
    #expect(try browser.post("\(path)/parcels", slow).status == 303)
    #expect(try Self.pushed(house, receiver, &seen).isEmpty)
    #expect(try browser.post("\(path)/parcels", [("carrier", "1")]).status == 303)
    let told = try Self.pushed(house, receiver, &seen)
    #expect(told.count == 1 && told[0].contains("TYPE_DELIVERY_DATE_CHANGED"), "\(told)")
  }

  @Test("only what was subscribed to is sent, and nothing of a change that was not made")
  func subscription() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, program) = try Self.subscribed(receiver, ["TYPE_STATE_CHANGED"])
    var seen = receiver.calls.count
    _ = try house.front().order([(7, 2)])
    #expect(try Self.pushed(house, receiver, &seen).isEmpty)
    let refused = try program.call(
      "/v4/posting/fbs/ship",
      #"{"posting_number":"48001-1","packages":[{"products":[{"product_id":7,"quantity":2}]}]}"#)
    #expect(refused.status == 400)
    #expect(try Self.pushed(house, receiver, &seen).isEmpty)
    let list = try program.call("/v1/notification/list", #"{"limit":10,"offset":0}"#).json
    let id = try #require(list["urls"]?.array?.first?["id"]?.integer)
    #expect(list["total_count"]?.integer == 1)
    #expect(list["urls"]?.array?.first?["enable"]?.bool == true)
    _ = try program.call("/v1/notification/enable", #"{"id":\#(id),"enabled":false}"#)
    let browser = try house.browser()
    _ = try browser.pack("48001-1")
    #expect(try Self.pushed(house, receiver, &seen).isEmpty)
    _ = try program.call("/v1/notification/enable", #"{"id":\#(id),"enabled":true}"#)
    _ = try browser.post("\(browser.path(of: "48001-1"))/unpacking")
    #expect(try Self.pushed(house, receiver, &seen).count == 1)
    receiver.answer(Self.pong)
    let update = Self.body(receiver.url, ["TYPE_NEW_POSTING"], id: id)
    #expect(try program.call("/v1/notification/update", update).status == 200)
    receiver.answer(Self.taken)
    seen = receiver.calls.count
    _ = try house.front().order([(7, 1)])
    #expect(try Self.pushed(house, receiver, &seen).count == 1)
    #expect(try program.call("/v1/notification/delete", #"{"id":\#(id)}"#).status == 200)
    _ = try house.front().order([(7, 1)])
    #expect(try Self.pushed(house, receiver, &seen).isEmpty)
    let none = try program.call("/v1/notification/list", "{}").json
    #expect(none["urls"]?.array?.isEmpty == true && none["total_count"]?.integer == 0)
  }

  @Test("a message that is not answered with a result is brought again")
  func again() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, _) = try Self.subscribed(receiver, ["TYPE_NEW_POSTING"])
    receiver.answer(Receiver.json(#"{"error":{"code":"ERROR_UNKNOWN","message":"no"}}"#))
    var seen = receiver.calls.count
    _ = try house.front().order([(7, 2)])
    let first = try Self.pushed(house, receiver, &seen)
    receiver.answer(Self.taken)
    house.clock.advance(milliseconds: 20_000)
    let second = try Self.pushed(house, receiver, &seen)
    #expect(first.count == 1 && second == first)
    house.clock.advance(milliseconds: 3_600_000)
    #expect(try !Self.pushed(house, receiver, &seen).contains { first.contains($0) })
  }

  @Test("an address that does not answer the handshake is named and not taken")
  func handshake() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let house = try OrdersHouse()
    let program = try house.program()
    let table: [(String, String?)] = [
      (Self.pong, nil), (Receiver.status(404), "STATUS_CODE_NOT_OK"),
      (Receiver.status(500), "SERVER_FAULT"), (Receiver.json(""), "EMPTY_BODY"),
      (Receiver.json("{"), "INVALID_JSON"), (Receiver.json("[]"), "INVALID_BODY"),
      (Receiver.json(#"{"result":true}"#), "WRONG_RESULT_FIELD"),
      (Receiver.json(#"{"version":"1","name":"x","time":"soon"}"#), "WRONG_RESULT_TIME_FIELD"),
      ("nonsense\r\n\r\n", "REQUEST_ERROR"),
    ]
    for (answer, fault) in table {
      receiver.answer(answer)
      let check = try program.call("/v1/notification/check", #"{"url":"\#(receiver.url)"}"#).json
      #expect(check["is_active"]?.bool == (fault == nil), "\(answer)")
      #expect(check["errors"]?.array?.first?["type"]?.string == fault, "\(answer)")
      guard let fault else { continue }
      let set = try program.call("/v1/notification/set", Self.body(receiver.url, Self.all))
      #expect(set.status == 400 && set.text.contains(fault))
    }
    #expect(try program.call("/v1/notification/list").json["total_count"]?.integer == 0)
  }

  @Test("what is wrong is named, and another shop's subscription is not there")
  func refusals() throws {
    let receiver = try Receiver(Self.pong)
    defer { receiver.stop() }
    let (house, program) = try Self.subscribed(receiver)
    receiver.answer(Self.pong)
    let types = try program.call("/v1/notification/push-type/list").json["types"]?.array ?? []
    #expect(types.map { $0["type"]?.string } == Self.all)
    #expect(types.allSatisfy { $0["seller_endpoint"]?["url"]?.string == receiver.url })
    let id = types.first?["seller_endpoint"]?["id"]?.integer ?? 0
    let table: [(String, String, Int, String)] = [
      ("set", "{}", 400, "url"), ("check", #"{"url":"ftp://x"}"#, 400, "url"),
      ("set", Self.body(receiver.url + "&b=1", []), 400, "types"),
      ("set", Self.body(receiver.url + "&b=1", ["TYPE_NEW_MESSAGE"]), 400, "types"),
      ("set", Self.body(receiver.url, Self.all), 400, "URL_IS_ALREADY_SET"),
      ("update", Self.body(receiver.url, Self.all), 400, "id"),
      ("enable", #"{"id":\#(id)}"#, 400, "enabled"),
      ("enable", #"{"id":5,"enabled":true}"#, 404, "URL_NOT_FOUND"),
      ("delete", "{}", 400, "id"),
    ]
    for (method, body, status, word) in table {
      let answer = try program.call("/v1/notification/\(method)", body)
      #expect(answer.status == status && answer.text.contains(word), "\(method) \(answer.text)")
    }
    let stranger = try house.program(of: house.other)
    let foreign = try stranger.call("/v1/notification/delete", #"{"id":\#(id)}"#)
    #expect(foreign.status == 404)
    let poor = try house.program(rights: [.readOrders, .writeOrders])
    #expect(try poor.call("/v1/notification/list").status == 403)
    let owner = try house.browser("owner@one.example")
    #expect(try owner.get("/settings/webhooks/\(id)").text.contains("TYPE_NEW_POSTING"))
  }
}

extension OrdersHouse {
  /// Promises the buyer a day, as putting postings together does.
  fileprivate func promise(_ moment: Instant, of id: PostingID) throws {
    let (acts, now) = (try acts(), clock.now())
    try office.kernel.database.writer.write { transaction in
      let tx = transaction.seller(shopScope)
      try acts.pushingPromise(of: id, at: now, in: tx) {
        try PromiseStore.keep(moment, to: id, in: tx)
      }
    }
  }

  func found(_ number: String) throws -> Posting {
    let store = try store()
    let id = try #require(try store.ids(bearing: number).first)
    return try #require(try store.posting(id))
  }
}
