import Commerce
import Office
import SQL

/// How the box on every page finds goods.
enum ProductSearch {
  static let byOffer = Query<Int64>("select id from product where offer_id = ?")
  static let byBarcode = Query<Int64>("select id from product where barcode = ?")
  static let byID = Query<Int64>("select id from product where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("search.byOffer", byOffer), ("search.byBarcode", byBarcode), ("search.byID", byID),
  ]

  static let provider = SearchProvider("products.title", for: .viewProducts, list: "/products") {
    rows, number throws(SQLError) in
    try pages(of: number, rows)
  } finds: { rows, text, limit throws(SQLError) in
    let found = try ProductStore(rows: rows).page(ProductFilter(search: text, limit: limit)).rows
    return found.map { row in
      SearchHit(
        path: "/products/\(row.id)", title: row.title, note: row.offerID,
        picture: row.picture.isEmpty
          ? "" : PicturePreview(of: row.picture, seller: rows.scope.seller).name)
    }
  }

  /// The products whose offer id, barcode or own number it is.
  private static func pages(of number: String, _ rows: SellerReader) throws(SQLError) -> [String] {
    var found = try rows.all(byOffer, number) + rows.all(byBarcode, number)
    if let id = ProductID(text: number) { found += try rows.all(byID, id.raw) }
    for other in [number.uppercased(), number.lowercased()] where found.isEmpty && other != number {
      found += try rows.all(byOffer, other)
    }
    return found.map { "/products/\($0)" }
  }

  static let plain = SearchText.plainMigration(
    "2026-11-29 products: words with ё are found with е too", "product_search")

  /// The index as `SearchText` writes it: two blanks before a line.
  static let migration = Migration(
    "2026-11-28 products: short words are found where they begin",
    """
    create temp table moved as
      select rowid as place, seller_id, '  ' || replace(words, char(10), char(10) || '  ') as words
      from product_search;
    drop table product_search;
    create virtual table product_search using fts5 (
      seller_id unindexed, words, tokenize = 'trigram', columnsize = 0);
    insert into product_search (rowid, seller_id, words)
      select place, seller_id, words from moved order by place;
    drop table moved;
    """)
}
