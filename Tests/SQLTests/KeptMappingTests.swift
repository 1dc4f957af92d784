import Foundation
import Testing

@_spi(Minting) @testable import SQL

/// A reader keeps the file mapped over others' commits.
@Suite("A kept mapping") struct KeptMappingTests {
  let shop: Shop
  private static let add = Command("insert into category values (?, ?)")
  private static let rest = Query<String>(
    "select count(*) || ' ' || coalesce(max(name), '') from category where id > 2")
  private static let mebibyte = 1 << 20

  init() throws { shop = try Shop() }

  private var length: Int {
    get throws {
      let facts = try FileManager.default.attributesOfItem(atPath: shop.database.path)
      return try #require(facts[.size] as? Int)
    }
  }

  /// As many rows of 3,000 bytes, beginning with the letter, and the log emptied.
  private func fill(_ count: Int, _ letter: String, from first: Int64) throws {
    let text = String(repeating: letter, count: 3_000)
    try shop.database.writer.write { tx in
      for id in 0..<Int64(count) { try tx.open.run(Self.add, first + id, text) }
    }
    try shop.database.tool().checkpoint(.truncate)
  }

  @Test("a reader sees what was written into a file that has grown far past its mapping")
  func grown() throws {
    let reader = try shop.database.makeReader(isMapped: true).open
    var count = 0
    for (letter, rows) in [("a", 10), ("b", 100), ("c", 1_000), ("d", 5_000)] {
      try fill(rows, letter, from: Int64(count + 10))
      count += rows
      let last = String(repeating: letter, count: 3_000)
      #expect(try reader.one(Self.rest) == "\(count) \(last)")
    }
    #expect(try length > 16 * Self.mebibyte)
  }

  @Test("a reader lives through a file that is cut short, and one that grows again")
  func cut() throws {
    let reader = try shop.database.makeReader(isMapped: true).open
    try fill(5_000, "a", from: 10)
    _ = try reader.one(Self.rest)
    let long = try length
    let tool = try shop.database.tool()
    try tool.script("delete from category where id > 2; vacuum;")
    try tool.checkpoint(.truncate)
    #expect(try length < long / 8)
    #expect(try reader.one(Self.rest) == "0 ")
    try fill(4_000, "b", from: 10)
    #expect(try reader.one(Self.rest) == "4000 " + String(repeating: "b", count: 3_000))
    #expect(try shop.database.integrityCheck() == [])
  }

  @Test("a reader in its snapshot reads on while others write and move the log")
  func snapshot() throws {
    try fill(2_000, "a", from: 10)
    let reader = try shop.database.makeReader(isMapped: true)
    try reader.snapshot {
      let before = try reader.open.one(Self.rest)
      try shop.database.writer.write { tx in
        _ = try tx.open.run(Command("update category set name = 'z' where id > ?"), Int64(2))
      }
      _ = try? shop.database.tool().checkpoint(.passive)
      #expect(try reader.open.one(Self.rest) == before)
    }
    #expect(try reader.open.one(Self.rest) == "2000 z")
  }
}
