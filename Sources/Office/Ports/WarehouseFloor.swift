import Commerce
import SQL

/// A product as the people of a warehouse handle it.
public struct FloorItem: Sendable, Hashable {
  public let product: ProductID
  public let title: String
  public let offerID: String
  public let barcode: String
  /// The hash of the main picture; empty where there is none.
  public let picture: String
  public let weightGrams: Int64
  /// Length, width and height in mm; nil where nobody measured it.
  public let size: FloorSize?

  public init(
    product: ProductID, title: String, offerID: String, barcode: String, picture: String,
    weightGrams: Int64, size: FloorSize?
  ) {
    self.product = product
    self.title = title
    self.offerID = offerID
    self.barcode = barcode
    self.picture = picture
    self.weightGrams = weightGrams
    self.size = size
  }
}

/// The sides of a piece or of a box, in mm.
public struct FloorSize: Sendable, Hashable {
  public let length: Int64
  public let width: Int64
  public let height: Int64

  public init(_ length: Int64, _ width: Int64, _ height: Int64) {
    self.length = length
    self.width = width
    self.height = height
  }
}

/// An open warehouse of the shop.
public struct FloorPlace: Sendable, Hashable {
  public let id: WarehouseID
  public let name: String

  public init(id: WarehouseID, name: String) {
    self.id = id
    self.name = name
  }
}

/// What becomes of a piece that can't go to the buyer.
public enum PieceFate: String, Sendable, CaseIterable {
  /// It lies apart until somebody has looked at it.
  case quarantine
  /// It is not where it should be.
  case missing
}

/// The warehouse as the floor sees it: what goods are called, how large they are, and what is done
/// with a piece that fails. Products implements it.
public protocol WarehouseFloor: Sendable {
  /// The open warehouses, the default one first.
  func places(in rows: SellerReader) throws(SQLError) -> [FloorPlace]
  /// Goods by their ids; those that are gone are left out.
  func items(_ ids: [ProductID], in rows: SellerReader) throws(SQLError) -> [ProductID: FloorItem]
  /// Goods that lie in a warehouse, by their ids, after one of them.
  func items(
    in place: WarehouseID, after: ProductID?, limit: Int, rows: SellerReader
  ) throws(SQLError) -> [FloorItem]
  /// The product with that offer id or barcode.
  func item(named code: String, in rows: SellerReader) throws(SQLError) -> FloorItem?
  /// Pieces in the warehouse that are promised to nobody.
  func free(
    _ product: ProductID, in place: WarehouseID, rows: SellerReader
  ) throws(SQLError) -> Int64
  /// Takes free pieces out of what can be sold, as a movement of the ledger.
  /// - Throws: `StockRefusal.short` where so many are not free.
  func setAside(
    _ pieces: Reservation, as fate: PieceFate, for posting: PostingID, note: String,
    by member: MemberID?, at now: Instant, in transaction: SellerTransaction
  ) throws
}
