import Commerce
import SQL

/// Where the words of a product stand in the index: ten bits of its shop, then its identity.
///
/// A shop's words so are one range of rows, in the order of its products, and a search never
/// walks through other shops' goods. Two shops may share a range; the wall keeps them apart.
enum SearchPlace {
  /// The number of ranges; a prime, since identities are not spread evenly.
  private static let ranges: Int64 = 1021
  private static let bits: Int64 = 53
  static let mask: Int64 = (1 << bits) - 1

  /// The row of a product.
  /// - Throws: for an identity that no `IDGenerator` made.
  static func row(_ product: ProductID, of seller: Int64) throws(SQLError) -> Int64 {
    guard product.raw <= mask else { throw .mismatch("the product \(product) is beyond 53 bits") }
    return row(near: product, of: seller)
  }

  /// The row of a product, or the last of the shop.
  static func row(near product: ProductID, of seller: Int64) -> Int64 {
    first(of: seller) | min(product.raw, mask)
  }

  /// The rows of a shop are those from the first to the last.
  static func first(of seller: Int64) -> Int64 { (seller % ranges) << bits }
  static func last(of seller: Int64) -> Int64 { first(of: seller) | mask }
}
