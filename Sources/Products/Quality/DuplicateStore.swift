import Commerce
import Office
import SQL

/// Another listing that looks like the same goods. It is told, never acted on.
struct Duplicate: Sendable, Hashable {
  enum Kind: String, Sendable {
    case title, picture, barcode
  }

  let kind: Kind
  let name: String
  /// Empty for one of the same shop.
  var shop = ""
}

enum DuplicatesSchema {
  static let migrations = [barcodes]

  private static let barcodes = Migration(
    "2026-11-28 products: barcodes over all shops",
    "create index product_by_barcode on product (barcode) where barcode is not null;")
}

enum DuplicateSQL {
  // Variants share their name and pictures, so those of one family are no duplicates.
  static let byPicture = Query<String>(
    """
    select p.title from product_image i join product_revision r on r.id = i.revision_id
      join product p on p.id = r.product_id
    where i.name = ?1 and p.id <> ?2 and r.id in (p.live_revision, p.open_revision)
      and ifnull(p.family_id, 0) <> ifnull((select family_id from product where id = ?2), -1)
    limit 1
    """)
  static let byWords = Query<String>(
    """
    select p.title from product_search s cross join product p on p.id = (s.rowid & 9007199254740991)
    where s.words match ?1 and s.rowid >= ?2 and s.rowid <= ?3 and p.id <> ?4
      and ifnull(p.family_id, 0) <> ifnull((select family_id from product where id = ?4), -1)
    limit 50
    """)
  static let elsewhereByBarcode = PlatformQuery<Duplicate>(
    """
    select p.title, s.name from main.product p join seller s on s.id = p.seller_id
    where p.barcode = ? and p.seller_id <> ? limit 5
    """
  ) { (title: String, shop: String) in Duplicate(kind: .barcode, name: title, shop: shop) }
  static let elsewhereByPicture = PlatformQuery<Duplicate>(
    """
    select distinct p.title, s.name from main.product_image i
      join main.product_revision r on r.seller_id = i.seller_id and r.id = i.revision_id
      join main.product p on p.seller_id = r.seller_id and p.id = r.product_id
      join seller s on s.id = i.seller_id
    where i.name = ? and i.seller_id <> ? limit 5
    """
  ) { (title: String, shop: String) in Duplicate(kind: .picture, name: title, shop: shop) }

  static let statements: [(String, any SQLStatement)] = [
    ("duplicate.byPicture", byPicture), ("duplicate.byWords", byWords),
    ("duplicate.elsewhereByBarcode", elsewhereByBarcode),
    ("duplicate.elsewhereByPicture", elsewhereByPicture),
  ]
}

/// Looks for the same goods in the shop.
struct DuplicateStore {
  let rows: SellerReader

  /// Other products of the shop with the same name or one of the same pictures; one of each kind.
  /// (A barcode can't stand twice in a shop.)
  func duplicates(
    of product: ProductID, _ content: ProductContent
  ) throws(SQLError) -> [Duplicate] {
    var found: [Duplicate] = []
    if let name = try sameTitle(content.title, product) {
      found.append(Duplicate(kind: .title, name: name))
    }
    for picture in content.pictures {
      guard let name = try rows.first(DuplicateSQL.byPicture, picture.name, product.raw) else {
        continue
      }
      found.append(Duplicate(kind: .picture, name: name))
      break
    }
    return found
  }

  private func sameTitle(_ title: String, _ product: ProductID) throws(SQLError) -> String? {
    guard let words = SearchText.query(title) else { return nil }
    let seller = rows.scope.seller
    let near = try rows.all(
      DuplicateSQL.byWords, words, SearchPlace.first(of: seller), SearchPlace.last(of: seller),
      product.raw)
    let folded = title.lowercased()
    return near.first { $0.lowercased() == folded }
  }
}

extension PlatformReader {
  /// Listings of other shops with the same barcode or main picture, for a moderator.
  func similar(
    to content: ProductContent, barcode: String, of shop: SellerID
  ) throws(SQLError) -> [Duplicate] {
    let same =
      barcode.isEmpty ? [] : try all(DuplicateSQL.elsewhereByBarcode, barcode, shop.raw)
    guard let picture = content.pictures.first else { return same }
    return try same + all(DuplicateSQL.elsewhereByPicture, picture.name, shop.raw)
  }
}
