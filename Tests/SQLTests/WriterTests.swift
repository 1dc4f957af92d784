import Foundation
import Synchronization
import Testing

@_spi(Minting) @testable import SQL

@Suite("The writer")
struct WriterTests {
  let shop: Shop
  var writer: Writer { shop.database.writer }

  struct Refused: Error {}

  private static let add = Command("insert into category values (?, ?)")
  private static let ids = Query<Int64>("select id from category where id > 2 order by id")

  init() throws { shop = try Shop() }

  func ids() throws -> [Int64] { try shop.database.makeReader().open.all(Self.ids) }

  /// Runs `body` on so many threads and returns when all have ended.
  func threads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        body(index)
        group.leave()
      }
      thread.start()
    }
    group.wait()
  }

  @Test("of many closures on many threads exactly the successful ones are there")
  func property() throws {
    let writer = self.writer
    let expected = Mutex<Set<Int64>>([])
    let hooks = Atomic(0)
    threads(12) { thread in
      var random = SplitMix(state: UInt64(thread) &+ 1)
      for turn in 0..<40 {
        let id = Int64(1_000 + thread * 100 + turn)
        let fate = random.next() % 4
        do {
          try writer.write { tx in
            tx.afterCommit { hooks.add(1, ordering: .relaxed) }
            try tx.open.run(Self.add, id, "x")
            if fate == 1 { throw Refused() }
            if fate == 2 { try tx.open.run(Self.add, id, "twice") }
            if fate == 3 { _ = try? tx.open.run(Self.add, id, "twice, and forgiven") }
          }
          expected.withLock { _ = $0.insert(id) }
        } catch {
          #expect(
            fate == 1 ? error is Refused : (error as? SQLError)?.isConstraint(.unique) == true)
        }
      }
    }
    let successful = expected.withLock { $0 }
    #expect(try ids() == successful.sorted())
    #expect(hooks.load(ordering: .relaxed) == successful.count)
    #expect(writer.stats.closures == 480)
    #expect(writer.stats.groups <= 480)
    #expect(try shop.database.integrityCheck() == [])
  }

  @Test("what need not be durable waits for the disk only beside what must be")
  func unsynced() throws {
    let turn = Atomic(0)
    threads(2) { thread in
      if thread == 1 {
        while turn.load(ordering: .acquiring) == 0 {}
        try? writer.write { tx in _ = try tx.open.run(Self.add, Int64(20), "durable") }
      } else {
        try? writer.write(isDurable: false) { tx in
          try tx.open.run(Self.add, Int64(10), "not")
          turn.store(1, ordering: .releasing)
          usleep(50_000)
        }
      }
    }
    #expect(writer.stats.groups == 2, "the durable one led a group of its own")
    #expect(writer.stats.unsynced == 1)
    try writer.write(isDurable: false) { tx in _ = try tx.open.run(Self.add, Int64(30), "not") }
    #expect(writer.stats.unsynced == 2)
    #expect(try ids() == [10, 20, 30])
  }

  @Test("a part that throws takes back its own changes and hooks, and those of parts within it")
  func attempts() throws {
    let hooks = Mutex<[String]>([])
    let note = { @Sendable (name: String) in hooks.withLock { $0.append(name) } }
    try writer.write { tx in
      try tx.open.run(Self.add, Int64(10), "kept")
      tx.afterCommit { note("first") }
      let value = try tx.attempt {
        try tx.open.run(Self.add, Int64(11), "kept")
        return 7
      }
      #expect(value == 7)
      #expect(throws: Refused.self) {
        try tx.attempt {
          try tx.open.run(Self.add, Int64(12), "taken back")
          tx.afterCommit { note("taken back") }
          _ = try tx.attempt { try tx.open.run(Self.add, Int64(13), "taken back with it") }
          throw Refused()
        }
      }
      try tx.attempt {
        try tx.open.run(Self.add, Int64(14), "kept")
        #expect(throws: SQLError.self) {
          try tx.attempt {
            try tx.open.run(Self.add, Int64(15), "taken back")
            try tx.open.run(Self.add, Int64(14), "twice")
          }
        }
      }
      tx.afterCommit { note("last") }
    }
    #expect(try ids() == [10, 11, 14])
    #expect(hooks.withLock { $0 } == ["first", "last"])
    #expect(throws: Refused.self) {
      try writer.write { tx in
        _ = try tx.attempt { try tx.open.run(Self.add, Int64(20), "gone with the whole") }
        throw Refused()
      }
    }
    #expect(try ids() == [10, 11, 14])
  }

  @Test("who arrives while a closure runs shares its commit")
  func grouping() throws {
    let writer = self.writer
    let before = writer.stats
    let started = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    let leader = Thread {
      try? writer.write { tx in
        started.signal()
        goOn.wait()
        _ = try tx.open.run(Self.add, 100, "leader")
      }
    }
    leader.start()
    started.wait()
    let queued = Atomic(0)
    let releaser = Thread {
      while queued.load(ordering: .acquiring) < 8 { usleep(100) }
      usleep(20_000)
      goOn.signal()
    }
    releaser.start()
    threads(8) { index in
      queued.add(1, ordering: .releasing)
      try? writer.write { tx in _ = try tx.open.run(Self.add, Int64(101 + index), "member") }
    }
    #expect(try ids() == Array(100...108))
    #expect(writer.stats.closures - before.closures == 9)
    #expect(writer.stats.groups - before.groups < 9)
  }

  @Test("a value comes out, and hooks run on the caller's thread after the commit")
  func hooks() throws {
    let seen = Mutex<[String]>([])
    let reader = try shop.database.makeReader()
    let count = try writer.write { tx in
      let added = try tx.open.run(Self.add, 50, "x")
      let before = try reader.open.all(Self.ids)
      tx.afterCommit { seen.withLock { $0.append("before \(before)") } }
      return added
    }
    #expect(count == 1)
    #expect(seen.withLock { $0 } == ["before []"])
    #expect(try ids() == [50])
  }

  @Test("a hook may write; a closure may not")
  func reentrance() throws {
    let writer = self.writer
    try writer.write { tx in
      try tx.open.run(Self.add, 60, "outer")
      tx.afterCommit {
        try? writer.write { tx in _ = try tx.open.run(Self.add, 61, "from the hook") }
      }
    }
    #expect(try ids() == [60, 61])
    let error = #expect(throws: SQLError.self) {
      try writer.write { _ in try writer.write { _ in } }
    }
    #expect(error?.message == "write inside write")
  }

  @Test("a transaction kept after its closure is dead")
  func escaped() throws {
    var kept: OpenTransaction?
    try writer.write { kept = $0.open }
    let error = #expect(throws: SQLError.self) { try kept?.run(Self.add, 70, "late") }
    #expect(error?.message == "the transaction is over")
    #expect(try ids() == [])
  }

  @Test("a deferred foreign key left open fails its own closure only")
  func deferred() throws {
    let orphan = Command("insert into main.picture values (7, 90, 4711)")
    let parent = Command("insert into main.product values (7, 4711, 'x', 1, 'x')")
    let error = #expect(throws: SQLError.self) { try shop.seven { try $0.run(orphan) } }
    #expect(error?.isConstraint(.foreignKey) == true)
    try shop.seven {
      try $0.run(orphan)
      try $0.run(parent)
    }
    #expect(try shop.products().contains("7 4711 x 1"))
    #expect(try shop.database.foreignKeyCheck() == [])
  }

  @Test("a full disk is said clearly, reads go on, and the writer recovers")
  func full() throws {
    let big = [String](repeating: String(repeating: "x", count: 1_000), count: 400).joined()
    try limitPages(60)
    let error = #expect(throws: SQLError.self) {
      try writer.write { tx in _ = try tx.open.run(Self.add, 80, big) }
    }
    #expect(error?.isFull == true, "\(String(describing: error))")
    #expect(try ids() == [])
    let swallowed = #expect(throws: SQLError.self) {
      try writer.write { tx in _ = try? tx.open.run(Self.add, 81, big) }
    }
    #expect(swallowed != nil)
    try writer.write { tx in _ = try tx.open.run(Self.add, 82, "small") }
    try limitPages(1_000_000)
    try writer.write { tx in _ = try tx.open.run(Self.add, 83, big) }
    #expect(try ids() == [82, 83])
    #expect(try shop.database.integrityCheck() == [])
  }

  private func limitPages(_ count: Int) throws {
    try writer.write { tx in
      let connection = tx.open.session.connection
      try connection.wall.aside { () throws(SQLError) in
        try connection.script("pragma max_page_count = \(count)")
      }
    }
  }

  @Test("a closed database refuses writes")
  func closed() throws {
    shop.database.close()
    shop.database.close()
    let error = #expect(throws: SQLError.self) { try writer.write { _ in } }
    #expect(error?.message == "the database is closed")
  }

  @Test("a lock of another process is an error for who waits, and passes")
  func busy() throws {
    var options = Shop.fast
    options.busyMilliseconds = 20
    let other = try Connection(path: shop.database.path, options, .tool)
    let second = try Database.open(
      path: shop.database.path, migrations: Shop.migrations, options: options)
    try other.script("begin immediate")
    let error = #expect(throws: SQLError.self) { try second.writer.write { _ in } }
    #expect(error?.isBusy == true)
    try other.script("rollback")
    try second.writer.write { tx in _ = try tx.open.run(Self.add, 95, "x") }
    #expect(try ids() == [95])
  }
}

/// A small generator, so that a failing run can be repeated.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
