import Commerce
import Foundation
import Office
import Orders
import SQL
import Testing

@testable import SellerDesk

@Suite("bench: the marketplace", .serialized)
struct BenchTests {
  @Test("has as many orders as asked for, in every state, the same at every making")
  func plan() throws {
    let plan = SeedPlan(orders: 2_001, sellers: 2)
    let currency = try #require(Currency(code: SeedPlan.currency))
    let orders = plan.shops.flatMap { plan.orders(of: $0, currency) }
    #expect(orders.count == 2_001)
    let states = Set(orders.flatMap(\.postings).map(\.state))
    #expect(
      states == [
        .awaitingConfirmation, .awaitingPackaging, .awaitingDelivery, .delivering, .delivered,
        .cancelled,
      ])
    let lines = orders.flatMap(\.postings).map(\.lines.count).reduce(0, +)
    #expect((2.15...2.35).contains(Double(lines) / 2_001))
    let again = plan.orders(of: 2, currency)
    #expect(again.map(\.placed) == orders.suffix(1_000).map(\.placed))
    #expect(
      again.map { $0.postings[0].recipient }
        == orders.suffix(1_000).map { $0.postings[0].recipient })
  }

  @Test("is made once, sound, and kept")
  func kept() throws {
    let folder = try SourceFolder()
    let configuration = Configuration(data: folder.data)
    let plan = SeedPlan(orders: 300, sellers: 3)
    let made = try BenchOffice(configuration, plan) { _ in }
    #expect(made.seedSeconds != nil)
    #expect(made.cookies.count == 3)
    #expect(try BenchOffice(configuration, plan) { _ in }.seedSeconds == nil)
    let other = SeedPlan(orders: 200, sellers: 3)
    #expect(try BenchOffice(configuration, other) { _ in }.seedSeconds != nil)
    let office = try Modules.boot.office(configuration)
    defer { office.kernel.database.close() }
    #expect(try office.inspect { _ in } == [])
  }

  @Test("half made, it is made anew")
  func unfinished() throws {
    let source = try SourceFolder()
    let folder = BenchFolder(path: source.data)
    let plan = SeedPlan(orders: 10, sellers: 1)
    try folder.begin()
    #expect(!folder.holds(plan))
    try folder.finish(plan)
    #expect(folder.holds(plan))
    #expect(!folder.holds(SeedPlan(orders: 11, sellers: 1)))
    try folder.begin()
    #expect(!folder.holds(plan))
  }

  @Test("never takes the place of a database that no benchmark made")
  func foreign() throws {
    let source = try SourceFolder()
    try FileManager.default.createDirectory(
      atPath: source.data, withIntermediateDirectories: true)
    try Data("real".utf8).write(to: URL(fileURLWithPath: "\(source.data)/sellerdesk.sqlite"))
    #expect(throws: BootError.self) { try BenchFolder(path: source.data).begin() }
    #expect(FileManager.default.fileExists(atPath: "\(source.data)/sellerdesk.sqlite"))
  }
}
