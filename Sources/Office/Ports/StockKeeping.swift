import Commerce
import SQL

/// Something that can be bought: what an order line needs to know.
public struct Sellable: Sendable, Hashable {
  public let product: ProductID
  public let seller: SellerID
  public let title: String
  public let offerID: String
  public let barcode: String
  public let price: Money
  public let weightGrams: Int64
  /// The hash of the main picture; empty where there is none.
  public let picture: String

  public init(
    product: ProductID, seller: SellerID, title: String, offerID: String, barcode: String,
    price: Money, weightGrams: Int64, picture: String
  ) {
    self.product = product
    self.seller = seller
    self.title = title
    self.offerID = offerID
    self.barcode = barcode
    self.price = price
    self.weightGrams = weightGrams
    self.picture = picture
  }
}

/// A piece count that left the warehouse's free stock for a posting.
public struct Reservation: Sendable, Hashable {
  public let product: ProductID
  public let warehouse: WarehouseID
  public let quantity: Int64

  public init(product: ProductID, warehouse: WarehouseID, quantity: Int64) {
    self.product = product
    self.warehouse = warehouse
    self.quantity = quantity
  }
}

/// What a warehouse has of a product.
public struct Holding: Sendable, Hashable {
  public let onHand: Int64
  /// Of these, what is promised to postings.
  public let reserved: Int64
  /// The product's, as it is now; empty where it has none.
  public let barcode: String

  public init(onHand: Int64, reserved: Int64, barcode: String) {
    self.onHand = onHand
    self.reserved = reserved
    self.barcode = barcode
  }
}

/// Why stock can't be reserved.
public enum StockRefusal: Error, Sendable, Hashable {
  /// The product does not exist or can't be bought now.
  case notSellable
  /// Fewer pieces are free than asked for.
  case short(available: Int64)
}

/// Stock, as orders use it. Products implements it; every call is a movement with a reason in
/// the caller's transaction, so an order and its stock change together or not at all.
public protocol StockKeeping: Sendable {
  /// What can be bought, of whichever seller; nil where it can't be bought now.
  func sellable(
    _ product: ProductID, in transaction: PlatformTransaction
  ) throws(SQLError) -> Sellable?
  /// What a warehouse of the shop has of these products; nothing for one that it never had.
  func holdings(
    of products: [ProductID], in warehouse: WarehouseID, _ rows: SellerReader
  ) throws(SQLError) -> [ProductID: Holding]
  /// Reserves pieces in one warehouse that has enough of them.
  func reserve(
    _ product: ProductID, quantity: Int64, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws -> Reservation
  /// Gives reserved pieces back to free stock.
  func release(
    _ reservation: Reservation, for posting: PostingID, reason: String, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
  /// Reserved pieces leave the warehouse with the parcel.
  func ship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
  /// Reserved pieces are lost and leave the warehouse as a loss.
  func lose(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
  /// Shipped pieces stand in the warehouse again, still reserved for their posting: the carrier
  /// did not take the parcel.
  func unship(
    _ reservation: Reservation, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
  /// Shipped pieces came back from the buyer or the carrier, to free stock or damaged.
  func comeBack(
    _ reservation: Reservation, isSound: Bool, for posting: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
  /// Pieces reserved for one posting are reserved for another from now on, in the same warehouse.
  func rebook(
    _ reservation: Reservation, from old: PostingID, to new: PostingID, at now: Instant,
    in transaction: SellerTransaction
  ) throws(SQLError)
}
