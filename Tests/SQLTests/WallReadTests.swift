import Testing

@_spi(Minting) @testable import SQL

@Suite("The wall: reading")
struct WallReadTests {
  let shop: Shop
  let reader: Reader

  init() throws {
    shop = try Shop()
    reader = try shop.database.makeReader()
  }

  static let own: [(StaticString, [String])] = [
    ("select title from product order by id", ["Green tea", "Black tea"]),
    ("select title from product as main order by id", ["Green tea", "Black tea"]),
    ("select title from temp.product order by id", ["Green tea", "Black tea"]),
    ("select count(*) || '' from product", ["2"]),
    ("select count(*) || '' from (select 1 from product)", ["2"]),
    ("select title from (select * from product) as p where id in (1, 3)", ["Green tea"]),
    ("select name || (select count(*) from product) from category", ["Tea2", "Cups2"]),
    (
      "with product as (select title from product_card) select title from product where title > 'G'",
      ["Green tea"]
    ),
    ("with x as (select * from product) select title from x where seller_id = 8", []),
    ("select title from product where seller_id = 8 or id = 3", []),
    (
      "select p.title from category c left join product p on p.id = c.id + 1 where c.id = 1",
      ["Black tea"]
    ),
    ("select title from product_card order by id", ["Green tea", "Black tea"]),
    ("select products || '' from counter", ["2"]),
    (
      "select title from search where search match 'tea' order by rowid",
      ["Green tea", "Black tea"]
    ),
    ("select title from search where search match 'cup'", []),
    (
      "select p.title from search s join product p on p.id = s.rowid where search match 'black'",
      ["Black tea"]
    ),
    ("select value || '' from json_each('[1,2]')", ["1", "2"]),
    ("select current_seller() || ''", ["7"]),
    ("select name from main.category order by id", ["Tea", "Cups"]),
  ]

  @Test("a plain name is the seller's own rows", arguments: own)
  func ownRows(sql: StaticString, expected: [String]) throws {
    #expect(try reader.seller(Shop.seven).all(Query<String>(sql)) == expected)
  }

  static let detours: [StaticString] = [
    "select title from main.product",
    "select title from main . /* */ product",
    "select title from \"main\".\"product\"",
    "select title from MAIN.[Product]",
    "select title from 'main'.product",
    "select count(*) || '' from main.product",
    "select '' from main.product",
    "select p.title from main.product as p",
    "select title from main.product as product",
    "with product as (select title from main.product) select title from product",
    "with search as (select title from main.product) select title from search",
    "with counted as (select title from main.product) select title from counted",
    "with recursive product(title) as (select title from main.product) select title from product",
    "select title from (select title from main.product)",
    "select (select title from main.product where id = c.id + 2) from category c",
    "select name from category where exists (select 1 from main.product where id = 3)",
    "select name from category where id = (select id - 2 from main.product where id = 3)",
    "select name from category union all select title from main.product",
    "select title from product union select title from main.product",
    "select name from category order by (select max(title) from main.product)",
    "select name from category limit (select count(*) from main.product)",
    "select max(title) over () from main.product",
    "select p.title from product p join main.product q on q.id = p.id",
    "select title from main.product_card",
    "select title from leaking_card",
    "select title from main.leaking_card",
    "select title from main.search",
    "select c1 from search_content",
    "select c1 from main.search_content",
    "select sql from sqlite_schema",
    "select sql from main.sqlite_master",
    "select name from temp.sqlite_schema",
    "select name from sqlite_temp_master",
    "select name from pragma_table_list",
    "pragma table_info(product)",
    "pragma query_only = off",
    "pragma writable_schema = on",
    "explain pragma trusted_schema = on",
    "attach 'other.sqlite' as other",
    "detach main",
    "create temp view spy as select * from main.product",
    "create view spy as select * from main.product",
    "create temp table loot as select * from product",
    "create temp trigger t after insert on category begin select 1; end",
    "drop view product",
    "drop view temp.product",
    "reindex",
    "analyze",
    "begin",
    "savepoint s",
    "select title from main.product; select title from main.product",
  ]

  static let others: [StaticString] = [
    "select name from pragma_database_list",
    "select name from dbstat",
    "select name from fts5vocab",
    "alter table category rename to product",
    "vacuum",
    "vacuum into 'copy.sqlite'",
    "select load_extension('x')",
    "select title from product; select title from product",
    "",
    "-- nothing",
  ]

  @Test("whatever else is no reading of rows fails", arguments: others)
  func other(sql: StaticString) throws {
    for reads in [reader.seller(Shop.seven), reader.open] as [any Reads] {
      #expect(throws: SQLError.self) { try reads.all(Query<String>(sql)) }
      #expect(throws: SQLError.self) {
        try reads.all(Query(sql) { () in 0 })
      }
    }
  }

  @Test("what goes round the wall is not even prepared", arguments: detours)
  func detour(sql: StaticString) throws {
    let error = #expect(throws: SQLError.self) {
      try reader.seller(Shop.seven).all(Query<String>(sql))
    }
    #expect(error?.isTenancy == true, "\(String(describing: error))")
    #expect(throws: SQLError.self) {
      try reader.seller(Shop.seven).all(DynamicQuery<String>(sql) { (text: String) in text })
    }
    #expect(throws: SQLError.self) { try reader.open.all(Query<String>(sql)) }
    #expect(throws: SQLError.self) { try reader.check(Query<String>(sql)) }
  }

  @Test("one statement answers for each seller in turn, and for nobody with nothing")
  func scopes() throws {
    let titles = Query<String>("select title from product order by id")
    #expect(try reader.seller(Shop.seven).all(titles) == ["Green tea", "Black tea"])
    #expect(try reader.seller(Shop.eight).all(titles) == ["Secret cup"])
    #expect(try reader.open.all(titles) == [])
    #expect(try reader.platform(Shop.staff).all(titles) == [])
    #expect(try reader.seller(Shop.seven).all(titles) == ["Green tea", "Black tea"])
  }

  @Test("a scope inside another one's rows keeps both apart")
  func nestedScopes() throws {
    let titles = Query<String>("select title from product order by id")
    let seller = Query<Int64>("select current_seller()")
    var seen: [String] = []
    try reader.seller(Shop.seven).forEach(titles) { (title: String) throws(SQLError) in
      let others = try reader.seller(Shop.eight).all(titles)
      let nobody = try reader.open.one(seller)
      let me = try reader.seller(Shop.seven).one(seller)
      seen.append("\(title): \(others) \(nobody) \(me)")
    }
    #expect(seen == ["Green tea: [\"Secret cup\"] 0 7", "Black tea: [\"Secret cup\"] 0 7"])
    #expect(try reader.open.one(seller) == 0)
  }

  @Test("an error between rows leaves nobody's scope behind")
  func afterError() throws {
    let seller = Query<Int64>("select current_seller()")
    let broken = Query<Int64>("select title from product")
    #expect(throws: SQLError.self) { try reader.seller(Shop.seven).all(broken) }
    #expect(try reader.open.one(seller) == 0)
  }

  @Test("the platform reads across sellers, by its own kind of query only")
  func platform() throws {
    let all = PlatformQuery<String>("select title from main.product order by id")
    #expect(
      try reader.platform(Shop.staff).all(all) == ["Green tea", "Black tea", "Secret cup"])
    var list = DynamicQuery<String>("select title from main.product where true") { (t: String) in t
    }
    list.append("and price > ?", 600)
    #expect(try reader.platform(Shop.staff).all(list) == ["Black tea", "Secret cup"])
    #expect(throws: SQLError.self) { try reader.seller(Shop.seven).all(list) }
    #expect(throws: SQLError.self) {
      try reader.platform(Shop.staff).all(Query<String>("select title from main.product"))
    }
  }

  static let platformDetours: [StaticString] = [
    "attach 'other.sqlite' as other", "pragma user_version", "select sql from main.sqlite_schema",
    "create temp table t (x)", "drop view temp.product",
  ]

  @Test("the platform's statements read tables and nothing else", arguments: platformDetours)
  func platformDetour(sql: StaticString) throws {
    #expect(throws: SQLError.self) {
      try reader.platform(Shop.staff).all(PlatformQuery<String>(sql))
    }
  }

  @Test("a reader does not write")
  func readOnly() throws {
    let sneaky = Query<Int64>("insert into category values (3, 'x') returning id")
    #expect(throws: SQLError.self) { try reader.open.all(sneaky) }
  }

  @Test("the views cost nothing: one search of the primary key")
  func plan() throws {
    let search = ["SEARCH main.product USING PRIMARY KEY (seller_id=? AND id=?)"]
    let byID = Query<String>("select title from product as p where id = ?")
    #expect(try reader.explain(byID) == search)
    let command = Command("update main.product set price = ? where seller_id = ? and id = ?")
    #expect(try reader.explain(command) == search)
    #expect(
      try reader.explain(PlatformQuery<String>("select title from main.product"))
        == ["SCAN main.product"])
    var list = DynamicQuery<String>("select title from product where true") { (t: String) in t }
    list.append("and id > ? order by id limit 50", 5)
    #expect(
      try reader.explain(list)
        == ["SEARCH main.product USING PRIMARY KEY (seller_id=? AND id>?)"])
  }
}
