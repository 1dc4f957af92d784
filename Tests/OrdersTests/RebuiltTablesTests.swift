import Commerce
import Office
import OfficeTesting
import Products
@_spi(Minting) import SQL
import Testing

@testable import Orders

/// Databases from before a table was rebuilt, with rows in it.
@Suite("An older database of orders") struct RebuiltTablesTests {
  private static let rows = """
    insert into seller (id, name, state, currency, time_zone, created_at) values
      (5, 'One', 'active', 'EUR', 'UTC', 1), (1026, 'Two', 'active', 'EUR', 'UTC', 1);
    insert into customer_order (id, number, currency, goods_minor, shipping_minor, total_minor,
      posting_count, placed_at) values (9, 1, 'EUR', 3740, 0, 3740, 2, 1);
    insert into posting (seller_id, id, number, state, tab, due_at, since_at, placed_at, line_count,
      piece_count, first_title, first_offer, first_picture, city, total_minor, currency, order_id,
      buyer, goods_minor, shipping_minor) values
      (5, 44, '1-1', 1, 1, 9, 1, 1, 2, 3, 'Kettle', 'K1', '', 'London', 3200, 'EUR', 9, 'A', 3200, 0),
      (1026, 43, '1-2', 1, 1, 9, 1, 1, 1, 6, 'Spoon', 'S', '', 'Xi''an', 540, 'EUR', 9, 'L', 540, 0);
    insert into posting_line (seller_id, posting_id, line, product_id, offer_id, title, barcode,
      picture, weight_g, quantity, price_minor, discount_minor, origin) values
      (5, 44, 1, 70, 'K1', 'Kettle', '4006381333931', 'a.png', 900, 2, 1500, 100, 'x'),
      (5, 44, 2, 71, 'K2', 'Lid', '', '', 50, 1, 300, 0, ''),
      (1026, 43, 1, 72, 'S', 'Spoon', '', '', 20, 6, 90, 0, '');
    insert into posting_recipient (seller_id, posting_id, name, phone, email, country, postcode,
      city, street, note, language, answer, inquiry) values
      (5, 44, 'Ann', '+1', 'a@b.example', 'GB', 'N1', 'London', '1 High St', 'bell', 'en', 'yes',
        'where is it'),
      (1026, 43, 'Li', '+2', 'l@b.example', 'CN', '1', 'Xi''an', 'Road 2', '', 'zh', '', '');
    """

  private static let lines = Query<String>(
    """
    select posting_id || ' ' || line || ' ' || product_id || ' ' || offer_id || ' ' || title || ' '
      || barcode || ' ' || picture || ' ' || weight_g || ' ' || quantity || ' ' || price_minor
      || ' ' || discount_minor || ' ' || origin
    from posting_line order by posting_id, line
    """)
  private static let recipients = Query<String>(
    """
    select name || phone || email || country || postcode || city || street || note || language
      || answer || inquiry from posting_recipient
    """)

  @Test("keeps its lines and recipients when it is brought up to date")
  func rows() throws {
    let older = try OlderDatabase(
      KernelSchema.migrations + ProductsModule.migrations + OrdersSchema.migrations,
      before: PostingsSchema.appended.name, rows: Self.rows)
    let reader = try older.database.makeReader()
    let (one, two) = (
      reader.seller(SellerScope(seller: 5)), reader.seller(SellerScope(seller: 1026))
    )
    #expect(
      try one.all(Self.lines) == [
        "44 1 70 K1 Kettle 4006381333931 a.png 900 2 1500 100 x", "44 2 71 K2 Lid   50 1 300 0 ",
      ])
    #expect(try two.all(Self.lines) == ["43 1 72 S Spoon   20 6 90 0 "])
    #expect(
      try one.all(Self.recipients)
        == ["Ann+1a@b.exampleGBN1London1 High Stbellenyeswhere is it"])
    #expect(try two.all(Self.recipients) == ["Li+2l@b.exampleCN1Xi'anRoad 2zh"])
    #expect(try older.database.integrityCheck() == [])
    #expect(try older.database.foreignKeyCheck() == [])
  }

  @Test("row 6: finds what was sold with ё where е is typed")
  func plainWords() throws {
    let older = try OlderDatabase(
      KernelSchema.migrations + ProductsModule.migrations + OrdersSchema.migrations,
      before: SoldProduct.plain.name,
      rows: """
        insert into seller (id, name, state, currency, time_zone, created_at) values
          (5, 'One', 'active', 'RUB', 'UTC', 1);
        insert into sold_search (rowid, seller_id, words) values
          (70, 5, '  Ёлка'), (71, 5, '  Чайник');
        """)
    let reader = try older.database.makeReader().seller(SellerScope(seller: 5))
    let search = Query<Int64>("select rowid from sold_search where words match ?")
    let words = try #require(SearchText.query("елка"))
    #expect(try reader.all(search, words) == [70])
    #expect(try older.database.integrityCheck() == [])
  }
}
