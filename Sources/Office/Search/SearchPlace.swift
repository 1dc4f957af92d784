import Commerce
import HTTP
import SQL

/// Where the words of a shop's thing stand in an index of FTS5: ten bits of its shop, then its
/// identity.
///
/// A shop's words so are one range of rows, in the order of its things, and a search never walks
/// through other shops' rows. Two shops may share a range; the wall keeps them apart.
public enum SearchPlace {
  /// The number of ranges; a prime, since identities are not spread evenly.
  private static let ranges: Int64 = 1021
  private static let bits: Int64 = 53
  /// The bits of the identity.
  public static let mask: Int64 = (1 << bits) - 1

  /// The row of a thing.
  /// - Throws: for an identity that no `IDGenerator` made.
  public static func row<E>(_ id: ID<E>, of seller: Int64) throws(SQLError) -> Int64 {
    guard id.raw <= mask else { throw .mismatch("the identity \(id) is beyond 53 bits") }
    return row(near: id, of: seller)
  }

  /// The row of a thing, or the last of the shop.
  public static func row<E>(near id: ID<E>, of seller: Int64) -> Int64 {
    first(of: seller) | min(id.raw, mask)
  }

  /// The rows of a shop are those from the first to the last.
  public static func first(of seller: Int64) -> Int64 { (seller % ranges) << bits }
  public static func last(of seller: Int64) -> Int64 { first(of: seller) | mask }
}
