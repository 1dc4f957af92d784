import Foundation
import Testing

@_spi(Minting) @testable import SQL

@Suite("Migrations")
final class MigrationTests {
  let folder: String
  var path: String { folder + "/data.sqlite" }

  static let first = Migration("1 notes", "create table note (id integer primary key) strict;")
  static let second = Migration("2 text", "alter table note add column text text;")
  static let count = Query<Int>("select count(*) from note")
  static let names = Query<String>("select name from migration order by position")

  init() throws {
    folder = NSTemporaryDirectory() + "sql-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func open(_ migrations: [Migration]) throws -> Database {
    try Database.open(path: path, migrations: migrations, options: Shop.fast)
  }

  func copies() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.contains(".before-") }
  }

  @Test("each is applied once, in order, and a copy is left before later ones")
  func applied() throws {
    try open([Self.first]).close()
    try open([Self.first]).close()
    #expect(try copies() == [])
    let database = try open([Self.first, Self.second])
    #expect(try database.makeReader().open.all(Self.names) == ["1 notes", "2 text"])
    let copy = try #require(try copies().first)
    #expect(copy.hasPrefix("data.sqlite.before-2-"))
    let old = try Database.open(path: folder + "/" + copy, migrations: [Self.first])
    #expect(try old.makeReader().open.all(Self.names) == ["1 notes"])
    old.close()
  }

  @Test("a module appends to its own part of the list")
  func between() throws {
    let other = Migration("1 other", "create table other (id integer primary key) strict")
    try open([Self.first, other]).close()
    let database = try open([Self.first, Self.second, other])
    #expect(try database.makeReader().open.all(Self.names) == ["1 notes", "1 other", "2 text"])
  }

  @Test("all of the pending ones or none of them")
  func allOrNothing() throws {
    let broken = Migration("3 broken", "create table more (id integer) strict; creat nothing;")
    try open([Self.first]).close()
    let error = #expect(throws: SQLError.self) { try open([Self.first, Self.second, broken]) }
    #expect(error?.message.hasPrefix("migration \"3 broken\": near \"creat\"") == true)
    #expect(try open([Self.first]).makeReader().open.all(Self.names) == ["1 notes"])
  }

  static let refused: [([Migration], String)] = [
    ([Migration("1 notes", "create table note (id integer primary key);")], "was edited"),
    ([], "unknown to this older program"),
    ([second], "unknown to this older program"),
    ([first, second, second], "two migrations are named"),
    ([first, Migration("x", "commit")], "ended the transaction"),
    (
      [
        first,
        Migration(
          "x", "create table kid (note integer references note); insert into kid values (5)"),
      ], "without its parent"
    ),
  ]

  @Test("an edited, unknown, doubled or unfit one is refused", arguments: refused)
  func refusal(migrations: [Migration], reason: String) throws {
    try open([Self.first]).close()
    let error = #expect(throws: SQLError.self) { try open(migrations) }
    #expect(error?.message.contains(reason) == true, "\(String(describing: error))")
    #expect(try open([Self.first]).makeReader().open.all(Self.names) == ["1 notes"])
  }

  @Test("one that was worded anew is known by its former checksum, and by no other")
  func reworded() throws {
    try open([Self.first]).close()
    let (name, sql) = (Self.first.name, "create table note (id integer primary key) strict")
    let reworded = Migration(name, sql, formerly: Self.first.checksum)
    #expect(try open([reworded]).makeReader().open.all(Self.names) == [name])
    #expect(throws: SQLError.self) { try open([Migration(name, sql, formerly: "0")]) }
  }

  @Test("a new database comes whole or not at all, and leaves nothing beside it")
  func drafted() throws {
    let broken = Migration("2 broken", "create table more (id integer) strict; creat nothing;")
    #expect(throws: SQLError.self) { try open([Self.first, broken]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    let database = try open([Self.first])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(files).subtracting(["data.sqlite-wal", "data.sqlite-shm"]) == ["data.sqlite"])
    let mode = try database.tool().rows("pragma journal_mode")
    #expect(mode == [["wal"]])
    try database.writer.write { transaction in
      _ = try transaction.open.run(Command("insert into note (id) values (5)"))
    }
    database.close()
    #expect(try open([Self.first]).makeReader().open.one(Self.count) == 1)
  }

  @Test("a log without its database is not taken for a new one's")
  func strayLog() throws {
    try open([Self.first]).close()
    try FileManager.default.moveItem(atPath: path, toPath: path + "-wal")
    let database = try open([Self.first])
    #expect(try database.makeReader().open.one(Self.count) == 0)
    database.close()
  }

  @Test("a table that references point to can be rebuilt")
  func rebuilt() throws {
    let tables = Migration(
      "1",
      """
      create table shop (id integer primary key) strict;
      create table shelf (shop integer not null references shop on delete cascade) strict;
      insert into shop values (1); insert into shelf values (1);
      """)
    let rebuild = Migration(
      "2",
      """
      create table shop2 (id integer primary key, name text) strict;
      insert into shop2 select id, 'x' from shop;
      drop table shop;
      alter table shop2 rename to shop;
      """)
    try open([tables]).close()
    let reader = try open([tables, rebuild]).makeReader()
    #expect(
      try reader.open.one(Query<Int>("select count(*) from shelf join shop on id = shop")) == 1)
  }

  @Test("a table that gains its seller is behind the wall at the next opening")
  func walled() throws {
    try open([Self.first]).close()
    let sold = Migration("2", "alter table note add column seller_id integer not null default 7")
    let fill = Migration("3", "insert into note (id) values (1)")
    let reader = try open([Self.first, sold, fill]).makeReader()
    #expect(try reader.open.one(Self.count) == 0)
    #expect(try reader.seller(Shop.eight).one(Self.count) == 0)
    #expect(try reader.seller(Shop.seven).one(Self.count) == 1)
    #expect(throws: SQLError.self) { try reader.open.one(Query<Int>("select id from main.note")) }
  }

  @Test("a file that is no database, or cannot be made, is one clear error")
  func unfit() throws {
    try Data("this is no database, whatever its name says".utf8)
      .write(to: URL(fileURLWithPath: path))
    #expect(throws: SQLError.self) { try open([Self.first]) }
    let error = #expect(throws: SQLError.self) {
      try Database.open(path: folder + "/none/data.sqlite", migrations: [])
    }
    #expect(error?.message.contains("/none/data.sqlite") == true)
  }
}
