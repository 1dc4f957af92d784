import Commerce
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Testing

@testable import Products

/// Databases from before a table was rebuilt, with rows in it.
@Suite("An older database") struct RebuiltTablesTests {
  /// Two shops, a product each, two movements of the first, and words of both.
  private static let rows = """
    insert into seller (id, name, state, currency, time_zone, created_at) values
      (5, 'One', 'active', 'RUB', 'UTC', 1), (1026, 'Two', 'active', 'RUB', 'UTC', 1);
    insert into product (seller_id, id, category_id, pending, created_at, updated_at) values
      (5, 70, 11, 'none', 1, 1), (1026, 71, 11, 'none', 1, 1);
    insert into warehouse (seller_id, id, name) values (5, 9, 'Main'), (1026, 9, 'Main');
    insert into stock_movement
      (seller_id, id, product_id, warehouse_id, reason, on_hand, reserved, posting_id, note, at)
      values (5, 1, 70, 9, 'receipt', 8, 0, null, 'first', 100),
      (1026, 2, 71, 9, 'receipt', 3, 0, null, '', 101),
      (5, 3, 70, 9, 'reserve', 0, 2, 44, '', 102);
    insert into product_search (rowid, seller_id, words) values
      (70, 5, 'kettle of copper'), (71, 1026, 'kettle of steel');
    """

  private static let movements = Query<String>(
    """
    select id || ' ' || product_id || ' ' || reason || ' ' || on_hand || ' ' || reserved || ' '
      || coalesce(posting_id, '-') || ' ' || note || ' ' || at
    from stock_movement order by id
    """)
  private static let words = Query<Int64>(
    "select rowid from product_search where product_search match 'kettle'")

  @Test("keeps its movements and its words when it is brought up to date")
  func rows() throws {
    let older = try OlderDatabase(
      KernelSchema.migrations + ProductsSchema.migrations,
      before: "2026-11-24 products: the words of a shop lie together", rows: Self.rows)
    let reader = try older.database.makeReader()
    let (one, two) = (
      reader.seller(SellerScope(seller: 5)), reader.seller(SellerScope(seller: 1026))
    )
    #expect(
      try one.all(Self.movements) == ["1 70 receipt 8 0 - first 100", "3 70 reserve 0 2 44  102"])
    #expect(try two.all(Self.movements) == ["2 71 receipt 3 0 -  101"])
    #expect(try one.all(Self.words) == [SearchPlace.row(ProductID(raw: 70), of: 5)])
    #expect(try two.all(Self.words) == [SearchPlace.row(ProductID(raw: 71), of: 1026)])
    #expect(try older.database.integrityCheck() == [])
    #expect(try older.database.foreignKeyCheck() == [])
  }

  @Test("row 6: finds its words with ё where е is typed, and all others as before")
  func plainWords() throws {
    let older = try OlderDatabase(
      KernelSchema.migrations + ProductsSchema.migrations,
      before: "2026-11-29 products: words with ё are found with е too",
      rows: """
        insert into seller (id, name, state, currency, time_zone, created_at) values
          (5, 'One', 'active', 'RUB', 'UTC', 1);
        insert into product_search (rowid, seller_id, words) values
          (70, 5, '  Ёлка зелёная'), (71, 5, '  Чайник'), (72, 5, '  Ель');
        """)
    let reader = try older.database.makeReader().seller(SellerScope(seller: 5))
    let search = Query<Int64>("select rowid from product_search where words match ?")
    for (typed, rows) in [("елка зелёная", [70]), ("ЗЕЛЕНАЯ", [70]), ("чайн", [71]), ("ель", [72])]
    {
      let words = try #require(SearchText.query(typed))
      #expect(try reader.all(search, words) == rows.map(Int64.init), "\(typed)")
    }
    #expect(try older.database.integrityCheck() == [])
  }
}
