import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Acts of hand-over") struct ManifestTests {
  /// Packed postings of the platform's own carrier, in the first warehouse, and an open act.
  private static func opened(
    _ count: Int64
  ) throws -> (house: OrdersHouse, browser: Browser, paths: [String], act: String) {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 100)
    let browser = try house.browser()
    let paths = try (1...count).map { index in
      _ = try house.front().order([(7, index)])
      return try browser.pack("4800\(index)-1")
    }
    #expect(try browser.get("/manifests").text.contains("Warehouse 1"))
    let answer = try browser.post("/manifests", [("warehouse", "1"), ("carrier", "1")])
    #expect(answer.status == 303, "\(answer.text)")
    return (house, browser, paths, answer.location)
  }

  @Test("row 63: the driver takes all postings of the act at once; then it is never changed")
  func closing() throws {
    let (house, browser, paths, act) = try Self.opened(3)
    #expect(try browser.post("/manifests", [("warehouse", "1"), ("carrier", "1")]).location == act)
    #expect(try browser.post("\(act)/closing", [("driver", "Ivan")]).status == 422)
    let all = [("number", ""), ("all", "1")]
    #expect(try browser.post("\(act)/parcels", all).status == 303)
    let page = try browser.get(act).text
    #expect(page.contains("48001-1") && page.contains("48003-1"))
    #expect(try browser.post("\(act)/closing", [("driver", "")]).status == 422)
    #expect(try browser.post("\(act)/closing", [("driver", "Ivan")]).status == 303)
    for path in paths {
      let card = try house.cards(path)[0]
      #expect(try house.state(of: card.posting) == .handedOver)
    }
    #expect(try house.pieces(of: 7) == (94, 0))
    let manifest = try house.manifest(act)
    #expect(manifest.parcels == 3 && manifest.weight == 2_400 && manifest.onTime == 3)
    #expect(manifest.driver == "Ivan" && manifest.state == .closed)
    for (path, fields) in [
      ("parcels", [("all", "1")]), ("removal", [("posting", "1")]), ("discard", []),
      ("closing", [("driver", "Oleg")]),
    ] {
      #expect(try browser.post("\(act)/\(path)", fields).status == 409, "\(path)")
    }
    try house.office.runDueJobs()
    #expect(try house.mails().count == 3)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 63: not even SQL changes a closed act")
  func frozen() throws {
    let (house, browser, _, act) = try Self.opened(2)
    _ = try browser.post("\(act)/parcels", [("all", "1")])
    _ = try browser.post("\(act)/closing", [("driver", "Ivan")])
    let before = try house.manifest(act)
    for command in Self.tampering {
      #expect(throws: SQLError.self) {
        try house.office.kernel.database.writer.write { transaction in
          _ = try transaction.seller(house.shopScope).run(command)
        }
      }
    }
    #expect(try house.manifest(act) == before)
    #expect(try browser.post("\(act)/acceptance", [("missing", ""), ("extra", "")]).status == 303)
    for command in Self.tampering + [Self.reopening] {
      #expect(throws: SQLError.self) {
        try house.office.kernel.database.writer.write { transaction in
          _ = try transaction.seller(house.shopScope).run(command)
        }
      }
    }
  }

  private static let tampering: [Command] = [
    Command("update main.manifest set driver = 'Oleg' where seller_id = current_seller()"),
    Command("update main.manifest set parcels = 1 where seller_id = current_seller()"),
    Command("update main.manifest set state = 'open' where seller_id = current_seller()"),
    Command("delete from main.manifest_parcel where seller_id = current_seller()"),
    Command("update main.manifest_parcel set weight_g = 1 where seller_id = current_seller()"),
    Command("delete from main.manifest where seller_id = current_seller()"),
  ]
  private static let reopening = Command(
    "update main.manifest set state = 'closed' where seller_id = current_seller()")

  @Test("row 63: a missing parcel opens a case, an extra one is recorded")
  func differences() throws {
    let (house, browser, paths, act) = try Self.opened(3)
    _ = try browser.post("\(act)/parcels", [("all", "1")])
    let early = try browser.post("\(act)/acceptance", [("missing", ""), ("extra", "")])
    #expect(early.status == 409)
    _ = try browser.post("\(act)/closing", [("driver", "Ivan")])
    let numbers = try paths.map { try house.cards($0)[0].number }
    let unknown = try browser.post(
      "\(act)/acceptance", [("missing", "SD00000000000"), ("extra", "")])
    #expect(unknown.status == 422 && unknown.text.contains("is not on the act"))
    let known = try browser.post("\(act)/acceptance", [("missing", ""), ("extra", numbers[0])])
    #expect(known.status == 422)
    #expect(try house.manifest(act).state == .closed)
    let answer = try browser.post(
      "\(act)/acceptance",
      [("missing", "\(numbers[1])\n\(numbers[1])"), ("extra", "ZZ-123\nZZ-124")])
    #expect(answer.status == 303, "\(answer.text)")
    let manifest = try house.manifest(act)
    #expect(manifest.state == .accepted && manifest.missing == 1 && manifest.extra == 2)
    #expect(try house.state(of: house.cards(paths[1])[0].posting) == .notAccepted)
    #expect(try house.state(of: house.cards(paths[0])[0].posting) == .handedOver)
    #expect(try house.pieces(of: 7) == (96, 2))
    #expect(try Counters.all(in: house.store().rows)[HandoverCase.counter] == 3)
    let list = try browser.get("/cases").text
    #expect(list.contains(numbers[1]) && list.contains("ZZ123"))
    let found = try #require(list.firstMatch(of: /href="(\/cases\/\d+)">SD/)).1
    #expect(try browser.post(String(found), [("outcome", "eaten"), ("note", "")]).status == 422)
    let end = [("outcome", "claimed"), ("note", "Claim 17")]
    #expect(try browser.post(String(found), end).status == 303)
    #expect(try browser.post(String(found), end).status == 409)
    #expect(try Counters.all(in: house.store().rows)[HandoverCase.counter] == 2)
    #expect(try browser.get("/cases?tab=closed").text.contains("Claim 17"))
    let other = try house.browser("owner@two.example")
    #expect(try other.get(String(found)).status == 404)
    #expect(try other.get(act).status == 404)
  }

  @Test("row 63: what was cancelled meanwhile holds the whole act back, and nothing leaves")
  func gone() throws {
    let (house, browser, paths, act) = try Self.opened(3)
    _ = try browser.post("\(act)/parcels", [("all", "1")])
    _ = try browser.post("\(paths[1])/cancellation", [("reason", "damage")])
    let refused = try browser.post("\(act)/closing", [("driver", "Ivan")])
    #expect(refused.status == 422 && refused.text.contains("48002-1"))
    for path in [paths[0], paths[2]] {
      #expect(try house.state(of: house.cards(path)[0].posting) == .awaitingDelivery)
    }
    let id = paths[1].split(separator: "/")[1]
    #expect(try browser.post("\(act)/removal", [("posting", String(id))]).status == 303)
    #expect(try browser.post("\(act)/closing", [("driver", "Ivan")]).status == 303)
    #expect(try house.manifest(act).parcels == 2)
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 63: a scan adds the posting once, and nothing that is not ready")
  func scanning() throws {
    let (house, browser, paths, act) = try Self.opened(2)
    let number = try house.cards(paths[0])[0].number
    #expect(try browser.post("\(act)/parcels", [("number", number)]).status == 303)
    #expect(try browser.post("\(act)/parcels", [("number", number)]).status == 422)
    #expect(try browser.post("\(act)/parcels", [("number", "")]).status == 422)
    #expect(try browser.post("\(act)/parcels", [("number", "SD1")]).status == 422)
    #expect(try house.manifest(act).parcels == 1)
    // What is on an act keeps its carrier and number.
    let change = try browser.post(
      "\(paths[0])/parcels", [("carrier", "5"), ("tracking", "RR473124829GB")])
    #expect(change.status == 409)
    #expect(try browser.post("\(act)/discard").status == 303)
    #expect(try house.cards(paths[0])[0].manifest == nil)
    #expect(try browser.get(act).status == 404)
  }

  @Test(
    "row 63: whatever is done with acts, sums and states agree",
    arguments: [11, 12, 13] as [UInt64])
  func histories(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let (house, browser, paths, _) = try Self.opened(6)
    for _ in 0..<40 {
      let act = try browser.post("/manifests", [("warehouse", "1"), ("carrier", "1")]).location
      let path = paths.randomElement(using: &random) ?? paths[0]
      let posting = String(path.split(separator: "/")[1])
      let number = try house.cards(path).first?.number ?? ""
      let step: (String, [(String, String)]) =
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: ("\(act)/parcels", [("number", number)])
        case 5...6: ("\(act)/removal", [("posting", posting)])
        case 7: ("\(act)/parcels", [("all", "1")])
        case 8: ("\(act)/discard", [])
        case 9: ("\(path)/cancellation", [("reason", "damage")])
        default: ("\(act)/closing", [("driver", "Ivan")])
        }
      let answer = try browser.post(step.0, step.1)
      #expect([303, 404, 409, 422].contains(answer.status), "\(step): \(answer.status)")
    }
    try house.expectActsAgree()
    #expect(try house.differences().isEmpty)
  }
}

extension OrdersHouse {
  func manifest(_ path: String) throws -> Manifest {
    let id = ManifestID(text: String(path.split(separator: "/").last ?? "")) ?? ManifestID(raw: 0)
    return try #require(try ManifestStore(rows: store().rows).manifest(id))
  }

  /// Totals are those of the rows; what is on a closed act has left, and nothing is on two.
  func expectActsAgree() throws {
    let acts = ManifestStore(rows: try store().rows)
    var seen: Set<String> = []
    for act in try acts.page(before: nil, limit: 1_000) {
      let parcels = try acts.parcels(of: act.id)
      #expect(act.parcels == Int64(parcels.count))
      #expect(act.weight == parcels.reduce(0) { $0 + $1.weight })
      for parcel in parcels {
        #expect(seen.insert(parcel.tracking).inserted, "\(parcel.tracking) is on two acts")
        if act.state != .open { #expect(parcel.state == .handedOver) }
      }
    }
  }
}
