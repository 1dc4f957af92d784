import Commerce
import HTTP
import SQL
import Testing

@testable import Office

@Suite("counters and the audit of an act")
struct CounterTests {
  private let house: KernelHouse
  private let owner: KernelBrowser

  init() throws {
    house = try KernelHouse()
    owner = try house.browser(.owner)
  }

  private func count(_ amount: Int, _ more: KernelHouse.Fields = []) throws -> Int {
    try house.post("/p/count/\(amount)", more + [owner.formToken], as: owner).code
  }

  private func kept() throws -> Int64? {
    let scope = try #require(owner.session.member.sellerScope)
    return try Counters.all(in: house.local.reader.seller(scope))["probes.all"]
  }

  private func acts() throws -> [String] {
    try Audit.history(of: "probe", 1, house.local.reader.open, limit: 9).map(\.act)
  }

  @Test("a counter begins with its first amount and is never below zero")
  func never() throws {
    #expect(try count(-1) == 500)
    #expect(try kept() == nil)
    #expect(try count(2) == 200)
    #expect(try count(-1) == 200)
    #expect(try kept() == 1)
    #expect(try count(-2) == 500)
    #expect(try kept() == 1)
    #expect(try count(-1) == 200)
    #expect(try kept() == 0)
  }

  @Test("the platform's counters keep the same rule")
  func platform() throws {
    let writer = house.office.kernel.database.writer
    #expect(throws: SQLError.self) {
      try writer.write { try Counters.addPlatform(-1, to: "probes", in: $0) }
    }
    try writer.write { try Counters.addPlatform(3, to: "probes", in: $0) }
    #expect(try Counters.platform(in: house.local.reader.open)["probes"] == 3)
  }

  @Test("an act and its audit row are one: both are there, or neither")
  func audit() throws {
    #expect(try count(1) == 200)
    #expect(try acts() == ["probe.counted"])
    #expect(try count(1, [("fails", "1")]) == 409)
    #expect(try count(-9) == 500)
    #expect(try acts() == ["probe.counted"])
    #expect(try kept() == 1)
    let row = try Audit.history(of: "probe", 1, house.local.reader.open, limit: 1).first
    #expect(row?.actor == "member:\(owner.session.member.id)")
    #expect(row?.address == "127.0.0.0")
    #expect(row?.shop == house.shop.raw)
    #expect(try Audit.verify(house.local.reader.open).fault == nil)
  }

  @Test("the office finds itself in order")
  func inspect() throws {
    #expect(try count(1) == 200)
    var lines: [String] = []
    #expect(try house.office.inspect { lines.append($0) }.isEmpty)
    #expect(lines.count == 4)
  }
}
