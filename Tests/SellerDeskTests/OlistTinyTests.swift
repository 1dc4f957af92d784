import Foundation
import Glibc
import Testing

@testable import SellerDesk

/// Real rows, read in place: they may not be copied into the project.
enum SharedData {
  static let folder = ProcessInfo.processInfo.environment["SELLERDESK_SHARED"] ?? "../shared"
  static let tiny = "\(folder)/data/olist-tiny"
  static let isHere = access(tiny, R_OK) == 0
}

@Suite(
  "import olist: 356 real orders", .serialized,
  .enabled(
    if: SharedData.isHere,
    "The public data set is not at ../shared/data/olist-tiny: this suite is skipped."))
struct OlistTinyTests {
  @Test("all come in, twice the same, and the check is clean")
  func twice() throws {
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    defer { house.close() }
    let (counts, log) = try house.take(SharedData.tiny)
    #expect(counts.sellers.new == 12)
    #expect(counts.orders.new == 356)
    #expect(counts.payments == 369)
    #expect(counts.reviews.new == 223)
    #expect(log.refused.isEmpty)
    let sizes = try house.sizes()
    #expect(try house.take(SharedData.tiny).counts.orders == ImportCount(new: 0, known: 356))
    #expect(try house.sizes() == sizes)
    #expect(try house.problems() == [])
  }

  @Test("stopped in the middle of the orders, it ends as if it had not been")
  func interrupted() throws {
    struct Stop: Error {}
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    defer { house.close() }
    #expect(throws: Stop.self) {
      try house.take(SharedData.tiny, batch: 50) { line in
        if line == "orders: 200" { throw Stop() }
      }
    }
    let (counts, _) = try house.take(SharedData.tiny, batch: 50)
    #expect(counts.orders == ImportCount(new: 156, known: 200))
    #expect(counts.reviews.new == 223)
    #expect(try house.problems() == [])
  }
}
