import Commerce
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
  static let soldProducts = Query(
    """
    select product_id from sold_product
    where offer_id = ?1 or instr(search, ?2) > 0 order by product_id desc limit 50
    """
  ) { (id: Int64) in id }
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
    let exact = try rows.all(
      Self.byNumber, words.hasPrefix("#") ? String(words.dropFirst()) : words)
    if !exact.isEmpty { return exact }
    let parcels = try rows.all(Self.byTracking, TrackingFormat.normalised(words))
    if !parcels.isEmpty { return parcels }
    var found: Set<PostingID> = []
    for product in try rows.all(Self.soldProducts, words, SoldProduct.searchText(words)) {
      found.formUnion(try rows.all(Self.byProduct, product))
    }
    return Array(found.sorted(by: >).prefix(100))
  }
}

/// What a shop has sold: titles as they were, for the search.
enum SoldProduct {
  static let remember = Command(
    """
    insert into main.sold_product (seller_id, product_id, offer_id, title, search)
    values (?, ?, ?, ?, ?) on conflict (seller_id, product_id) do nothing
    """)

  /// Folded for comparison: small letters.
  static func searchText(_ text: String) -> String { text.lowercased() }
}
