import Commerce
import Office
import OfficeTesting
import SQL
import Synchronization
import Testing

@testable import Products

/// The moderators' queue.
@Suite struct ModerationTests {
  let shop: Shop

  init() throws { shop = try Shop(isAlone: true) }

  @Test("the oldest version is taken first")
  func oldestFirst() throws {
    _ = try shop.submitted(["title": "The first teapot of the day"])
    shop.client.advance(.seconds(60))
    _ = try shop.submitted(["title": "The second teapot", "offer_id": "B", "barcode": ""])
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    #expect(try shop.client.get(item, as: shop.moderator).text.contains("The first teapot"))
  }

  @Test("an update is promised sooner than a new product; what is over is counted as it is shown")
  func promises() throws {
    let store = { try ModerationStore(rows: shop.client.reader().open) }
    #expect(try store().promise(at: shop.client.clock.now()) == nil)
    _ = try shop.submitted(["offer_id": "B", "barcode": ""])
    let first = try #require(try store().promise(at: shop.client.clock.now()))
    #expect(first.end == shop.client.clock.now() + .hours(72))
    let live = try shop.onSale()
    shop.client.advance(.seconds(3_600))
    try shop.save(live, ["title": "Another name for it"], to: "/submission")
    let update = try #require(try store().promise(at: shop.client.clock.now()))
    #expect(update.end == shop.client.clock.now() + .hours(24))
    for (hours, late) in [(23, 0), (2, 1), (48, 2)] {
      shop.client.advance(.seconds(Int64(hours) * 3_600))
      let promise = try #require(try store().promise(at: shop.client.clock.now()))
      #expect(promise.late == Int64(late))
      let queue = try shop.client.get("/moderation", as: shop.moderator).text
      #expect(queue.split(separator: "is-over").count - 1 == late)
      #expect(queue.contains("\(late) \(late == 1 ? "is" : "are") overdue") == (late > 0))
    }
  }

  @Test("row 21: two moderators who take at the same moment get one item between them")
  func race() throws {
    _ = try shop.submitted()
    let people = [shop.moderator, try shop.client.signIn(.moderator, name: "Second")]
    let places = Mutex<[String]>([])
    inParallel(8) { index in
      let answer = try? shop.client.post("/moderation/claim", as: people[index % 2])
      let member = index % 2
      places.withLock { $0.append("\(member) \(answer?.location ?? "")") }
    }
    let taken = places.withLock { Set($0.filter { $0.contains("/moderation/") }) }
    #expect(taken.count == 1)
  }

  @Test("what another holds can be seen, and neither taken, released nor decided")
  func held() throws {
    _ = try shop.submitted()
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let other = try shop.client.signIn(.moderator, name: "Second")
    #expect(try shop.client.get(item, as: other).text.contains("Mod holds this version"))
    for act in ["claim", "release", "approval"] {
      #expect(try shop.client.post("\(item)/\(act)", as: other).status == 409, "\(act)")
    }
  }

  @Test("a decision after the lease has ended is refused, and nothing changes")
  func leaseEnds() throws {
    let path = try shop.submitted()
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    shop.client.advance(.seconds(21 * 60))
    #expect(try shop.client.post("\(item)/approval", as: shop.moderator).status == 409)
    #expect(try shop.product(path)?.pending == .review)
    let other = try shop.client.signIn(.moderator, name: "Second")
    #expect(try shop.client.post("\(item)/claim", as: other).status == 303)
  }

  @Test("row 21: sending back needs a reason; the seller reads it beside the field and can answer")
  func changes() throws {
    let path = try shop.submitted()
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let empty = try shop.client.post("\(item)/changes", [("message", "Hm")], as: shop.moderator)
    #expect(empty.status == 422)
    #expect(empty.text.contains("Tick at least one reason"))
    #expect(empty.text.contains(">Hm</textarea>"))
    let fields = [
      ("reason", "title:misleading_claim"), ("reason", "size:dimension_implausible"),
      ("message", "Weigh it again, please"),
    ]
    #expect(try shop.client.post("\(item)/changes", fields, as: shop.moderator).status == 303)
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.text.contains("Claim that misleads. Say only what you can prove."))
    #expect(page.text.contains("Weigh it again, please"))
    #expect(try shop.product(path)?.pending == .fixes)
    try shop.save(path, ["title": "Ceramic teapot, honest name"])
    #expect(try shop.product(path)?.pending == .fixes)
    #expect(try shop.client.get(path, as: shop.owner).text.contains("Claim that misleads"))
    try shop.save(path, ["title": "Ceramic teapot, honest name"], to: "/submission")
    #expect(try shop.product(path)?.pending == .review)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 11: the list tells what was rejected from what needs changes, each with its reason")
  func listed() throws {
    let list = { try self.shop.client.get("/products?tab=fixes", as: self.shop.owner).text }
    let path = try shop.submitted()
    var item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let asked = [("reason", "title:misleading_claim"), ("message", "Say what you can prove")]
    #expect(try shop.client.post("\(item)/changes", asked, as: shop.moderator).status == 303)
    #expect(try list().contains(">Claim that misleads<") && !list().contains("Rejected"))

    try shop.save(path, ["title": "Ceramic teapot, honest name"], to: "/submission")
    item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let refused = [
      ("reason", "brand:brand_right_missing"), ("reason", "size:dimension_implausible"),
      ("message", "No proof"),
    ]
    #expect(try shop.client.post("\(item)/rejection", refused, as: shop.moderator).status == 303)
    #expect(try list().contains("Rejected") && list().contains("No right to the brand, 1 more"))
    #expect(try shop.client.get(path, as: shop.owner).text.contains("Rejected"))
    try shop.save(path, ["title": "Ceramic teapot, my own brand"])
    #expect(try list().contains("Rejected"), "what is written on answers the same decision")
  }

  @Test("a reason that the picker does not offer is refused")
  func unknownReason() throws {
    _ = try shop.submitted()
    let item = try shop.client.post("/moderation/claim", as: shop.moderator).location
    let answer = try shop.client.post(
      "\(item)/rejection", [("reason", "title:contact_in_text")], as: shop.moderator)
    #expect(answer.status == 422)
  }

  @Test("the shop's history counts decisions")
  func history() throws {
    _ = try shop.onSale()
    let record = try shop.client.platform { reader in
      try ModerationStore(rows: reader).record(of: shop.seller)
    }
    #expect(record.approved == 1)
    #expect(record.rejected == 0)
  }

  @Test("nobody of a shop comes into the queue", arguments: [Role.owner, .manager, .catalogue])
  func noSelfApproval(role: Role) throws {
    _ = try shop.submitted()
    let person = try shop.client.signIn(role, of: shop.seller)
    #expect(try shop.client.get("/moderation", as: person).status == 403)
    #expect(try shop.client.post("/moderation/claim", as: person).status == 403)
  }

  @Test("checks mark what they found, with the words")
  func marks() throws {
    let path = try shop.submitted()
    _ = try shop.client.post("\(path)/withdrawal", as: shop.owner)
    let answer = try shop.save(
      path, ["description": "A fine teapot for every day. Write to @koivu_shop or call us."],
      to: "/submission")
    #expect(answer.status == 422)
    #expect(answer.text.contains("@koivu_shop"))
  }
}
