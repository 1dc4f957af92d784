import Foundation
import Synchronization
import Testing

@_spi(Minting) @testable import SQL

@Suite("Care of the file")
struct CareTests {
  let shop: Shop
  private static let add = Command("insert into category values (?, ?)")
  private static let count = Query<Int>("select count(*) from category")

  init() throws { shop = try Shop() }

  func size(_ path: String) -> Int {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    return (facts?[.size] as? Int) ?? 0
  }

  @Test("a backup is whole while writing goes on, and is of one moment")
  func backup() throws {
    let database = shop.database
    let text = String(repeating: "x", count: 3_000)
    try database.writer.write { tx in
      for id in 100..<1_500 { try tx.open.run(Self.add, Int64(id), text) }
    }
    let isDone = Atomic(false)
    let written = Atomic(0)
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
      var id: Int64 = 10_000
      while !isDone.load(ordering: .relaxed) {
        try? database.writer.write { tx in
          _ = try tx.open.run(Self.add, id, "one")
          _ = try tx.open.run(Self.add, id + 1, "two")
        }
        id += 2
        written.add(1, ordering: .relaxed)
      }
      ended.signal()
    }
    thread.start()
    while written.load(ordering: .relaxed) < 10 { usleep(100) }
    let path = shop.folder + "/copy.sqlite"
    for _ in 0..<3 { try database.backup(to: path) }
    isDone.store(true, ordering: .relaxed)
    ended.wait()

    let copy = try Database.open(path: path, migrations: Shop.migrations)
    #expect(try copy.integrityCheck() == [])
    let reader = try copy.makeReader()
    let pairs = try reader.open.one(Query<Int>("select count(*) from category where id >= 10000"))
    #expect(pairs >= 20 && pairs.isMultiple(of: 2))
    #expect(
      try reader.seller(Shop.eight).one(Query<String>("select title from product")) == "Secret cup")
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
  }

  @Test("a backup that cannot be written leaves nothing")
  func failedBackup() throws {
    #expect(throws: SQLError.self) { try shop.database.backup(to: shop.folder + "/none/copy") }
    #expect(throws: SQLError.self) { try shop.database.backup(to: shop.folder) }
    #expect(!FileManager.default.fileExists(atPath: shop.folder + ".partial"))
  }

  @Test("checkpoints keep the log short, off the writer's thread")
  func checkpoints() throws {
    let database = shop.database
    try database.startCheckpoints()
    try database.startCheckpoints()
    let text = String(repeating: "x", count: 40_000)
    for id in 100..<700 {
      try database.writer.write { tx in _ = try tx.open.run(Self.add, Int64(id), text) }
    }
    // The thread may be late, but it comes: the log of some 6,000 pages begins anew, at the latest
    // when it is so long that the writer is stopped for it.
    var pages = Int.max
    for _ in 0..<20_000 where pages > 1_000 {
      pages = try database.writer.write { tx in
        try tx.open.run(Command("update category set name = name || '.' where id = 1"))
        return tx.open.session.connection.walFrames
      }
      usleep(1_000)
    }
    #expect(pages <= 1_000)
    database.close()
    #expect(size(database.path + "-wal") == 0)
    #expect(size(database.path) > 600 * text.utf8.count)
  }

  @Test("a long reading moment holds the log, and the writer goes on")
  func longReader() throws {
    let database = shop.database
    try database.startCheckpoints()
    let reader = try database.makeReader()
    let text = String(repeating: "x", count: 400_000)
    let before = try reader.snapshot {
      let before = try reader.open.one(Self.count)
      for id in 0..<100 {
        try database.writer.write { tx in _ = try tx.open.run(Self.add, Int64(100 + id), text) }
      }
      #expect(try reader.open.one(Self.count) == before)
      return before
    }
    #expect(try reader.open.one(Self.count) == before + 100)
  }

  @Test("damage and orphans are found")
  func checks() throws {
    #expect(try shop.database.integrityCheck() == [])
    #expect(try shop.database.foreignKeyCheck() == [])
    let tool = try shop.database.tool()
    try tool.script("insert into picture values (7, 99, 4711)")
    #expect(try shop.database.foreignKeyCheck() == ["picture -> product"])
    try tool.script(
      """
      pragma ignore_check_constraints = on;
      update product set price = -1 where id = 1;
      """)
    #expect(try shop.database.integrityCheck() == ["CHECK constraint failed in product"])
  }

  @Test("the connections are set up as the design says")
  func settings() throws {
    let database = try Database.open(path: shop.folder + "/second.sqlite", migrations: [])
    try database.writer.write { tx in
      let connection = tx.open.session.connection
      for (name, value) in [
        ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
        ("trusted_schema", "0"), ("recursive_triggers", "1"), ("wal_autocheckpoint", "0"),
        ("mmap_size", "2147418112"), ("busy_timeout", "5000"),
      ] {
        let found = try connection.rows("pragma \(name)")
        #expect(found == [[value]], "\(name)")
      }
    }
    for (isDurable, value) in [(false, "1"), (true, "2"), (false, "1")] {
      let found = try database.writer.write(isDurable: isDurable) { tx in
        try tx.open.session.connection.rows("pragma synchronous")
      }
      #expect(found == [[value]], "where it must be durable: \(isDurable)")
    }
    let reader = try database.makeReader()
    #expect(try reader.open.session.connection.rows("pragma query_only") == [["1"]])
  }
}
