import Commerce
import HTTP
import SQL
import Testing

@testable import Office

@Suite("sessions")
struct SessionTests {
  private let house: KernelHouse
  private let owner: KernelBrowser

  init() throws {
    house = try KernelHouse()
    owner = try house.browser(.owner)
    #expect(try house.get("/p/seller", as: owner).code == 200)
  }

  private static let demote = Command("update membership set role = 'care' where member_id = ?")
  private static let block = Command("update member set state = 'blocked' where id = ?")
  private static let end = Command("delete from session where hash = ?")

  private func write(_ command: Command, _ value: some SQLValue) throws {
    _ = try house.office.kernel.database.writer.write { try $0.open.run(command, value) }
  }

  @Test("an ended session is refused by every thread at once")
  func ended() throws {
    let other = try house.office.makeLocal(.inline)
    let request = try Request(.get, "/p/seller", headers: owner.headers)
    #expect(house.office.respond(request, other).code == 200)
    try write(Self.end, owner.token.hash)
    house.office.kernel.forgetSessions()
    #expect(house.office.respond(request, other).code == 303)
    #expect(try house.get("/p/seller", as: owner).code == 303)
  }

  @Test("a changed role counts from the next request on")
  func role() throws {
    try write(Self.demote, owner.session.member.id.raw)
    house.office.kernel.forgetSessions()
    #expect(try house.get("/p/seller", as: owner).code == 403)
  }

  @Test("what another process changed counts within a minute")
  func elsewhere() throws {
    try write(Self.block, owner.session.member.id.raw)
    #expect(try house.get("/p/seller", as: owner).code == 200)
    house.clock.advance(milliseconds: 60_000)
    #expect(try house.get("/p/seller", as: owner).code == 303)
  }

  @Test("a session ends on time, also where a thread remembers it")
  func expiry() throws {
    house.clock.advance(milliseconds: 24 * 3_600_000 - 59_000)
    #expect(try house.get("/p/seller", as: owner).code == 200)
    house.clock.advance(milliseconds: 59_000)
    #expect(try house.get("/p/seller", as: owner).code == 303)
  }

  @Test("a cookie that is no token opens nothing")
  func cookies() throws {
    for value in ["", "x", String(repeating: "A", count: 43), String(repeating: "é", count: 43)] {
      let answer = try house.get("/p/seller", [("Cookie", "session=\(value)")])
      #expect(answer.code == 303, "\(value)")
    }
  }

  @Test("the sweep deletes what has expired, and nothing else")
  func sweep() throws {
    let database = house.office.kernel.database
    #expect(
      try database.writer.write { try SessionStore.sweep(at: house.clock.now(), in: $0) } == 0)
    house.clock.advance(milliseconds: 25 * 3_600_000)
    let kept = try house.browser(.viewer)
    #expect(
      try database.writer.write { try SessionStore.sweep(at: house.clock.now(), in: $0) } == 1)
    #expect(try house.get("/p/seller", as: kept).code == 200)
  }
}
