import Foundation
import Office
import SQL
import Testing

@testable import SellerDesk

/// The small marketplace, taken over once for all tests that only look.
private enum Imported {
  static let house = Result {
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    try house.take(folder.path)
    return house
  }
}

@Suite("import olist: a small marketplace", .serialized)
struct ImportTests {
  private static let whole =
    "2 sellers, 2 members, 2 warehouses, 2 listings, 3 orders, 4 postings, 4 lines, 1 events, "
    + "4 payments, 1 reviews"

  @Test("everything comes in, once, however often it is run")
  func twice() throws {
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    defer { house.close() }
    let first = try house.take(folder.path).counts
    #expect(first.orders == ImportCount(new: 3, known: 0))
    #expect(first.postings == 4)
    #expect(try house.sizes() == Self.whole)
    let second = try house.take(folder.path).counts
    #expect(second.orders == ImportCount(new: 0, known: 3))
    #expect(second.reviews == ImportCount(new: 0, known: 1))
    #expect(try house.sizes() == Self.whole)
    #expect(try house.problems() == [])
  }

  @Test(
    "stopped after any transaction, the next run goes on without doubling", arguments: [1, 3, 5, 7])
  func interrupted(after transactions: Int) throws {
    struct Stop: Error {}
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    defer { house.close() }
    var left = transactions
    #expect(throws: Stop.self) {
      try house.take(folder.path, batch: 1) { _ in
        left -= 1
        if left == 0 { throw Stop() }
      }
    }
    try house.take(folder.path, batch: 1)
    #expect(try house.sizes() == Self.whole)
    #expect(try house.problems() == [])
  }

  @Test("an order of two sellers becomes two postings whose money sums to the whole")
  func split() throws {
    let house = try Imported.house.get()
    #expect(
      try house.texts(
        PlatformQuery(
          """
          select p.goods_minor || '+' || p.shipping_minor || ' of ' || o.total_minor
          from main.posting p join customer_order o on o.id = p.order_id
          where o.posting_count = 2 order by p.number
          """)) == ["3980+1020 of 15750", "10000+750 of 15750"])
    #expect(
      try house.texts(
        PlatformQuery(
          """
          select quantity || ' x ' || price_minor || ' ' || title from main.posting_line
          where quantity > 1
          """)) == ["2 x 1990 Bed table 11111111"])
  }

  @Test("a time of São Paulo is the right moment, in summer and in winter")
  func times() throws {
    let house = try Imported.house.get()
    // 2017-03-01 is UTC-3, 2018-01-15 is summer time, UTC-2.
    #expect(
      try house.texts(
        PlatformQuery(
          """
          select strftime('%Y-%m-%dT%H:%M:%S', placed_at / 1000, 'unixepoch')
          from customer_order order by placed_at
          """)) == ["2017-03-01T13:00:00", "2017-07-01T13:00:00", "2018-01-16T01:30:00"])
  }

  @Test("states are ours, and an order that was not to be had is the seller's cancellation")
  func states() throws {
    let house = try Imported.house.get()
    #expect(
      try house.texts(
        PlatformQuery(
          """
          select p.state || ':' || coalesce(e.detail, '') from main.posting p
          left join main.posting_event e on e.seller_id = p.seller_id and e.posting_id = p.id
          order by p.placed_at, p.number
          """)) == ["8:", "8:", "12:out_of_stock", "3:"])
  }

  @Test("buyers of one person have one invented name, and no address to write to")
  func buyers() throws {
    let house = try Imported.house.get()
    let names = try house.texts(
      PlatformQuery("select name from main.posting_recipient group by name order by name"))
    #expect(names.count == 2)
    #expect(
      try house.texts(
        PlatformQuery(
          """
          select email || phone || street || city || ' ' || postcode from main.posting_recipient
          group by city order by city
          """)) == ["Niteroi - RJ 20040", "Sao Paulo - SP 01001"])
  }

  @Test("the owners' addresses are told, and one hash serves them all")
  func owners() throws {
    let house = try Imported.house.get()
    #expect(
      try house.texts(PlatformQuery("select email from member order by email"))
        == ["owner@aaaaaaaa.olist.example", "owner@bbbbbbbb.olist.example"])
    let hashes = try house.texts(PlatformQuery("select distinct password from member"))
    #expect(hashes.count == 1)
    #expect(PasswordHasher().verify("sellerdesk-demo", against: hashes.first))
  }
}
