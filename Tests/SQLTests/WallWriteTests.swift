import Testing

@_spi(Minting) @testable import SQL

@Suite("The wall: writing")
struct WallWriteTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  static let own: [(StaticString, Int, String)] = [
    ("update main.product set price = 1 where id = 1", 1, "7 1 Green tea 1"),
    (
      "update main.product set price = price + 1 where seller_id = 7 and title like 'G%'", 1,
      "7 1 Green tea 501"
    ),
    ("update or abort main.product set price = 1 where id = 1", 1, "7 1 Green tea 1"),
    ("update main.product as p set price = 2 where p.id = 1", 1, "7 1 Green tea 2"),
    (
      "update main.product set price = (select max(price) from product) where id = 1", 1,
      "7 1 Green tea 700"
    ),
    (
      "update main.product set title = name from category c where c.id = product.id and c.id = 1",
      1,
      "7 1 Tea 500"
    ),
    (
      "update main.product set price = 3 where id in (select product_id from picture)", 1,
      "7 1 Green tea 3"
    ),
    ("insert into main.product values (7, 5, 'New', 5, 'N')", 1, "7 5 New 5"),
    ("insert into main.product values (current_seller(), 5, 'New', 5, 'N')", 1, "7 5 New 5"),
    (
      "insert into main.product select seller_id, 6, title, price, 'x' from product where id = 1",
      1,
      "7 6 Green tea 500"
    ),
    (
      """
      insert into main.product values (7, 1, 'Upsert', 5, 'T1')
      on conflict (seller_id, id) do update set title = excluded.title
      """, 1, "7 1 Upsert 500"
    ),
    (
      "insert or replace into main.product values (7, 1, 'Replaced', 5, 'T1')", 1,
      "7 1 Replaced 5"
    ),
    ("insert into main.picture values (7, 20, 2)", 1, "7 1 Green tea 500"),
  ]

  @Test("a seller's own rows are written", arguments: own)
  func ownRows(sql: StaticString, changes: Int, row: String) throws {
    #expect(try shop.seven { try $0.run(Command(sql)) } == changes)
    #expect(try shop.products().contains(row))
    #expect(try shop.products().contains("8 3 Secret cup 900"))
  }

  static let trespasses: [StaticString] = [
    "update main.product set price = 0",
    "update main.product set price = 0 where id = 3",
    "update main.product set price = 0 where seller_id = 8",
    "update or ignore main.product set price = 0 where id = 3",
    "update or replace main.product set price = 0 where id = 3",
    "update main.product set seller_id = 8 where id = 1",
    "update main.product set seller_id = 7 where id = 3",
    "update main.product set price = 0 where id = 3 returning title",
    "delete from main.product",
    "delete from main.product where id = 3",
    "delete from main.product where id = 3 returning title",
    "insert into main.product values (8, 9, 'Planted', 5, 'P')",
    "insert or ignore into main.product values (8, 9, 'Planted', 5, 'P')",
    "insert or replace into main.product values (8, 3, 'Planted', 5, 'C1')",
    "replace into main.product values (8, 3, 'Planted', 5, 'C1')",
    "insert into main.product values (8, 9, 'Planted', 5, 'P') returning title",
    """
    insert into main.product values (8, 3, 'Planted', 5, 'C1')
    on conflict (seller_id, id) do update set title = 'Planted'
    """,
    "insert or replace into main.barcode values (7, 2, '333')",
    "update or replace main.barcode set code = '333' where id = 1",
    "insert into main.barcode values (7, 2, '333') on conflict (code) do update set code = '9'",
    "update main.product set title = (select title from main.product where id = 3) where id = 1",
    "update main.product set title = p.title from main.product p where p.id = 3 and product.id = 1",
    "insert into main.product select 7, 9, title, price, 'x' from main.product where id = 3",
    "insert into main.category select id, title from main.product",
    "insert into category select id, title from main.product",
    "insert into category values (9, (select title from main.product where id = 3))",
    "with p as (select title from main.product) insert into category select 9, title from p",
    """
    with counted as (select title from main.product where id = 3)
    update main.product set title = (select title from counted) where id = 1
    """,
    "delete from category where (select count(*) from main.product) = 3",
    "update main.product set title = 'x' where id = 1 returning (select title from main.product)",
    "insert into main.search (rowid, seller_id, title) values (9, 7, 'x')",
    "delete from main.search where rowid = 3",
    "update main.search set title = 'x' where rowid = 3",
    "insert into main.search (search) values ('delete-all')",
    "delete from main.search_content",
    "insert into main.sqlite_schema values ('', '', '', 1, '')",
    "insert into temp.product values (7, 9, 'x', 1, 'x')",
    "pragma recursive_triggers = off",
    "pragma foreign_keys = off",
    "commit",
    "rollback",
    "release closure",
    "rollback to closure",
    "attach ':memory:' as other",
    "alter table main.product add column x",
    "drop table main.category",
    "create trigger t after insert on category begin delete from product; end",
  ]

  @Test("another seller's row stays as it was, and unread", arguments: trespasses)
  func trespass(sql: StaticString) throws {
    let error = #expect(throws: SQLError.self) { try shop.seven { try $0.run(Command(sql)) } }
    #expect(error?.isTenancy == true, "\(String(describing: error))")
    #expect(try shop.products() == Shop.initial)
    let reader = try shop.database.makeReader()
    #expect(try reader.open.all(Query<String>("select name from category")) == ["Tea", "Cups"])
    #expect(
      try reader.seller(Shop.eight).all(Query<String>("select code from barcode")) == ["333"])
  }

  static let disguises: [StaticString] = [
    "update main.product set title = (select title from main\u{FEFF}.product) where id = 1",
    "update main\u{FEFF}.product set price = (select price from main.product where id = 3)",
    "update main.sqlite_schema set sql = ''",
    "drop trigger temp.insert_product",
    "vacuum into 'copy.sqlite'",
  ]

  @Test("what SQLite itself does not understand fails too", arguments: disguises)
  func disguise(sql: StaticString) throws {
    #expect(throws: SQLError.self) { try shop.seven { try $0.run(Command(sql)) } }
    #expect(try shop.products() == Shop.initial)
  }

  @Test("a statement that met another seller's row leaves nothing of itself")
  func whole() throws {
    try shop.seven { seven in
      try seven.run(Command("update main.product set price = 1 where id = 1"))
      #expect(throws: SQLError.self) {
        try seven.run(Command("update main.product set price = 2"))
      }
    }
    #expect(try shop.products().first == "7 1 Green tea 1")
    #expect(try shop.products().last == Shop.initial.last)
  }

  @Test("the platform writes a seller's row only inside that seller")
  func platform() throws {
    let command = PlatformCommand("update main.product set price = 1 where id = 3")
    #expect(throws: SQLError.self) {
      try shop.database.writer.write { try $0.platform(Shop.staff).run(command) }
    }
    #expect(try shop.products() == Shop.initial)
    try shop.database.writer.write { tx in
      let inside = tx.seller(Shop.staff.entering(seller: 8))
      try inside.run(Command("update main.product set price = 1 where id = 3"))
      try tx.platform(Shop.staff).run(PlatformCommand("insert into main.category values (3, 'x')"))
    }
    #expect(try shop.products().last == "8 3 Secret cup 1")
  }

  @Test("nobody's transaction writes open tables only")
  func nobody() throws {
    try shop.database.writer.write { tx in
      try tx.open.run(Command("insert into category values (?, ?)"), 3, "Pots")
      #expect(throws: SQLError.self) {
        try tx.open.run(Command("update main.product set price = 1"))
      }
    }
    let reader = try shop.database.makeReader()
    #expect(try reader.open.one(Query<Int>("select count(*) from category")) == 3)
    #expect(try shop.products() == Shop.initial)
  }

  @Test("a full-text index takes no guards, so its writes have to name current_seller()")
  func search() throws {
    let found = Query<String>("select title from search where search match ? order by rank")
    try shop.seven { seven in
      try seven.run(Self.index, 40, "Oolong tea")
      try seven.run(Self.forget, 3)
      #expect(try seven.all(found, "oolong") == ["Oolong tea"])
    }
    let reader = try shop.database.makeReader()
    #expect(try reader.seller(Shop.eight).all(found, "oolong") == [])
    #expect(try reader.seller(Shop.eight).all(found, "secret") == ["Secret cup"])
  }

  private static let index = Command(
    "insert into main.search (rowid, seller_id, title) values (?, current_seller(), ?)")
  private static let forget = Command(
    "delete from main.search where rowid = ? and seller_id = current_seller()")

  @Test("foreign keys cascade and triggers of the schema run inside the wall")
  func cascade() throws {
    let removed = try shop.seven {
      try $0.run(Command("delete from main.product where id = ?"), 1)
    }
    #expect(removed == 1)
    let reader = try shop.database.makeReader()
    let pictures = Query<Int>("select count(*) from picture")
    #expect(try reader.seller(Shop.seven).one(pictures) == 0)
    #expect(try reader.seller(Shop.eight).one(pictures) == 1)
    try shop.seven {
      try $0.run(Command("insert into main.product values (7, 40, 'Oolong tea', 1, 'O')"))
    }
    #expect(try reader.seller(Shop.seven).one(Query<Int>("select products from counter")) == 3)
  }

  @Test("returning, upsert and the number of changes work")
  func returning() throws {
    let raise = Query(
      "update main.product set price = price + ? where id = ? returning title, price"
    ) { (title: String, price: Int64) in "\(title) \(price)" }
    let lines = try shop.seven { seven in
      [try seven.one(raise, 5, 1), try seven.first(raise, 5, 2), try seven.first(raise, 5, 4)]
    }
    #expect(lines == ["Green tea 505", "Black tea 705", nil])
    #expect(try shop.products().first == "7 1 Green tea 505")
  }
}
