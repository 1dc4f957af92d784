/// The things that have an identity of their own; phantom types that keep `ID`s apart.
public enum Entity {
  /// A shop of the marketplace.
  public enum Seller {}
  /// A person who signs in, for a seller or for the platform.
  public enum Member {}
  /// A listing of one seller.
  public enum Product {}
  /// A place of one seller that goods leave from.
  public enum Warehouse {}
  /// What a buyer paid for at once.
  public enum Order {}
  /// The part of an order that one warehouse ships together.
  public enum Posting {}
  /// A customer of the marketplace.
  public enum Buyer {}
  /// A node of the category tree.
  public enum Category {}
  /// A picture of a product.
  public enum Image {}
  /// A signed-in browser.
  public enum Session {}
  /// A piece of work in the outbox.
  public enum Job {}
}

/// The identity of a shop.
public typealias SellerID = ID<Entity.Seller>
/// The identity of a person who signs in.
public typealias MemberID = ID<Entity.Member>
/// The identity of a listing.
public typealias ProductID = ID<Entity.Product>
/// The identity of a warehouse.
public typealias WarehouseID = ID<Entity.Warehouse>
/// The identity of an order.
public typealias OrderID = ID<Entity.Order>
/// The identity of a posting.
public typealias PostingID = ID<Entity.Posting>
/// The identity of a buyer.
public typealias BuyerID = ID<Entity.Buyer>
/// The identity of a category.
public typealias CategoryID = ID<Entity.Category>
/// The identity of a picture.
public typealias ImageID = ID<Entity.Image>
/// The identity of a signed-in browser.
public typealias SessionID = ID<Entity.Session>
/// The identity of a job.
public typealias JobID = ID<Entity.Job>
