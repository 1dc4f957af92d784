import Commerce
@_spi(Minting) import SQL
import Testing

@testable import Office
@testable import Orders

@Suite("Tags, assignment, notes") struct MarkTests {
  @Test(
    "tags are short words without commas, whose capitals make no difference",
    arguments: [
      ("Gift", "gift"), ("  very   old  friend ", "very old friend"), ("礼物", "礼物"),
      ("", nil), (" ", nil), ("a,b", nil), ("@17", nil), ("a\u{202E}b", nil),
      ("1234567890123456789012345", nil), ("=1+1", "=1+1"),
    ])
  func words(_ typed: String, _ text: String?) { #expect(Tag(typed)?.text == text) }

  @Test("row 67: tags, who takes care and notes of one posting are on its page and in the list")
  func one() throws {
    let (house, path) = try OrderPagesTests.house()
    let browser = try house.browser()
    #expect(try browser.post("\(path)/tags", [("tag", "Gift")]).status == 303)
    #expect(try browser.post("\(path)/tags", [("tag", "gift")]).status == 303)
    #expect(try browser.post("\(path)/tags", [("tag", "<b>bold</b>")]).status == 303)
    let refused = try browser.post("\(path)/tags", [("tag", "a,b")])
    #expect(refused.status == 422 && refused.text.contains("value=\"a,b\""))
    let me = try house.member("warehouse@one.example")
    #expect(try browser.post("\(path)/assignee", [("assignee", "\(me)")]).status == 303)
    #expect(try browser.post("\(path)/assignee", [("assignee", "1")]).status == 422)
    let page = try browser.get(path).text
    for text in ["Tag added: gift", "Given to warehouse", "&lt;b&gt;bold&lt;/b&gt;"] {
      #expect(page.contains(text), "\(text)")
    }
    for query in ["tag=gift", "tag=@\(me)"] {
      #expect(try browser.get("/orders?tab=all&\(query)").text.contains("48001-1"), "\(query)")
    }
    #expect(try browser.get("/orders").text.contains("&lt;b&gt;bold&lt;/b&gt;, gift"))
    #expect(try browser.post("\(path)/tags/removal", [("tag", "gift")]).status == 303)
    #expect(try !browser.get("/orders?tab=all&tag=gift").text.contains("48001-1"))
    #expect(try browser.post("\(path)/assignee", [("assignee", "")]).status == 303)
    #expect(try !browser.get("/orders?tab=all&tag=@\(me)").text.contains("48001-1"))
    let viewer = try house.browser("viewer@one.example")
    #expect(try viewer.post("\(path)/tags", [("tag", "gift")]).status == 403)
    #expect(try viewer.get(path).text.contains("bold"))
    for number in 2...Tag.most {
      #expect(try browser.post("\(path)/tags", [("tag", "t\(number)")]).status == 303)
    }
    #expect(try browser.post("\(path)/tags", [("tag", "one more")]).status == 409)
    #expect(try house.differences().isEmpty)
  }

  @Test("row 67: who has left the staff keeps the posting until somebody else is chosen")
  func departed() throws {
    let (house, path) = try OrderPagesTests.house()
    let owner = try house.browser("owner@one.example")
    let other = try house.member("warehouse@one.example")
    #expect(try owner.post("\(path)/assignee", [("assignee", "\(other)")]).status == 303)
    try house.office.kernel.database.writer.write { transaction in
      _ = try transaction.open.run(
        Command("update membership set role = 'viewer' where member_id = ?"), other.raw)
    }
    let chosen = "value=\"\(other)\" selected"
    #expect(try owner.get(path).text.contains(chosen))
    #expect(try owner.post("\(path)/assignee", [("assignee", "\(other)")]).status == 303)
    #expect(try owner.get("/orders?tab=all&tag=@\(other)").text.contains("48001-1"))
    #expect(try owner.post("\(path)/assignee", [("assignee", "")]).status == 303)
    #expect(try !owner.get(path).text.contains("value=\"\(other)\""))
    #expect(try owner.post("\(path)/assignee", [("assignee", "\(other)")]).status == 422)
  }

  @Test(
    "row 67: whatever is tagged, untagged, assigned, split and undone, rows, use and lists agree",
    arguments: 1...4 as ClosedRange<UInt64>)
  func history(_ seed: UInt64) throws {
    let house = try OrdersHouse()
    var random = SplitMix(seed: seed)
    let acts = try house.acts()
    let actor = Actor(kind: .member, name: "Vera")
    let staff = try house.store().rows.all(MarkStore.staff, house.shop.raw)
    #expect(staff.count == 3)
    let tags = ["a", "ab", "gift", "gift wrap"].compactMap { Tag($0) }
    var postings: [PostingID: Marks] = [:]
    for _ in 0..<8 { postings[try house.archived(in: .awaitingConfirmation)] = Marks() }
    for _ in 0..<120 {
      let id = try #require(postings.keys.sorted().randomElement(using: &random))
      let tag = try #require(tags.randomElement(using: &random))
      let carer = ([nil] + staff).randomElement(using: &random) ?? nil
      let kind = Int.random(in: 0..<10, using: &random)
      let part = try house.office.kernel.database.writer.write { transaction -> PostingID? in
        let tx = transaction.seller(house.shopScope)
        let now = house.clock.now()
        switch kind {
        case 0..<4: _ = try acts.tag(tag, on: id, by: actor, at: now, in: tx)
        case 4..<7: _ = try acts.untag(tag, on: id, by: actor, at: now, in: tx)
        case 7..<9: _ = try acts.assign(carer, to: id, by: actor, at: now, in: tx)
        default:
          guard try PostingStore(rows: tx.reader).posting(id)?.pieces == 2 else { return nil }
          return try acts.split(id, [1: 1], by: actor, version: nil, at: now, in: tx)
        }
        return nil
      }
      switch kind {
      case 0..<4: postings[id]?.tags.insert(tag)
      case 4..<7: postings[id]?.tags.remove(tag)
      case 7..<9: postings[id]?.carer = carer?.id
      default: if let part { postings[part] = postings[id] }
      }
    }
    let store = try house.store()
    for (id, marks) in postings { #expect(try MarkStore(rows: store.rows).marks(of: id) == marks) }
    for tag in tags {
      let found = try store.page(PostingFilter(shelf: .all, tag: tag.text, size: 100)).rows
      #expect(Set(found.map(\.id)) == Set(postings.filter { $0.value.tags.contains(tag) }.keys))
      #expect(
        found.allSatisfy { $0.tags.split(separator: ",").compactMap { Tag($0) }.contains(tag) })
    }
    #expect(try house.differences().isEmpty)
  }
}

extension OrdersHouse {
  private static let memberOf = Query<Int64>("select id from member where email = ?")

  func member(_ email: String) throws -> MemberID {
    MemberID(raw: try office.kernel.database.makeReader().open.one(Self.memberOf, email))
  }

  /// Everything kept that differs from a recount.
  func differences() throws -> [String] {
    try office.counterDifferences(
      in: office.kernel.database.makeReader().platform(PlatformScope()))
  }
}
