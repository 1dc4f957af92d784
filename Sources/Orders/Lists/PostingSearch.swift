import Commerce
import Office
import SQL

/// Finds postings by what people have in their hands: a number, a tracking number, the seller's
/// own article number or a piece of a title.
extension PostingStore {
  // The hints keep the planner from reading all of the seller's postings instead.
  static let byNumber = Query(
    """
    select id from posting where number = ?1 union all
    select id from posting
    where likelihood(number > ?1 || '-', 0.000001) and likelihood(number < ?1 || '.', 0.000001)
    """
  ) { (id: Int64) in PostingID(raw: id) }
  static let byTracking = Query(
    """
    select posting_id from parcel
    where tracking_number = ? and carrier_id in (select id from carrier)
    """
  ) { (id: Int64) in PostingID(raw: id) }
  static let soldProducts = Query<Int64>(
    """
    select rowid & 9007199254740991 from sold_search
    where words match ? and rowid >= ? and rowid <= ? order by rowid desc limit 50
    """)
  static let byProduct = Query(
    """
    select posting_id from posting_line where product_id = ?
    order by posting_id desc limit 100
    """
  ) { (id: Int64) in PostingID(raw: id) }

  /// The newest hundred postings that the text names.
  func ids(matching text: String) throws(SQLError) -> [PostingID] {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !words.isEmpty else { return [] }
    let exact = try ids(bearing: words.hasPrefix("#") ? String(words.dropFirst()) : words)
    if !exact.isEmpty { return exact }
    guard let query = SearchText.query(words) else { return [] }
    let seller = rows.scope.seller
    var found: Set<PostingID> = []
    for product in try rows.all(
      Self.soldProducts, query, SearchPlace.first(of: seller), SearchPlace.last(of: seller))
    {
      found.formUnion(try rows.all(Self.byProduct, product))
    }
    return Array(found.sorted(by: >).prefix(100))
  }

  /// The postings of that very number: their own, that of their order, or a tracking number.
  func ids(bearing number: String) throws(SQLError) -> [PostingID] {
    let exact = try rows.all(Self.byNumber, number)
    if !exact.isEmpty { return exact }
    return try rows.all(Self.byTracking, TrackingFormat.normalised(number))
  }
}

/// What a shop has sold: titles as they were, for the search.
enum SoldProduct {
  static let insert = Command(
    """
    insert into main.sold_product (seller_id, product_id, offer_id, title, search)
    values (?, ?, ?, ?, ?) on conflict (seller_id, product_id) do nothing
    """)
  static let insertWords = Command(
    """
    insert into main.sold_search (rowid, seller_id, words) values (?, current_seller(), ?)
    """)

  /// The words of one, to be written to the index.
  struct Words {
    let tx: SellerTransaction
    let row: Int64
    let text: String

    func insert() throws(SQLError) { try tx.run(SoldProduct.insertWords, row, text) }
  }

  /// Keeps what is sold.
  /// - Returns: its words where it is sold for the first time, to be inserted too.
  static func remember(
    _ product: ProductID, offerID: String, title: String, in tx: SellerTransaction
  ) throws(SQLError) -> Words? {
    let isNew = try tx.run(
      insert, tx.scope.seller, product.raw, offerID, title, title.lowercased())
    guard isNew == 1 else { return nil }
    return Words(
      tx: tx, row: try SearchPlace.row(product, of: tx.scope.seller),
      text: SearchText.indexed([title, offerID]))
  }

  static let plain = SearchText.plainMigration(
    "2026-11-29 orders: words with ё are found with е too", "sold_search")

  /// Without an index of words a search read the names of all that was ever sold. Those that are
  /// there already get their blanks here as `SearchText` writes them.
  static let migration = Migration(
    "2026-11-28 orders: the words of what was sold",
    """
    create virtual table sold_search using fts5 (
      seller_id unindexed, words, tokenize = 'trigram', columnsize = 0);
    with recursive spread (seller, product, rest, done) as (
      select seller_id, product_id, title || char(10) || '  ' || offer_id, '  '
      from sold_product where product_id < 9007199254740992
      union all
      select seller, product, substr(rest, 2), done || case
        when unicode(rest) between 0x3400 and 0x4dbf or unicode(rest) between 0x4e00 and 0x9fff
          or unicode(rest) between 0xf900 and 0xfaff or unicode(rest) between 0x20000 and 0x323af
          then case when substr(done, -1) = ' ' then '' else ' ' end || substr(rest, 1, 1) || ' '
        else substr(rest, 1, 1) end
      from spread where rest <> ''
    )
    insert into sold_search (rowid, seller_id, words)
      select ((seller % 1021) << 53) | product, seller, done from spread where rest = ''
      order by seller % 1021, product;
    """)
}
